"""The analysis engine with the known actors; runs in a worker process."""

from functools import cache

from analysis.engine import analyse
from analysis.lexicons import Lexicons, load_lexicons
from analysis.model import Analysis
from bot.seeds import read_actors


def analyse_article(title: str, body: str) -> Analysis:
    """Read an article; the first call in a process loads the lexicons."""
    return analyse(title, body, _lexicons())


@cache
def _lexicons() -> Lexicons:
    return load_lexicons(read_actors())
