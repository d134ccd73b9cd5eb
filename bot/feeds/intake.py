"""Articles taken in: from a feed over the network, from a file, from given entries."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from bot.errors import FeedError
from bot.feeds.article_pages import ArticlePages, Body
from bot.feeds.fetching import Fetched, NotModified, fetch
from bot.feeds.files import read_source
from bot.feeds.hosts import host_of
from bot.feeds.intake_parts import Intake
from bot.feeds.outcomes import record_feed_failure, record_success
from bot.feeds.pace import PACED_BY, rhythm
from bot.feeds.parsed_feed import ParsedFeed
from bot.feeds.taking import take_all
from handlers.entries import Entry
from storage.feed_records import FeedReading
from storage.feeds import add_feed, record_fetch
from storage.origins import newest_times
from storage.records import Feed

_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
#: Dates of entries that tell how often a feed publishes; below it storage is asked.
_ENOUGH: Final = 3


async def refresh_feed(intake: Intake, feed: Feed) -> int:
    """Fetch a feed and take its new entries in; return how many there were.

    What became of it is kept with the feed: when to fetch it next, and the validators
    for that, unless entries are left to be read again.

    Raises:
        FeedError: it could not be fetched or read; kept with the feed too.
    """
    try:
        answer = await fetch(
            intake.session, feed.url, etag=feed.etag, modified=feed.modified
        )
        if isinstance(answer, NotModified) or _digest(answer) == feed.digest:
            await record_success(intake, feed, answer)
            return 0
        return await _take_fetched(intake, feed, answer)
    except FeedError as error:
        await record_feed_failure(intake, feed, error)
        raise


async def refresh_address(intake: Intake, url: str) -> int:
    """Refresh the feed at an address, which becomes a subscription if it was none.

    Raises:
        FeedError: as `refresh_feed`; the subscription stays and is tried again.
    """
    async with intake.db.transaction() as connection:
        feed = await add_feed(connection, url=url, title="", now=intake.clock())
    return await refresh_feed(intake, feed)


async def ingest_file(intake: Intake, path: Path) -> int:
    """Take in a file: a feed of any kind, or one article as plain text.

    The entries are taken as they stand in the file: no page is fetched.

    Returns:
        How many articles were new.

    Raises:
        FeedError: it cannot be read, or is neither.
    """
    source = await read_source(intake.workers, path)
    now = intake.clock()
    async with intake.db.transaction() as connection:
        feed = await add_feed(connection, url=source.url, title=source.title, now=now)
        await record_fetch(
            connection, feed_id=feed.id, now=now, due=_NEVER, etag=None, modified=None
        )
    find_body = _own_file_text if source.is_article else _own_text
    return (await take_all(intake, feed, source.entries, find_body=find_body)).new


async def take_entries(intake: Intake, feed: Feed, entries: Sequence[Entry]) -> int:
    """Take in entries with the text they bring; return how many were new."""
    return (await take_all(intake, feed, entries, find_body=_own_text)).new


async def _take_fetched(intake: Intake, feed: Feed, fetched: Fetched) -> int:
    async with intake.reading.at(host_of(feed.url)):
        parsed = await intake.workers.parse_feed(
            fetched.body, url=fetched.url, content_type=fetched.content_type
        )
    pages = ArticlePages(intake)
    taken = await take_all(intake, feed, parsed.entries, find_body=pages.body)
    digest = _digest(fetched) if taken.is_whole else None
    await record_success(
        intake,
        feed,
        fetched,
        read=await _reading(intake, feed, parsed, digest=digest),
        is_whole=taken.is_whole,
        is_done=taken.is_done,
    )
    return taken.new


async def _reading(
    intake: Intake, feed: Feed, parsed: ParsedFeed, *, digest: str | None
) -> FeedReading:
    """Return what is kept of a feed's body: what it says of itself, and its rhythm."""
    times: Sequence[datetime] = [
        entry.published for entry in parsed.entries if entry.published
    ]
    if len(times) < _ENOUGH:
        times = await newest_times(intake.db, feed_id=feed.id, limit=PACED_BY)
    since, count = rhythm(times, now=intake.clock())
    return FeedReading(
        title=parsed.title,
        site=parsed.site,
        digest=digest,
        ttl=parsed.ttl,
        paced_since=since,
        paced_count=count,
    )


def _digest(fetched: Fetched) -> str:
    return sha256(fetched.body).hexdigest()


async def _own_text(entry: Entry) -> Body:
    return Body(entry.body, "feed") if entry.body else Body(entry.summary, "summary")


async def _own_file_text(entry: Entry) -> Body:
    return Body(entry.body, "file")
