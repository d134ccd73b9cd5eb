"""Progress on the standard error, for work that takes a while."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

#: Told how many parts are done, and of how many.
Advance = Callable[[int, int], None]


@contextmanager
def progress_bar(label: str) -> Iterator[Advance]:
    """Show a bar until the block ends; where nobody watches, a line that it began."""
    console = Console(stderr=True)
    if not console.is_terminal:
        sys.stderr.write(f"{label} ...\n")
        sys.stderr.flush()
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # Standard output may go elsewhere: it must not be drawn into this console.
    with Progress(*columns, console=console, redirect_stdout=False) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
