import asyncio
import sqlite3
from pathlib import Path

import pytest
from alembic import command
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
from storage.schema import metadata
from tests.builders import put_actor


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


#: A database of the second revision: news about two people whom a chat follows; a
#: third, a second story and a second statement are gone.
OLD = """
INSERT INTO feeds VALUES (1, 'https://a.example', 'أ', '', 0, 1, 5, 5, NULL, NULL, NULL,
  NULL, 0, NULL);
INSERT INTO stories VALUES (1, 7), (4, 9);
INSERT INTO articles VALUES (1, 1, 4, 9, 9, 'ar', 1, 'feed', 'x', 'https://a.example/1',
  'عنوان', '', '[]', 'ميناء', 'بدأنا العمل في الميناء');
INSERT INTO actors VALUES (3, NULL, 'ليلى حداد', 'PER', 'f', '', 1, 1),
  (7, 'karim', 'كريم الصالح', 'PER', NULL, 'EG', 1, 2);
INSERT INTO aliases VALUES (1, 3, 'ليلى حداد', 'ليلي حداد', '["ll"]');
INSERT INTO alias_skeletons VALUES ('ll', 1);
INSERT INTO roles VALUES (1, 7, 1, 'وزير', 'وزير', NULL, NULL);
INSERT INTO role_sightings VALUES (1, 9, 1, 0);
INSERT INTO mentions VALUES (1, 3, 9, 0, 1, '[]'), (1, 7, 9, 1, 2, '[]');
INSERT INTO quotes VALUES (12, 1, 9, 3, 'ليلى حداد', 'ليلي حداد', 'PER', 'direct',
  'قال', NULL, 'neutral', 0, 0, 0.9, 0, 6, 'بدأنا', 'بدانا');
INSERT INTO quote_subjects VALUES (12, 7, 9, 0, 'neutral');
INSERT INTO chats VALUES (1, 'telegram', '1001', '', 'private', 1, NULL, 'ar', NULL, 0,
  0, 0, 5);
INSERT INTO follows VALUES (1, 1, 3, 5, NULL, NULL, 5);
INSERT INTO subscriptions VALUES (4, 1, 450, 'UTC', 127, 10, 1, 1, 9, 8, 5);
INSERT INTO contents VALUES (6, 8, '[]');
INSERT INTO deliveries VALUES (11, 1, 4, '2024-08-17', 'digest', NULL, 'sent', NULL, 1,
  8, 8, NULL, 8, '100', 6);
"""


def columns_of(path: Path) -> dict[str, str]:
    """Return the columns of each table that the database has, separated by commas."""
    with sqlite3.connect(path) as connection:
        columns = {
            table.name: ", ".join(
                name
                for _, name, *_ in connection.execute(
                    f"PRAGMA table_info({table.name})"
                )
            )
            for table in metadata.sorted_tables
        }
    connection.close()
    return {name: listed for name, listed in columns.items() if listed}


def rows_of(path: Path, columns: dict[str, str]) -> dict[str, object]:
    """Return what tables and a full-text index hold in the given columns."""
    with sqlite3.connect(path) as connection:
        rows: dict[str, object] = {
            name: connection.execute(
                f"SELECT {listed} FROM {name} ORDER BY 1, 2"  # noqa: S608
            ).fetchall()
            for name, listed in columns.items()
        }
        found = "SELECT rowid FROM aliases_search WHERE aliases_search MATCH 'حداد'"
        rows["found"] = connection.execute(found).fetchall()
    connection.close()
    return rows


def made_in(path: Path) -> set[tuple[str, str | None]]:
    """Return the indexes and triggers of a database."""
    with sqlite3.connect(path) as connection:
        made = "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"
        found = set(connection.execute(made).fetchall())
    connection.close()
    return found


def make_old_database(path: Path) -> None:
    """Make a filled database of the second revision."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "storage:migrations")
        command.upgrade(config, "0002")
    engine.dispose()
    with sqlite3.connect(path) as old:
        old.executescript(OLD)
    old.close()


async def test_a_filled_database_keeps_every_row_when_tables_are_copied(
    database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "mujaz.sqlite3"
    make_old_database(path)
    columns, made = columns_of(path), made_in(path)
    before = rows_of(path, columns)

    async with open_database(database_url):
        pass

    assert rows_of(path, columns) == before
    assert made <= made_in(path)
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert differences(connection) == []
        assert connection.scalar(text("PRAGMA foreign_key_check")) is None
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
    engine.dispose()


async def test_an_old_database_numbers_on_and_gives_no_number_twice(
    database_url: str, tmp_path: Path
) -> None:
    make_old_database(tmp_path / "mujaz.sqlite3")

    async with open_database(database_url) as db:
        numbers = []
        for _ in range(2):
            async with db.transaction() as connection:
                numbers.append(await put_actor(connection, "هدى منصور"))
                await connection.execute(text("DELETE FROM actors WHERE id > 7"))

    assert numbers == [8, 9]


NUMBERED = ("actors", "chats", "contents", "deliveries", "quotes", "stories")


@pytest.mark.parametrize("table", NUMBERED)
async def test_what_links_and_messages_under_way_name_is_numbered_for_ever(
    database_url: str, tmp_path: Path, table: str
) -> None:
    async with open_database(database_url):
        pass

    with sqlite3.connect(tmp_path / "mujaz.sqlite3") as connection:
        query = "SELECT sql FROM sqlite_master WHERE name = ?"
        [[made]] = connection.execute(query, (table,)).fetchall()
    connection.close()
    assert "PRIMARY KEY AUTOINCREMENT" in made


async def test_programs_that_start_together_make_one_database(
    database_url: str,
) -> None:
    async def open_and_read() -> int:
        async with open_database(database_url) as db:
            return len(await active_feeds(db))

    assert await asyncio.gather(*(open_and_read() for _ in range(8))) == [0] * 8
