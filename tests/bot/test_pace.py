"""When a feed is fetched next."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.pace import LONGEST, SHORTEST, interval, next_fetch, retry, rhythm

from ..builders import NOW, ago

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
#: Since when, how many entries, and the minutes between two fetches.
INTERVALS = {
    "nothing known": (None, 0, 30),
    "every ten minutes": (ago(minutes=200), 20, 5),
    "every hour": (ago(hours=20), 20, 15),
    "every day": (ago(days=20), 20, 6 * 60),
    "one entry, long ago": (ago(days=400), 1, 20 * 60),
    "all at this moment": (NOW, 20, 5),
}


@pytest.mark.parametrize(
    ("since", "count", "minutes"), INTERVALS.values(), ids=INTERVALS
)
def test_a_feed_is_fetched_as_often_as_it_publishes(
    since: datetime | None, count: int, minutes: int
) -> None:
    wait = interval(since, count, now=NOW, shortest=SHORTEST)

    assert wait == timedelta(minutes=minutes)


def test_the_setting_holds_for_the_busiest_feed() -> None:
    assert interval(ago(minutes=20), 20, now=NOW, shortest=HOUR) == HOUR


def test_a_feed_that_falls_silent_is_asked_less_and_less_often() -> None:
    waits = [
        interval(NOW, 20, now=NOW + timedelta(days=days), shortest=SHORTEST)
        for days in (1, 7, 70, 700)
    ]

    assert waits == sorted(waits)
    assert waits[0] < waits[1] < waits[2] == waits[3]


def test_the_rhythm_is_that_of_the_newest_entries() -> None:
    times = [ago(hours=hours) for hours in range(100)] + [NOW + HOUR]

    assert rhythm(times, now=NOW) == (ago(hours=19), 20)
    assert rhythm([], now=NOW) == (None, 0)


def test_feeds_that_were_added_together_are_spread_over_the_hour() -> None:
    waits = [
        next_fetch(HOUR, allowed=timedelta(), chance=number / 60, is_first=True)
        for number in range(60)
    ]

    assert waits == [HOUR + number * MINUTE for number in range(60)]


def test_feeds_that_are_due_together_drift_apart() -> None:
    waits = [
        next_fetch(HOUR, allowed=timedelta(), chance=number / 6, is_first=False)
        for number in range(6)
    ]

    assert waits == [HOUR + number * 2 * MINUTE for number in range(6)]


@given(
    wait=st.timedeltas(SHORTEST, LONGEST / 1.2),
    allowed=st.timedeltas(timedelta(), timedelta(days=3)),
    chance=st.floats(0, 1, exclude_max=True),
    is_first=st.booleans(),
)
def test_no_fetch_is_earlier_than_allowed_nor_later_than_a_day(
    wait: timedelta,
    allowed: timedelta,
    chance: float,
    is_first: bool,  # noqa: FBT001 - hypothesis names it
) -> None:
    found = next_fetch(wait, allowed=allowed, chance=chance, is_first=is_first)

    assert max(wait, min(allowed, LONGEST)) <= found <= LONGEST


def test_failures_wait_longer_up_to_a_day_and_as_long_as_the_server_asks() -> None:
    none = timedelta()

    assert [retry(n, asked=none) / MINUTE for n in (0, 1, 2, 8)] == [5, 10, 20, 1280]
    assert retry(9, asked=none) == retry(10_000, asked=none) == LONGEST
    assert retry(0, asked=3 * LONGEST) == 3 * LONGEST
    assert retry(5, asked=MINUTE) == 160 * MINUTE
