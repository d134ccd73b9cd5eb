"""How long feeds are left alone, as they and their servers ask."""

from datetime import timedelta

import pytest

from bot.errors import FeedError, RestError
from bot.feeds.intake import refresh_feed
from bot.feeds.intake_parts import Intake
from bot.workers import Workers, open_workers
from handlers.stories import Newsdesk
from storage.database import Database, open_database
from storage.feeds import add_feed, due_feeds

from ...builders import NOW
from ..intakes import stored_feed
from ..sites import page
from ..watched import NEWS, watch

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.asyncio(loop_scope="module")


#: What a server says at noon of 17 August 2024, and the minutes it is left alone for.
RETRY = {
    "seconds": ("7200", 120),
    "a date": ("Sat, 17 Aug 2024 14:00:00 GMT", 120),
    "a date that is past": ("Fri, 16 Aug 2024 14:00:00 GMT", 5),
}


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("said", "minutes"), RETRY.values(), ids=list(RETRY))
async def test_a_server_that_says_when_to_come_back_is_left_alone_until_then(
    db: Database, workers: Workers, status: int, said: str, minutes: int
) -> None:
    headers = {"Retry-After": said, "Date": "Sat, 17 Aug 2024 12:00:00 GMT"}
    async with watch(db, workers) as watched:
        watched.site.pages["/feed"] = page(status=status, headers=headers)
        await watched.refresh()
        feed = await watched.feed()

    assert feed.due == NOW + timedelta(minutes=minutes)


async def test_its_other_feeds_are_left_alone_too_for_a_day_at_most(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        site = watched.site
        site.pages["/other"] = page(NEWS)
        others = (f"{site.url}/other", "https://elsewhere.example/feed")
        async with db.transaction() as connection:
            for url in others:
                await add_feed(connection, url=url, title="", now=NOW)
        wait = str(6 * 24 * 3600)
        site.pages["/feed"] = page(status=503, headers={"Retry-After": wait})
        await watched.refresh()
        with pytest.raises(RestError):
            await refresh_feed(watched.intake, await stored_feed(db, others[0]))
        other, elsewhere = [await stored_feed(db, url) for url in others]
        watched.clock.now += 24 * HOUR
        new = await refresh_feed(watched.intake, other)

    assert (await watched.feed()).due == NOW + timedelta(days=6)
    assert (other.due, other.failures, other.error) == (NOW + 24 * HOUR, 0, None)
    assert elsewhere.due == NOW
    assert new > 0


async def test_other_statuses_cannot_ask_to_be_left_alone(
    db: Database, workers: Workers
) -> None:
    async with watch(db, workers) as watched:
        watched.site.pages["/feed"] = page(status=500, headers={"Retry-After": "7200"})
        await watched.refresh()
        feed = await watched.feed()

    assert feed.due == NOW + timedelta(minutes=5)


CACHING = {
    "max-age": ({"Cache-Control": "max-age=36000"}, "", 10),
    "Expires": ({"Expires": "Sat, 17 Aug 2024 22:00:00 GMT"}, "", 10),
    "ttl": ({}, "<ttl>600</ttl>", 10),
    "ttl in rubbish": ({}, "<ttl>soon</ttl>", 0),
    "ttl over a day": ({}, "<ttl>99999</ttl>", 24),
    "max-age over a day": ({"Cache-Control": "max-age=9999999"}, "", 24),
}


@pytest.mark.parametrize(
    ("headers", "element", "hours"), CACHING.values(), ids=list(CACHING)
)
async def test_a_feed_is_not_fetched_before_it_allows_that(
    db: Database, workers: Workers, headers: dict[str, str], element: str, hours: int
) -> None:
    body = NEWS.replace(b"<link>", element.encode() + b"<link>", 1)
    dated = {"Date": "Sat, 17 Aug 2024 12:00:00 GMT", **headers}
    async with watch(db, workers) as watched:
        watched.site.pages["/feed"] = page(body, headers=dated)
        await watched.refresh()
        first = await watched.feed()
        # A 304 has no body: what the feed itself said still holds.
        watched.site.pages["/feed"] = page(status=304, headers=dated)
        await watched.refresh()
        second = await watched.feed()

    allowed = max(timedelta(hours=hours), timedelta(minutes=5))
    assert first.due == second.due == NOW + allowed


async def test_an_unchanged_body_is_not_read_again(
    db: Database, workers: Workers
) -> None:
    async with (
        watch(db, workers) as watched,
        open_workers(processes=1, parse_deadline=0.0) as no_time,
    ):
        await watched.refresh()
        # Whatever is read now fails.
        hurried = Intake(
            db=db,
            session=watched.intake.session,
            workers=no_time,
            desk=Newsdesk(),
            clock=watched.clock,
            shortest=HOUR,
        )
        unchanged = await refresh_feed(hurried, await watched.feed())
        watched.site.pages["/feed"] = page(NEWS + b"\n")
        with pytest.raises(FeedError, match="took too long"):
            await refresh_feed(hurried, await watched.feed())

    assert unchanged == 0


async def test_after_a_restart_nothing_is_fetched_early(
    database_url: str, workers: Workers
) -> None:
    async with open_database(database_url) as db, watch(db, workers) as watched:
        await watched.refresh()
        before = await watched.feed()
    async with open_database(database_url) as db:
        early = await due_feeds(db, now=before.due - timedelta(seconds=1), limit=9)
        due = await due_feeds(db, now=before.due, limit=9)

    assert early == []
    assert due == [before]
