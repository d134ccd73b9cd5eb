"""Where a role phrase ends."""

from typing import Final

from analysis.naming.page import Page
from analysis.text.clitics import readings
from analysis.text.tokens import TokenKind

#: A role phrase is not longer than this, in tokens.
LONGEST: Final = 18


def role_end(page: Page, head: int, last: int) -> int:
    """Return where the role phrase of the head at a token ends, before `last`."""
    return _Walk(page, min(last, head + LONGEST)).end(head)


class _Walk:
    """One walk from a role head over its complements."""

    __slots__ = ("last", "page")

    def __init__(self, page: Page, last: int) -> None:
        self.page = page
        self.last = last

    def end(self, head: int) -> int:
        """Return the end of the phrase."""
        index = head + 1
        is_open = not self.page.words[head].definite
        while index < self.last:
            step = self._step(index, head, is_open=is_open)
            if step is None:
                break
            index, is_open = step
        return self._trimmed(head, index)

    def _step(self, index: int, head: int, *, is_open: bool) -> tuple[int, bool] | None:
        """Return the next token to look at, and whether a complement is due there."""
        page = self.page
        if not page.is_word(index):
            return self._mark(index, is_open=is_open)
        word = page.words[index]
        match = page.matches.get(index)
        if match is not None and not match.is_person:
            if not is_open and self._is_namesake(index, match.last):
                return None
            joined = match.cut and page.token(index).folded[0] == _WAW
            if not joined or (index - 1 in page.inside):
                return match.last, False
            return None
        if word.boundary or self._is_preposition(index):
            return self._preposition(index, head)
        if self._starts_name(index, is_open=is_open):
            return None
        if word.verb or (page.reports(index) and not word.definite and not is_open):
            return None
        if word.conjunct:
            return self._joined(index)
        return self._noun(index, head, is_open=is_open)

    def _is_namesake(self, index: int, end: int) -> bool:
        """Tell whether a town's name is a given name here: Baku, Salah al-Din."""
        page = self.page
        word = page.words[index]
        if end != index + 1 and not word.is_strong:
            return False
        if word.given is None or word.cut or end >= self.last:
            return False
        after = page.words[end]
        likely = not after.definite or after.likeness > 0
        family = after.is_strong or (after.family and after.definite)
        return family or (after.is_unknown and likely)

    def _noun(self, index: int, head: int, *, is_open: bool) -> tuple[int, bool] | None:
        page = self.page
        word = page.words[index]
        folded = page.token(index).folded
        whom = word.head if word.head_cut and folded[0] == _LAM else None
        post = whom is not None and whom.kind == "post" and page.words[head].definite
        owned = whom is not None and folded.endswith((_HEH, *_POSSESSED))
        if owned or (post and self._is_named(index + 1)):
            # "The minister told his counterpart": the one addressed.
            return None
        if word.head is not None and not is_open and index > head + 1:
            before = page.words[index - 1]
            both = word.definite and before.definite and not word.modifier
            if word.head_cut and word.definite and page.token(index).folded[0] == _BEH:
                return None
            both = both and not word.head_cut
            both = both and not page.token(index).folded.endswith(_NISBA)
            if both and word.head.kind != "adj":
                return None
        if word.honorific and not is_open and not word.modifier:
            return None
        ranked = word.rank and word.definite and word.head and not word.head_cut
        if ranked and not is_open and not word.modifier:
            return None
        if not is_open and not self._may_follow(index):
            return None
        closed = word.definite or word.nationality or word.modifier
        closed = closed or page.token(index).folded.endswith(_POSSESSED)
        return index + 1, not closed

    def _is_named(self, index: int) -> bool:
        """Tell whether a person's name surely begins at a token."""
        word = self.page.words[index] if index < self.last else None
        return word is not None and word.is_strong and word.given is not None

    def _may_follow(self, index: int) -> bool:
        """Tell whether a word goes on a phrase whose complement is complete."""
        page = self.page
        word = page.words[index]
        if word.definite or word.nationality or word.modifier or word.rank:
            return index - 1 not in page.inside or self._is_adjective(index)
        folded = page.token(index).folded
        if word.organisation is not None and word.organisation_cut:
            return True
        if folded in page.lexicons.purposes:
            return True
        nouns = page.lexicons.place_nouns
        return any(cut and rest in nouns for cut, rest in readings(folded))

    def _is_adjective(self, index: int) -> bool:
        word = self.page.words[index]
        folded = self.page.token(index).folded
        known = folded in self.page.lexicons.institution_adjectives
        return word.nationality or word.modifier or known or folded.endswith(_NISBA)

    def _starts_name(self, index: int, *, is_open: bool) -> bool:
        """Tell whether a name begins here rather than a complement."""
        page = self.page
        word = page.words[index]
        match = page.matches.get(index)
        if match is not None and match.is_person:
            return True
        before = page.words[index - 1]
        noun = page.token(index - 1).folded
        owned = noun in page.lexicons.owner_nouns and word.given is not None
        names_follow = not owned and (
            before.organisation is not None or noun in page.lexicons.place_nouns
        )
        if is_open and names_follow:
            return False
        if word.is_strong and (not word.cut or page.token(index).folded[0] == _WAW):
            return not word.nationality
        if word.joiner and not is_open and not word.everyday:
            return True
        if word.given is None or word.cut or is_open or index + 1 >= self.last:
            return False
        after = page.words[index + 1]
        if not after.text or (word.nationality and after.joiner):
            return False
        second = after.is_strong or after.is_unknown or after.joiner
        return second or (after.is_name and after.definite)

    def _is_preposition(self, index: int) -> bool:
        """Tell "in the name of" from the given name that is spelt like it."""
        folded = self.page.token(index).folded
        long = len(folded) > _LONGEST_PARTICLE
        return long and folded in self.page.lexicons.role_prepositions

    def _preposition(self, index: int, head: int) -> tuple[int, bool] | None:
        """Go on over the prepositions that belong to roles."""
        page = self.page
        following = index + 1
        if following >= self.last or not page.is_word(following):
            return None
        kind = page.lexicons.role_prepositions.get(page.token(index).folded)
        after = page.words[following]
        if kind is None or after.boundary or after.verb:
            return None
        if kind == "head" and index > head + 1:
            return None
        if page.token(following).folded in page.lexicons.role_stops:
            return None
        match = page.matches.get(following)
        if match is not None and not match.is_person:
            return match.last, False
        place_noun = page.token(following).folded in page.lexicons.place_nouns
        fits = after.definite or after.organisation is not None or place_noun
        return (following, True) if fits or kind in ("any", "head") else None

    def _joined(self, index: int) -> tuple[int, bool] | None:
        """Go on over "and" with a definite noun after a definite one."""
        word = self.page.words[index]
        before = self.page.words[index - 1]
        if word.head is not None and not word.modifier:
            return None
        if word.definite and (before.definite or before.nationality):
            return index + 1, False
        after = self.page.words[index + 1] if index + 1 < self.last else None
        if after is not None and after.definite and not after.is_name and word.everyday:
            return index + 1, True
        return None

    def _mark(self, index: int, *, is_open: bool) -> tuple[int, bool] | None:
        """Go on over a hash, or over a short name in quotation marks."""
        page = self.page
        if page.token(index).text in _HASHES:
            named = index + 1 < self.last and page.words[index + 1].is_name
            return None if named else (index + 1, True)
        if page.token(index).kind is TokenKind.NUMBER and not is_open:
            return index + 1, False
        if page.token(index).text == _HYPHEN and index + 1 < self.last:
            both = page.words[index - 1].nationality
            both = both and page.words[index + 1].nationality
            return (index + 1, False) if both else None
        span = page.spans.get(index)
        if span is None or span.outer_last > self.last:
            return None
        inner = span.last - span.first
        titled = page.words[index - 1].honorific or page.words[span.first].is_name
        if not is_open and (inner > _ACRONYM or titled):
            return None
        short = span.outer_last - index <= _SHORT_SPAN
        return (span.outer_last, False) if short else None

    def _trimmed(self, head: int, end: int) -> int:
        page = self.page
        while end > head + 1:
            token = page.token(end - 1)
            is_word = token.kind is TokenKind.WORD
            if is_word and not page.words[end - 1].boundary:
                break
            if not is_word and token.text in _CLOSERS:
                break
            end -= 1
        return end


_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_BEH: Final = "\N{ARABIC LETTER BEH}"
_HEH: Final = "\N{ARABIC LETTER HEH}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_NISBA: Final = ("\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}")
_POSSESSED: Final = (
    "\N{ARABIC LETTER HEH}" + _ALEF,
    "\N{ARABIC LETTER HEH}\N{ARABIC LETTER MEEM}",
)
_LONGEST_PARTICLE: Final = 3
_HYPHEN: Final = "-"
_HASHES: Final = frozenset("#_")
_CLOSERS: Final = frozenset('»"”')
#: A quoted name inside a role has at most this many tokens, marks included.
_SHORT_SPAN: Final = 6
#: ... and one that only repeats what stands before it, so many between them.
_ACRONYM: Final = 2
