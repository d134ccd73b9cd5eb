"""`mujaz feeds`: the feeds that articles are taken from."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from rich.table import Table
from yarl import URL

from bot.app import App, run_work
from bot.chats.terminal import open_console
from bot.cli.commands_run import only_errors
from bot.errors import OpmlError
from bot.feeds.opml import read_opml, write_opml
from handlers.conversation import UserError
from handlers.feed_lists import Listed, ListedFeed, listed_feeds, subscribe_all
from storage.feeds import deactivate_feed, feed_statuses
from storage.records import FeedStatus

STDOUT: Final = "-"
COLUMNS: Final = ("Title", "URL", "Articles", "State")


def run_list() -> int:
    """List the feeds: a table for a person, tab-separated lines for a program."""

    async def show(app: App) -> int:
        rows = [_row(status) for status in await feed_statuses(app.db)]
        if sys.stdout.isatty():
            _show_table(rows)
        else:
            sys.stdout.writelines("\t".join(row) + "\n" for row in rows)
        return 0

    return run_work(show, level=only_errors)


def run_add(url: str, *, title: str, category: str) -> int:
    """Subscribe to a feed; it is fetched at the next opportunity."""
    address = _web_address(url)

    async def add(app: App) -> int:
        await _subscribe(app, [ListedFeed(address, title, category)])
        sys.stdout.write(f"Added: {address}\n")
        return 0

    return run_work(add, level=only_errors)


def run_remove(url: str) -> int:
    """Stop fetching a feed."""

    async def remove(app: App) -> int:
        async with app.db.transaction() as connection:
            removed = await deactivate_feed(connection, url=url)
        if not removed:
            raise UserError(f"there is no feed {url}; see: mujaz feeds list")
        sys.stdout.write(f"Removed: {url}\n")
        return 0

    return run_work(remove, level=only_errors)


def run_import(file: Path) -> int:
    """Subscribe to every feed of an OPML file."""
    try:
        listed = read_opml(file.read_bytes())
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}") from error
    except OpmlError as error:
        raise UserError(f"{file}: {error}") from error

    async def subscribe(app: App) -> int:
        done = await _subscribe(app, listed)
        known = f" ({done.known} were here already)" if done.known else ""
        sys.stdout.write(f"Feeds imported: {done.added}{known}\n")
        return 0

    return run_work(subscribe, level=only_errors)


def run_export(file: str) -> int:
    """Write the feeds in use as OPML, to a file or to the standard output."""

    async def export(app: App) -> int:
        _write(file, write_opml(await listed_feeds(app.db)))
        return 0

    return run_work(export, level=only_errors)


async def _subscribe(app: App, feeds: Sequence[ListedFeed]) -> Listed:
    async with app.db.transaction() as connection:
        return await subscribe_all(connection, feeds, now=app.desk.clock())


def _web_address(url: str) -> str:
    """Return the address of a feed.

    Raises:
        UserError: it is none of the web.
    """
    try:
        parsed = URL(url.strip())
    except ValueError:
        parsed = URL()
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UserError(f"{url} is no address of a feed: https://...")
    return url.strip()


def _row(status: FeedStatus) -> tuple[str, str, str, str]:
    return (
        status.feed.title,
        status.feed.url,
        str(status.articles),
        _state(status),
    )


def _state(status: FeedStatus) -> str:
    feed = status.feed
    if feed.demo:
        return "demonstration"
    if feed.told == "ended":
        return "ended by its publisher"
    if not feed.active:
        return "removed"
    if feed.error:
        return f"failing: {feed.error}"
    return "working" if feed.succeeded else "not fetched yet"


def _show_table(rows: Iterable[tuple[str, str, str, str]]) -> None:
    table = Table(*COLUMNS, show_edge=False)
    for row in rows:
        table.add_row(*row)
    open_console().print(table)


def _write(file: str, data: bytes) -> None:
    if file == STDOUT:
        sys.stdout.buffer.write(data)
        return
    try:
        Path(file).write_bytes(data)
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}") from error
