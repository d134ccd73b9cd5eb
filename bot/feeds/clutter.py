"""What stands among an article's paragraphs and is none of it: links and calls."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from analysis.text.folding import fold

#: A longer line is a paragraph, however it begins.
_LONGEST: Final = 200
#: A title of another article is no longer, and does not end like a sentence.
_TITLE: Final = 150
#: Titles that follow a heading at most.
_TITLES: Final = 6
_SENTENCE_END: Final = re.compile(r"[.!?\N{ARABIC QUESTION MARK}:»”\"…]\s*$")
#: A line of nothing but a credit: "(رويترز)", "[أ ف ب]".
_CREDIT: Final = re.compile(r"[(\[][^()\[\]]{1,40}[)\]]")
#: What WordPress writes below an entry of a feed.
_APPEARED: Final = re.compile(r"the post .* appeared first on .*", re.IGNORECASE)
_EDGES: Final = " \t:|-–—•.\N{ARABIC COMMA}"


@dataclass(frozen=True, slots=True)
class Clutter:
    """The lines of `clutter.toml`, folded."""

    beginnings: tuple[str, ...]
    lines: frozenset[str]
    headings: frozenset[str]


def without_clutter(text: str, *, title: str = "") -> str:
    """Return an article's text, a paragraph a line, without what is none of it.

    Args:
        title: its headline, which some pages repeat above the text.
    """
    known = _clutter()
    kept: list[str] = []
    titles_left = 0
    headline = fold(title).strip(_EDGES)
    for line in text.split("\n"):
        folded = fold(line).strip(_EDGES) if len(line) <= _LONGEST else ""
        if folded and folded in known.headings:
            titles_left = _TITLES
            continue
        if titles_left and len(line) <= _TITLE and not _SENTENCE_END.search(line):
            titles_left -= 1
            continue
        titles_left = 0
        repeats = bool(headline) and folded == headline and not kept
        if not repeats and not _is_clutter(line, folded, known):
            kept.append(line)
    return "\n".join(kept)


def _is_clutter(line: str, folded: str, known: Clutter) -> bool:
    if not folded:
        return False
    return (
        folded in known.lines
        or fold(line).lstrip(_EDGES).startswith(known.beginnings)
        or bool(_CREDIT.fullmatch(line.strip()) or _APPEARED.fullmatch(line.strip()))
    )


@cache
def _clutter() -> Clutter:
    data = tomllib.loads(
        (resources.files("bot.feeds") / "clutter.toml").read_text("utf-8")
    )
    return Clutter(
        beginnings=tuple(map(fold, data["beginnings"])),
        lines=frozenset(map(fold, data["lines"])),
        headings=frozenset(map(fold, data["headings"])),
    )
