"""Names that marks or another script set apart: in quotation marks, in Latin."""

from typing import Final

from analysis.naming.page import Page
from analysis.text.tokens import TokenKind

#: An organisation's name has at most this many tokens.
LONGEST: Final = 10


def quoted_name(page: Page, index: int, last: int) -> tuple[int, int] | None:
    """Return the tokens of a short name in quotation marks or brackets at a token."""
    if index < last and page.token(index).text == "(":
        return _bracketed(page, index, last)
    span = page.spans.get(index) if index < last else None
    if span is None or span.outer_last > last or span.repaired:
        return None
    kinds = (TokenKind.WORD, TokenKind.NUMBER)
    inner = range(span.first, span.last)
    words = all(page.token(i).kind in kinds for i in inner)
    named = words and 0 < len(inner) <= _MOST_QUOTED
    return (span.first, span.last) if named else None


def _bracketed(page: Page, index: int, last: int) -> tuple[int, int] | None:
    for end in range(index + 1, min(last, index + _MOST_QUOTED + 2)):
        if page.token(end).text == ")":
            return (index + 1, end) if end > index + 1 else None
        if not page.is_word(end):
            return None
    return None


def is_plain(page: Page, first: int, last: int) -> bool:
    """Tell whether what stands in marks is no name of a body: a word, a person."""
    word = page.words[first]
    person = word.given is not None and word.is_strong and last > first + 1
    inflected = word.everyday and page.token(first).folded[0] in (_BEH, _LAM)
    return word.listed or inflected or person


def latin_end(page: Page, index: int, last: int) -> int:
    """Return the end of a name in Latin letters, ampersands and stops included."""
    end = index
    while end < min(last, index + LONGEST):
        text = page.token(end).text
        if not (text.isascii() and (text.isalnum() or text in _IN_LATIN)):
            break
        end += 1
    while end > index and not page.token(end - 1).text.isalnum():
        end -= 1
    opens = end > index and page.token(index).text.isalpha()
    return end if opens else index


_BEH: Final = "\N{ARABIC LETTER BEH}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_IN_LATIN: Final = frozenset("+&.-,")
_MOST_QUOTED: Final = 4
