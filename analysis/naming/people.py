"""Finding the names of people in a text, with the roles written around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.model import Gender
from analysis.naming.appositions import own_role, roles_after
from analysis.naming.name_bounds import (
    PATRONYMS,
    framed_end,
    is_other_person,
    is_unlisted_nisba,
    name_end,
    titled_end,
)
from analysis.naming.name_evidence import Evidence, name_score
from analysis.naming.page import Page
from analysis.naming.role_bounds import role_end
from analysis.text.clitics import readings


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A person's name at a place: a half-open token range.

    Attributes:
        cut: letters of clitics on the first token.
        phrase_first, phrase_last: the name with its roles and courtesies.
        roles: token ranges of role phrases around the name, as written.
        gender: as the roles and courtesies tell.
        score: evidence; a name of one word needs more of it.
    """

    first: int
    last: int
    cut: int
    phrase_first: int
    phrase_last: int
    roles: tuple[tuple[int, int], ...] = ()
    gender: Gender | None = None
    score: float = 0.0


def find_people(page: Page) -> list[NameSpan]:
    """Return the names of people, in order; short forms without evidence are left.

    A name is found by its words (given and family names), by the gazetteer, and by
    what stands around it: a role or courtesy before it, a reporting verb before and
    a complementiser after it.
    """
    found: list[NameSpan] = []
    for first, last in page.ranges():
        found.extend(_people_between(page, first, last))
    return found


def _people_between(page: Page, first: int, last: int) -> Iterator[NameSpan]:
    index = first
    pending: list[tuple[int, int]] = []
    while index < last:
        if not page.is_word(index):
            if not (pending and page.token(index).text in _TRANSPARENT):
                pending = []
            index += 1
            continue
        early = _name_at(page, index, last, pending) if pending else None
        if early is not None and early.last > index + 1:
            yield early
            index, pending = early.phrase_last, []
            if (alias := _alias_after(page, early.last, last)) is not None:
                yield alias
                index = max(index, alias.last)
            continue
        skip = _role_before(page, index, last)
        if skip > index:
            pending = [*_adjacent(page, pending, index), (index, skip)]
            index = skip
            continue
        name = _name_at(page, index, last, pending)
        if name is not None:
            yield name
            index = name.phrase_last
            if (alias := _alias_after(page, name.last, last)) is not None:
                yield alias
                index = max(index, alias.last)
        else:
            match = page.inside.get(index)
            index = match.last if match is not None else index + 1
        pending = []


def _alias_after(page: Page, index: int, last: int) -> NameSpan | None:
    """Return another name in marks behind a name, bare or after "known as"."""
    start = index
    if start < last and page.token(start).text in _COMMAS:
        start += 1
    if start < last and page.token(start).folded in page.lexicons.alias_words:
        start += 1
        if start < last and page.token(start).folded in _AS:
            start += 1
        elif start < last and _is_called(page, start):
            return NameSpan(start, start + 1, 1, start, start + 1)
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
    return NameSpan(span.first, span.last, 0, span.first, span.last)


def _is_called(page: Page, index: int) -> bool:
    """Tell whether "by" is written onto an unlisted name: known as X."""
    folded = page.token(index).folded
    plain = page.lexicons.vocabulary.has(folded[1:]) or index in page.inside
    return folded.startswith(_BEH) and page.is_word(index) and not plain


def _adjacent(
    page: Page, pending: Sequence[tuple[int, int]], index: int
) -> list[tuple[int, int]]:
    """Return the pending roles that reach up to a token, over a comma at most."""
    if not pending:
        return []
    gap = range(pending[-1][1], index)
    near = all(page.token(i).text in _COMMAS for i in gap) and len(gap) < 2
    return list(pending)[-_MOST_ROLES:] if near else []


def _role_before(page: Page, index: int, last: int) -> int:
    """Return the end of a role phrase or courtesy that starts at a token."""
    word = page.words[index]
    if word.honorific and not word.boundary and _title_ends(page, index) < last:
        following = _title_ends(page, index)
        if page.is_word(following) and _may_start(page, following):
            return following
    if word.head is None or word.head.kind == "anon":
        return index
    if word.head.kind == "part" and not _is_one_of(page, index, last):
        return index
    if page.reports(index) and not word.definite:
        return index
    if word.is_strong and not word.head_cut:
        return index
    if page.inside.get(index) is not None and page.inside[index].is_person:
        return index
    return role_end(page, index, last)


def _is_one_of(page: Page, index: int, last: int) -> bool:
    """Tell whether "one of" is followed by a plural role: one of the officials."""
    after = page.words[index + 1] if index + 1 < last else None
    return after is not None and after.head is not None and after.head.plural


def _title_ends(page: Page, index: int) -> int:
    """Return the token after a courtesy and the stop of its abbreviation."""
    after = index + 1
    if after < len(page.words) and page.token(after).text in _ABBREVIATION:
        return after + 1
    return after


def _may_start(page: Page, index: int) -> bool:
    word = page.words[index]
    starts = word.is_name or word.is_unknown or word.joiner or word.honorific
    return starts or word.rank or _has_patronymic(page, index)


def _name_at(
    page: Page, index: int, last: int, pending: Sequence[tuple[int, int]]
) -> NameSpan | None:
    if not (pending or page.words[index].opens or index in page.matches):
        return None
    if pending and page.words[index].cut:
        pending = ()
    starts = {start for start, _ in pending} or {index}
    if any(_is_patron(page, start) for start in starts):
        return None
    evidence = _evidence(page, index, pending)
    match = page.matches.get(index)
    person = match if match is not None and match.is_person else None
    if match is not None and person is None and not page.words[index].is_strong:
        return None
    cut = _cut(page, index, evidence)
    if cut is None and person is None:
        return None
    end = _end_after(page, index, last, evidence)
    if person is not None and person.last >= end:
        end, cut = person.last, person.cut
    if match is not None and person is None and match.last >= end:
        return None
    if not (evidence or person) and _is_title(page, index, end):
        return None
    score = name_score(page, index, end, last, evidence, person)
    if cut and not page.words[index].is_name:
        score += 1.0
    if score < _ENOUGH - _APPOSED:
        return None
    after = roles_after(page, end, last)
    span = [page.words[i] for i in range(index, end)]
    sure = evidence or any(w.is_strong or w.likeness >= _LIKELY for w in span)
    score += _APPOSED if after and sure else 0.0
    if score < _ENOUGH:
        return None
    return _span(page, (index, end, cut or 0), pending, after, score)


def _is_title(page: Page, first: int, end: int) -> bool:
    """Tell whether a foreign name fills its marks: a work, a product or a firm."""
    given = page.words[first].given
    opening = (page.spans.get(first - back) for back in range(1, _MOST_QUOTED))
    fills = any(span is not None and span.last == end for span in opening)
    return fills and not (given is not None and given.native)


def _end_after(page: Page, index: int, last: int, evidence: Evidence) -> int:
    end = name_end(page, index, last)
    if evidence >= Evidence.HONORIFIC or _is_named_as(page, index):
        end = titled_end(page, index, end, last)
    return max(end, framed_end(page, index, last)) if evidence else end


def _is_patron(page: Page, first: int) -> bool:
    """Tell whether a name is that of a place or firm: the noun for it stands before."""
    if not first or page.words[first].cut:
        return False
    if first - 1 in page.spans and first > 1:
        noun = page.words[first - 2].organisation
        return noun is not None and noun.kind != "none"
    before = page.token(first - 1).folded
    nouns = page.lexicons.place_nouns | page.lexicons.business_nouns
    return any(rest in nouns for _, rest in readings(before))


def _span(
    page: Page,
    name: tuple[int, int, int],
    pending: Sequence[tuple[int, int]],
    after: Sequence[tuple[int, int]],
    score: float,
) -> NameSpan:
    first, last, cut = name
    roles = [*pending, *after]
    genders = [
        page.words[start].head.gender  # type: ignore[union-attr]
        for start, _ in roles
        if page.words[start].head is not None and page.token(start).text
    ]
    return NameSpan(
        first=first,
        last=last,
        cut=cut,
        phrase_first=pending[0][0] if pending else first,
        phrase_last=after[-1][1] if after else last,
        roles=tuple(
            own_role(page, r)
            for r in roles
            if _is_role(page, r) and (r in after or not _is_anothers(page, r, first))
        ),
        gender=genders[-1] if genders else None,
        score=score,
    )


def _is_role(page: Page, span: tuple[int, int]) -> bool:
    """Tell whether a range before a name is more than a courtesy."""
    word = page.words[span[0]]
    length = span[1] - span[0]
    styled = length > 1 and page.words[span[0] + 1].honorific
    courtesy = word.honorific and length <= _LONGEST_COURTESY
    return word.head is not None and not (courtesy or styled)


def _is_anothers(page: Page, span: tuple[int, int], first: int) -> bool:
    """Tell whether a role before a name is that of somebody of the person's.

    "One of the advisers of X", "officials in the administration of X", "his son X".
    """
    start, end = span
    head = page.words[start].head
    if head is None or end != first:
        return False
    ends = page.words[end - 1]
    is_open = not (ends.definite or ends.nationality or ends.modifier)
    if end - 1 in page.inside:
        is_open = False
    if is_open and page.token(end - 1).folded in page.lexicons.owner_nouns:
        return True
    if head.kind == "kin":
        return end == start + 1
    return is_open and (head.plural or head.kind == "part")


def _evidence(page: Page, index: int, pending: Sequence[tuple[int, int]]) -> Evidence:
    if pending:
        last_role = page.words[pending[-1][0]]
        head = last_role.head
        several = head is not None and head.plural
        if head is None or last_role.honorific or several:
            return Evidence.HONORIFIC
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
    if page.reports(index - 1) or owned:
        return Evidence.VERB
    return Evidence.NONE


def _cut(page: Page, index: int, evidence: Evidence) -> int | None:
    """Return the clitics before a name that starts at a token; None for no name."""
    word = page.words[index]
    if not _may_open(page, index, evidence):
        return None
    if word.boundary:
        return 0
    if word.is_name:
        return word.cut
    if evidence >= Evidence.HONORIFIC and _has_patronymic(page, index):
        return 0
    if evidence is Evidence.ROLE and _has_family(page, index):
        return 0
    if evidence is Evidence.ROLE and framed_end(page, index, len(page.words)) > index:
        return word.cut
    if word.joiner:
        return 0 if not word.everyday or page.token(index).folded in _KUNYA else None
    if (cut := _weak_cut(page, index)) is not None:
        return cut
    if word.is_unknown and (evidence or not word.definite):
        return _unknown_cut(page, index)
    return None


def _has_patronymic(page: Page, index: int) -> bool:
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
        if cut and (rest == _SERVANT or rest in _KUNYA):
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
    if word.definite and after is not None and after.given is not None:
        tied = word.head is not None or word.nationality
        return (after.weak or after.cut > 0) and not tied
    if word.definite and word.is_unknown and evidence < Evidence.HONORIFIC:
        return False
    if evidence >= Evidence.HONORIFIC and _has_patronymic(page, index):
        return True
    if evidence is Evidence.ROLE and _has_family(page, index):
        return True
    if evidence is Evidence.ROLE and framed_end(page, index, len(page.words)) > index:
        return True
    folded = page.token(index).folded
    if folded in page.lexicons.role_prepositions and len(folded) > _SHORT - 1:
        return after is not None and after.is_strong and bool(evidence)
    if word.verb and not word.is_strong:
        tied = after is not None and (after.joiner or after.is_strong)
        second = after is not None and (after.is_name or after.definite)
        second = second and after is not None and not after.everyday
        joined = after is not None and after.joiner
        named = after is not None and (after.is_name or after.definite)
        if named and (evidence >= Evidence.HONORIFIC or _is_named_as(page, index)):
            return word.is_name
        return word.is_name and (joined or (bool(evidence) and (tied or second)))
    family = after is not None and after.family and after.is_strong
    least = _LEAST - _LIKELY if evidence >= Evidence.HONORIFIC else _LEAST
    if word.is_unknown and word.likeness < least and not (word.definite or family):
        return False
    return not (word.is_unknown and is_other_person(page, index + 1))


def _is_named_as(page: Page, index: int) -> bool:
    """Tell whether a role in apposition follows two words: X Y, the spokesman of Z."""
    following = index + 2
    if following >= len(page.words) or not page.words[following].definite:
        return False
    return page.words[following].head is not None and page.reports(index - 1)


def _unknown_cut(page: Page, index: int) -> int:
    """Return the clitics before an unknown word that the text has without them too."""
    for cut, rest in readings(page.token(index).folded):
        if cut and rest in page.bare_words and not page.lexicons.vocabulary.has(rest):
            return cut
    return 0


_WAW: Final = "\N{ARABIC LETTER WAW}"
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_BEH: Final = "\N{ARABIC LETTER BEH}"
_SERVANT: Final = "\N{ARABIC LETTER AIN}" + _BEH + "\N{ARABIC LETTER DAL}"
_KUNYA: Final = frozenset(
    _ALEF + _BEH + vowel for vowel in (_WAW, _ALEF, "\N{ARABIC LETTER YEH}")
)
_COMMAS: Final = frozenset(",\N{ARABIC COMMA}")
#: Marks that may stand between a role and the name.
_TRANSPARENT: Final = _COMMAS | set('#"«“')
#: So many roles may stand one after the other before a name.
_MOST_ROLES: Final = 8
_LIKELY: Final = 0.3
_SHORT: Final = 4
#: A name in marks has fewer words.
_MOST_QUOTED: Final = 4
_AS: Final = frozenset(
    (
        _BEH,
        _BEH + _ALEF + "\N{ARABIC LETTER SEEN}\N{ARABIC LETTER MEEM}",
        _BEH + _ALEF + "\N{ARABIC LETTER LAM}",
    )
)
_LONGEST_COURTESY: Final = 2
_SHORTEST_GIVEN: Final = 2
#: A first word that no lexicon has is at least this like a name.
_LEAST: Final = -0.1
_ABBREVIATION: Final = frozenset("./")
#: A name needs so many points.
_ENOUGH: Final = 3.0
#: A role in apposition after a name is worth so many.
_APPOSED: Final = 1.0
