"""Finding the names of people in a text, with the roles written around them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from analysis.model import Gender
from analysis.naming.aliases import alias_after, is_title
from analysis.naming.appositions import (
    is_of_anothers,
    own_roles,
    roles_after,
    roles_before,
)
from analysis.naming.framed_names import framed_end, titled_end
from analysis.naming.name_bounds import name_end
from analysis.naming.name_evidence import Evidence, evidence_before, name_score
from analysis.naming.name_starts import has_patronymic, is_named_as, name_cut
from analysis.naming.page import Match, Page
from analysis.naming.role_bounds import role_end
from analysis.text.clitics import readings
from analysis.text.tokens import COMMAS


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A person's name at a place: a half-open token range.

    Attributes:
        cut: letters of clitics on the first token.
        phrase_first, phrase_last: the name with its roles and courtesies.
        roles: token ranges of role phrases around the name, as written.
        of_other: the phrase means somebody of the person's: "the brother of X".
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
    of_other: bool = False


def find_people(page: Page) -> list[NameSpan]:
    """Return the names of people, in order; short forms without evidence are left.

    A name is found by its words (given and family names), by the gazetteer, and by
    what stands around it: a role or courtesy before it, a reporting verb before and
    a complementiser after it.
    """
    found: list[NameSpan] = []
    for first, last in page.ranges():
        found.extend(_with_shared(page, _people_between(page, first, last)))
    return found


def _with_shared(page: Page, names: Iterable[NameSpan]) -> Iterator[NameSpan]:
    """Return the names, a role of several given to each: the ministers X and Y."""
    shared: tuple[tuple[int, int], ...] = ()
    end = -1
    for name in names:
        joined = name.phrase_first == end and page.token(end).folded[0] == _WAW
        if joined and not name.roles:
            yield replace(name, roles=shared)
        else:
            shared = tuple(r for r in name.roles if _is_of_several(page, r))
            yield name
        end = name.phrase_last


def _is_of_several(page: Page, role: tuple[int, int]) -> bool:
    head = page.words[role[0]].head
    return head is not None and head.plural and page.words[role[0]].definite


def _people_between(page: Page, first: int, last: int) -> Iterator[NameSpan]:
    index = first
    pending: list[tuple[int, int]] = []
    while index < last:
        word = page.words[index]
        if not (pending or word.opens or word.head or word.honorific) and (
            index not in page.inside
        ):
            index += 1
            continue
        if not word.text or _is_of_a_country(page, index, pending):
            if not (pending and (word.text or page.token(index).text in _TRANSPARENT)):
                pending = []
            index += 1
            continue
        name = _name_at(page, index, last, pending) if pending else None
        if name is None or name.last == index + 1:
            skip = _role_before(page, index, last)
            if skip > index:
                pending = [*_adjacent(page, pending, index), (index, skip)]
                index = skip
                continue
            name = name if pending else _name_at(page, index, last, pending)
        pending = []
        if name is None:
            index = _next_start(page, index, last)
            continue
        yield name
        index = name.phrase_last
        if (alias := alias_after(page, name.last, last)) is not None:
            start, end, cut = alias
            yield NameSpan(start, end, cut, start, end)
            index = max(index, end)


def _is_of_a_country(
    page: Page, index: int, pending: Sequence[tuple[int, int]]
) -> bool:
    """Tell whether a nationality stands between a post and the name: "coach, the X"."""
    word = page.words[index]
    near = bool(pending) and pending[-1][1] == index - 1
    apart = near and page.token(index - 1).text in COMMAS
    return apart and word.nationality and word.definite and not word.is_name


def _next_start(page: Page, index: int, last: int) -> int:
    """Return where to look on: behind a phrase of the gazetteer or a firm's name."""
    match = page.inside.get(index)
    if match is not None:
        return match.last
    named = page.words[index].is_name and _is_patron(page, index)
    return max(index + 1, name_end(page, index, last)) if named else index + 1


def _adjacent(
    page: Page, pending: Sequence[tuple[int, int]], index: int
) -> list[tuple[int, int]]:
    """Return the pending roles that reach up to a token, over a comma at most.

    Behind "to" another begins: "the minister told his counterpart X".
    """
    if not pending:
        return []
    if page.words[index].head_cut and page.token(index).folded.startswith(_LAM):
        return []
    gap = range(pending[-1][1], index)
    near = all(page.token(i).text in COMMAS for i in gap) and len(gap) < 2
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
    if _is_given_before_family(page, index, last):
        return index
    ranked = word.rank and word.definite
    if word.is_strong and not (word.head_cut or ranked):
        return index
    if page.inside.get(index) is not None and page.inside[index].is_person:
        return index
    return role_end(page, index, last)


def _is_given_before_family(page: Page, index: int, last: int) -> bool:
    """Tell whether a title without article is a given name: Sultan al-Ghannam."""
    if index + 1 >= last:
        return False
    word, after = page.words[index], page.words[index + 1]
    surname = after.family and after.definite and not (after.head or after.nationality)
    return word.given is not None and not word.definite and surname


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
    return starts or word.rank or has_patronymic(page, index)


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
    evidence = evidence_before(page, index, pending)
    match = page.matches.get(index)
    person = match if match is not None and match.is_person else None
    other = match is not None and person is None
    cut = name_cut(page, index, evidence)
    if (other and not page.words[index].is_strong) or (cut is None and person is None):
        return None
    end = _end_after(page, index, last, evidence)
    if person is not None and (person.last >= end or _is_whole(page, person)):
        end, cut = person.last, person.cut
    if match is not None and other and match.last >= end:
        return None
    alone = end == index + 1 and page.words[index].joiner
    titled = not evidence and is_title(page, index, end)
    if person is None and (alone or titled):
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


def _is_whole(page: Page, person: Match) -> bool:
    """Tell whether a known name of several words has no further name behind it."""
    end = person.last
    after = page.words[end] if end < len(page.words) else None
    further = after is not None and (
        after.is_strong or after.joiner or (after.definite and after.is_name)
    )
    return end > person.first + 1 and not further


def _end_after(page: Page, index: int, last: int, evidence: Evidence) -> int:
    end = name_end(page, index, last)
    if evidence >= Evidence.HONORIFIC or is_named_as(page, index):
        end = titled_end(page, index, end, last)
    return max(end, framed_end(page, index, last)) if evidence else end


def _is_patron(page: Page, first: int) -> bool:
    """Tell whether a name is that of a place or firm: the noun for it stands before."""
    before = page.token(first - 1).folded if first else ""
    if first - 1 in page.spans and first > 1:
        noun = page.words[first - 2].organisation
        return noun is not None and noun.kind != "none"
    if not first or page.words[first].cut:
        return before in page.lexicons.class_nouns
    nouns = page.lexicons.place_nouns | page.lexicons.business_nouns
    if any(rest in nouns for _, rest in readings(before)):
        return True
    trade = page.words[first - 1]
    plain = trade.everyday and not (trade.definite or trade.head or trade.boundary)
    firm = page.token(first - 2).folded if plain and first > 1 else ""
    return any(rest in page.lexicons.business_nouns for _, rest in readings(firm))


def _span(
    page: Page,
    name: tuple[int, int, int],
    pending: Sequence[tuple[int, int]],
    after: Sequence[tuple[int, int]],
    score: float,
) -> NameSpan:
    first, last, cut = name
    heads = (page.words[start].head for start, _ in (*pending, *after))
    genders = [head.gender for head in heads if head is not None]
    return NameSpan(
        first=first,
        last=last,
        cut=cut,
        phrase_first=pending[0][0] if pending else first,
        phrase_last=after[-1][1] if after else last,
        roles=(*roles_before(page, pending, first), *own_roles(page, after)),
        gender=genders[-1] if genders else None,
        score=score,
        of_other=is_of_anothers(page, pending, first),
    )


_LAM: Final = "\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
#: Marks that may stand between a role and the name.
_TRANSPARENT: Final = COMMAS | set('#"«“')
#: So many roles may stand one after the other before a name.
_MOST_ROLES: Final = 8
_LIKELY: Final = 0.3
_ABBREVIATION: Final = frozenset("./")
#: A name needs so many points.
_ENOUGH: Final = 3.0
#: A role in apposition after a name is worth so many.
_APPOSED: Final = 1.0
