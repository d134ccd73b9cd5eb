"""A bar on the standard error for work that takes a while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

#: Told how many parts are done, and of how many.
Advance = Callable[[int, int], None]


@contextmanager
def progress_bar(label: str) -> Iterator[Advance]:
    """Show a bar until the block ends, one line that stays.

    Where nobody watches, only its last state is written.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    # Standard output may go elsewhere: it must not be drawn into this console.
    with Progress(*columns, console=console, redirect_stdout=False) as progress:
        task = progress.add_task(label, total=None)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield advance
