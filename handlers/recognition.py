"""Which entries of a feed are news, which are stored already, and which were edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.entries import Entry
from storage.database import Reader
from storage.feed_records import KnownArticle
from storage.origins import (
    articles_by_address,
    articles_by_identity,
    articles_by_title,
)
from storage.records import Feed

#: An article is read again so often at most: some feeds are different at each fetch.
MAX_REVISIONS: Final = 5
#: Under one address further apart, and with another title, is another article.
_SAME: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The entries of a feed, by what is to be done with them.

    Attributes:
        new: to be taken in, the oldest first.
        edited: to be read again, with the article that each is.
        unmarked: stored before it was kept how articles came.
    """

    new: Sequence[Entry]
    edited: Sequence[tuple[Entry, KnownArticle]]
    unmarked: Sequence[tuple[Entry, KnownArticle]]


async def recognise(
    reader: Reader, *, feed: Feed, entries: Sequence[Entry], now: datetime
) -> Recognised:
    """Tell news from what is stored.

    An entry is known by its identity, else by its address in whatever feed it came,
    else, without an address, by its title: publishers change all their guids at once.
    """
    known = await _known(reader, feed, entries, now)
    # Feeds list the newest first: of entries without a date the last is the oldest.
    new = [entry for entry in reversed(entries) if entry.identity not in known]
    mine = [
        (entry, known[entry.identity])
        for entry in entries
        if entry.identity in known and known[entry.identity].feed_id == feed.id
    ]
    return Recognised(
        new=sorted(new, key=lambda entry: entry.published or now),
        edited=[pair for pair in mine if _is_edited(*pair)],
        unmarked=[pair for pair in mine if pair[1].digest is None],
    )


async def is_stored(reader: Reader, *, feed: Feed, entry: Entry) -> bool:
    """Tell whether an entry came already, from its feed or from another one."""
    own = await articles_by_identity(
        reader, feed_id=feed.id, identities=[entry.identity]
    )
    if own or not entry.canonical:
        return bool(own)
    found = await articles_by_address(reader, addresses=[entry.canonical])
    return any(_is_same(entry, one) for one in found.values())


async def _known(
    reader: Reader, feed: Feed, entries: Sequence[Entry], now: datetime
) -> Mapping[str, KnownArticle]:
    """Return the articles that entries are, by the entries' identities."""
    identities = [entry.identity for entry in entries]
    known = await articles_by_identity(reader, feed_id=feed.id, identities=identities)
    is_renamed = not known
    others = [entry for entry in entries if entry.identity not in known]
    addresses = [entry.canonical for entry in others if entry.canonical]
    titles = [entry.title for entry in others if not entry.canonical]
    by_address = await articles_by_address(reader, addresses=addresses)
    by_title = await articles_by_title(reader, feed_id=feed.id, titles=titles)
    for entry in others:
        found = by_address.get(entry.canonical)
        if found is not None and _is_same(entry, found):
            known[entry.identity] = found
        found = None if entry.canonical else by_title.get(entry.title)
        if found is not None and (
            is_renamed or _is_alike(entry, found, published=entry.published or now)
        ):
            known[entry.identity] = found
    return known


def _is_same(entry: Entry, article: KnownArticle) -> bool:
    """Tell whether an entry at an article's address is that article."""
    if entry.title == article.title or entry.published is None:
        return True
    return abs(entry.published - article.published) <= _SAME


def _is_alike(entry: Entry, article: KnownArticle, *, published: datetime) -> bool:
    """Tell whether an entry without an address says what an article of the day says."""
    same_day = abs(published - article.published) <= _SAME
    return same_day and entry.digest == article.digest


def _is_edited(entry: Entry, article: KnownArticle) -> bool:
    if article.digest is None:
        return entry.title != article.title
    return entry.digest != article.digest and article.revisions < MAX_REVISIONS
