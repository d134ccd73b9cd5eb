"""When a feed is fetched next: as often as it publishes, never before it allows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

#: The newest entries that tell how often a feed publishes.
PACED_BY: Final = 20
SHORTEST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=24)
#: A feed that nothing is known of.
UNKNOWN: Final = timedelta(minutes=30)
#: Fetches for each entry that is expected: news should not wait long.
FETCHES_PER_ENTRY: Final = 4
#: By how much an interval is drawn out at random, so that feeds which were once due
#: together drift apart.
JITTER: Final = 0.2
#: Over how long feeds that were added together are spread.
SPREAD: Final = timedelta(hours=1)
#: The waits after a failure: doubled each time, up to a day, without an end.
FIRST_RETRY: Final = timedelta(minutes=5)


def rhythm(times: Sequence[datetime], *, now: datetime) -> tuple[datetime | None, int]:
    """Return since when the newest entries were published, and how many they are.

    Args:
        times: of entries, in any order; those to come are left out.
    """
    newest = sorted((one for one in times if one <= now), reverse=True)[:PACED_BY]
    return (newest[-1], len(newest)) if newest else (None, 0)


def interval(
    since: datetime | None, count: int, *, now: datetime, shortest: timedelta
) -> timedelta:
    """Return how long to wait for a feed that published `count` entries since then.

    A feed that falls silent is asked less and less often.
    """
    longest = LONGEST / (1 + JITTER)
    learned = UNKNOWN
    if since is not None and count:
        learned = (now - since) / (count * FETCHES_PER_ENTRY)
    return max(min(learned, longest), SHORTEST, shortest)


def next_fetch(
    wait: timedelta, *, allowed: timedelta, chance: float, is_first: bool
) -> timedelta:
    """Return how long until a feed that worked is fetched again.

    Args:
        wait: as `interval` gives it.
        allowed: what its server and the feed itself ask for at least.
        chance: a random number from 0 up to 1.
        is_first: it was fetched for the first time, with others that were added with
            it.
    """
    least = max(wait, min(allowed, LONGEST))
    drawn = min(least, SPREAD) if is_first else least * JITTER
    return min(least + chance * drawn, max(LONGEST, wait))


def retry(failures: int, *, asked: timedelta) -> timedelta:
    """Return how long until a feed is tried again that failed once more.

    Args:
        failures: in a row before this one.
        asked: what its server asks for at least, as `Retry-After`.
    """
    # The exponent is bounded: a feed may fail for years.
    doubled: timedelta = FIRST_RETRY * 2 ** min(failures, 16)
    return max(min(doubled, LONGEST), asked)
