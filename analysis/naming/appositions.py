"""Roles written around a name: which belong to it."""

from typing import Final

from analysis.naming.page import Page
from analysis.naming.role_bounds import role_end


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
        if head is None or word.head_cut or word.is_strong or word.boundary:
            break
        if page.reports(start) and not word.definite:
            break
        stop = role_end(page, start, last)
        if not _closes(page, start, stop, last):
            break
        roles.append((start, stop))
        index = stop
    return roles


def own_role(page: Page, span: tuple[int, int]) -> tuple[int, int]:
    """Return the part of a role phrase that is the person's own.

    In "the spokesman of President X" and "the ally of President X" it is the title.
    """
    first, last = span
    head = page.words[first].head
    for index in range(first + 1, last):
        inner = page.words[index]
        if inner.head is None or not inner.definite or inner.head.kind == "trade":
            continue
        speaks = page.token(index - 1).folded in page.lexicons.role_prepositions
        if speaks or (head is not None and head.kind == "kin"):
            return index, last
    return span


def _closes(page: Page, start: int, stop: int, last: int) -> bool:
    """Tell whether an apposition belongs to the name before it, not to one after."""
    word = page.words[start]
    if not word.definite and stop == start + 1:
        return False
    if stop >= last or not page.is_word(stop):
        return True
    after = page.words[stop]
    joined = page.token(stop).folded[0] == _WAW
    return joined or not (after.is_strong or after.is_unknown)


_WAW: Final = "\N{ARABIC LETTER WAW}"
#: "And he is", "and she is".
_BEING: Final = frozenset(
    _WAW + "\N{ARABIC LETTER HEH}" + vowel for vowel in (_WAW, "\N{ARABIC LETTER YEH}")
)
_APPOSITION: Final = frozenset(",(\N{ARABIC COMMA}")
