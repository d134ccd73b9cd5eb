"""feedparser's own test feeds taken in and shown; where they are there."""

import re
import socket
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import web
from sqlalchemy import update

from bot.chats.telegram_text import messages
from bot.feeds.fetching import open_session
from bot.feeds.intake_parts import Intake
from bot.feeds.pace import SHORTEST
from bot.scheduler import refresh_due_feeds
from bot.workers import open_workers
from handlers.citations import story_item
from handlers.conversation import Reply
from handlers.language import language_of
from handlers.stories import Newsdesk
from storage.articles import count_articles, latest_stories
from storage.database import Database
from storage.feeds import add_feed, feed_statuses
from storage.schema import feeds

from ..builders import NOW
from ..fakes.telegram_parser import parse_html
from ..handlers.newsroom import ask
from .sites import HOST, Answer, open_site

ARCHIVE: Final = (
    Path(__file__).parents[3] / "shared" / "feeds" / "feedparser-tests.tar.gz"
)
#: Feeds of one host are read one after the other, so they get several.
NAMES: Final = tuple(f"{number}.feeds.example" for number in range(8))
_HEADER: Final = re.compile(r"^\s*Header:\s*([\w-]+):\s*(.*?)\s*$", re.MULTILINE)
_UNSENT: Final = frozenset({"content-length", "transfer-encoding", "content-location"})
#: What ends up in the title of a page that shows it unescaped.
_CODE: Final = re.compile(r"<\s*(?:script|img|iframe|a|b|object)\b", re.IGNORECASE)

pytestmark = [
    pytest.mark.skipif(not ARCHIVE.is_file(), reason=f"no test feeds at {ARCHIVE}"),
    pytest.mark.timeout(600),
]


# Most entries have neither guid nor link: a good test of what tells them apart.
async def test_every_test_feed_is_taken_in_once_and_shown_without_its_markup(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    files = dict(_files())
    async with (
        open_site({f"/{name}": _serve(data) for name, data in files.items()}) as site,
        open_workers(processes=2) as workers,
        open_session(private_hosts=NAMES, lookup=_lookup) as session,
    ):
        intake = Intake(
            db=db,
            session=session,
            workers=workers,
            desk=Newsdesk(),
            clock=lambda: NOW,
            shortest=SHORTEST,
        )
        port = site.url.rpartition(":")[2]
        async with db.transaction() as connection:
            for number, name in enumerate(files):
                host = NAMES[number % len(NAMES)]
                url = f"http://{host}:{port}/{name}"
                await add_feed(connection, url=url, title="", now=NOW)
        await refresh_due_feeds(intake, concurrency=16)
        first = await count_articles(db)
        await _forget_answers(db)
        await refresh_due_feeds(intake, concurrency=16)
        second = await count_articles(db)

    bugs = [one.getMessage() for one in caplog.records if one.levelname == "ERROR"]
    working = [one for one in await feed_statuses(db) if not one.feed.error]
    assert bugs == []
    assert len(files) > 2_000
    # The others test a feed's own elements, without any entry that has a text.
    assert len(working) > 540
    assert first >= len(working)
    assert second == first
    await _check_what_is_shown(db)


async def _check_what_is_shown(db: Database) -> None:
    language = language_of(ask("latest"))
    stories = await latest_stories(db, limit=10_000)
    for story in stories:
        item = story_item(story, language, now=NOW)
        assert not _CODE.search(item.title + item.note), item
        assert item.url.startswith(("http://", "https://")) or not item.url
        for message in messages(Reply((item,)), rtl=True):
            parse_html(message)


async def _forget_answers(db: Database) -> None:
    """Make feeds due again that brought something, as if their body were another."""
    changes = {"due": NOW, "digest": None, "etag": None, "modified": None}
    async with db.transaction() as connection:
        await connection.execute(
            update(feeds).where(feeds.c.error.is_(None)).values(**changes)
        )


def _files() -> Iterator[tuple[str, bytes]]:
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            found = archive.extractfile(member) if member.isfile() else None
            if found is not None and not member.name.endswith("LICENSE"):
                yield member.name, found.read()


def _serve(data: bytes) -> Answer:
    headers = _headers(data)

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=data, headers=headers)

    return answer


def _headers(data: bytes) -> Mapping[str, str]:
    """Return the headers that a file asks to be served with, in its own comment."""
    text = data.replace(b"\0", b"").decode("utf-8", "ignore")
    named = dict(_HEADER.findall(text))
    kept = {name: value for name, value in named.items() if name.lower() not in _UNSENT}
    return {"Content-Type": "text/xml"} | {
        "-".join(part.capitalize() for part in name.split("-")): value
        for name, value in kept.items()
    }


def _lookup(host: str, port: int, **_kinds: object) -> Sequence[tuple[Any, ...]]:
    """Know the hosts of the test alone: nothing leaves this machine."""
    if host not in NAMES:
        raise socket.gaierror(socket.EAI_NONAME, "no such host")
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HOST, port))]
