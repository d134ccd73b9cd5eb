"""How the program ends when it is told to: by SIGTERM or by Ctrl-C."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine, Iterator
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGINT)


async def until_stopped(work: Coroutine[Any, Any, int]) -> int:
    """Run `work` to its end and return its status; 0 if it was told to stop.

    The first signal cancels the work, which closes what it opened; a second one ends
    the process as if nothing were handled here.
    """
    task = asyncio.create_task(work)
    with _cancelled_by_signals(task) as stopped:
        try:
            return await task
        except asyncio.CancelledError:
            if stopped.is_set():
                return 0
            raise


@contextlib.contextmanager
def _cancelled_by_signals(task: asyncio.Task[int]) -> Iterator[asyncio.Event]:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()

    def release() -> None:
        for number in SIGNALS:
            loop.remove_signal_handler(number)

    def stop() -> None:
        release()
        stopped.set()
        task.cancel()

    for number in SIGNALS:
        loop.add_signal_handler(number, stop)
    try:
        yield stopped
    finally:
        release()
