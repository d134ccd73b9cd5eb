"""How long a server wants to be left alone, by the headers of its answers."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

#: Nobody is taken at their word for longer.
LONGEST_FRESH: Final = timedelta(hours=24)
LONGEST_RETRY: Final = timedelta(days=7)

_ZERO: Final = timedelta()
_MAX_AGE: Final = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d+)\"?", re.IGNORECASE)
_NEVER: Final = re.compile(r"(?:^|,)\s*no-(?:cache|store)\s*(?:,|$)", re.IGNORECASE)
_SECONDS: Final = re.compile(r"\d+")


def fresh_for(headers: Mapping[str, str], *, now: datetime) -> timedelta:
    """Return how long an answer is good for, 0 to `LONGEST_FRESH`.

    `Cache-Control: max-age` counts from when the answer was made (`Age`); without it
    `Expires` counts, from the server's own `Date`, whose clock may be wrong.
    """
    control = headers.get("Cache-Control", "")
    if _NEVER.search(control):
        return _ZERO
    stated = _MAX_AGE.search(control)
    if stated:
        fresh = _seconds(stated[1]) - _seconds(headers.get("Age", ""))
    else:
        expires = _date(headers.get("Expires", ""))
        made = _date(headers.get("Date", "")) or now
        fresh = expires - made if expires else _ZERO
    return min(max(fresh, _ZERO), LONGEST_FRESH)


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta:
    """Return how long a server that refuses asks to wait, 0 to `LONGEST_RETRY`.

    Seconds, or a date; one that is past means nothing.
    """
    given = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(given):
        wait = _seconds(given)
    else:
        until = _date(given)
        wait = until - (_date(headers.get("Date", "")) or now) if until else _ZERO
    return min(max(wait, _ZERO), LONGEST_RETRY)


def _seconds(digits: str) -> timedelta:
    """Return so many seconds; what is no number is none, what is huge a year."""
    digits = digits.strip()
    if not _SECONDS.fullmatch(digits):
        return _ZERO
    return timedelta(seconds=min(int(digits[:12]), 31_536_000))


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
