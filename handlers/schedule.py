"""When a digest is owed: local times on calendars that clocks jump about on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.zones import zone_or_none
from storage.chat_records import NewSubscription, Subscription

EVERY_DAY: Final = 127
DAY_MINUTES: Final = 24 * 60
#: A digest that could not be sent is still sent within this time, and then no more.
LATEST: Final = timedelta(hours=6)
#: The finest that times are stored in: so much before a moment is just before it.
INSTANT: Final = timedelta(microseconds=1)
#: Days looked at for the next one: a week, one that the calendar left out, and more.
_AHEAD: Final = 16
_DAY: Final = timedelta(days=1)
#: Longer downtimes are not told day by day.
_BEHIND: Final = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Plan:
    """A time of day on certain weekdays.

    Attributes:
        minute: after local midnight.
        weekdays: a bit a day, Monday is 1, Sunday is 64.
    """

    minute: int
    zone: ZoneInfo
    weekdays: int = EVERY_DAY

    def has(self, day: date) -> bool:
        """Tell whether the plan has this day of the week."""
        return bool(self.weekdays >> day.weekday() & 1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A local day with the moment, in UTC, at which its digest is owed."""

    day: date
    moment: datetime


def plan_of(subscription: Subscription | NewSubscription) -> Plan:
    """Return when a subscription wants its digest."""
    # A zone that the installed time zone data no longer has must not stop everybody.
    zone = zone_or_none(subscription.timezone) or ZoneInfo("UTC")
    return Plan(subscription.minute, zone, subscription.weekdays)


def moment_of(day: date, minute: int, zone: ZoneInfo) -> datetime | None:
    """Return the moment, in UTC, of a local time.

    A time that exists twice, when clocks go back, is its first. One that does not
    exist, when they go forward, is as long after midnight as it would have been: 02:30
    becomes 03:30. A day that the calendar leaves out, as Samoa did when it crossed the
    date line, has no moment: None.
    """
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    if midnight.astimezone(zone).date() > day:
        return None
    local = datetime.combine(day, time(minute // 60, minute % 60), zone)
    return local.astimezone(UTC)


def occurrences(plan: Plan, *, since: datetime, until: datetime) -> list[Occurrence]:
    """Return what is owed after `since` and up to `until`, in order.

    Of a longer time than about a week, the last week's.
    """
    since = max(since, until - _BEHIND)
    last = until.astimezone(plan.zone).date() + _DAY
    days = _days(since.astimezone(plan.zone).date() - _DAY, last)
    return [one for one in _on(plan, days) if since < one.moment <= until]


def next_occurrence(
    plan: Plan, *, after: datetime, later_than: date | None = None
) -> Occurrence:
    """Return the first one after a moment.

    Args:
        later_than: a day that has been settled already, with those before it.
    """
    first = after.astimezone(plan.zone).date() - _DAY
    if later_than is not None:
        first = max(first, later_than + _DAY)
    days = _days(first, first + _AHEAD * _DAY)
    return next(one for one in _on(plan, days) if one.moment > after)


def left_behind(plan: Plan, *, due: datetime) -> Occurrence | None:
    """Return what is due at a moment that is none of the plan's: it was changed since.

    None where the plan has that moment.
    """
    day = due.astimezone(plan.zone).date()
    is_planned = plan.has(day) and moment_of(day, plan.minute, plan.zone) == due
    return None if is_planned else Occurrence(day, due)


def quiet_end(
    moment: datetime, *, start: int, end: int, zone: ZoneInfo
) -> datetime | None:
    """Return when the quiet hours end that a moment lies in; None if it does not.

    Args:
        start, end: local minutes; the end may lie before the start, over midnight.
            The same twice is no quiet at all.
    """
    local = moment.astimezone(zone)
    minute = local.hour * 60 + local.minute
    length, passed = (end - start) % DAY_MINUTES, (minute - start) % DAY_MINUTES
    if passed >= length:
        return None
    today = moment_of(local.date(), end, zone)
    if today and today > moment:
        return today
    return moment_of(local.date() + _DAY, end, zone)


def _on(plan: Plan, days: Iterator[date]) -> Iterator[Occurrence]:
    for day in days:
        moment = moment_of(day, plan.minute, plan.zone) if plan.has(day) else None
        if moment:
            yield Occurrence(day, moment)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _DAY
