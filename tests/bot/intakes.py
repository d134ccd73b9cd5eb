"""An intake over a test's database, with a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.model import Analysis
from bot.fetching import open_session
from bot.intake import TURN, Intake
from bot.workers import Workers, open_workers
from storage.articles import latest_stories
from storage.database import Database
from storage.feeds import feed_by_url
from storage.records import Article, Feed

from ..builders import NOW
from .sites import HOST

INTERVAL = timedelta(minutes=15)


@dataclass(slots=True)
class Clock:
    """Shows the time that it was last set to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


class FailingWorkers(Workers):
    """Workers whose analysis of some articles fails.

    Attributes:
        failures: by title: what analysing it raises.
    """

    failures: dict[str, Exception]

    async def analyse(self, title: str, body: str) -> Analysis:
        if title in self.failures:
            raise self.failures[title]
        return await super().analyse(title, body)


@asynccontextmanager
async def open_failing_intake(
    db: Database, failures: dict[str, Exception]
) -> AsyncIterator[Intake]:
    """Yield an intake whose analysis of these titles raises these errors."""
    workers = FailingWorkers(processes=1)
    workers.failures = failures
    try:
        async with open_session(private_hosts=(HOST,)) as session:
            yield Intake(db, session, workers, Clock(), INTERVAL)
    finally:
        await workers.close()


@asynccontextmanager
async def open_intake(
    db: Database,
    *,
    clock: Clock | None = None,
    deadline: float = 20.0,
    turn: float = TURN,
) -> AsyncIterator[Intake]:
    """Yield an intake with a real session and real worker processes."""
    async with (
        open_workers(processes=1) as workers,
        open_session(private_hosts=(HOST,), deadline=deadline) as session,
    ):
        yield Intake(db, session, workers, clock or Clock(), INTERVAL, turn)


async def stored_feed(db: Database, url: str) -> Feed:
    """Return the feed as it is stored now."""
    feed = await feed_by_url(db, url=url)
    assert feed is not None
    return feed


async def stored_articles(db: Database) -> list[Article]:
    """Return all articles, in the order in which they came in."""
    stories = await latest_stories(db, limit=1_000)
    found = [article for story in stories for article in story.articles]
    return sorted(found, key=lambda article: article.id)


async def stored_titles(db: Database) -> list[str]:
    return [article.source.title for article in await stored_articles(db)]
