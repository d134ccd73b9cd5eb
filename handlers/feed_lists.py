"""Lists of feeds: what a list adds, and the list of all that is in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.database import Reader, Transaction
from storage.feed_notes import record_adder
from storage.feeds import add_feed, feed_by_url, feed_statuses

_FETCHED: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed of a list.

    Attributes:
        title: "" for none.
        category: "" for none.
    """

    url: str
    title: str
    category: str


@dataclass(frozen=True, slots=True)
class FeedList:
    """A list of feeds as a file holds it.

    Attributes:
        wrong: what it has in the place of an address that is none of the web.
        problem: why it is no list, "" if it is one.
    """

    feeds: tuple[ListedFeed, ...] = ()
    wrong: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of a list.

    Attributes:
        left_out: for want of room in the quota.
    """

    added: int
    known: int
    left_out: tuple[ListedFeed, ...]


async def subscribe_all(
    connection: Transaction,
    listed: Sequence[ListedFeed],
    *,
    now: datetime,
    chat_id: int | None = None,
    room: int | None = None,
) -> Listed:
    """Subscribe to the feeds of a list, in its order.

    Args:
        chat_id: who adds them; None for nobody who would be told of them.
        room: how many new ones there may be; None for any number.
    """
    added = known = 0
    left_out: list[ListedFeed] = []
    for feed in listed:
        stored = await feed_by_url(connection, url=feed.url)
        is_known = stored is not None and stored.active
        if not is_known and room is not None and added >= room:
            left_out.append(feed)
            continue
        new = await add_feed(
            connection, url=feed.url, title=feed.title, category=feed.category, now=now
        )
        if is_known:
            known += 1
            continue
        added += 1
        if chat_id is not None:
            await record_adder(connection, feed_id=new.id, chat_id=chat_id, now=now)
    return Listed(added, known, tuple(left_out))


async def listed_feeds(reader: Reader) -> list[ListedFeed]:
    """Return the feeds in use, without files and the demonstration."""
    return [
        ListedFeed(feed.url, feed.title, feed.category)
        for feed in (status.feed for status in await feed_statuses(reader))
        if feed.active and not feed.demo and feed.url.startswith(_FETCHED)
    ]
