"""What tests of taking feeds in share, a loop for each module.

They share worker processes too, which have read their lexicons.
"""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.workers import Workers, open_workers
from storage.database import Database, open_database


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    """Open workers for the tests of a module."""
    async with open_workers(processes=1) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def db(database_url: str) -> AsyncIterator[Database]:
    """Open a new database, in the loop of a module."""
    async with open_database(database_url) as database:
        yield database
