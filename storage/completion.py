"""Work that is finished even when the one who waits for it is cancelled."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

_Result = TypeVar("_Result")


async def completed(work: Coroutine[None, None, _Result]) -> _Result:
    """Wait for `work` to its end; a cancellation meanwhile is raised after it.

    Undoing or closing half-way would leave a lock behind.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    result = task.result()
    if cancelled is not None:
        raise cancelled
    return result
