"""A feed that a reader added, on a site and a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bot.errors import FeedError
from bot.feeds.intake import refresh_feed
from bot.feeds.intake_parts import Intake
from bot.workers import Workers
from storage.chat_records import ChatAddress
from storage.chats import remember_chat
from storage.database import Database
from storage.feed_notes import record_adder
from storage.feed_schema import feed_notes
from storage.feeds import add_feed
from storage.records import Feed
from storage.schema import feeds

from ..builders import NOW
from .feeds import FULL_TEXT, item, rss
from .intakes import Clock, open_intake, stored_feed
from .sites import Site, open_site, page

NEWS = rss(item("خبر", guid="1", content=FULL_TEXT))
READER = ChatAddress("telegram", "1001", "private")


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed that a reader added, refreshed again and again."""

    db: Database
    site: Site
    intake: Intake
    clock: Clock
    id: int

    async def refresh(self, *, after: timedelta = timedelta()) -> str:
        """Refresh the feed some time later; return why it failed, "" if it did not."""
        self.clock.now += after
        try:
            await refresh_feed(self.intake, await self.feed())
        except FeedError as error:
            return str(error)
        return ""

    async def feed(self) -> Feed:
        row = await self.db.fetch_one(select(feeds.c.url).where(feeds.c.id == self.id))
        assert row is not None
        return await stored_feed(self.db, row.url)

    async def notes(self) -> list[str]:
        """Return the kinds of all notes that were made, in order."""
        rows = await self.db.fetch_all(select(feed_notes.c.kind).order_by("id"))
        return [row.kind for row in rows]


@asynccontextmanager
async def watch(db: Database, workers: Workers) -> AsyncIterator[Watched]:
    clock = Clock()
    pages = {"/feed": page(NEWS), "/new": page(NEWS)}
    async with (
        open_site(pages) as site,
        open_intake(db, workers, clock=clock) as intake,
    ):
        async with db.transaction() as connection:
            chat = await remember_chat(connection, READER, locale="ar", now=NOW)
            feed = await add_feed(
                connection, url=f"{site.url}/feed", title="صحيفة", now=NOW
            )
            await record_adder(connection, feed_id=feed.id, chat_id=chat.id, now=NOW)
        yield Watched(db, site, intake, clock, feed.id)
