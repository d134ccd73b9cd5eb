"""Names that only their frame tells: a title before them, a particle after them."""

from typing import Final

from analysis.naming.name_bounds import (
    is_anothers_name,
    is_foreign_given,
    is_last,
    is_name,
)
from analysis.naming.name_evidence import says_that
from analysis.naming.page import Page
from analysis.text.tokens import COMMAS

#: A name that only its frame tells has at most this many words.
MOST_FRAMED: Final = 5


def framed_end(page: Page, first: int, last: int) -> int:
    """Return the end of a name that only its frame tells, or `first`.

    After a role or a verb of saying, words of which at least one is a name or looks
    like one are a name where a particle or a mark follows them at once, though no
    lexicon has the others: "the police chief Dhu al-Fiqar Hayat Afridi that ...".
    Where "that" follows, they are a name though none of them looks like one.
    """
    end = first
    sure, odd, plain = False, 0, False
    while end < min(last, first + MOST_FRAMED) and _may_be_framed(page, end):
        word, before = page.words[end], page.words[end - 1]
        closed = end > first + 1 and before.family and before.given is None
        if closed and is_foreign_given(word):
            break
        if end > first and is_anothers_name(page, end):
            break
        sure = sure or word.is_strong or (word.is_unknown and word.likeness >= _LIKELY)
        plain = not (word.is_name or word.is_unknown or word.joiner)
        odd += plain
        end += 1
    if end > first + 1 and _opens_statement(page, end):
        return end
    framed = end > first + 1 and not plain and is_last(page, end - 1, last)
    return end if framed and sure and odd <= 1 else first


def _opens_statement(page: Page, index: int) -> bool:
    """Tell whether "that" follows, behind a comma at most: who said so ends here."""
    comma = index < len(page.words) and page.token(index).text in COMMAS
    return says_that(page, index + comma)


def _may_be_framed(page: Page, index: int) -> bool:
    """Tell whether nothing speaks against a word inside a frame."""
    word = page.words[index]
    if not word.text or word.conjunct or word.cut:
        return False
    elsewhere = index in page.inside and not page.inside[index].is_person
    if elsewhere or page.token(index).text[-1].isascii():
        return False
    if word.is_name or word.joiner:
        return True
    folded = page.token(index).folded
    if word.boundary or len(folded) < _SHORT - 1:
        return False
    if not word.is_unknown and folded[0] in _PREFIXES:
        return False
    if folded[0] == _WAW and is_name(page, folded[1:]):
        return False
    other = word.verb or word.listed or word.modifier or word.nationality
    noun = word.head or word.organisation or word.honorific or page.reports(index)
    if other or noun or (word.everyday and folded.endswith(_PRONOUNS)):
        return False
    return not word.definite or page.token(index).folded.startswith(_ARTICLE)


def titled_end(page: Page, first: int, end: int, last: int) -> int:
    """Return the end of a name after a title, where an everyday word may end it.

    "The citizen Badr al-Qal'a": a lone given name after a title has a family name,
    though that be an everyday word, if the name can end there.
    """
    if end != first + 1 or end >= last or not page.is_word(end):
        return end
    word = page.words[end]
    given = page.words[first].given
    foreign = word.nationality and not (given is not None and given.native)
    common = word.head or word.organisation or word.modifier or foreign
    if page.words[first].given is None or not word.definite or common or word.boundary:
        return end
    plain = page.token(end).folded.startswith(_ARTICLE) and end not in page.matches
    return end + 1 if plain and is_last(page, end, last) else end


_BEH: Final = "\N{ARABIC LETTER BEH}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_PREFIXES: Final = frozenset((_BEH, "\N{ARABIC LETTER LAM}"))
_LIKELY: Final = 0.3
_SHORT: Final = 4
_PRONOUNS: Final = (
    "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER HEH}\N{ARABIC LETTER MEEM}",
)
