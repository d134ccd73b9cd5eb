from datetime import timedelta

import pytest

from storage.database import Database
from storage.feed_records import FeedReading
from storage.feeds import (
    active_feeds,
    add_feed,
    deactivate_feed,
    due_feeds,
    feed_by_url,
    feed_statuses,
    record_failure,
    record_fetch,
)
from tests.builders import NOW, ago, put_article, put_feed

URL = "https://news.example/feed"
LATER = NOW + timedelta(minutes=15)


def reading(*, title: str = "") -> FeedReading:
    """Return what an empty body says."""
    return FeedReading(title, "", None, None, None, 0)


async def test_a_new_feed_is_due_at_once(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await add_feed(
            connection, url=URL, title="الأخبار", category="عام", now=NOW
        )

    assert feed == await feed_by_url(db, url=URL)
    assert (feed.title, feed.category, feed.due, feed.added) == (
        "الأخبار",
        "عام",
        NOW,
        NOW,
    )
    assert (feed.active, feed.demo, feed.failures, feed.error) == (True, False, 0, None)
    assert await due_feeds(db, now=NOW, limit=5) == [feed]


async def test_adding_a_feed_twice_changes_nothing(db: Database) -> None:
    async with db.transaction() as connection:
        first = await add_feed(connection, url=URL, title="الأخبار", now=NOW)
        second = await add_feed(connection, url=URL, title="آخر", now=LATER)

    assert first == second
    assert await active_feeds(db) == [first]


async def test_adding_a_feed_again_gives_it_the_title_it_lacked(db: Database) -> None:
    async with db.transaction() as connection:
        await add_feed(connection, url=URL, title="", now=NOW)
        named = await add_feed(connection, url=URL, title="الأخبار", now=LATER)

    assert named.title == "الأخبار"
    assert named.due == NOW


async def test_a_removed_feed_comes_back_with_its_articles(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection, URL)
        await put_article(connection, feed, "1")
    async with db.transaction() as connection:
        assert await deactivate_feed(connection, url=URL)
        assert not await deactivate_feed(connection, url=URL)
        assert not await deactivate_feed(connection, url="https://unknown.example")

    assert await active_feeds(db) == []
    assert await due_feeds(db, now=LATER, limit=5) == []
    [status] = await feed_statuses(db)
    assert not status.feed.active

    async with db.transaction() as connection:
        back = await add_feed(connection, url=URL, title="", now=LATER)
    assert (back.id, back.active, back.due) == (feed.id, True, LATER)
    [status] = await feed_statuses(db)
    assert status.articles == 1


async def test_feeds_are_due_in_the_order_of_their_times(db: Database) -> None:
    async with db.transaction() as connection:
        for number, due in enumerate((ago(hours=1), LATER, ago(hours=2), NOW)):
            feed = await put_feed(connection, f"https://{number}.example")
            await record_fetch(
                connection, feed_id=feed.id, now=NOW, due=due, etag=None, modified=None
            )
        await put_feed(connection, "https://demo.example", demo=True)

    due_now = [feed.url for feed in await due_feeds(db, now=NOW, limit=9)]

    assert due_now == ["https://2.example", "https://0.example", "https://3.example"]
    assert len(await due_feeds(db, now=NOW, limit=2)) == 2
    assert len(await active_feeds(db)) == 5


async def test_failures_are_counted_until_a_fetch_works(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection, URL)
        for hours in (3, 2):
            await record_failure(
                connection,
                feed_id=feed.id,
                now=ago(hours=hours),
                due=NOW,
                reason="the server does not answer",
            )
    failing = await feed_by_url(db, url=URL)
    assert failing is not None
    assert (failing.failures, failing.error) == (2, "the server does not answer")
    assert (failing.checked, failing.succeeded, failing.due) == (
        ago(hours=2),
        None,
        NOW,
    )

    async with db.transaction() as connection:
        await record_fetch(
            connection,
            feed_id=feed.id,
            now=NOW,
            due=LATER,
            etag='W/"a b"',
            modified="Sat, 17 Aug 2024 11:00:00 GMT",
        )
    working = await feed_by_url(db, url=URL)
    assert working is not None
    assert (working.failures, working.error) == (0, None)
    assert (working.checked, working.succeeded, working.due) == (NOW, NOW, LATER)
    assert (working.etag, working.modified) == (
        'W/"a b"',
        "Sat, 17 Aug 2024 11:00:00 GMT",
    )


TITLES = {
    "none before": ("", "من الموجز", "من الموجز"),
    "chosen before": ("اختاره الناس", "من الموجز", "اختاره الناس"),
    "none given": ("اختاره الناس", None, "اختاره الناس"),
    "none at all": ("", None, ""),
}


@pytest.mark.parametrize(
    ("before", "given", "after"), TITLES.values(), ids=list(TITLES)
)
async def test_a_feeds_own_title_fills_only_an_empty_one(
    db: Database, before: str, given: str | None, after: str
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection, URL, title=before)
        await record_fetch(
            connection,
            feed_id=feed.id,
            now=NOW,
            due=LATER,
            etag=None,
            modified=None,
            read=None if given is None else reading(title=given),
        )

    stored = await feed_by_url(db, url=URL)
    assert stored is not None
    assert stored.title == after


async def test_a_status_tells_what_a_feed_brought(db: Database) -> None:
    async with db.transaction() as connection:
        busy = await put_feed(connection, "https://busy.example")
        await put_feed(connection, "https://empty.example")
        await put_article(connection, busy, "1", published=ago(hours=2))
        await put_article(connection, busy, "2", published=ago(hours=1))

    statuses = await feed_statuses(db)

    assert [(one.feed.url, one.articles, one.newest) for one in statuses] == [
        ("https://busy.example", 2, ago(hours=1)),
        ("https://empty.example", 0, None),
    ]
