"""Roles written around a name: which belong to it."""

from collections.abc import Sequence
from typing import Final

from analysis.naming.page import Page
from analysis.naming.role_bounds import role_end
from analysis.text.folding import fold


def roles_after(page: Page, end: int, last: int) -> list[tuple[int, int]]:
    """Return the role phrases in apposition after a name."""
    roles: list[tuple[int, int]] = []
    index = end
    while index < last:
        start = index
        if page.token(start).text in _APPOSITION:
            start += 1
            if start < last and page.token(start).folded in _BEING:
                start += 1
        if start >= last or not page.is_word(start):
            break
        word = page.words[start]
        head = word.head
        plain = not page.token(start).folded.startswith(_ARTICLE)
        owned = plain and word.definite
        several = word.head is not None and word.head.plural and not plain
        if start == index and (owned or several):
            break
        if plain and word.organisation is not None:
            break
        if head is None or word.head_cut or word.is_strong or word.boundary:
            break
        if page.reports(start) and not word.definite:
            break
        stop = role_end(page, start, last)
        if start == index and _is_predicate(page, start, stop):
            break
        if not _closes(page, start, stop, last):
            break
        roles.append((start, stop))
        index = stop
    return roles


def is_of_anothers(page: Page, pending: Sequence[tuple[int, int]], first: int) -> bool:
    """Tell whether the phrase before a name means somebody of the person's."""
    if not pending:
        return False
    start, end = pending[-1]
    word = page.words[start]
    if word.honorific:
        return False
    if end == first and _is_relative(page, _first_joined(pending), end):
        return True
    if word.head is not None and word.head.kind == "kin" and word.definite:
        return False
    office = end == first and _office_of(page, start, end) is not None
    return office or _is_anothers(page, pending[-1], first)


def _first_joined(pending: Sequence[tuple[int, int]]) -> int:
    """Return where the phrases begin that touch one another up to the name."""
    start = pending[-1][0]
    for earlier, end in reversed(pending[:-1]):
        if end != start:
            break
        start = earlier
    return start


def _is_relative(page: Page, start: int, end: int) -> bool:
    """Tell whether "the wife of the prisoner X" means the wife, and X the prisoner.

    "The son of the president X" can be either's name: then it is the son's, unless
    it is no man's. A lawyer's client is told of in the same way.
    """
    word, given = page.words[start], page.words[end].given
    owned = page.token(start).folded in page.lexicons.owner_nouns
    whose = word.head
    if word.definite or whose is None or not (whose.kind == "kin" or owned):
        return False
    inner = [page.words[i] for i in range(start + 1, end) if page.words[i].definite]
    titles = [word.head for word in inner if word.head is not None]
    gender = None if given is None else given.gender
    if not titles:
        # "The daughter of the late X": what follows at once is told of X.
        return bool(inner) and page.words[start + 1].modifier
    if any(title.plural for title in titles):
        return False
    if gender is not None and whose.gender is not None and gender != whose.gender:
        return True
    if gender is not None and all(title.gender != gender for title in titles):
        return False
    return all(title.kind != "post" for title in titles)


def roles_before(
    page: Page, pending: Sequence[tuple[int, int]], first: int
) -> list[tuple[int, int]]:
    """Return which of the phrases before a name are the person's own roles."""
    own = [span for span in pending if not _is_anothers(page, span, first)]
    near = bool(pending) and pending[-1] in own
    return own_roles(page, own if near else ())


def own_roles(page: Page, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return of phrases around a name those that are more than a courtesy."""
    return [_own_role(page, span) for span in spans if _is_role(page, span)]


def _own_role(page: Page, span: tuple[int, int]) -> tuple[int, int]:
    """Return the part of a role phrase that is the person's own.

    In "the spokesman of President X" and "the ally of President X" it is the title.
    """
    first, last = span
    head = page.words[first].head
    office = _office_of(page, first, last)
    if office is not None:
        return office, last
    for index in range(first + 1, last):
        inner = page.words[index]
        if inner.head is None or not inner.definite:
            continue
        speaks = page.token(index - 1).folded in page.lexicons.role_prepositions
        office = speaks and inner.head.kind != "trade"
        if office or (head is not None and head.kind == "kin"):
            return index, last
    return span


def _office_of(page: Page, first: int, last: int) -> int | None:
    """Return where in a role phrase the office begins that the one named holds.

    "The adviser of President X": X is known as a president, and not as an adviser.
    """
    match = page.matches.get(last)
    head = page.words[first].head
    if match is None or match.known is None or head is None:
        return None
    if page.words[first].honorific or page.words[first].definite:
        return None
    held = {fold(role.split()[0]).removeprefix(_ARTICLE) for role in match.known.roles}
    if page.token(first).folded in held:
        return None
    for index in range(first + 1, last):
        word, folded = page.words[index], page.token(index).folded
        office = word.definite and folded.removeprefix(_ARTICLE) in held
        if office and word.head is not None and not word.modifier:
            return index
    return None


def _is_role(page: Page, span: tuple[int, int]) -> bool:
    """Tell whether a range before a name is more than a courtesy."""
    word = page.words[span[0]]
    length = span[1] - span[0]
    styled = length > 1 and page.words[span[0] + 1].honorific
    courtesy = word.honorific and length <= _LONGEST_COURTESY
    return word.head is not None and not (courtesy or styled)


def _is_anothers(page: Page, span: tuple[int, int], first: int) -> bool:
    """Tell whether a role before a name is that of somebody of the person's.

    "One of the advisers of X", "officials in the administration of X", "his son X",
    "the spokesman of X".
    """
    start, end = span
    head = page.words[start].head
    if head is None:
        return False
    ends = page.words[end - 1]
    if head.kind == "kin" and page.words[start].definite:
        return not ends.modifier
    if end != first:
        return False
    if page.token(end - 1).folded in page.lexicons.role_prepositions:
        return True
    is_open = not (ends.definite or ends.nationality or ends.modifier)
    if end - 1 in page.inside:
        is_open = False
    if is_open and page.token(end - 1).folded in page.lexicons.owner_nouns:
        return True
    if head.kind in ("kin", "post", "trade") and end == start + 1:
        return not (page.words[start].definite or page.words[start].rank)
    return is_open and (head.plural or head.kind == "part")


def _closes(page: Page, start: int, stop: int, last: int) -> bool:
    """Tell whether an apposition belongs to the name before it, not to one after."""
    word = page.words[start]
    if not word.definite and stop == start + 1:
        return False
    if stop >= last or not page.is_word(stop):
        return True
    after = page.words[stop]
    if after.cut:
        return True
    joined = page.token(stop).folded[0] == _WAW
    return joined or not (after.is_strong or after.is_unknown)


def _is_predicate(page: Page, start: int, stop: int) -> bool:
    """Tell whether a phrase right after a name says what the person is: a big star."""
    if page.words[start].definite:
        return False
    rest = range(start + 1, stop)
    return all(page.words[i].listed and not page.words[i].definite for i in rest)


_LONGEST_COURTESY: Final = 2
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
#: "And he is", "and she is".
_BEING: Final = frozenset(
    _WAW + "\N{ARABIC LETTER HEH}" + vowel for vowel in (_WAW, "\N{ARABIC LETTER YEH}")
)
_APPOSITION: Final = frozenset(",(\N{ARABIC COMMA}")
