"""Each subscription gets its digest of a day once, whatever clocks and machines do."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update

from handlers.conversation import Heading
from handlers.dispatch import owe_digests
from handlers.schedule import INSTANT, Plan, next_occurrence
from storage.chat_records import ChatAddress
from storage.chat_schema import chats, deliveries, subscriptions
from storage.chats import close_chat, reopen_chat
from storage.database import Database, open_database
from tests.builders import NOW
from tests.handlers.chats import (
    ALICE,
    BOB,
    content_ids,
    contents_of,
    outcomes,
    owed,
    pass_time,
    say,
    say_all,
)
from tests.handlers.newsroom import (
    MEETING,
    STORM,
    items,
    report,
    words_shown,
)
from tests.storage.test_chat_schema import CHAT, SUBSCRIPTION

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: NOW is noon of 17 August 2024 in UTC.
AT_13 = NOW + HOUR
ZONES = (
    "Asia/Riyadh",
    "Africa/Cairo",
    "Asia/Gaza",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
    "Asia/Kolkata",
    "Pacific/Auckland",
)


async def test_a_digest_is_owed_once_and_tells_what_came_in_since(
    news: Database,
) -> None:
    await say(news, "/subscribe 13:00 UTC")

    await pass_time(news, [NOW, AT_13 - timedelta(seconds=1)])
    before = await outcomes(news)
    await pass_time(news, [AT_13, AT_13 + HOUR, AT_13 + 2 * HOUR])
    await report(news, STORM, now=AT_13 + HOUR)
    await pass_time(news, [AT_13 + DAY, AT_13 + DAY + HOUR])

    assert before == []
    assert await outcomes(news) == [("pending", "")] * 2
    first, second = await contents_of(news)
    assert MEETING.title not in words_shown(second)
    assert len(items(first)) == 2
    assert [one.title for one in items(second)] == [STORM.title]
    assert items(second)[0].note == "وتعطلت حركة السفر يومين."
    assert isinstance(second.blocks[0], Heading)
    assert second.blocks[0].text == "موجز الأحد ١٨ أغسطس ٢٠٢٤"


async def test_a_day_without_news_is_skipped_or_told(news: Database) -> None:
    await say(news, "/subscribe 13:00 UTC")
    await say(news, "/subscribe 13:00 UTC", chat=BOB)
    await say(news, "/settings empty tell", chat=BOB)

    await pass_time(news, [AT_13, AT_13 + DAY])

    assert await outcomes(news) == [("pending", ""), ("skipped", "empty")]
    assert await outcomes(news, chat=BOB) == [("pending", ""), ("pending", "")]
    assert "لم يصل جديد" in words_shown((await contents_of(news))[-1])


LATE = {
    "on time": (timedelta(0), [("pending", "")]),
    "nearly six hours": (timedelta(hours=5, minutes=59), [("pending", "")]),
    "more than six": (timedelta(hours=6, minutes=1), [("skipped", "late")]),
    "days": (
        timedelta(days=3, hours=1),
        [("skipped", "late")] * 3 + [("pending", "")],
    ),
}


@pytest.mark.parametrize(("late", "expected"), LATE.values(), ids=LATE)
async def test_after_a_downtime_six_hours_late_is_the_most(
    news: Database, late: timedelta, expected: list[tuple[str, str]]
) -> None:
    await say_all(news, ["/subscribe 13:00 UTC", "/settings empty tell"])

    await pass_time(news, [AT_13 + late])

    assert await outcomes(news) == expected


async def test_a_clock_that_runs_back_brings_nothing_again(news: Database) -> None:
    await say(news, "/subscribe 13:00 UTC")
    await pass_time(news, [AT_13])

    await say(news, "/unsubscribe")
    await say(news, "/subscribe 13:00 UTC", now=AT_13 - HOUR)
    await pass_time(news, [AT_13 - HOUR, AT_13, AT_13 + HOUR])

    assert await outcomes(news) == [("pending", "")]


@pytest.mark.parametrize(
    "change", ["/subscribe 13:00 UTC", "/settings length 5", "/settings zone UTC"]
)
async def test_a_change_made_when_a_digest_is_due_does_not_lose_it(
    news: Database, change: str
) -> None:
    await say(news, "/subscribe 13:00 UTC")

    await say(news, change, now=AT_13 + timedelta(seconds=1))
    await pass_time(news, [AT_13 + timedelta(seconds=2), AT_13 + HOUR])

    assert await outcomes(news) == [("pending", "")]


async def test_subscribing_many_times_at_once_owes_a_new_chat_one_digest(
    news: Database, database_url: str
) -> None:
    moments = (NOW, AT_13 - INSTANT, AT_13, AT_13 + timedelta(seconds=1))
    places = [ChatAddress("telegram", str(one), "private") for one in range(1, 11)]

    async with open_database(database_url) as other:
        for place in places:
            await asyncio.gather(
                *(
                    say(db, "/subscribe 13:00 UTC", chat=place, now=moment)
                    for db in (news, other)
                    for moment in moments
                ),
                owe_digests(news, now=AT_13),
                owe_digests(other, now=AT_13),
            )
            await pass_time(news, [AT_13 + timedelta(seconds=2)])

    for place in places:
        assert await outcomes(news, chat=place) == [("pending", "")]
    assert len(await news.fetch_all(select(subscriptions))) == len(places)


async def test_a_change_of_zone_gives_no_day_two_digests(news: Database) -> None:
    await say(news, "/subscribe 08:00 Auckland")
    morning = datetime(2024, 8, 18, 8, tzinfo=UTC) - 12 * HOUR
    await pass_time(news, [morning])

    await say(news, "/settings zone Los Angeles", now=morning)
    await pass_time(news, [morning + step * HOUR for step in range(1, 60)])

    days = [one.local_day for one in await owed(news)]
    assert days == [date(2024, 8, 18), date(2024, 8, 19)]


async def test_several_times_a_day_and_weekdays(news: Database) -> None:
    await say(news, "/subscribe 13:00 UTC")
    await say(news, "/settings add 20:00")
    await say(news, "/settings empty tell")
    # Saturday (today) and Tuesday.
    await say(news, "/settings days 34")

    await pass_time(news, [NOW + step * HOUR for step in range(7 * 24)])

    sent = [(one.local_day, one.minute) for one in await owed(news)]
    saturday, tuesday = date(2024, 8, 17), date(2024, 8, 20)
    assert sent == [(day, at) for day in (saturday, tuesday) for at in (780, 1200)]


async def test_a_chat_that_shut_us_out_is_skipped_and_goes_on_later(
    news: Database,
) -> None:
    await say_all(news, ["/subscribe 13:00 UTC", "/settings empty tell"])
    place = {"platform": ALICE.platform, "address": ALICE.address}

    async with news.transaction() as connection:
        await close_chat(connection, **place, reason="blocked")
    await pass_time(news, [AT_13])
    async with news.transaction() as connection:
        await reopen_chat(connection, **place)
    await pass_time(news, [AT_13 + HOUR, AT_13 + DAY])

    assert await outcomes(news) == [("skipped", "blocked"), ("pending", "")]


async def test_two_processes_at_once_owe_each_digest_once(
    news: Database, database_url: str
) -> None:
    for number in range(40):
        place = ChatAddress("telegram", str(number), "private")
        await say(news, "/subscribe 13:00 UTC", chat=place)

    async with open_database(database_url) as other:
        done = await asyncio.gather(
            *(owe_digests(db, now=AT_13) for db in (news, other, news, other))
        )

    assert sum(one.owed for one in done) == 40
    assert len(await content_ids(news)) == 40


async def test_a_thousand_subscribers_are_composed_for_once_a_profile(
    news: Database,
) -> None:
    await subscribers(news, 1000, zones=["Asia/Riyadh"], lengths=(5, 10))
    began = time.process_time()

    done = await owe_digests(news, now=datetime(2024, 8, 18, 4, 31, tzinfo=UTC))

    assert done.owed == 1000
    assert done.editions.composed == 2
    assert len(set(await content_ids(news))) == 2
    # Measured: 0.14 s; a digest composed for each would take minutes.
    assert time.process_time() - began < 20


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "start", [datetime(2026, 3, 26, tzinfo=UTC), datetime(2026, 10, 22, tzinfo=UTC)]
)
async def test_a_week_around_a_change_of_clocks_loses_and_doubles_nothing(
    db: Database, start: datetime
) -> None:
    began = time.process_time()
    await subscribers(db, 5000, zones=ZONES, start=start)

    for moment in steps(start, start + 7 * DAY):
        await owe_digests(db, now=moment)
        await send_all(db, now=moment)

    rows = await db.fetch_all(select(deliveries))
    wanted = await db.fetch_all(select(subscriptions))
    clocks = {zone: clock(ZoneInfo(zone), start, start + 7 * DAY) for zone in ZONES}
    expected = {
        (row.id, day)
        for row in wanted
        for day in days_at(clocks[row.timezone], row.minute)
    }
    assert len(rows) == len(expected)
    assert {(row.subscription_id, row.local_day) for row in rows} == expected
    assert {(row.state, row.reason) for row in rows} == {
        ("sent", None),
        ("skipped", "empty"),
    }
    # Measured: 9 s of the processor.
    assert time.process_time() - began < 60


async def send_all(db: Database, *, now: datetime) -> None:
    """Let all that is owed arrive at once."""
    pending = deliveries.c.state == "pending"
    async with db.transaction() as connection:
        await connection.execute(
            update(deliveries).where(pending).values(state="sent", settled=now)
        )


Clock = dict[date, tuple[int, int]]


def clock(zone: ZoneInfo, start: datetime, end: datetime) -> Clock:
    """Return the first and the last minute that clocks show of each day, in between.

    By looking at them every minute, as somebody who waits for a digest would.
    """
    shown: Clock = {}
    for number in range(int((end - start) / timedelta(minutes=1)) + 1):
        local = (start + timedelta(minutes=number)).astimezone(zone)
        minute = local.hour * 60 + local.minute
        # A day that began meanwhile began at midnight, shown by clocks or jumped over.
        first, last = shown.get(local.date(), (0 if number else minute, minute))
        shown[local.date()] = first, max(last, minute)
    return shown


def days_at(clock: Clock, minute: int) -> list[date]:
    """Return the days on which the clock comes to this minute, or jumps over it."""
    return [day for day, (first, last) in clock.items() if first <= minute <= last]


def steps(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield moments at irregular distances, as a scheduler that is stopped and late."""
    moment, number = start, 0
    while moment < end:
        yield moment
        number += 1
        moment += timedelta(minutes=(7, 31, 58, 3, 113)[number % 5])
    yield end


async def subscribers(
    db: Database,
    count: int,
    *,
    zones: list[str] | tuple[str, ...],
    lengths: tuple[int, ...] = (10,),
    start: datetime = NOW,
) -> None:
    """Store chats with a subscription each, all over the day and the zones.

    Every third one is told of empty days too.
    """
    numbers = range(1, count + 1)
    places = [
        CHAT | {"id": one, "address": str(one), "thread": "", "kind": "private"}
        for one in numbers
    ]
    wanted = [
        SUBSCRIPTION
        | {
            "chat_id": one,
            "minute": minute,
            "timezone": zone,
            "length": lengths[one % len(lengths)],
            "skips_empty": bool(one % 3),
            "due": next_occurrence(
                Plan(minute, ZoneInfo(zone)), after=start - INSTANT
            ).moment,
        }
        for one in numbers
        for minute in (450 if len(zones) == 1 else one * 15 % 1440,)
        for zone in (zones[one % len(zones)],)
    ]
    async with db.transaction() as connection:
        await connection.execute(insert(chats), places)
        await connection.execute(insert(subscriptions), wanted)
