"""Feeds: where articles come from, and how fetching them goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Executable, delete, func, insert, select, update

from storage.database import AnyRow, Reader, Transaction
from storage.records import Feed, FeedStatus
from storage.removal import remove_articles
from storage.schema import articles, feeds


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

    An inactive one becomes active again, with what it had; a title is taken only
    where there was none.
    """
    known = await feed_by_url(connection, url=url)
    if known is None:
        values = {"url": url, "title": title, "category": category, "demo": demo}
        statement = insert(feeds).values(
            active=True, added=now, due=now, failures=0, **values
        )
        return await _changed(connection, statement.returning(feeds))
    if known.active and (known.title or not title):
        return known
    due = known.due if known.active else now
    changes = update(feeds).where(feeds.c.id == known.id)
    changes = changes.values(active=True, due=due, title=known.title or title)
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
    title: str | None = None,
) -> None:
    """Keep that a feed was fetched, or found unchanged, at `now`.

    Args:
        due: when to fetch it next.
        etag, modified: the answer's validators, byte for byte.
        title: the feed's own, taken where the feed has none yet.
    """
    await connection.execute(
        update(feeds)
        .where(feeds.c.id == feed_id)
        .values(
            checked=now,
            succeeded=now,
            due=due,
            etag=etag,
            modified=modified,
            failures=0,
            error=None,
        )
    )
    if title:
        await connection.execute(
            update(feeds)
            .where(feeds.c.id == feed_id, feeds.c.title == "")
            .values(title=title)
        )


async def record_failure(
    connection: Transaction, *, feed_id: int, now: datetime, due: datetime, reason: str
) -> None:
    """Keep that a feed could not be fetched at `now`, and why, in words for people."""
    await connection.execute(
        update(feeds)
        .where(feeds.c.id == feed_id)
        .values(checked=now, due=due, error=reason, failures=feeds.c.failures + 1)
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
    )
