"""A feed from its server into storage, good and bad ones."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web
from sqlalchemy import select

from analysis.engine import ANALYSIS_VERSION
from bot.errors import FeedError
from bot.feeds.intake import refresh_address, refresh_feed, take_entries
from bot.feeds.pace import FETCHES_PER_ENTRY
from bot.workers import WorkerLateError, WorkerLostError, Workers
from handlers.entries import Entry
from handlers.intake import UNREAD
from storage.articles import count_articles
from storage.database import Database
from storage.feeds import due_feeds
from storage.schema import articles

from ...builders import NOW, put_feed
from ..feeds import DATE, FULL_TEXT, HTML, PAGE, item, linked, rss
from ..intakes import (
    Clock,
    failing_workers,
    open_intake,
    stored_articles,
    stored_feed,
    stored_titles,
)
from ..sites import conditional, open_site, page

BAD_FEEDS = {
    "malformed": (b"<rss><channel><item><ti", "the feed cannot be read"),
    "empty": (b"", "the answer is empty"),
    "no entries": (rss(), "the feed holds no entries"),
    "a web page": (
        b"<!doctype html><html><body>x</body></html>",
        "the answer is a web page, not a feed",
    ),
}

pytestmark = pytest.mark.asyncio(loop_scope="module")


def news(number: int, *, hour: int = 6, content: str = FULL_TEXT) -> str:
    return item(
        f"خبر رقم {number}",
        link=f"https://news.example/{number}",
        guid=f"guid-{number}",
        date=DATE.format(hour=hour),
        content=content,
    )


async def test_a_feed_brings_its_articles_oldest_first(
    db: Database, workers: Workers
) -> None:
    body = rss(news(3, hour=9), news(1, hour=6), news(2, hour=7), title="صحيفة")
    async with (
        open_site({"/feed": page(body)}) as site,
        open_intake(db, workers) as intake,
    ):
        new = await refresh_address(intake, f"{site.url}/feed")

    articles = await stored_articles(db)
    assert new == 3
    assert [one.source.title for one in articles] == [
        "خبر رقم 1",
        "خبر رقم 2",
        "خبر رقم 3",
    ]
    assert {one.source.name for one in articles} == {"صحيفة"}


async def test_the_same_feed_twice_changes_nothing(
    db: Database, workers: Workers
) -> None:
    body = rss(news(1), news(2))
    async with (
        open_site({"/feed": page(body)}) as site,
        open_intake(db, workers) as intake,
    ):
        url = f"{site.url}/feed"
        await refresh_address(intake, url)
        before = await stored_articles(db)
        again = await refresh_address(intake, url)

    assert again == 0
    assert await stored_articles(db) == before


async def test_validators_are_kept_and_sent(db: Database, workers: Workers) -> None:
    etag, modified = 'W/"x y"', "Fri, 16 Aug 2024 07:30:00 GMT"
    answer = conditional(rss(news(1)), etag=etag, modified=modified)
    async with open_site({"/feed": answer}) as site, open_intake(db, workers) as intake:
        url = f"{site.url}/feed"
        first = await refresh_address(intake, url)
        feed = await stored_feed(db, url)
        second = await refresh_feed(intake, feed)

    assert (first, second) == (1, 0)
    assert (feed.etag, feed.modified) == (etag, modified)
    assert site.asked[1].headers["If-None-Match"] == etag
    assert site.asked[1].headers["If-Modified-Since"] == modified
    assert await stored_feed(db, url) == feed


async def test_a_feed_that_worked_is_due_as_often_as_it_publishes(
    db: Database, workers: Workers
) -> None:
    async with (
        open_site({"/feed": page(rss(news(1)))}) as site,
        open_intake(db, workers) as intake,
    ):
        await refresh_address(intake, f"{site.url}/feed")
        feed = await stored_feed(db, f"{site.url}/feed")

    # One entry in thirty hours.
    due = NOW + timedelta(hours=30 / FETCHES_PER_ENTRY)
    assert (feed.due, feed.checked, feed.succeeded) == (due, NOW, NOW)
    assert (feed.failures, feed.error, feed.title) == (0, None, "صحيفة")


@pytest.mark.parametrize(("body", "reason"), BAD_FEEDS.values(), ids=BAD_FEEDS)
async def test_a_bad_feed_is_recorded_and_loses_nothing(
    db: Database, workers: Workers, body: bytes, reason: str
) -> None:
    async with (
        open_site({"/feed": page(rss(news(1)))}) as site,
        open_intake(db, workers) as intake,
    ):
        url = f"{site.url}/feed"
        await refresh_address(intake, url)
        site.pages["/feed"] = page(body)
        with pytest.raises(FeedError) as caught:
            await refresh_feed(intake, await stored_feed(db, url))

    feed = await stored_feed(db, url)
    assert str(caught.value) == reason
    assert (feed.error, feed.failures) == (reason, 1)
    assert feed.succeeded == NOW
    assert await stored_titles(db) == ["خبر رقم 1"]


async def test_failures_wait_longer_each_time_up_to_a_day(
    db: Database, workers: Workers
) -> None:
    clock = Clock()
    waits = []
    async with open_site() as site, open_intake(db, workers, clock=clock) as intake:
        url = f"{site.url}/feed"
        for _ in range(11):
            with pytest.raises(FeedError):
                await refresh_address(intake, url)
            waits.append((await stored_feed(db, url)).due - clock.now)
            clock.now += waits[-1]

    assert [wait / timedelta(minutes=1) for wait in waits[:4]] == [5, 10, 20, 40]
    assert waits[8:] == [timedelta(minutes=1280), *[timedelta(days=1)] * 2]
    assert (await stored_feed(db, url)).failures == 11


async def test_a_feed_that_works_again_forgets_its_failures(
    db: Database, workers: Workers
) -> None:
    async with open_site() as site, open_intake(db, workers) as intake:
        url = f"{site.url}/feed"
        with pytest.raises(FeedError):
            await refresh_address(intake, url)
        site.pages["/feed"] = page(rss(news(1)))
        await refresh_address(intake, url)

    feed = await stored_feed(db, url)
    assert (feed.failures, feed.error) == (0, None)


#: How a feed is encoded, what its header says, and what it declares itself.
ENCODED = {
    "windows-1256, nothing said": ("cp1256", "text/xml", ""),
    "windows-1256, said to be utf-8": ("cp1256", "text/xml; charset=utf-8", "utf-8"),
    "iso-8859-6, nothing said": ("iso8859-6", "text/xml", ""),
    "utf-8, said to be latin-1": ("utf-8", "text/xml; charset=iso-8859-1", ""),
    "utf-8, said to be windows-1256": ("utf-8", "text/xml", "windows-1256"),
    "utf-16 with a mark": ("utf-16", "text/xml; charset=utf-8", "utf-8"),
}


async def test_whatever_is_said_of_its_encoding_a_title_is_stored_readable(
    db: Database, workers: Workers
) -> None:
    title = "وزير الدفاع يصل إلى العاصمة"
    async with open_site() as site, open_intake(db, workers) as intake:
        for number, (encoding, kind, declared) in enumerate(ENCODED.values()):
            entry = item(f"{title} {number}", content=FULL_TEXT)
            body = rss(entry, declaration=declared).decode().encode(encoding)
            site.pages[f"/{number}"] = page(body, content_type=kind)
            await refresh_address(intake, f"{site.url}/{number}")

    stored = [(one.source.title, one.source.name) for one in await stored_articles(db)]
    assert stored == [(f"{title} {number}", "صحيفة") for number in range(len(ENCODED))]


async def test_dates_that_are_missing_or_to_come_are_now(
    db: Database, workers: Workers
) -> None:
    future = "Fri, 16 Aug 2124 06:00:00 GMT"
    body = rss(
        item("غدا", link="https://news.example/1", date=future, content=FULL_TEXT),
        item("متى", link="https://news.example/2", content=FULL_TEXT),
    )
    async with (
        open_site({"/feed": page(body)}) as site,
        open_intake(db, workers) as intake,
    ):
        await refresh_address(intake, f"{site.url}/feed")

    assert [one.source.published for one in await stored_articles(db)] == [NOW, NOW]


async def test_entries_without_a_guid_are_told_apart(
    db: Database, workers: Workers
) -> None:
    items = (
        item("أ", link="https://news.example/1", content=FULL_TEXT),
        item("ب", link="https://news.example/2", content=FULL_TEXT),
    )
    async with (
        open_site({"/feed": page(rss(*items))}) as site,
        open_intake(db, workers) as intake,
    ):
        first = await refresh_address(intake, f"{site.url}/feed")
        again = await refresh_address(intake, f"{site.url}/feed")

    assert (first, again) == (2, 0)


async def test_markup_in_titles_is_not_stored(db: Database, workers: Workers) -> None:
    title = "&lt;b&gt;خبر&lt;/b&gt; &amp;quot;عاجل&amp;quot;"
    body = rss(item(title, link="https://news.example/1", content=FULL_TEXT))
    async with (
        open_site({"/feed": page(body)}) as site,
        open_intake(db, workers) as intake,
    ):
        await refresh_address(intake, f"{site.url}/feed")

    assert await stored_titles(db) == ['خبر "عاجل"']


async def test_one_bad_entry_does_not_stop_the_rest(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried again at the next fetch, so the validators are not kept."""
    answer = conditional(rss(news(1), news(2), news(3)), etag='"1"')
    failures: dict[str, Exception] = {"خبر رقم 2": ZeroDivisionError("a bug")}
    async with (
        open_site({"/feed": answer}) as site,
        failing_workers(failures) as bad_workers,
        open_intake(db, bad_workers) as intake,
    ):
        url = f"{site.url}/feed"
        new = await refresh_address(intake, url)
        feed = await stored_feed(db, url)
        failures.clear()
        again = await refresh_feed(intake, feed)

    assert (new, again) == (2, 1)
    assert (feed.etag, feed.error) == (None, None)
    assert (await stored_feed(db, url)).etag == '"1"'
    assert "entry failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("error", [WorkerLateError("late"), WorkerLostError("lost")])
async def test_an_article_that_no_worker_can_read_is_stored_and_marked_as_unread(
    db: Database, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        open_site({"/feed": page(rss(news(1), news(2)))}) as site,
        failing_workers({"خبر رقم 1": error}) as bad_workers,
        open_intake(db, bad_workers) as intake,
    ):
        new = await refresh_address(intake, f"{site.url}/feed")

    versions = await db.fetch_all(select(articles.c.title, articles.c.analysis_version))
    assert new == 2
    assert dict(map(tuple, versions)) == {
        "خبر رقم 1": UNREAD,
        "خبر رقم 2": ANALYSIS_VERSION,
    }
    assert ANALYSIS_VERSION > UNREAD
    assert "analysis given up" in caplog.text
    assert str(error) in caplog.text


async def test_a_long_feed_is_taken_in_over_several_turns(
    db: Database, workers: Workers
) -> None:
    answer = conditional(rss(news(1), news(2)), etag='"1"')
    async with (
        open_site({"/feed": answer}) as site,
        open_intake(db, workers, turn=0) as intake,
    ):
        url = f"{site.url}/feed"
        first = await refresh_address(intake, url)
        feed = await stored_feed(db, url)
        second = await refresh_feed(intake, feed)

    assert (first, second) == (1, 1)
    assert (feed.etag, feed.due) == (None, NOW)
    assert (await stored_feed(db, url)).etag == '"1"'


async def test_cancelled_in_the_middle_it_goes_on_where_it_stopped(
    db: Database,
    workers: Workers,
) -> None:
    """What was stored stays, whole; the rest comes with the next fetch."""
    reached = asyncio.Event()

    async def hang(_request: web.Request) -> web.StreamResponse:
        reached.set()
        await asyncio.Event().wait()
        return web.Response()

    async with open_site({"/1": page(PAGE, content_type=HTML), "/2": hang}) as site:
        site.pages["/feed"] = conditional(
            rss(linked(site, 1), linked(site, 2)), etag='"1"'
        )
        async with open_intake(db, workers) as intake:
            url = f"{site.url}/feed"
            refresh = asyncio.create_task(refresh_address(intake, url))
            await reached.wait()
            refresh.cancel()
            with pytest.raises(asyncio.CancelledError):
                await refresh
            stored, feed = await stored_titles(db), await stored_feed(db, url)
            site.pages["/2"] = page(PAGE, content_type=HTML)
            again = await refresh_feed(intake, feed)

    assert stored == ["خبر رقم 1"]
    assert (feed.etag, feed.due) == (None, NOW)
    assert again == 1
    assert await stored_titles(db) == ["خبر رقم 1", "خبر رقم 2"]


async def test_given_entries_are_taken_with_the_text_they_bring(
    db: Database, workers: Workers
) -> None:
    entry = Entry("1", "خبر", "https://news.example/1", "ملخص", "", None)
    async with db.transaction() as connection:
        feed = await put_feed(connection, demo=True)

    async with open_intake(db, workers) as intake:
        assert await take_entries(intake, feed, [entry]) == 1
        assert await take_entries(intake, feed, [entry]) == 0

    assert await count_articles(db) == 1


async def test_an_address_becomes_a_subscription_even_if_it_fails(
    db: Database,
    workers: Workers,
) -> None:
    async with open_site() as site, open_intake(db, workers) as intake:
        with pytest.raises(FeedError, match="status 404"):
            await refresh_address(intake, f"{site.url}/feed")

    due = await due_feeds(db, now=NOW + timedelta(minutes=5), limit=5)
    assert [feed.url for feed in due] == [f"{site.url}/feed"]
