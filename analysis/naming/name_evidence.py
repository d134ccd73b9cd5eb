"""What speaks for a name: points for its words and for what stands around it."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from analysis.naming.page import Match, Page
from analysis.naming.word_classes import Word
from analysis.text.tokens import TokenKind

_WAW: Final = "\N{ARABIC LETTER WAW}"
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_YEH: Final = "\N{ARABIC LETTER YEH}"
_BEH: Final = "\N{ARABIC LETTER BEH}"
#: "Father of", in its cases.
KUNYA: Final = frozenset(
    _ALEF + _BEH + vowel for vowel in (_WAW, _ALEF, "\N{ARABIC LETTER YEH}")
)


class Evidence(IntEnum):
    """What stands before a name, in points of its score."""

    NONE = 0
    VERB = 1
    HONORIFIC = 2
    ROLE = 3


def evidence_before(
    page: Page, index: int, pending: Sequence[tuple[int, int]]
) -> Evidence:
    if pending:
        last_role = page.words[pending[-1][0]]
        head = last_role.head
        several = head is not None and head.plural
        if head is None or last_role.honorific or several:
            posts = (page.words[start].head for start, _ in pending[:-1])
            post = any(head is not None and not head.plural for head in posts)
            styled = last_role.honorific and post
            return Evidence.ROLE if styled else Evidence.HONORIFIC
        return Evidence.ROLE
    if not index or not page.is_word(index - 1):
        return Evidence.NONE
    before = page.words[index - 1]
    owned = page.token(index - 1).folded in page.lexicons.owner_nouns
    national = before.nationality and before.definite
    national = national and not page.words[index].definite
    after = page.words[index + 1] if index + 1 < len(page.words) else None
    if national and after is not None and (after.is_name or after.is_unknown):
        return Evidence.HONORIFIC
    if owned:
        return Evidence.HONORIFIC
    if page.reports(index - 1):
        return Evidence.VERB
    return Evidence.NONE


def name_score(
    page: Page,
    first: int,
    end: int,
    last: int,
    evidence: Evidence,
    person: Match | None,
) -> float:
    """Return the score of a name with what the gazetteer and its place add."""
    known = person is not None or (page.words[first].bare,) in page.lexicons.known
    score = _score(page, first, end, evidence, known=known)
    if person is not None and person.last > first + 1:
        score += _ENOUGH
    alone = end == first + 1 and end < last and not page.is_word(end)
    span = page.spans.get(first - 1)
    if evidence >= Evidence.HONORIFIC and span is not None and span.last == end:
        return score + 1.5
    return score + 1.0 if alone and evidence is Evidence.ROLE else score


def _score(
    page: Page, first: int, end: int, evidence: Evidence, *, known: bool
) -> float:
    words = [page.words[i] for i in range(first, end) if page.is_word(i)]
    names = [w for w in words[:-1] if not w.joiner or w.is_strong] + words[-1:]
    score = float(evidence) + sum(map(_word_score, words))
    if first + 1 < end and page.token(first + 1).folded in page.lexicons.divine_names:
        score += 1.0
    if known:
        score += 2.0 if len(names) > 1 else 1.5
    if page.token(first).folded in KUNYA:
        score += 1.0
    if evidence in (Evidence.VERB, Evidence.ROLE) and says_that(page, end):
        score += 1.5 if evidence is Evidence.VERB else 1.0
    if _is_subject(page, first, end):
        score += 1.0
    if _is_aged(page, end):
        score += 1.5
    shaped = all(word.likeness >= _SHAPED for word in words)
    if not evidence and not (shaped or any(word.is_name for word in words)):
        score -= 0.5
    if len(names) == 1:
        score -= _single_penalty(words[0]) + _describing(page, first)
        return score - _qualified(page, words[0], end)
    framed = bool(evidence) or not first or not page.is_word(first - 1)
    if _is_native_pair(words[0], words[-1], framed=framed):
        return score + 1.2
    return score + (0.5 if _is_pair(words[0], words[-1]) else 0.0)


def _word_score(word: Word) -> float:
    if word.is_strong:
        return 2.0
    if word.is_name or word.joiner:
        return 1.0
    if word.definite:
        return 0.8
    return max(-0.5, min(1.2, 0.4 + word.likeness * 0.6))


def _is_native_pair(first: Word, last: Word, *, framed: bool) -> bool:
    """Tell whether an Arabic given name stands before a definite word in no lexicon.

    A given name that is an everyday word needs a frame, or the ending of a nisba.
    """
    native = first.given is not None and first.given.native
    sure = framed or first.is_strong or last.bare.endswith(_YEH)
    return native and sure and last.definite and last.is_unknown


def _is_pair(first: Word, last: Word) -> bool:
    """Tell whether a sure given name or a sure family name makes the other one sure."""
    if first.is_strong and first.given is not None:
        return True
    return last.is_strong and first.likeness >= _LIKELY


def _qualified(page: Page, word: Word, end: int) -> float:
    """Return the points that an everyday word loses that a noun follows at once."""
    after = page.words[end] if end < len(page.words) else None
    if word.is_strong or after is None or not (after.text and after.listed):
        return 0.0
    other = after.boundary or after.verb or after.head or after.definite
    return 0.0 if other or after.is_name else 1.0


def _describing(page: Page, index: int) -> float:
    """Return the points that "the winning" loses behind "the team"."""
    folded = page.token(index).folded
    before = page.token(index - 1).folded if index else ""
    if not (folded.startswith(_ARTICLE) and before.startswith(_ARTICLE)):
        return 0.0
    bare, lexicons = folded.removeprefix(_ARTICLE), page.lexicons
    adjective = bare in lexicons.word_names or bare in lexicons.vocabulary.words
    return 2.0 if adjective else 0.0


def _single_penalty(word: Word) -> float:
    """Return the points that a name of one word loses."""
    if word.is_strong:
        return 0.5
    return 1.0 if word.is_name or word.likeness >= _LIKELY else 2.0


def _is_subject(page: Page, first: int, end: int) -> bool:
    """Tell whether a name of several words stands between "that" and a verb."""
    if not first or end <= first + 1 or end >= len(page.words):
        return False
    opened = page.token(first - 1).folded in page.lexicons.name_openers
    return opened and page.words[end].verb and not page.words[end].boundary


def _is_aged(page: Page, index: int) -> bool:
    """Tell whether an age in brackets follows a name: "(34 years)"."""
    if index + 2 >= len(page.words) or page.token(index).text != "(":
        return False
    years = page.token(index + 2).folded in page.lexicons.reading.words["years"]
    return years and page.token(index + 1).kind is TokenKind.NUMBER


def says_that(page: Page, index: int) -> bool:
    """Tell whether a statement opens at a token."""
    if index >= len(page.words):
        return False
    token = page.token(index)
    return token.text in _OPENERS or token.folded in page.lexicons.reading.words["that"]


_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_LIKELY: Final = 0.3
#: Words that all look like names as much as this need no other evidence of it.
_SHAPED: Final = 0.5
_OPENERS: Final = frozenset(':"«“')
#: A name needs so many points.
_ENOUGH: Final = 3.0
