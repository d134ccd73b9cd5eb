"""Work that happens by the clock: feeds that are due are refreshed, a few at a time."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import FeedError
from bot.feeds.hosts import PER_HOST, host_of
from bot.feeds.intake import refresh_feed
from bot.feeds.intake_parts import Intake
from bot.feeds.outcomes import record_feed_failure
from bot.feeds.page_retries import retry_pages
from handlers.alerts import owe_alerts
from handlers.dispatch import owe_digests
from storage.database import Database
from storage.deliveries import remove_old_deliveries
from storage.failures import StorageError
from storage.feeds import due_feeds
from storage.records import Feed

log = logging.getLogger(__name__)

#: How often storage is asked for feeds that are due.
REFRESH_EVERY: Final = timedelta(seconds=30)
RETRY_PAGES_EVERY: Final = timedelta(minutes=5)
#: Feeds that are looked through for some of a host that has a place left.
MOST_DUE: Final = 5_000
#: How often digests and alerts that are due are looked for.
DISPATCH_EVERY: Final = timedelta(seconds=20)
#: How long what was sent is kept, for /why and so that no day gets two digests.
KEPT_DELIVERIES: Final = timedelta(days=30)
CLEAN_EVERY: Final = timedelta(hours=6)
_OUR_FAULT: Final = "an error in Mujaz; its log has it"


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is done again and again, never twice at the same moment.

    Attributes:
        run: is given the time it starts at, aware UTC.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], Awaitable[None]]


async def run_scheduler(jobs: Sequence[Job], *, clock: Callable[[], datetime]) -> None:
    """Run the jobs, each at once and then at its interval, until cancelled.

    A run that is late happens late, several that were missed happen once. Cancelled,
    it cancels the runs under way and returns when they have ended.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        # Left alone, a job that starts a second late is dropped without a word.
        job_defaults={
            "misfire_grace_time": None,
            "coalesce": True,
            "max_instances": 1,
        },
    )
    try:
        async with asyncio.TaskGroup() as tasks:

            async def start(job: Job) -> None:
                await asyncio.wait([tasks.create_task(run_job(job, clock()))])

            for job in jobs:
                scheduler.add_job(
                    start,
                    "interval",
                    args=[job],
                    name=job.name,
                    seconds=job.every.total_seconds(),
                    next_run_time=datetime.now(UTC),
                )
            scheduler.start()
            try:
                await asyncio.Event().wait()
            finally:
                # Nothing starts any more while the group ends what runs.
                scheduler.pause()
    finally:
        scheduler.shutdown(wait=False)
        # It shuts down in the loop's next round.
        await asyncio.sleep(0)


async def run_job(job: Job, now: datetime) -> None:
    """Run one job; what goes wrong in it is logged and ends this run only."""
    try:
        await job.run(now)
    except StorageError as error:
        log.error("job failed job=%s reason=%s", job.name, error)
    except Exception:
        log.exception("job failed job=%s", job.name)


def refresh_job(intake: Intake, *, concurrency: int) -> Job:
    """Return the job that refreshes feeds as they become due.

    Args:
        concurrency: how many are refreshed at the same moment.
    """

    async def refresh(_now: datetime) -> None:
        await refresh_due_feeds(intake, concurrency=concurrency)

    return Job("refresh feeds", REFRESH_EVERY, refresh)


def pages_job(intake: Intake) -> Job:
    """Return the job that asks again for article pages that failed."""

    async def retry(_now: datetime) -> None:
        await retry_pages(intake)

    return Job("retry pages", RETRY_PAGES_EVERY, retry)


def dispatch_job(db: Database) -> Job:
    """Return the job that owes chats their digests and alerts as they become due."""

    async def dispatch(now: datetime) -> None:
        done = await owe_digests(db, now=now)
        alerts = await owe_alerts(db, now=now)
        if done.owed or done.skipped or alerts:
            log.info(
                "owed digests=%d composed=%d skipped=%d alerts=%d",
                done.owed,
                done.editions.composed,
                done.skipped,
                alerts,
            )

    return Job("owe digests", DISPATCH_EVERY, dispatch)


def cleaning_job(db: Database) -> Job:
    """Return the job that removes what was sent long ago."""

    async def clean(now: datetime) -> None:
        async with db.transaction() as connection:
            await remove_old_deliveries(connection, before=now - KEPT_DELIVERIES)

    return Job("remove old deliveries", CLEAN_EVERY, clean)


async def refresh_due_feeds(intake: Intake, *, concurrency: int) -> None:
    """Refresh feeds until none is due, a few at a time, and fewer of each host.

    A slow host holds its own places only; what becomes due meanwhile takes the others.
    """
    running: dict[int, _Turn] = {}
    started: dict[int, datetime] = {}
    waiting: list[Feed] = []
    async with asyncio.TaskGroup() as tasks:
        while True:
            ready = _startable(waiting, running, concurrency=concurrency)
            if not ready:
                # A feed whose due time did not move was not recorded: not again now.
                due = await due_feeds(intake.db, now=intake.clock(), limit=MOST_DUE)
                waiting = [
                    feed
                    for feed in due
                    if feed.id not in running and started.get(feed.id) != feed.due
                ]
                ready = _startable(waiting, running, concurrency=concurrency)
            for feed in ready:
                started[feed.id] = feed.due
                task = tasks.create_task(_refresh(intake, feed))
                running[feed.id] = _Turn(host_of(feed.url), task)
            waiting = [feed for feed in waiting if feed.id not in running]
            if not running:
                return
            await asyncio.wait(
                [turn.task for turn in running.values()],
                timeout=REFRESH_EVERY.total_seconds(),
                return_when=asyncio.FIRST_COMPLETED,
            )
            running = {key: turn for key, turn in running.items() if turn.is_under_way}


@dataclass(frozen=True, slots=True)
class _Turn:
    """A feed that is being refreshed."""

    host: str
    task: asyncio.Task[None]

    @property
    def is_under_way(self) -> bool:
        return not self.task.done()


def _startable(
    waiting: Sequence[Feed], running: Mapping[int, _Turn], *, concurrency: int
) -> list[Feed]:
    """Return the feeds that there is a place for, at their hosts and in all."""
    at_hosts = Counter(turn.host for turn in running.values())
    chosen: list[Feed] = []
    for feed in waiting:
        if len(running) + len(chosen) >= concurrency:
            break
        host = host_of(feed.url)
        if at_hosts[host] < PER_HOST:
            at_hosts[host] += 1
            chosen.append(feed)
    return chosen


async def _refresh(intake: Intake, feed: Feed) -> None:
    """Refresh one feed; whatever goes wrong concerns this feed only."""
    try:
        new = await refresh_feed(intake, feed)
    except FeedError as error:
        log.warning("feed failed url=%s reason=%s", feed.url, error)
    except StorageError as error:
        log.error("feed not stored url=%s reason=%s", feed.url, error)
    except Exception:
        log.exception("feed failed url=%s", feed.url)
        await _postpone(intake, feed)
    else:
        log.info("feed refreshed url=%s new=%d", feed.url, new)


async def _postpone(intake: Intake, feed: Feed) -> None:
    """Let a feed that meets a bug wait like one that fails."""
    try:
        await record_feed_failure(intake, feed, FeedError(_OUR_FAULT))
    except StorageError as error:
        log.error("feed not stored url=%s reason=%s", feed.url, error)
