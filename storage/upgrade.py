"""Bringing a database file to the schema of this program."""

from functools import partial
from itertools import count
from pathlib import Path
from sqlite3 import OperationalError
from time import sleep
from typing import Final

from sqlalchemy import URL, Connection, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from storage.failures import StorageError, failures_told
from storage.migrations import NEWEST, run_migrations

#: Seconds between two attempts to turn the write-ahead log on.
PAUSE: Final = 0.02


def upgrade(path: Path, *, patience: float) -> None:
    """Make the database file, or bring it up to date; one that is so stays untouched.

    It blocks: run it in a thread. Several programs may do it at once.

    Args:
        path: the file, in a folder that exists.
        patience: seconds to wait for another program that is writing.

    Raises:
        StorageError: the file is unusable, another program's, or a newer Mujaz's.
    """
    name = f"the database {path}"
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": patience},
    )
    event.listen(engine, "connect", partial(_write_ahead, patience=patience))
    event.listen(engine, "connect", _let_tables_be_copied)
    with failures_told(name), engine.connect() as connection:
        if _version(connection, name) == NEWEST:
            return
        connection.execute(text("BEGIN IMMEDIATE"))
        try:
            # Another program may have done it while this one waited for its turn.
            if _version(connection, name) != NEWEST:
                run_migrations(connection)
        except BaseException:
            connection.execute(text("ROLLBACK"))
            raise
        connection.execute(text("COMMIT"))


def _write_ahead(
    connection: DBAPIConnection, _entry: ConnectionPoolEntry, *, patience: float
) -> None:
    """Turn the write-ahead log on.

    SQLite does not wait here for another program that is turning it on just now: it
    says "locked" at once, so the waiting is ours.
    """
    cursor = connection.cursor()
    for waited in count():
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            break
        except OperationalError:
            if waited * PAUSE >= patience:
                raise
            sleep(PAUSE)
    cursor.close()


def _let_tables_be_copied(
    connection: DBAPIConnection, _entry: ConnectionPoolEntry
) -> None:
    """Keep what refers to a table while a revision puts a copy in its place.

    It is the default of SQLite, but not of every build, and too late in a transaction.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def _version(connection: Connection, name: str) -> str | None:
    """Return the revision of the database; None for an empty one."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StorageError(f"{name} belongs to another program: name another file")
    version: str | None = connection.scalar(
        text("SELECT version_num FROM alembic_version")
    )
    if version is not None and version > NEWEST:
        raise StorageError(
            f"{name} was written by a newer Mujaz (schema {version}, this program "
            f"knows {NEWEST}): update Mujaz or name another file"
        )
    return version
