"""Numbers of new rows."""

from typing import Any

from sqlalchemy import Insert

from storage.database import Transaction


async def new_id(connection: Transaction, statement: Insert) -> int:
    """Insert one row and return the number it got."""
    row: Any = (await connection.execute(statement)).inserted_primary_key
    return int(row[0])
