import asyncio
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from storage import chat_schema
from storage.database import open_database
from storage.feeds import active_feeds
from storage.migrations import NEWEST


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the tables in which the full-text index keeps itself."""
    return kind != "table" or name is None or "_search" not in name


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"include_name": is_ours, "compare_type": True}
    )
    return list(compare_metadata(context, chat_schema.chats.metadata))


async def test_the_revisions_make_the_tables_that_queries_expect(
    database_url: str, tmp_path: Path
) -> None:
    async with open_database(database_url):
        pass

    engine = create_engine(f"sqlite:///{tmp_path / 'mujaz.sqlite3'}")
    with engine.connect() as connection:
        assert differences(connection) == []
        assert connection.scalar(text("PRAGMA foreign_key_check")) is None
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
    engine.dispose()


def test_the_newest_revision_is_the_one_the_program_works_with() -> None:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")

    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]


async def test_a_failed_upgrade_leaves_the_database_as_it_was(
    database_url: str, tmp_path: Path
) -> None:
    async with open_database(database_url):
        pass
    # The second revision will make `chats` again and then find a table in its way.
    connection = sqlite3.connect(tmp_path / "mujaz.sqlite3", isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.execute("DROP TABLE chats")
    before = connection.execute("SELECT sql FROM sqlite_master").fetchall()

    with pytest.raises(DBAPIError, match="subscriptions already exists"):
        async with open_database(database_url):
            pass

    assert connection.execute("SELECT sql FROM sqlite_master").fetchall() == before
    versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert versions == [("0001",)]
    connection.close()


async def test_programs_that_start_together_make_one_database(
    database_url: str,
) -> None:
    async def open_and_read() -> int:
        async with open_database(database_url) as db:
            return len(await active_feeds(db))

    assert await asyncio.gather(*(open_and_read() for _ in range(8))) == [0] * 8
