"""What tests of all packages share: a real database."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.database import Database, open_database

settings.register_profile("house", max_examples=150, deadline=None)
settings.register_profile(
    "thorough",
    max_examples=100_000,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("house")


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Return the address of a database file that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'mujaz.sqlite3'}"


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with empty tables, made once, to be copied."""
    path = tmp_path_factory.mktemp("new") / "mujaz.sqlite3"

    async def make() -> None:
        async with open_database(f"sqlite+aiosqlite:///{path}"):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
async def db(
    new_database: Path, tmp_path: Path, database_url: str
) -> AsyncIterator[Database]:
    """Open a new database of this test's own."""
    shutil.copy(new_database, tmp_path / "mujaz.sqlite3")
    async with open_database(database_url) as database:
        yield database
