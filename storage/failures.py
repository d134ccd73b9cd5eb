"""Failures of the database in words for the person who can act."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class StorageError(Exception):
    """The database is locked, full, unreadable or newer; the text says what to do."""


_LOCKED: Final = (
    "{database} is in use by another program and did not become free: "
    "end that program or try again later"
)
_CLOSED: Final = (
    "{database} cannot be opened: check that its folder exists and that file and "
    "folder may be read and written"
)
_DAMAGED: Final = (
    "{database} is no database, or a damaged one: restore a copy or name another file"
)
_UNWRITABLE: Final = (
    "{database} cannot be written: check the permissions of the file and its folder"
)
#: By SQLite's primary result code. One that is missing here (wrong SQL, a broken
#: constraint) is a bug of ours and is not caught.
_MESSAGES: Final = {
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_NOMEM: "{database} needs more memory than there is",
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_IOERR: (
        "{database} cannot be read or written: the disk reports an error"
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FULL: "{database} cannot grow: the disk is full",
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


@contextmanager
def failures_told(database: str) -> Iterator[None]:
    """Turn what the machine or another program causes into a `StorageError`.

    Args:
        database: how to name the database to a person: its file.

    Raises:
        StorageError: the file is locked, full, unreadable, damaged.
    """
    try:
        yield
    except DBAPIError as error:
        message = _MESSAGES.get(_primary_code(error.orig))
        if message is None:
            raise
        raise StorageError(message.format(database=database)) from error
    except PoolTimeoutError as error:
        raise StorageError(f"{database} is too busy: try again later") from error


def _primary_code(error: BaseException | None) -> int:
    """Return SQLite's result code without its extension; 0 if there is none."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0
