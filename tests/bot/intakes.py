"""An intake over a test's database, with a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from analysis.model import Analysis
from bot.feeds.fetching import open_session
from bot.feeds.intake_parts import TURN, Intake
from bot.feeds.pace import SHORTEST
from bot.workers import Workers
from handlers.stories import Newsdesk
from storage.articles import latest_stories
from storage.database import Database
from storage.feeds import feed_by_url
from storage.records import Article, Feed
from storage.schema import articles

from ..builders import NOW
from .sites import HOST


@dataclass(slots=True)
class Clock:
    """Shows the time that it was last set to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


class FailingWorkers(Workers):
    """Workers whose analysis of some articles fails."""

    def __init__(self, failures: dict[str, Exception]) -> None:
        """Raise `failures`, by the article's title."""
        super().__init__(processes=1)
        self.failures = failures

    async def analyse(self, title: str, body: str) -> Analysis:
        if title in self.failures:
            raise self.failures[title]
        return await super().analyse(title, body)


@asynccontextmanager
async def failing_workers(failures: dict[str, Exception]) -> AsyncIterator[Workers]:
    """Yield workers whose analysis of these titles raises these errors."""
    workers = FailingWorkers(failures)
    try:
        yield workers
    finally:
        await workers.close()


@asynccontextmanager
async def open_intake(
    db: Database,
    workers: Workers,
    *,
    clock: Clock | None = None,
    deadline: float = 20.0,
    turn: float = TURN,
) -> AsyncIterator[Intake]:
    """Yield an intake with a real session over loopback."""
    async with open_session(private_hosts=(HOST,), deadline=deadline) as session:
        clock = clock or Clock()
        yield Intake(
            db=db,
            session=replace(session, clock=clock),
            workers=workers,
            desk=Newsdesk(),
            clock=clock,
            shortest=SHORTEST,
            turn=turn,
            # Nothing is drawn out by chance, so that a test can tell when it is due.
            chance=lambda: 0.0,
        )


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


async def stored_bodies(db: Database) -> list[tuple[str, str]]:
    """Return where each article's text is from, and the text."""
    query = select(articles.c.body_from, articles.c.body).order_by(articles.c.id)
    return [(row.body_from, row.body) for row in await db.fetch_all(query)]
