"""`mujaz reanalyse`: stored articles, read again by this version of the analysis."""

import sys
from typing import Final

from analysis.engine import ANALYSIS_VERSION
from bot.app import App, run_work
from bot.cli.commands_run import only_errors
from bot.cli.progress import progress_bar
from bot.feeds.taking import analyse_with
from bot.first_run import load_known_actors
from handlers.intake import read_anew
from storage.readings import count_outdated, outdated_texts

#: So many articles are in memory at once.
PAGE: Final = 100


def run_reanalysis() -> int:
    """Read again what an older version read; 1 if an article could not be read.

    The newest come first, and each is stored by itself: what an interruption leaves
    is read the next time.
    """
    return run_work(_reanalyse, level=only_errors)


async def _reanalyse(app: App) -> int:
    await load_known_actors(app)
    total = await count_outdated(app.db, version=ANALYSIS_VERSION)
    read = failed = 0
    before: int | None = None
    with progress_bar("Reading again") as advance:
        while texts := await outdated_texts(
            app.db, version=ANALYSIS_VERSION, before=before, limit=PAGE
        ):
            for text in texts:
                analyse = analyse_with(app.intake, text.url)
                good = await read_anew(app.db, text=text, analyse=analyse)
                read, failed = read + good, failed + (not good)
                advance(read + failed, total)
            before = texts[-1].article_id
    sys.stdout.write(f"Read again: {read}; could not be read: {failed}.\n")
    return int(failed > 0)
