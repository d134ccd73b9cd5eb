"""Small facts of the installation itself, such as "the demonstration was removed"."""

from sqlalchemy import insert, select, update

from storage.database import Reader, Transaction
from storage.schema import state


async def value(reader: Reader, *, key: str) -> str | None:
    """Return what was kept under `key`; None if nothing was."""
    row = await reader.fetch_one(select(state.c.value).where(state.c.key == key))
    return None if row is None else row.value


async def set_value(connection: Transaction, *, key: str, value: str) -> None:
    """Keep `value` under `key`, in place of what was there."""
    changed = await connection.execute(
        update(state).where(state.c.key == key).values(value=value)
    )
    if not changed.rowcount:
        await connection.execute(insert(state).values(key=key, value=value))
