"""Which entries of a feed are news, which are stored already, and which were edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

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
    return _same(entry, found.get(entry.canonical, ()), feed=feed) is not None


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
        if entry.canonical:
            found = _same(entry, by_address.get(entry.canonical, ()), feed=feed)
        else:
            found = by_title.get(entry.title)
            if found and not is_renamed and not _is_alike(entry, found, now=now):
                found = None
        if found:
            known[entry.identity] = found
    return known


def _same(
    entry: Entry, articles: Sequence[KnownArticle], *, feed: Feed
) -> KnownArticle | None:
    """Return the one of the articles at an entry's address that it is."""
    return next((one for one in articles if _is_same(entry, one, feed=feed)), None)


def _is_same(entry: Entry, article: KnownArticle, *, feed: Feed) -> bool:
    """Tell whether an entry at an article's address is that article.

    What came from elsewhere counts only where that is the article's own site: whoever
    adds a feed of theirs must not keep an outlet's articles out of its own feed.
    """
    theirs = _site(article.feed_url)
    if theirs != _site(feed.url) and not _is_home(theirs, article.canonical):
        return False
    if entry.title == article.title or entry.published is None:
        return True
    return abs(entry.published - article.published) <= _SAME


def _is_home(site: str, canonical: str) -> bool:
    """Tell whether a site publishes what is at an address."""
    host = canonical.partition("/")[0].partition("?")[0]
    return host == site or host.endswith(f".{site}") or site.endswith(f".{host}")


def _site(url: str) -> str:
    """Return the host of a feed's address, without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_alike(entry: Entry, article: KnownArticle, *, now: datetime) -> bool:
    """Tell whether an entry without an address says what an article of the day says."""
    same_day = abs((entry.published or now) - article.published) <= _SAME
    return same_day and entry.digest == article.digest


def _is_edited(entry: Entry, article: KnownArticle) -> bool:
    if article.digest is None:
        return entry.title != article.title
    return entry.digest != article.digest and article.revisions < MAX_REVISIONS
