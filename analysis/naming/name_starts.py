"""Where a person's name begins, and what is written onto its first word."""

from typing import Final

from analysis.naming.framed_names import framed_end
from analysis.naming.name_bounds import (
    PATRONYMS,
    is_other_person,
    is_unlisted_nisba,
)
from analysis.naming.name_evidence import KUNYA, Evidence
from analysis.naming.page import Page
from analysis.text.clitics import readings


def name_cut(page: Page, index: int, evidence: Evidence) -> int | None:
    """Return the clitics before a name that starts at a token; None for no name."""
    word = page.words[index]
    if not _may_open(page, index, evidence):
        return None
    if word.boundary:
        return 0
    if word.is_name:
        return word.cut
    if evidence >= Evidence.HONORIFIC and has_patronymic(page, index):
        return 0
    if evidence is Evidence.ROLE and _has_family(page, index):
        return 0
    if evidence is Evidence.ROLE and framed_end(page, index, len(page.words)) > index:
        return word.cut
    if word.joiner:
        return 0 if not word.everyday or page.token(index).folded in KUNYA else None
    if (cut := _weak_cut(page, index)) is not None:
        return cut
    if word.is_unknown and (evidence or not word.definite):
        return _unknown_cut(page, index)
    return None


def has_patronymic(page: Page, index: int) -> bool:
    """Tell whether "son of" follows a word, so that the word is a given name."""
    if index + 1 >= len(page.words) or page.words[index].definite:
        return False
    return page.token(index + 1).folded in PATRONYMS


def _has_family(page: Page, index: int) -> bool:
    """Tell whether an unlisted nisba follows an everyday word, and ends a name."""
    word = page.words[index]
    following = index + 1
    if following >= len(page.words) or word.definite or word.boundary or word.head:
        return False
    if word.conjunct or word.organisation or word.verb or word.nationality:
        return False
    return is_unlisted_nisba(page, following)


def _weak_cut(page: Page, index: int) -> int | None:
    """Return the clitics before a weak given name that another name follows."""
    after = page.words[index + 1] if index + 1 < len(page.words) else None
    if after is None or after.cut or not (after.is_name or after.joiner):
        return None
    for cut, rest in readings(page.token(index).folded):
        if cut and (rest == _SERVANT or rest in KUNYA):
            return cut
        given = page.lexicons.given.get(rest)
        native = given is not None and given.native and len(rest) > _SHORTEST_GIVEN
        if cut and native and (after.is_strong or after.joiner or after.family):
            return cut
    return None


def _may_open(page: Page, index: int, evidence: Evidence) -> bool:
    """Tell whether nothing speaks against a word as the first of a name."""
    word = page.words[index]
    after = page.words[index + 1] if index + 1 < len(page.words) else None
    if word.boundary:
        named = after is not None and (after.is_strong or after.is_unknown)
        return word.joiner and evidence >= Evidence.HONORIFIC and named
    if word.honorific or (word.rank and word.definite):
        return False
    if word.nationality and word.definite and after is not None and after.joiner:
        return page.token(index + 1).folded in PATRONYMS
    own = word.given is not None and word.head is None
    if word.definite and after is not None and after.given is not None and not own:
        tied = word.head is not None or word.nationality
        return (after.weak or after.cut > 0) and not tied
    if word.definite and word.is_unknown and evidence < Evidence.HONORIFIC:
        return False
    if evidence >= Evidence.HONORIFIC and has_patronymic(page, index):
        return True
    if evidence is Evidence.ROLE and _has_family(page, index):
        return True
    if evidence is Evidence.ROLE and framed_end(page, index, len(page.words)) > index:
        return True
    folded = page.token(index).folded
    if folded in page.lexicons.role_prepositions and len(folded) > _SHORT - 1:
        return after is not None and after.is_strong and bool(evidence)
    if word.verb and not word.is_strong:
        return word.is_name and after is not None and _is_no_verb(page, index, evidence)
    family = after is not None and after.family and after.is_strong
    least = _LEAST - _LIKELY if evidence >= Evidence.HONORIFIC else _LEAST
    if word.is_unknown and word.likeness < least and not (word.definite or family):
        return False
    return not (word.is_unknown and is_other_person(page, index + 1))


def _is_no_verb(page: Page, index: int, evidence: Evidence) -> bool:
    """Tell whether a word that is a verb too is a name, by what stands around it."""
    after = page.words[index + 1]
    if after.joiner:
        return True
    second = after.is_name or after.definite
    if evidence >= Evidence.HONORIFIC or is_named_as(page, index):
        return second
    # "Samir al-Hallaq (34)": a name alone between marks.
    apart = index + 2 < len(page.words) and not page.is_word(index + 2)
    apart = apart and (not index or not page.is_word(index - 1))
    framed = bool(evidence) or (apart and after.definite)
    return framed and (after.is_strong or (second and not after.everyday))


def is_named_as(page: Page, index: int) -> bool:
    """Tell whether a role in apposition follows two words: X Y, the spokesman of Z."""
    following = index + 2
    if not index or following >= len(page.words):
        return False
    if not page.words[following].definite:
        return False
    return page.words[following].head is not None and page.reports(index - 1)


def _unknown_cut(page: Page, index: int) -> int:
    """Return the clitics before an unknown word that the text has without them too."""
    for cut, rest in readings(page.token(index).folded):
        if cut and rest in page.bare_words and not page.lexicons.vocabulary.has(rest):
            return cut
    return 0


_SERVANT: Final = (
    "\N{ARABIC LETTER AIN}\N{ARABIC LETTER BEH}\N{ARABIC LETTER DAL}"  # Abd
)
_LIKELY: Final = 0.3
_SHORT: Final = 4
_SHORTEST_GIVEN: Final = 2
#: A first word that no lexicon has is at least this like a name.
_LEAST: Final = -0.1
