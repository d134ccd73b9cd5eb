"""Tasks beside the work of a block, as a `TaskGroup` that leaves its error alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def open_tasks() -> AsyncIterator[asyncio.TaskGroup]:
    """Open a group of tasks that ends with the block.

    An error of the block itself comes out as it is: whoever catches it by name would
    not know it inside an `ExceptionGroup`.
    """
    failure: Exception | None = None
    async with asyncio.TaskGroup() as tasks:
        try:
            yield tasks
        except Exception as error:
            failure = error
    if failure:
        raise failure
