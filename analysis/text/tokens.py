"""Cutting a text into tokens that remember where they stood."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from analysis.text.folding import DIACRITICS, INVISIBLE, fold, normalise


class TokenKind(Enum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    MARK = "mark"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, punctuation mark or line break of a text.

    Attributes:
        start, end: half-open position in the text as given, in code points.
        text: the token at the lexicon level; empty for a line break.
        folded: the token at the variant level.
        kind: what it is made of.
        spaced: white space (or the text's start) stands right before it.
    """

    start: int
    end: int
    text: str
    folded: str
    kind: TokenKind
    spaced: bool


_KINDS: Final = {kind.value: kind for kind in TokenKind}
_SEPARATORS: Final = "\N{ARABIC DECIMAL SEPARATOR}\N{ARABIC THOUSANDS SEPARATOR}"
_TOKEN: Final = re.compile(
    rf"[^\S\n\r\N{{LINE SEPARATOR}}\N{{PARAGRAPH SEPARATOR}}]*"
    # Controls before and after a word are none of its letters.
    rf"(?:(?P<word>[^\W\d_][^\W_]*(?:[{INVISIBLE}]+[^\W_]+)*[{DIACRITICS}]*)"
    rf"|(?P<break>[\n\r\N{{LINE SEPARATOR}}\N{{PARAGRAPH SEPARATOR}}])"
    rf"|(?P<number>\d+(?:[.,{_SEPARATORS}]\d+)*)"
    rf"|(?P<invisible>[{INVISIBLE}]+)"
    rf"|(?P<mark>\S))"
)


#: The comma, Arabic and Latin.
COMMAS: Final = frozenset({"\N{ARABIC COMMA}", ","})
#: Names of letters with dots between them, as initials are written: their dots end
#: no sentence and part no name.
_SPELT: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_]{2,3}\.){2,}[^\W\d_]{2,3}(?![^\W_])")


@lru_cache(maxsize=65536)
def _levels(raw: str) -> tuple[str, str]:
    return normalise(raw), fold(raw)


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text` in order; white space and controls are left out.

    A word keeps the clitics that are written as part of it. Each punctuation mark is
    a token of its own, so three dots are three tokens. `text[t.start:t.end]` is the
    token as published.
    """
    tokens = []
    spaced = True
    joints = _joints(text)
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or "mark"
        start, end = match.span(group)
        spaced = spaced or start > match.start()
        if group == "invisible" or (group == "mark" and start in joints):
            continue
        if group == "break":
            lexical = folded = ""
        else:
            lexical, folded = _levels(text[start:end])
            if not folded and group == "word":
                continue
        tokens.append(Token(start, end, lexical, folded, _KINDS[group], spaced))
        spaced = group == "break"
    return tuple(tokens)


def _joints(text: str) -> frozenset[int]:
    """Return where dots stand between the letters of initials."""
    return frozenset(
        spelt.start() + offset
        for spelt in _SPELT.finditer(text)
        for offset, letter in enumerate(spelt.group())
        if letter == "."
    )
