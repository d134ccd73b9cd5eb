"""`mujaz ingest`: articles from feeds or files, now."""

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.app import App, run_work
from bot.cli.commands_run import only_errors
from bot.cli.progress import progress_bar
from bot.errors import FeedError
from bot.feeds.intake import ingest_file, refresh_address
from bot.first_run import load_known_actors, load_starter_feeds
from storage.failures import StorageError
from storage.feeds import active_feeds, deactivate_feed, feed_by_url

log = logging.getLogger(__name__)

WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source.

    Attributes:
        new: how many articles were new.
        failure: why it failed, in plain words; "" if it did not.
    """

    source: str
    new: int = 0
    failure: str = ""


def run_ingest(sources: Sequence[str], *, once: bool) -> int:
    """Take articles in and say what came; 1 if a source failed.

    Args:
        sources: addresses and files; none means all feeds that are subscribed to.
        once: a feed that was unknown does not become a subscription.
    """

    async def ingest(app: App) -> int:
        await load_known_actors(app)
        outcomes = await _ingest_all(app, sources or await _subscribed(app), once=once)
        for outcome in outcomes:
            _report(outcome)
        return int(any(outcome.failure for outcome in outcomes))

    return run_work(ingest, level=only_errors)


async def _ingest_all(app: App, sources: Sequence[str], *, once: bool) -> list[Outcome]:
    """Take in one source after the other; one that fails does not stop the rest."""
    outcomes = []
    with progress_bar("Reading") as advance:
        for done, source in enumerate(sources, start=1):
            outcomes.append(await _ingest(app, source, once=once))
            advance(done, len(sources))
    return outcomes


async def _ingest(app: App, source: str, *, once: bool) -> Outcome:
    try:
        if not source.startswith(WEB):
            return Outcome(source, await ingest_file(app.intake, Path(source)))
        was_known = await _is_subscribed(app, source)
        try:
            return Outcome(source, await refresh_address(app.intake, source))
        finally:
            if once and not was_known:
                async with app.db.transaction() as connection:
                    await deactivate_feed(connection, url=source)
    except FeedError as error:
        return Outcome(source, failure=str(error))
    except StorageError:
        raise
    except Exception:
        log.exception("source failed source=%s", source)
        return Outcome(source, failure="an error in Mujaz, shown above")


async def _is_subscribed(app: App, url: str) -> bool:
    feed = await feed_by_url(app.db, url=url)
    return feed is not None and feed.active


async def _subscribed(app: App) -> list[str]:
    """Return the addresses that feeds are fetched from, a new database's too."""
    await load_starter_feeds(app)
    return [feed.url for feed in await active_feeds(app.db) if feed.url.startswith(WEB)]


def _report(outcome: Outcome) -> None:
    if outcome.failure:
        sys.stderr.write(f"mujaz: {outcome.source}: {outcome.failure}\n")
    else:
        sys.stdout.write(f"{outcome.source}: {outcome.new} new\n")
