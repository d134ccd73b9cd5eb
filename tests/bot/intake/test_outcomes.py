"""What becomes of feeds that move, vanish, end, fail and recover."""

from datetime import timedelta

import pytest

from bot.feeds.fetching import NotModified
from bot.feeds.outcomes import record_success
from bot.workers import Workers
from storage.database import Database
from storage.feed_notes import count_added, owed_notes
from storage.feeds import add_feed, due_feeds

from ...builders import NOW
from ..intakes import open_intake, stored_feed
from ..sites import page, redirect
from ..watched import NEWS, READER, watch

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("status", [301, 308])
async def test_a_feed_that_moved_for_good_is_followed_after_a_week_of_agreement(
    db: Database, workers: Workers, status: int
) -> None:
    async with watch(db, workers) as watched:
        watched.site.pages["/feed"] = redirect("/new", status=status)
        for _ in range(7):
            assert await watched.refresh(after=DAY) == ""
        before = await watched.feed()
        await watched.refresh(after=DAY)
        after = await watched.feed()

    assert before.url == f"{watched.site.url}/feed"
    assert after.url == f"{watched.site.url}/new"
    assert after.moved_to is None


async def test_a_redirect_that_changes_its_mind_begins_anew(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        for answer in (redirect("/new", status=301), page(NEWS)) * 5:
            watched.site.pages["/feed"] = answer
            await watched.refresh(after=3 * DAY)
        feed = await watched.feed()

    assert feed.url == f"{watched.site.url}/feed"
    assert feed.moved_to is None


SECURED = {
    "https": ("https://news.example/feed?x=1", True),
    "another path": ("https://news.example/feed", False),
    "another host": ("https://www.news.example/feed?x=1", False),
    "still http": ("http://news.example/feed?x=1#", False),
}


@pytest.mark.parametrize(("to", "is_followed"), SECURED.values(), ids=list(SECURED))
async def test_https_in_place_of_http_is_followed_at_once(
    db: Database,
    workers: Workers,
    to: str,
    is_followed: bool,  # noqa: FBT001
) -> None:
    old = "http://news.example/feed?x=1"
    async with open_intake(db, workers) as intake:
        async with db.transaction() as connection:
            feed = await add_feed(connection, url=old, title="", now=NOW)
        await record_success(intake, feed, NotModified(moved_to=to))

    assert (await stored_feed(db, to if is_followed else old)).id == feed.id


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_feed_that_is_elsewhere_for_now_is_never_moved(
    db: Database, workers: Workers, status: int
) -> None:
    async with watch(db, workers) as watched:
        watched.site.pages["/feed"] = redirect("/new", status=status)
        for _ in range(10):
            await watched.refresh(after=DAY)
        feed = await watched.feed()

    assert feed.url == f"{watched.site.url}/feed"
    assert feed.moved_to is None


#: The statuses of two redirects, and where the feed is after a week of them.
CHAINS = {
    "for good, for now": (301, 302, "/mid"),
    "for now, for good": (302, 301, "/feed"),
    "for good twice": (308, 301, "/new"),
}


@pytest.mark.parametrize(("first", "second", "path"), CHAINS.values(), ids=list(CHAINS))
async def test_of_a_chain_only_its_permanent_beginning_is_followed(
    db: Database, workers: Workers, first: int, second: int, path: str
) -> None:
    async with watch(db, workers) as watched:
        watched.site.pages |= {
            "/feed": redirect("/mid", status=first),
            "/mid": redirect("/new", status=second),
        }
        for _ in range(9):
            await watched.refresh(after=DAY)
        feed = await watched.feed()

    assert feed.url == watched.site.url + path


@pytest.mark.parametrize("status", [404, 410])
async def test_a_feed_that_is_gone_after_it_moved_is_followed_at_once(
    db: Database, workers: Workers, status: int
) -> None:
    async with watch(db, workers) as watched:
        watched.site.pages["/feed"] = redirect("/new", status=301)
        await watched.refresh()
        watched.site.pages["/feed"] = page(status=status)
        await watched.refresh(after=HOUR)
        feed = await watched.feed()
        now = watched.clock.now

    assert (feed.url, feed.active, feed.due) == (f"{watched.site.url}/new", True, now)


async def test_a_redirect_to_what_is_no_feed_is_not_followed(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        watched.site.pages |= {
            "/feed": redirect("/parked", status=301),
            "/parked": page("<!doctype html><html><body>للبيع</body></html>"),
        }
        for _ in range(10):
            assert await watched.refresh(after=DAY)
        feed = await watched.feed()

    assert feed.url == f"{watched.site.url}/feed"
    assert feed.moved_to is None


async def test_a_feed_that_moved_to_one_that_is_here_already_becomes_that_one(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        async with db.transaction() as connection:
            other = await add_feed(
                connection, url=f"{watched.site.url}/new", title="", now=NOW
            )
        watched.site.pages["/feed"] = redirect("/new", status=301)
        for _ in range(9):
            await watched.refresh(after=DAY)
        feed = await watched.feed()
        due = await due_feeds(db, now=NOW + 99 * DAY, limit=9)

    assert not feed.active
    assert [one.id for one in due] == [other.id]
    assert await count_added(db, chat_id=1) == 1


async def test_a_feed_that_its_publisher_ended_is_given_up_and_that_is_told(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        await watched.refresh()
        watched.site.pages["/feed"] = page(status=410)
        await watched.refresh(after=DAY)
        feed = await watched.feed()
        due = await due_feeds(db, now=NOW + 99 * DAY, limit=9)

    (note,) = await owed_notes(db, limit=9)
    assert (feed.active, feed.told) == (False, "ended")
    assert due == []
    assert (note.kind, note.chat) == ("ended", READER)


async def test_an_ended_feed_that_is_added_again_begins_anew(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        watched.site.pages["/feed"] = page(status=410)
        await watched.refresh()
        async with db.transaction() as connection:
            again = await add_feed(
                connection, url=f"{watched.site.url}/feed", title="", now=NOW + DAY
            )

    assert (again.active, again.told, again.failures) == (True, None, 0)
    assert again.due == NOW + DAY


async def test_a_410_behind_a_redirect_is_a_failure_like_others(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        watched.site.pages |= {"/feed": redirect("/x"), "/x": page(status=410)}
        await watched.refresh()
        feed = await watched.feed()

    assert (feed.active, feed.failures) == (True, 1)


async def test_a_feed_that_breaks_is_told_once_and_once_when_it_recovers(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        await watched.refresh()
        watched.site.pages["/feed"] = page(status=500)
        for _ in range(5):
            await watched.refresh(after=HOUR)
        early = await watched.notes()
        for _ in range(30):
            await watched.refresh(after=HOUR)
        broken = await watched.notes()
        watched.site.pages["/feed"] = page(NEWS)
        for _ in range(3):
            await watched.refresh(after=HOUR)
        recovered = await watched.notes()
        feed = await watched.feed()

    assert (early, broken, recovered) == ([], ["broken"], ["broken", "recovered"])
    assert (feed.told, feed.failing_since) == (None, None)
    assert [note.kind for note in await owed_notes(db, limit=9)] == ["recovered"]


async def test_a_feed_that_is_not_there_for_a_week_is_looked_for(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        await watched.refresh()
        watched.site.pages["/feed"] = page(status=404)
        for _ in range(20):
            await watched.refresh(after=DAY)
        feed = await watched.feed()

    assert await watched.notes() == ["broken", "missing"]
    assert (feed.active, feed.told, feed.site) == (
        True,
        "missing",
        "https://news.example/",
    )


async def test_what_is_missing_now_and_then_is_not_missing_for_a_week(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        for number in range(20):
            watched.site.pages["/feed"] = page(status=404 if number % 3 else 500)
            await watched.refresh(after=DAY)

    assert await watched.notes() == ["broken"]
