"""Articles taken in: from a feed over the network, from a file, from given entries."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from analysis.model import Analysis
from bot.errors import FeedError
from bot.feeds.article_pages import ArticlePages
from bot.feeds.fetching import Fetched, NotModified, Session, fetch
from bot.feeds.files import read_source
from bot.workers import WorkerLateError, WorkerLostError, Workers
from handlers.entries import Entry
from handlers.intake import Analyse, take_in
from handlers.stories import Newsdesk
from storage.articles import known_identities
from storage.database import Database
from storage.failures import StorageError
from storage.feeds import add_feed, record_failure, record_fetch
from storage.records import Feed

log = logging.getLogger(__name__)

#: Seconds for one feed's turn.
TURN: Final = 300.0
FIRST_RETRY: Final = timedelta(minutes=5)
LAST_RETRY: Final = timedelta(hours=24)
_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)

#: Gives an entry's body with where it is from: "page", "feed" or "summary".
Body = Callable[[Entry], Awaitable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking articles in needs.

    Attributes:
        desk: files new articles with their stories.
        clock: the time, aware UTC.
        interval: between two fetches of a feed that works.
        turn: seconds after which the rest of a feed's entries waits for its next turn.
    """

    db: Database
    session: Session
    workers: Workers
    desk: Newsdesk
    clock: Callable[[], datetime]
    interval: timedelta
    turn: float = TURN


async def refresh_feed(intake: Intake, feed: Feed) -> int:
    """Fetch a feed and take its new entries in; return how many there were.

    What became of it is kept with the feed: when to fetch it next, and the validators
    for that, unless entries are left to be read again.

    Raises:
        FeedError: it could not be fetched or read; kept with the feed too.
    """
    try:
        fetched = await fetch(
            intake.session, feed.url, etag=feed.etag, modified=feed.modified
        )
        if isinstance(fetched, NotModified):
            await _record_unchanged(intake, feed)
            return 0
        return await _take_fetched(intake, feed, fetched)
    except FeedError as error:
        await record_feed_failure(intake, feed, reason=str(error))
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
    body = _own_file_text if source.is_article else _own_text
    return (await _take_all(intake, feed, source.entries, body=body)).new


async def take_entries(intake: Intake, feed: Feed, entries: Sequence[Entry]) -> int:
    """Take in entries with the text they bring; return how many were new."""
    return (await _take_all(intake, feed, entries, body=_own_text)).new


async def record_feed_failure(intake: Intake, feed: Feed, *, reason: str) -> None:
    """Keep why a feed failed, and try again later each time: after 5, 10, 20 minutes.

    The wait never grows over a day, and trying never stops.
    """
    now = intake.clock()
    # The exponent is bounded: a feed may fail for years.
    wait = min(FIRST_RETRY * 2 ** min(feed.failures, 16), LAST_RETRY)
    async with intake.db.transaction() as connection:
        await record_failure(
            connection, feed_id=feed.id, now=now, due=now + wait, reason=reason
        )


async def _record_unchanged(intake: Intake, feed: Feed) -> None:
    now = intake.clock()
    async with intake.db.transaction() as connection:
        await record_fetch(
            connection,
            feed_id=feed.id,
            now=now,
            due=now + intake.interval,
            etag=feed.etag,
            modified=feed.modified,
        )


async def _take_fetched(intake: Intake, feed: Feed, fetched: Fetched) -> int:
    parsed = await intake.workers.parse_feed(
        fetched.body, url=fetched.url, content_type=fetched.content_type
    )
    pages = ArticlePages(intake.session, intake.workers)
    taken = await _take_all(intake, feed, parsed.entries, body=pages.body)
    now = intake.clock()
    async with intake.db.transaction() as connection:
        await record_fetch(
            connection,
            feed_id=feed.id,
            now=now,
            due=now + intake.interval if taken.is_done else now,
            # Without validators the next fetch brings all entries again.
            etag=fetched.etag if taken.is_whole else None,
            modified=fetched.modified if taken.is_whole else None,
            title=parsed.title or None,
        )
    return taken.new


@dataclass(frozen=True, slots=True)
class _Taken:
    """What came of a feed's entries.

    Attributes:
        new: articles that were stored.
        failed: entries that met a bug.
        is_done: none were left for the next turn.
    """

    new: int
    failed: int
    is_done: bool

    @property
    def is_whole(self) -> bool:
        return self.is_done and not self.failed


async def _take_all(
    intake: Intake, feed: Feed, entries: Sequence[Entry], *, body: Body
) -> _Taken:
    """Take in the entries that are not known, oldest first; one bug stops one entry."""
    loop = asyncio.get_running_loop()
    end = loop.time() + intake.turn
    new = failed = 0
    unknown = await _unknown(intake, feed, entries)
    for done, entry in enumerate(unknown, start=1):
        try:
            new += await _take(intake, feed, entry, body=body)
        except StorageError:
            raise
        except Exception:
            failed += 1
            log.exception("entry failed feed=%s url=%s", feed.url, entry.url)
        if loop.time() > end:
            return _Taken(new, failed, is_done=done == len(unknown))
    return _Taken(new, failed, is_done=True)


async def _take(intake: Intake, feed: Feed, entry: Entry, *, body: Body) -> bool:
    """Take one entry in, with its text; False if it was there already."""
    text, origin = await body(entry)
    stored = await take_in(
        intake.db,
        desk=intake.desk,
        feed=feed,
        entry=entry,
        body=text,
        body_from=origin,
        analyse=_analyse_with(intake.workers),
        now=intake.clock(),
    )
    return stored is not None


async def _unknown(
    intake: Intake, feed: Feed, entries: Sequence[Entry]
) -> Sequence[Entry]:
    """Return the entries that are not stored yet, oldest first.

    Feeds list the newest first: of entries without a date the last is the oldest.
    """
    known = await known_identities(
        intake.db,
        feed_id=feed.id,
        identities=[entry.identity for entry in entries],
    )
    now = intake.clock()
    unknown = [entry for entry in reversed(entries) if entry.identity not in known]
    return sorted(unknown, key=lambda entry: entry.published or now)


def _analyse_with(workers: Workers) -> Analyse:
    """Return an analysis that gives None for an article no worker can read.

    Such an article is still news; trying it again at every fetch would cost as much
    each time.
    """

    async def analyse(title: str, body: str) -> Analysis | None:
        try:
            return await workers.analyse(title, body)
        except (WorkerLateError, WorkerLostError) as error:
            log.warning("analysis given up title=%r reason=%s", title[:80], error)
            return None

    return analyse


async def _own_text(entry: Entry) -> tuple[str, str]:
    return (entry.body, "feed") if entry.body else (entry.summary, "summary")


async def _own_file_text(entry: Entry) -> tuple[str, str]:
    return entry.body, "file"
