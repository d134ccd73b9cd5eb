"""Local times on calendars that jump: each local day has its digest once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.schedule import (
    EVERY_DAY,
    Plan,
    moment_of,
    next_occurrence,
    occurrences,
    quiet_end,
)

DAY = timedelta(days=1)
ZONES = (
    "Asia/Riyadh",
    "Africa/Cairo",
    "Asia/Gaza",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Europe/Berlin",
    "America/New_York",
    "America/Nuuk",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
)
MOMENTS = {
    "a usual day": ("Asia/Riyadh", date(2026, 3, 1), "07:30", "2026-03-01 04:30"),
    "a time left out": (
        "Europe/Berlin",
        date(2026, 3, 29),
        "02:30",
        "2026-03-29 01:30",
    ),
    "a time after it": (
        "Europe/Berlin",
        date(2026, 3, 29),
        "03:30",
        "2026-03-29 01:30",
    ),
    "a time twice": ("Europe/Berlin", date(2026, 10, 25), "02:30", "2026-10-25 00:30"),
    "midnight left out": (
        "Africa/Cairo",
        date(2026, 4, 24),
        "00:15",
        "2026-04-23 22:15",
    ),
    "a half hour": (
        "Australia/Lord_Howe",
        date(2026, 4, 5),
        "01:45",
        "2026-04-04 14:45",
    ),
    "evening left out": (
        "America/Nuuk",
        date(2026, 3, 28),
        "23:30",
        "2026-03-29 01:30",
    ),
    "a day left out": ("Pacific/Apia", date(2011, 12, 30), "12:00", None),
    "the day after it": (
        "Pacific/Apia",
        date(2011, 12, 31),
        "00:00",
        "2011-12-30 10:00",
    ),
}
QUIET = {
    "in the night": ("23:30", "2026-03-02 07:00"),
    "after midnight": ("03:00", "2026-03-01 07:00"),
    "at its beginning": ("23:00", "2026-03-02 07:00"),
    "at its end": ("07:00", None),
    "by day": ("12:00", None),
}

moments = st.datetimes(
    min_value=datetime(2008, 1, 1),  # noqa: DTZ001
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
plans = st.builds(
    Plan,
    minute=st.integers(0, 1439),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    weekdays=st.integers(1, EVERY_DAY),
)


def minute_of(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "time", "expected"), MOMENTS.values(), ids=MOMENTS
)
def test_a_local_time_has_one_moment(
    zone: str, day: date, time: str, expected: str | None
) -> None:
    moment = moment_of(day, minute_of(time), ZoneInfo(zone))

    assert moment == (utc(expected) if expected else None)


@given(plans, moments, st.integers(0, 9 * 24))
def test_a_time_passed_in_steps_has_the_same_as_in_one(
    plan: Plan, start: datetime, hours: int
) -> None:
    end = start + min(timedelta(hours=hours), timedelta(days=8))
    middle = start + (end - start) / 3

    whole = occurrences(plan, since=start, until=end)
    parts = occurrences(plan, since=start, until=middle)
    parts += occurrences(plan, since=middle, until=end)

    assert whole == parts
    assert len({one.day for one in whole}) == len(whole)


@given(plans, moments)
def test_walking_from_one_to_the_next_leaves_out_no_day(
    plan: Plan, start: datetime
) -> None:
    walked, moment, day = [], start, None
    for _ in range(5):
        one = next_occurrence(plan, after=moment, later_than=day)
        walked.append(one)
        moment, day = one.moment, one.day

    between = occurrences(
        plan, since=max(start, moment - timedelta(days=7)), until=moment
    )
    assert [one for one in walked if one.moment > moment - timedelta(days=7)] == [
        one for one in between if one.day <= walked[-1].day
    ]
    assert all(plan.has(one.day) for one in walked)


@given(plans, moments)
def test_a_settled_day_is_not_due_again_after_a_change_of_zone(
    plan: Plan, start: datetime
) -> None:
    first = next_occurrence(plan, after=start)
    elsewhere = Plan(plan.minute, ZoneInfo("Pacific/Honolulu"), plan.weekdays)

    following = next_occurrence(elsewhere, after=first.moment, later_than=first.day)

    assert following.day > first.day
    assert following.moment > first.moment


def test_a_long_downtime_is_not_told_day_by_day() -> None:
    plan = Plan(450, ZoneInfo("UTC"))
    now = datetime(2026, 5, 1, tzinfo=UTC)

    past = occurrences(plan, since=now - timedelta(days=400), until=now)

    assert len(past) == 8


@pytest.mark.parametrize(("time", "ends"), QUIET.values(), ids=QUIET)
def test_quiet_hours_go_over_midnight(time: str, ends: str | None) -> None:
    zone = ZoneInfo("UTC")
    moment = utc(f"2026-03-01 {time}")

    end = quiet_end(moment, start=23 * 60, end=7 * 60, zone=zone)

    assert end == (utc(ends) if ends else None)
