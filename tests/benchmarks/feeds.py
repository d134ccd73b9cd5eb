"""What a day of 2,000 feeds costs, their publishers and us, on a moved clock."""

import asyncio
import logging
import random
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from storage.database import open_database
from tests.bot.feed_day import GAPS, Day, run_day

FEEDS: Final = 2_000
HOSTS: Final = 400
HOURS: Final = 24


def main() -> None:
    """Print requests, answers and bytes, and how long entries waited."""
    # Publishers refuse at times; that is a part of the day.
    logging.disable()
    start = perf_counter()
    day = asyncio.run(_run())
    requests = sum(day.statuses.values())
    answers = ", ".join(f"{n:,} x {code}" for code, n in sorted(day.statuses.items()))
    print(f"feeds: {FEEDS:,} feeds for {HOURS} h in {perf_counter() - start:.0f} s")
    print(f"feeds: {requests:,} requests ({answers}), {day.bytes / 1e6:.0f} MB")
    print(f"feeds: every 5 minutes it would be {FEEDS * HOURS * 12:,} requests")
    print(f"feeds: asked earlier than allowed: {len(day.early)}")
    for gap in GAPS:
        polls = [
            one.polls for one in day.publishers if one.gap == timedelta(minutes=gap)
        ]
        print(f"feeds: an entry in {gap} min: {median(polls):.0f} requests (median)")
    waits = sorted(wait.total_seconds() / 60 for wait in day.delays)
    print(
        f"feeds: {len(waits):,} entries waited {median(waits):.1f} min (median), "
        f"{waits[int(0.95 * len(waits))]:.0f} min (95 %)"
    )


async def _run() -> Day:
    chance = random.Random(6)
    gaps = chance.choices(list(GAPS), weights=list(GAPS.values()), k=FEEDS)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mujaz.sqlite3"
        async with open_database(f"sqlite+aiosqlite:///{path}") as db:
            return await run_day(db, gaps=gaps, hours=HOURS, hosts=HOSTS)
