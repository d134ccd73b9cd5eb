"""The demonstration: articles of invented outlets, for a first look without network."""

from typing import Final

from storage.articles import count_articles
from storage.database import Database, Reader
from storage.feeds import remove_demo
from storage.state import set_value, value

_STATE: Final = "demonstration"
_REMOVED: Final = "removed"


async def is_demo_wanted(reader: Reader) -> bool:
    """Return whether to load it: nothing is stored yet, and nobody removed it."""
    removed = await value(reader, key=_STATE) == _REMOVED
    return not removed and not await count_articles(reader)


async def forget_demo(db: Database) -> int:
    """Remove the demonstration for good; return how many articles it had."""
    async with db.transaction() as connection:
        removed = await remove_demo(connection)
        await set_value(connection, key=_STATE, value=_REMOVED)
    return removed
