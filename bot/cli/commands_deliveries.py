"""`mujaz deliveries`: how far what is owed to chats has gone out."""

import asyncio
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from rich.console import Console

from bot.app import App, run_work
from bot.cli.commands_run import only_errors
from bot.cli.progress import progress_bar
from storage.deliveries import LATER, count_deliveries

#: What was owed earlier is no part of what goes out now.
SHOWN: Final = timedelta(hours=24)
LOOK_EVERY: Final = 0.5
_OPEN: Final = ("pending", "sending")


def run_deliveries() -> int:
    """Show the deliveries of the last day.

    In a terminal, until all that are due are settled; Ctrl-C ends it sooner.
    """
    return run_work(_show, level=only_errors)


async def _show(app: App) -> int:
    since = app.desk.clock() - SHOWN
    if Console(stderr=True).is_terminal:
        await _watch(app, since)
    counts = await count_deliveries(app.db, since=since, now=app.desk.clock())
    sys.stdout.write(f"Deliveries of the last 24 hours: {summary(counts)}.\n")
    return 0


async def _watch(app: App, since: datetime) -> None:
    """Move a bar along until nothing is to be sent now any more."""
    with progress_bar("Delivering") as advance:
        while True:
            counts = await count_deliveries(app.db, since=since, now=app.desk.clock())
            total = sum(counts.values()) - counts.get(LATER, 0)
            still = sum(counts.get(state, 0) for state in _OPEN)
            advance(total - still, total)
            if not still:
                return
            await asyncio.sleep(LOOK_EVERY)


def summary(counts: Mapping[str, int]) -> str:
    """Return the states with their numbers: "sent 3, failed 1"; "none" for none."""
    named = [f"{state} {number}" for state, number in counts.items()]
    return ", ".join(named) or "none"
