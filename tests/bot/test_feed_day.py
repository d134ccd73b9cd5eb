"""Many feeds over a long time, on a clock that is moved."""

from datetime import timedelta

from storage.database import Database

from .feed_day import GAPS, run_day


async def test_over_a_day_nobody_is_asked_more_than_they_allow(db: Database) -> None:
    day = await run_day(db, gaps=[*GAPS] * 2, hours=24, hosts=6)

    busiest = [one for one in day.publishers if one.gap < timedelta(minutes=20)]
    quietest = [one for one in day.publishers if one.gap > timedelta(days=1)]
    assert day.early == []
    assert set(day.statuses) == {200, 304, 429}
    assert all(one.polls <= 24 * 12 + 1 for one in day.publishers)
    assert max(one.polls for one in busiest if one.caching == "none") > 100
    assert all(one.polls < 10 for one in quietest)
