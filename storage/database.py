"""The database: many readers, one writer at a time."""

import asyncio
import math
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from sqlalchemy import URL, Connection, Executable, Row, event, make_url
from sqlalchemy.engine import CursorResult
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.completion import completed
from storage.failures import StorageError, failures_told
from storage.upgrade import upgrade

__all__ = [
    "AnyRow",
    "Database",
    "Reader",
    "StorageError",
    "Transaction",
    "open_database",
]

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
Parameters: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]

#: Seconds to wait for another program that is writing.
PATIENCE: Final = 5.0
#: Queries that run at once; each connection is a thread of its own.
READERS: Final = 4

_DRIVER: Final = "sqlite+aiosqlite"
_EXAMPLE: Final = f"{_DRIVER}:////folder/mujaz.sqlite3"


class Reader(Protocol):
    """What can be asked: the database, or a transaction with what it has written."""

    async def fetch_all(self, query: Executable) -> Sequence[AnyRow]:
        """Return all rows of a query."""

    async def fetch_one(self, query: Executable) -> AnyRow | None:
        """Return the first row of a query; None if it has none."""


class Transaction:
    """One piece of writing: all of it is kept, or nothing."""

    def __init__(self, connection: AsyncConnection, name: str) -> None:
        self._connection = connection
        self._name = name

    async def execute(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement, once or for each of several parameter sets."""
        with failures_told(self._name):
            return await self._connection.execute(statement, parameters)

    async def fetch_all(self, query: Executable) -> Sequence[AnyRow]:
        """Return all rows of a query, of what this transaction wrote too."""
        return (await self.execute(query)).all()

    async def fetch_one(self, query: Executable) -> AnyRow | None:
        """Return the first row of a query; None if it has none."""
        return (await self.execute(query)).first()


class Database:
    """An open database; made by `open_database`.

    Readers have connections of their own and see what was committed last; they never
    wait for the writer.
    """

    def __init__(self, reading: AsyncEngine, writing: AsyncEngine, name: str) -> None:
        self._reading = reading
        self._writing = writing
        self._name = name
        self._turn = asyncio.Lock()
        self._writer: asyncio.Task[object] | None = None

    async def fetch_all(self, query: Executable) -> Sequence[AnyRow]:
        """Return all rows of a query.

        Raises:
            StorageError: the database cannot be read.
        """
        with failures_told(self._name):
            async with self._reading.connect() as connection:
                return (await connection.execute(query)).all()

    async def fetch_one(self, query: Executable) -> AnyRow | None:
        """Return the first row of a query; None if it has none.

        Raises:
            StorageError: the database cannot be read.
        """
        with failures_told(self._name):
            async with self._reading.connect() as connection:
                return (await connection.execute(query)).first()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Write: kept when the block ends, undone on any error or cancellation.

        One writer at a time; a second one waits for its turn, so nothing slow belongs
        in the block.

        Raises:
            StorageError: the database cannot be written.
            RuntimeError: this task is writing already; it would wait for itself.
        """
        if self._writer is asyncio.current_task():
            raise RuntimeError("a transaction was begun inside a transaction")
        with failures_told(self._name):
            async with self._turn, self._writing.connect() as connection:
                await connection.begin()
                self._writer = asyncio.current_task()
                try:
                    yield Transaction(connection, self._name)
                    await completed(connection.commit())
                except BaseException:
                    await completed(connection.rollback())
                    raise
                finally:
                    self._writer = None


@asynccontextmanager
async def open_database(
    url: str, *, patience: float = PATIENCE
) -> AsyncIterator[Database]:
    """Open the database at `url`, made or brought up to date where needed.

    Args:
        url: a file, as "sqlite+aiosqlite:///relative" or "sqlite+aiosqlite:////absolute".
        patience: seconds to wait for another program that is writing.

    Raises:
        StorageError: no such kind of database, a file that cannot be used, or one
            written by a newer Mujaz.
    """
    path = _path(url)
    try:
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder {path.parent} cannot be made: {error.strerror}"
        raise StorageError(message) from error
    await asyncio.to_thread(upgrade, path, patience=patience)
    async with (
        _engine(path, READERS, patience, isolation_level="AUTOCOMMIT") as reading,
        _engine(path, 1, patience) as writing,
    ):
        event.listen(reading.sync_engine, "connect", _forbid_writing)
        event.listen(writing.sync_engine, "begin", _begin_immediately)
        yield Database(reading, writing, f"the database {path}")


def _path(url: str) -> Path:
    """Return the file that `url` names."""
    try:
        parts = make_url(url)
    except ArgumentError as error:
        message = f"the database address is no address; a file is {_EXAMPLE}"
        raise StorageError(message) from error
    if parts.drivername != _DRIVER:
        message = (
            f"{parts.drivername} databases are not supported; a file is {_EXAMPLE}"
        )
        raise StorageError(message)
    name = parts.database or ""
    if name in {"", ":memory:"} or name.startswith("file:") or parts.query:
        raise StorageError(f"the database address must name a file: {_EXAMPLE}")
    return Path(name).expanduser().absolute()


@asynccontextmanager
async def _engine(
    path: Path, connections: int, patience: float, **options: str
) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(
        URL.create(_DRIVER, database=str(path)),
        pool_size=connections,
        max_overflow=0,
        # What people write to the bot must not reach a log by way of an error.
        hide_parameters=True,
        # A connection comes back with nothing open; see `Database`.
        pool_reset_on_return=None,
        connect_args={"timeout": patience},
        **options,
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    try:
        yield engine
    finally:
        await completed(engine.dispose())


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own idea of when to begin would leave BEGIN IMMEDIATE no place.
    connection.isolation_level = None
    _run(connection, "PRAGMA foreign_keys = ON")
    # With a write-ahead log this loses no consistency, at worst the last commits
    # when the power fails.
    _run(connection, "PRAGMA synchronous = NORMAL")
    # Not every SQLite is built with the logarithm that search weighs words by.
    built_with = "SELECT sqlite_compileoption_used('ENABLE_MATH_FUNCTIONS')"
    if not _run(connection, built_with):
        connection.create_function("ln", 1, math.log, deterministic=True)


def _forbid_writing(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    _run(connection, "PRAGMA query_only = ON")


def _begin_immediately(connection: Connection) -> None:
    # Taking the lock at the first write instead could fail half-way, when another
    # program has written since the transaction's first read.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _run(connection: DBAPIConnection, statement: str) -> object:
    """Run a statement outside of all transactions and return its first value."""
    cursor = connection.cursor()
    cursor.execute(statement)
    row = cursor.fetchone()
    cursor.close()
    return row[0] if row else None
