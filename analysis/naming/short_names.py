"""Short forms of names that the text has in full: a surname, a given name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Levenshtein

from analysis.naming.appositions import roles_after
from analysis.naming.names import SIMILAR, SUFFICIENT
from analysis.naming.page import Page
from analysis.naming.people import NameSpan
from analysis.naming.transliteration import skeleton
from analysis.text.clitics import readings

#: The folded words of a name.
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortForms:
    """What may stand for a full name, by its first folded word and by skeleton."""

    by_word: Mapping[str, Sequence[Words]]
    by_skeleton: Mapping[str, Sequence[str]]


def words_of(page: Page, name: NameSpan) -> Words:
    """Return the folded words of a name, clitics off."""
    words = [
        page.token(index).folded
        for index in range(name.first, name.last)
        if page.is_word(index)
    ]
    if name.cut:
        bare = page.words[name.first].bare
        ours = page.words[name.first].cut == name.cut
        words[0] = bare if ours and bare else words[0][name.cut :]
    return tuple(words)


def units_of(page: Page, words: Words) -> list[Words]:
    """Return the parts of a name, joiners with what they join: (دي, بياجيو)."""
    joiners = page.lexicons.name_joiners | {_SERVANT}
    units: list[Words] = []
    held: Words = ()
    for word in words:
        if word in page.lexicons.divine_names and units and not held:
            units[-1] = (*units[-1], word)
            continue
        held = (*held, word)
        if word not in joiners or word == words[-1]:
            units.append(held)
            held = ()
    return units


def short_forms(page: Page, names: Sequence[Words]) -> ShortForms:
    """Return the short forms of full names: every part, and the first with the last."""
    by_word: dict[str, list[Words]] = {}
    by_skeleton: dict[str, list[str]] = {}
    for words in dict.fromkeys(names):
        units = units_of(page, words)
        if len(units) > _NO_MIDDLE:
            by_word.setdefault(units[0][0], []).append((*units[0], *units[-1]))
        for unit in units:
            by_word.setdefault(unit[0], []).append(unit)
            if unit[-1] in page.lexicons.divine_names:
                by_word.setdefault("".join(unit), []).append(("".join(unit),))
            foreign = page.lexicons.given.get(unit[0])
            native = foreign.native if foreign else page.lexicons.family.get(unit[0])
            if len(unit) == 1 and not native:
                by_skeleton.setdefault(skeleton(unit[0]), []).append(unit[0])
    for start, units in by_word.items():
        by_word[start] = sorted(dict.fromkeys(units), key=len, reverse=True)
    return ShortForms(by_word, by_skeleton)


def find_short_names(
    page: Page, names: Sequence[NameSpan], forms: ShortForms
) -> list[NameSpan]:
    """Return the places where a short form stands outside the full names."""
    taken = {i for name in names for i in range(name.first, name.last)}
    found = []
    for first, last in page.ranges():
        for index in range(first, last):
            if index in taken or not page.is_word(index):
                continue
            short = _short_at(page, index, last, forms)
            if short is not None:
                found.append(short)
    return found


def _short_at(page: Page, index: int, last: int, forms: ShortForms) -> NameSpan | None:
    word = page.words[index]
    match = page.inside.get(index)
    if match is not None and not match.is_person and match.last - match.first > 1:
        return None
    for cut, rest in readings(page.token(index).folded):
        for unit in forms.by_word.get(rest, ()):
            end = index + len(unit)
            if end <= last and _same(page, index, unit) and _fits(page, index, cut):
                return _span(page, index, end, last, cut)
    if not (word.everyday or word.boundary or word.definite or word.head):
        return _variant_at(page, index, last, forms)
    return None


def _span(page: Page, first: int, end: int, last: int, cut: int) -> NameSpan:
    roles = roles_after(page, end, last)
    return NameSpan(
        first=first,
        last=end,
        cut=cut,
        phrase_first=first,
        phrase_last=roles[-1][1] if roles else end,
        roles=tuple(roles),
    )


def _variant_at(
    page: Page, index: int, last: int, forms: ShortForms
) -> NameSpan | None:
    for cut, rest in readings(page.token(index).folded):
        key = skeleton(rest)
        if len(key) < SUFFICIENT:
            continue
        for other in forms.by_skeleton.get(key, ()):
            if Levenshtein.normalized_similarity(rest, other) >= SIMILAR:
                return _span(page, index, index + 1, last, cut)
    return None


def _same(page: Page, index: int, unit: Words) -> bool:
    return all(
        page.token(index + offset).folded == word
        for offset, word in enumerate(unit)
        if offset
    )


def _fits(page: Page, index: int, cut: int) -> bool:
    """Tell whether a word that may be a short name is one here."""
    word = page.words[index]
    folded = page.token(index).folded
    if not (word.everyday or word.weak or word.boundary):
        return True
    if word.is_name and not cut and not word.listed:
        return True
    before = page.words[index - 1] if index else None
    if before is not None and not word.boundary:
        titled = before.definite and (before.head is not None or before.modifier)
        opened = page.token(index - 1).folded in page.lexicons.name_openers
        owned = page.token(index - 1).folded in page.lexicons.owner_nouns
        if titled or before.honorific or before.verb or opened or owned:
            return True
    if index and page.reports(index - 1) and not word.boundary:
        return True
    return folded.startswith(_ARTICLE) and word.family and not word.nationality


#: A name of more parts has a middle one, which may be left out.
_NO_MIDDLE: Final = 2
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_ARTICLE: Final = _ALEF + "\N{ARABIC LETTER LAM}"
_SERVANT: Final = (
    "\N{ARABIC LETTER AIN}\N{ARABIC LETTER BEH}\N{ARABIC LETTER DAL}"  # Abd
)
