"""A feed as read, and how much of one is read."""

from dataclasses import dataclass
from typing import Final

from handlers.entries import Entry

#: More entries of one feed than these are left out; feeds list the newest first.
MAX_ENTRIES: Final = 2_000


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed says of itself, with its entries in its own order.

    Attributes:
        title: plain text; "" for none.
        site: the address of its web page; "" for none.
        ttl: minutes that it asks to be left alone for; None where it does not say.
    """

    title: str
    site: str
    entries: tuple[Entry, ...]
    ttl: int | None = None
