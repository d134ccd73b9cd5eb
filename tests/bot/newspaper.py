"""A newspaper whose feed is added from a chat, and the door that lets it in."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from bot.feeds.discovery import finder
from bot.feeds.opml import list_reader, write_opml
from bot.workers import open_workers
from handlers.feed_finding import FeedDoor
from handlers.feed_lists import ListedFeed
from storage.database import Database

from .feeds import item, rss
from .intakes import open_intake
from .sites import Site, open_site, page

#: A list of feeds, as a file.
LIST = write_opml(
    [
        ListedFeed("https://a.example/feed", "صحيفة <أ>", "أخبار"),
        ListedFeed("https://b.example/feed", "", "رأي"),
    ]
)

_FEED = rss(item("خبر أول", guid="1", description="ملخص"), title="صحيفة المدينة")
_HOME = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss">'


@asynccontextmanager
async def open_newspaper() -> AsyncIterator[Site]:
    """Serve a site that names its feed, until the block ends."""
    pages = {"/": page(_HOME, content_type="text/html"), "/rss": page(_FEED)}
    async with open_site(pages) as site:
        yield site


@asynccontextmanager
async def open_door(
    db: Database, administrators: Iterable[str]
) -> AsyncIterator[FeedDoor]:
    """Let these chats add feeds until the block ends."""
    async with open_workers(processes=1) as workers, open_intake(db, workers) as intake:
        yield FeedDoor(
            find=finder(intake, deadline=20),
            read=list_reader(workers),
            write=write_opml,
            administrators=frozenset(administrators),
        )
