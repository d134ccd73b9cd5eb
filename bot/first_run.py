"""What an empty database is given: known actors, starter feeds, a demonstration."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.app import App
from bot.cli.progress import Advance
from bot.errors import OpmlError
from bot.feeds.intake import take_entries
from bot.feeds.opml import read_opml
from bot.seeds import demo_feeds, read_actors, starter_feeds
from bot.settings import SettingsError
from handlers.feed_lists import ListedFeed, subscribe_all
from handlers.known_actors import seed_actors
from storage.articles import count_articles
from storage.database import Database
from storage.feeds import add_feed, remove_demo
from storage.state import set_value, value

#: Keys of `storage.state`. What a person took away is not brought back.
DEMONSTRATION = "demonstration"
STARTER_FEEDS = "starter feeds"
LOADING, LOADED, REMOVED = "loading", "loaded", "removed"


async def load_known_actors(app: App) -> None:
    """Bring the store's known actors up to date with `seeds/`; cheap if they are."""
    known = await asyncio.to_thread(read_actors)
    await seed_actors(app.db, known)


async def load_starter_feeds(app: App) -> int:
    """Subscribe to the starter feeds, once in a database's life; return how many.

    Raises:
        SettingsError: the file of feeds that the settings name cannot be read.
    """
    if await value(app.db, key=STARTER_FEEDS) is not None:
        return 0
    listed = await asyncio.to_thread(_listed_feeds, app.settings.feeds_file)
    async with app.db.transaction() as connection:
        await subscribe_all(connection, listed, now=app.desk.clock())
        await set_value(connection, key=STARTER_FEEDS, value=LOADED)
    return len(listed)


async def wants_demonstration(app: App) -> bool:
    """Tell whether the demonstration is to be loaded: into an empty database only.

    One whose loading was interrupted is loaded to its end.
    """
    state = await value(app.db, key=DEMONSTRATION)
    if state is None:
        return app.settings.demo and await count_articles(app.db) == 0
    return state == LOADING


async def load_demonstration(app: App, *, advance: Advance) -> int:
    """Take the demonstration's articles in; return how many were new."""
    await _remember(app.db, LOADING)
    outlets = demo_feeds()
    new = 0
    for done, (name, data) in enumerate(outlets, start=1):
        new += await _load_outlet(app, name, data)
        advance(done, len(outlets))
    await _remember(app.db, LOADED)
    return new


async def remove_demonstration(app: App) -> int:
    """Remove the demonstration for good; return how many articles went with it."""
    async with app.db.transaction() as connection:
        removed = await remove_demo(connection)
        await set_value(connection, key=DEMONSTRATION, value=REMOVED)
    return removed


async def _load_outlet(app: App, name: str, data: bytes) -> int:
    address = f"demo:{name}"
    parsed = await app.intake.workers.parse_feed(data, url=address)
    async with app.db.transaction() as connection:
        feed = await add_feed(
            connection,
            url=address,
            title=parsed.title,
            demo=True,
            now=app.desk.clock(),
        )
    return await take_entries(app.intake, feed, parsed.entries)


async def _remember(db: Database, state: str) -> None:
    async with db.transaction() as connection:
        await set_value(connection, key=DEMONSTRATION, value=state)


def _listed_feeds(file: Path | None) -> Sequence[ListedFeed]:
    try:
        return read_opml(file.read_bytes() if file else starter_feeds())
    except (OSError, OpmlError) as error:
        raise SettingsError(f"MUJAZ_FEEDS_FILE: {error}") from error
