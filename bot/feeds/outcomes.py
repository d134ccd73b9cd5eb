"""What became of fetching a feed: kept with it, and told to whoever added it."""

import logging
from datetime import datetime, timedelta
from typing import Final

from yarl import URL

from bot.errors import FeedError, RestError, StatusError
from bot.feeds.fetching import Fetched, NotModified
from bot.feeds.hosts import host_of
from bot.feeds.intake_parts import Intake
from bot.feeds.pace import LONGEST, interval, next_fetch, retry
from storage.database import Transaction
from storage.feed_notes import tell_adders
from storage.feed_records import FeedReading
from storage.feeds import (
    active_feeds,
    end_feed,
    move_feed,
    postpone_feeds,
    record_failure,
    record_fetch,
    record_move,
)
from storage.records import Feed

log = logging.getLogger(__name__)

#: A feed that fails for so long is called broken; shorter troubles end by themselves.
BROKEN_AFTER: Final = timedelta(hours=6)
#: A feed that is not there for so long has probably moved without saying so.
MISSING_AFTER: Final = timedelta(days=7)
#: For so long a server must say that a feed is elsewhere for good.
MOVED_AFTER: Final = timedelta(days=7)
ENDED: Final = "the publisher has ended this feed"
_NOT_FOUND: Final = 404
_GONE: Final = 410


async def record_success(
    intake: Intake,
    feed: Feed,
    answer: Fetched | NotModified,
    *,
    read: FeedReading | None = None,
    is_whole: bool = True,
    is_done: bool = True,
) -> None:
    """Keep that a feed works, and when to fetch it next.

    Args:
        read: what its body said; None where it is the one of the last time.
        is_whole: nothing has to be looked at again; else the validators are not kept,
            so that the next fetch brings everything again.
        is_done: nothing is left over; else the next fetch is now.
    """
    now = intake.clock()
    etag, modified = answer.etag, answer.modified
    if isinstance(answer, NotModified):
        etag, modified = etag or feed.etag, modified or feed.modified
    wait = _wait(intake, feed, answer, read, now=now) if is_done else timedelta()
    async with intake.db.transaction() as connection:
        await record_fetch(
            connection,
            feed_id=feed.id,
            now=now,
            due=now + wait,
            etag=etag if is_whole else None,
            modified=modified if is_whole else None,
            read=read,
        )
        if feed.told:
            await tell_adders(
                connection, feed_id=feed.id, kind="recovered", reason="", now=now
            )
        await _note_move(connection, feed, answer.moved_to, now=now)


async def record_feed_failure(intake: Intake, feed: Feed, error: FeedError) -> None:
    """Keep why a feed failed, and try again later each time: after 5, 10, 20 minutes.

    The wait never grows over a day unless the server asks for more, and trying never
    stops, unless the publisher says that the feed has ended. A server that asks to be
    left alone is, with its other feeds too, up to a day.
    """
    now = intake.clock()
    status = error.status if isinstance(error, StatusError) and error.is_own else 0
    async with intake.db.transaction() as connection:
        if isinstance(error, StatusError) and error.wait:
            rest = min(error.wait, LONGEST)
            await _postpone_host(connection, error.host, due=now + rest)
        if isinstance(error, RestError):
            await postpone_feeds(connection, [feed.id], due=now + error.wait)
        elif status in (_NOT_FOUND, _GONE) and feed.moved_to:
            await _move(connection, feed, feed.moved_to, due=now)
        elif status == _GONE:
            await end_feed(connection, feed_id=feed.id, now=now, reason=ENDED)
            await tell_adders(
                connection, feed_id=feed.id, kind="ended", reason=ENDED, now=now
            )
        else:
            await record_failure(
                connection,
                feed_id=feed.id,
                now=now,
                due=now + retry(feed.failures, asked=error.wait),
                reason=str(error),
                missing=status == _NOT_FOUND,
            )
            await _tell_trouble(connection, feed, error, status=status, now=now)


async def _postpone_host(connection: Transaction, host: str, *, due: datetime) -> None:
    known = await active_feeds(connection)
    here = [one.id for one in known if host_of(one.url) == host]
    await postpone_feeds(connection, here, due=due)


def _wait(
    intake: Intake,
    feed: Feed,
    answer: Fetched | NotModified,
    read: FeedReading | None,
    *,
    now: datetime,
) -> timedelta:
    """Return how long until the next fetch of a feed that works."""
    paced = feed if read is None else read
    ttl = timedelta(minutes=paced.ttl or 0)
    return next_fetch(
        interval(
            paced.paced_since,
            paced.paced_count or 0,
            now=now,
            shortest=intake.shortest,
        ),
        allowed=max(answer.fresh_for, ttl),
        chance=intake.chance(),
        is_first=feed.succeeded is None,
    )


async def _tell_trouble(
    connection: Transaction, feed: Feed, error: FeedError, *, status: int, now: datetime
) -> None:
    """Tell once that a feed is broken, and once that it is not there any more."""
    missing = feed.missing_since if status == _NOT_FOUND else None
    if missing and now - missing >= MISSING_AFTER:
        kind = "missing"
    elif feed.failing_since and now - feed.failing_since >= BROKEN_AFTER:
        kind = "broken"
    else:
        return
    if feed.told in (None, "broken") and feed.told != kind:
        await tell_adders(
            connection, feed_id=feed.id, kind=kind, reason=str(error), now=now
        )


async def _note_move(
    connection: Transaction, feed: Feed, moved_to: str, *, now: datetime
) -> None:
    """Follow a feed that is elsewhere for good, once that is certain."""
    since = feed.moved_since
    if not moved_to:
        if feed.moved_to:
            await record_move(connection, feed_id=feed.id, to=None, since=None)
    elif _is_secured(feed.url, moved_to):
        await _move(connection, feed, moved_to)
    elif moved_to != feed.moved_to or since is None:
        await record_move(connection, feed_id=feed.id, to=moved_to, since=now)
    elif now - since >= MOVED_AFTER:
        await _move(connection, feed, moved_to)


async def _move(
    connection: Transaction, feed: Feed, url: str, *, due: datetime | None = None
) -> None:
    await move_feed(connection, feed_id=feed.id, url=url, due=due)
    log.info("feed moved from=%s to=%s", feed.url, url)


def _is_secured(old: str, new: str) -> bool:
    """Tell whether an address is another one with https in place of http."""
    try:
        before, after = URL(old), URL(new)
        return before.scheme == "http" and before.with_scheme("https") == after
    except ValueError:
        return False
