"""What is at an address that somebody gives."""

import asyncio
import json
from collections.abc import Mapping

import pytest

from bot.feeds.discovery import AT_ONCE, finder
from bot.feeds.page_links import MAX_LINKS, feed_links
from bot.workers import Workers
from handlers.feed_finding import FeedLink, Finding
from storage.database import Database

from ...fakes.hostile_server import HOST, OK, Script, hang, open_hostile, say, trickle
from ..feeds import FULL_TEXT, item, rss
from ..intakes import open_intake
from ..sites import Answer, open_site, page, redirect

SITE = "https://news.example/ar/"
HTML = "text/html; charset=utf-8"
DATE = "Sat, 17 Aug 2024 {hour:02}:00:00 GMT"
FEED = rss(
    item("خبر أول", link="https://news.example/1", date=DATE.format(hour=1)),
    item("خبر ثان", link="https://news.example/2", date=DATE.format(hour=3)),
    item("مقال", guid="3", content=FULL_TEXT),
    item("خبر ثالث", link="https://news.example/4", date=DATE.format(hour=2)),
    title="صحيفة المدينة",
)
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "صحيفة المدينة",
        "items": [{"id": "1", "title": "خبر", "url": "https://news.example/1"}],
    }
)
#: What a page holds, and the feeds that are found on it.
PAGES: dict[str, tuple[str, list[FeedLink]]] = {
    "declared": (
        '<link rel="alternate" type="application/rss+xml" title="الأخبار" href="/rss">'
        '<link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="atom">',
        [
            FeedLink("https://news.example/rss", "الأخبار"),
            FeedLink("https://news.example/ar/atom", ""),
        ],
    ),
    "comments come last": (
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed">'
        '<link rel="alternate" type="application/rss+xml" href="/feed">',
        [
            FeedLink("https://news.example/feed", ""),
            FeedLink("https://news.example/comments/feed", ""),
        ],
    ),
    "a base": (
        '<base href="https://cdn.example/x/">'
        '<link rel="alternate" type="application/feed+json" href="feed.json">',
        [FeedLink("https://cdn.example/x/feed.json", "")],
    ),
    "linked only": (
        '<a href="/about">من نحن</a><a href="/rss/politics.xml">x</a>'
        '<a href="/rss.xml"> خدمة  RSS </a><a href="/feedback">y</a>',
        [FeedLink("https://news.example/rss.xml", "خدمة RSS")],
    ),
    "other things": (
        '<link rel="alternate" hreflang="en" href="/en">'
        '<link rel="stylesheet" href="/feed.css">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
        '<link rel="alternate" type="application/rss+xml" href="">',
        [],
    ),
    "a thousand": (
        "".join(
            f'<link rel="alternate" type="application/rss+xml" href="/{n}">'
            for n in range(1000)
        ),
        [FeedLink(f"https://news.example/{n}", "") for n in range(MAX_LINKS)],
    ),
    "nothing": ("", []),
}

#: The tests share a loop, and with it worker processes that have loaded feedparser.
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def find(
    db: Database, workers: Workers, pages: Mapping[str, Answer], path: str = "/"
) -> tuple[Finding, str]:
    """Look at a path of a site; return what is found, and the site's address."""
    async with open_site(pages) as site, open_intake(db, workers) as intake:
        return await finder(intake, deadline=20)(site.url + path), site.url


def declaring(*paths: str) -> Answer:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{path}">'
        for path in paths
    )
    return page(f"<!doctype html><html><head>{links}</head></html>", content_type=HTML)


@pytest.mark.parametrize(("head", "links"), PAGES.values(), ids=list(PAGES))
async def test_the_feeds_of_a_page(head: str, links: list[FeedLink]) -> None:
    body = f"<!doctype html><html><head></head><body>{head}</body></html>"

    assert list(feed_links(body.encode(), HTML, SITE)) == links


async def test_a_feed_is_shown_with_what_it_brings(
    db: Database, workers: Workers
) -> None:
    found, site = await find(db, workers, {"/rss": page(FEED)}, "/rss")

    assert found.preview is not None
    assert (found.preview.url, found.preview.title) == (f"{site}/rss", "صحيفة المدينة")
    assert (found.preview.entries, found.preview.with_body) == (4, 1)
    assert [title for title, _, _ in found.preview.newest] == [
        "خبر ثان",
        "خبر ثالث",
        "خبر أول",
    ]


FOUND: dict[str, tuple[dict[str, Answer], str]] = {
    "named by its page": ({"/": declaring("/x"), "/x": page(FEED)}, "/x"),
    "a JSON feed": ({"/": page(JSON_FEED, content_type="application/json")}, "/"),
    "where feeds mostly are": ({"/": declaring(), "/rss": page(FEED)}, "/rss"),
    "elsewhere for good": (
        {"/": redirect("/new", status=301), "/new": page(FEED)},
        "/new",
    ),
    "elsewhere for now": (
        {"/": redirect("/new", status=302), "/new": page(FEED)},
        "/",
    ),
}


@pytest.mark.parametrize(("pages", "path"), FOUND.values(), ids=list(FOUND))
async def test_a_feed_is_found(
    db: Database, workers: Workers, pages: dict[str, Answer], path: str
) -> None:
    found, site = await find(db, workers, pages)

    assert found.preview is not None
    assert found.preview.url == site + path


async def test_several_feeds_of_a_page_are_offered(
    db: Database, workers: Workers
) -> None:
    found, site = await find(db, workers, {"/": declaring("/a", "/b")})

    assert [link.url for link in found.links] == [f"{site}/a", f"{site}/b"]


PROBLEMS: dict[str, tuple[dict[str, Answer], str]] = {
    "a page without a feed": (
        {"/": declaring()},
        "the answer is a web page, not a feed",
    ),
    "a page whose feed is none": (
        {"/": declaring("/x"), "/x": declaring()},
        "the answer is a web page, not a feed",
    ),
    "nothing": ({}, "the server answered with status 404"),
    "inside": ({"/": redirect("http://127.0.0.2/")}, "the address is not allowed"),
}


@pytest.mark.parametrize(("pages", "problem"), PROBLEMS.values(), ids=list(PROBLEMS))
async def test_why_there_is_none_is_told(
    db: Database, workers: Workers, pages: dict[str, Answer], problem: str
) -> None:
    found, _ = await find(db, workers, pages)

    assert found == Finding(problem=problem)


async def test_without_a_scheme_http_is_tried_where_https_fails(
    db: Database, workers: Workers
) -> None:
    async with (
        open_site({"/rss": page(FEED)}) as site,
        open_intake(db, workers) as intake,
    ):
        given = site.url.removeprefix("http://") + "/rss"
        found = await finder(intake, deadline=20)(given)

    assert found.preview is not None
    assert found.preview.url == f"http://{given}"


@pytest.mark.parametrize(
    "given", ["http://", "خبر.invalid", "file:///etc/passwd", "127.0.0.9"]
)
async def test_what_is_no_public_address_is_not_looked_at(
    db: Database, workers: Workers, given: str
) -> None:
    async with open_intake(db, workers) as intake:
        found = await finder(intake, deadline=20)(given)

    assert found.preview is None
    assert found.problem in ("the address is not allowed", "the server cannot be found")


SLOW: dict[str, tuple[Script, bool]] = {
    "says nothing": (hang, True),
    "trickles": (trickle(OK + b"\r\n", b"<"), True),
    "hangs up": (say(b""), False),
}


@pytest.mark.parametrize(("script", "is_late"), SLOW.values(), ids=list(SLOW))
async def test_an_answer_in_a_chat_never_waits_long(
    db: Database,
    workers: Workers,
    script: Script,
    is_late: bool,  # noqa: FBT001
) -> None:
    async with open_hostile({"": script}) as server, open_intake(db, workers) as intake:
        found = await finder(intake, deadline=0.3)(server.url(host=HOST))

    assert found.preview is None
    assert found.is_late == is_late


async def test_slow_sites_take_a_few_places_only(
    db: Database, workers: Workers
) -> None:
    async with open_hostile({"": hang}) as server, open_intake(db, workers) as intake:
        look = finder(intake, deadline=0.3)
        found = await asyncio.gather(
            *(look(server.url(f"/{number}")) for number in range(AT_ONCE + 2))
        )
        later = await look(server.url())

    assert [one.is_busy for one in found] == [False] * AT_ONCE + [True] * 2
    assert later.is_late
