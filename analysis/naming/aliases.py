"""Names in quotation marks: other names of a person, and titles of works."""

from typing import Final

from analysis.naming.name_bounds import name_end
from analysis.naming.page import Page
from analysis.text.tokens import COMMAS


def alias_after(page: Page, index: int, last: int) -> tuple[int, int, int] | None:
    """Return another name in marks behind a name, bare or after "known as".

    It comes as a token range, and the letters of clitics on its first token.
    """
    start = index
    if start < last and page.token(start).text in COMMAS:
        start += 1
    if start < last and page.token(start).folded in page.lexicons.alias_words:
        start += 1
        if start < last and page.token(start).folded in _AS:
            start += 1
        elif start < last and _is_called(page, start):
            return start, name_end(page, start, last), 1
    elif start > index:
        return None
    span = page.spans.get(start) if start < last else None
    if span is None or not 0 < span.last - span.first < _MOST_QUOTED:
        return None
    inner = range(span.first, span.last)
    if not all(page.is_word(i) for i in inner) or page.reports(index):
        return None
    known = any(i in page.inside and not page.inside[i].is_person for i in inner)
    if known or (start == index and any(page.words[i].listed for i in inner)):
        return None
    return span.first, span.last, 0


def is_title(page: Page, first: int, end: int) -> bool:
    """Tell whether a foreign name fills its marks: a work, a product or a firm."""
    given = page.words[first].given
    opening = (page.spans.get(first - back) for back in range(1, _MOST_QUOTED))
    fills = any(span is not None and span.last == end for span in opening)
    return fills and not (given is not None and given.native)


def _is_called(page: Page, index: int) -> bool:
    """Tell whether "by" is written onto an unlisted name: known as X."""
    folded = page.token(index).folded
    plain = folded[1:] in page.lexicons.vocabulary.words or index in page.inside
    return folded.startswith(_BEH) and page.is_word(index) and not plain


_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_BEH: Final = "\N{ARABIC LETTER BEH}"
#: A name in marks has fewer words.
_MOST_QUOTED: Final = 4
_AS: Final = frozenset(
    (
        _BEH,
        _BEH + _ALEF + "\N{ARABIC LETTER SEEN}\N{ARABIC LETTER MEEM}",
        _BEH + _ALEF + "\N{ARABIC LETTER LAM}",
    )
)
