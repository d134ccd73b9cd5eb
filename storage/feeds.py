"""Feeds: where articles come from, and how fetching them goes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import Executable, delete, func, insert, literal, select, update

from storage.database import AnyRow, Reader, Transaction
from storage.feed_records import FeedReading
from storage.feed_schema import feed_adders
from storage.records import Feed, FeedStatus
from storage.removal import remove_articles
from storage.schema import articles, feeds
from storage.types import Moment

#: What a feed has that does not fail.
_WELL: Final[Mapping[str, object]] = {
    "failures": 0,
    "error": None,
    "failing_since": None,
    "missing_since": None,
}


async def add_feed(
    connection: Transaction,
    *,
    url: str,
    title: str,
    category: str = "",
    demo: bool = False,
    now: datetime,
) -> Feed:
    """Add a feed, due at once; one that is there already is returned.

    An inactive one becomes active again, with what it had; title and category are
    taken only where there were none.
    """
    known = await feed_by_url(connection, url=url)
    if known is None:
        statement = insert(feeds).values(
            url=url,
            title=title,
            category=category,
            demo=demo,
            active=True,
            added=now,
            due=now,
            failures=0,
        )
        return await _changed(connection, statement.returning(feeds))
    values: dict[str, object] = {
        "active": True,
        "title": known.title or title,
        "category": known.category or category,
    }
    if not known.active:
        # It begins anew: what ended it may be long ago.
        values |= {"due": now, "told": None, **_WELL}
    changes = update(feeds).where(feeds.c.id == known.id).values(**values)
    return await _changed(connection, changes.returning(feeds))


async def deactivate_feed(connection: Transaction, *, url: str) -> bool:
    """Stop fetching a feed, its articles stay; False if it was not being fetched."""
    changed = await connection.execute(
        update(feeds).where(feeds.c.url == url, feeds.c.active).values(active=False)
    )
    return changed.rowcount > 0


async def feed_by_url(reader: Reader, *, url: str) -> Feed | None:
    """Return the feed with this address, active or not."""
    row = await reader.fetch_one(select(feeds).where(feeds.c.url == url))
    return None if row is None else _feed(row)


async def active_feeds(reader: Reader) -> Sequence[Feed]:
    """Return the feeds that are in use, the demonstration's too, oldest first."""
    query = select(feeds).where(feeds.c.active).order_by(feeds.c.id)
    return [_feed(row) for row in await reader.fetch_all(query)]


async def due_feeds(reader: Reader, *, now: datetime, limit: int) -> Sequence[Feed]:
    """Return feeds to fetch now, the longest overdue first; no demonstration."""
    query = (
        select(feeds)
        .where(feeds.c.active, ~feeds.c.demo, feeds.c.due <= now)
        .order_by(feeds.c.due, feeds.c.id)
        .limit(limit)
    )
    return [_feed(row) for row in await reader.fetch_all(query)]


async def feed_statuses(reader: Reader) -> Sequence[FeedStatus]:
    """Return every feed, inactive ones too, with what it brought, oldest first."""
    counted = (
        select(
            articles.c.feed_id,
            func.count().label("articles"),
            func.max(articles.c.published).label("newest"),
        )
        .group_by(articles.c.feed_id)
        .subquery()
    )
    query = (
        select(feeds, func.coalesce(counted.c.articles, 0).label("articles"))
        .add_columns(counted.c.newest)
        .outerjoin(counted, counted.c.feed_id == feeds.c.id)
        .order_by(feeds.c.id)
    )
    rows = await reader.fetch_all(query)
    return [FeedStatus(_feed(row), row.articles, row.newest) for row in rows]


async def record_fetch(
    connection: Transaction,
    *,
    feed_id: int,
    now: datetime,
    due: datetime,
    etag: str | None,
    modified: str | None,
    read: FeedReading | None = None,
) -> None:
    """Keep that a feed was fetched, or found unchanged, at `now`.

    Args:
        due: when to fetch it next.
        etag, modified: the answer's validators, byte for byte.
        read: what its body said; None where there was none to read. Its title is
            taken where the feed has none yet.
    """
    this = update(feeds).where(feeds.c.id == feed_id)
    await connection.execute(
        this.values(
            checked=now,
            succeeded=now,
            due=due,
            etag=etag,
            modified=modified,
            **_WELL,
        )
    )
    if read is not None:
        said = asdict(read)
        title = said.pop("title")
        await connection.execute(this.values(**said))
        await connection.execute(this.where(feeds.c.title == "").values(title=title))


async def record_failure(
    connection: Transaction,
    *,
    feed_id: int,
    now: datetime,
    due: datetime,
    reason: str,
    missing: bool = False,
) -> None:
    """Keep that a feed could not be fetched at `now`, and why, in words for people.

    Args:
        missing: its server says that there is nothing at its address.
    """
    since = func.coalesce(feeds.c.missing_since, literal(now, Moment()))
    await connection.execute(
        update(feeds)
        .where(feeds.c.id == feed_id)
        .values(
            checked=now,
            due=due,
            error=reason,
            failures=feeds.c.failures + 1,
            failing_since=func.coalesce(feeds.c.failing_since, literal(now, Moment())),
            missing_since=since if missing else None,
        )
    )


async def postpone_feeds(
    connection: Transaction, feed_ids: Collection[int], *, due: datetime
) -> None:
    """Fetch these not before `due`."""
    await connection.execute(
        update(feeds).where(feeds.c.id.in_(feed_ids), feeds.c.due < due).values(due=due)
    )


async def record_move(
    connection: Transaction, *, feed_id: int, to: str | None, since: datetime | None
) -> None:
    """Keep where a feed's server says that it is for good, and since when."""
    await connection.execute(
        update(feeds)
        .where(feeds.c.id == feed_id)
        .values(moved_to=to, moved_since=since)
    )


async def move_feed(
    connection: Transaction, *, feed_id: int, url: str, due: datetime | None
) -> bool:
    """Fetch a feed from another address from now on.

    Args:
        due: when to fetch it there; None: as it was.

    Returns:
        False where another feed has that address: this one is not fetched any more,
        and whoever added it has added the other one.
    """
    this = update(feeds).where(feeds.c.id == feed_id)
    other = await feed_by_url(connection, url=url)
    if other is None:
        changes = {"url": url, "moved_to": None, "moved_since": None}
        await connection.execute(
            this.values(**changes, due=feeds.c.due if due is None else due)
        )
        return True
    theirs = select(feed_adders.c.chat_id).where(feed_adders.c.feed_id == other.id)
    await connection.execute(
        update(feed_adders)
        .where(feed_adders.c.feed_id == feed_id, feed_adders.c.chat_id.not_in(theirs))
        .values(feed_id=other.id)
    )
    await connection.execute(this.values(active=False, error=None, failures=0))
    return False


async def end_feed(
    connection: Transaction, *, feed_id: int, now: datetime, reason: str
) -> None:
    """Stop fetching a feed that its publisher has ended; its articles stay."""
    await connection.execute(
        update(feeds)
        .where(feeds.c.id == feed_id)
        .values(active=False, checked=now, error=reason)
    )


async def remove_demo(connection: Transaction) -> int:
    """Remove the demonstration's feeds and all that only they brought.

    Returns:
        How many articles were removed.
    """
    demo = select(feeds.c.id).where(feeds.c.demo)
    query = select(articles.c.id, articles.c.story_id).where(
        articles.c.feed_id.in_(demo)
    )
    rows = await connection.fetch_all(query)
    await remove_articles(
        connection,
        article_ids=[row.id for row in rows],
        story_ids={row.story_id for row in rows},
    )
    await connection.execute(delete(feeds).where(feeds.c.demo))
    return len(rows)


async def _changed(connection: Transaction, statement: Executable) -> Feed:
    """Run a statement that returns the one feed it changes."""
    [row] = await connection.fetch_all(statement)
    return _feed(row)


def _feed(row: AnyRow) -> Feed:
    return Feed(
        id=row.id,
        url=row.url,
        title=row.title,
        category=row.category,
        demo=row.demo,
        active=row.active,
        added=row.added,
        due=row.due,
        etag=row.etag,
        modified=row.modified,
        checked=row.checked,
        succeeded=row.succeeded,
        failures=row.failures,
        error=row.error,
        site=row.site,
        digest=row.digest,
        ttl=row.ttl,
        paced_since=row.paced_since,
        paced_count=row.paced_count,
        failing_since=row.failing_since,
        missing_since=row.missing_since,
        moved_to=row.moved_to,
        moved_since=row.moved_since,
        told=row.told,
    )
