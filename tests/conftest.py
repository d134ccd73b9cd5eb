"""What tests of all packages share: a real database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database, open_database


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Return the address of a database file that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'mujaz.sqlite3'}"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """Open a new database of this test's own."""
    async with open_database(database_url) as database:
        yield database
