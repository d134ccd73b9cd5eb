"""Role phrases: where they begin and end, and who or what they mean."""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from analysis.clitics import letters_end, readings
from analysis.document import Document
from analysis.lexicons import Lexicons
from analysis.model import Gender, Role
from analysis.page import Page, read_page
from analysis.tokens import TokenKind

#: A role phrase is not longer than this, in tokens.
LONGEST: Final = 18


class PhraseKind(Enum):
    """What a noun phrase without a name means."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "GPE"
    UNNAMED = "UNNAMED"


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A noun phrase that may be who speaks: a role, a definite description, a source.

    Attributes:
        first, last: half-open token range; the first token may carry clitics.
        cut: letters of these clitics.
        head: the folded lemma of the head noun.
        definite: the head has the article or a definite complement.
        anonymous: it names no role that somebody holds: "مصدر أمني", "مسؤولون".
        former: the role has ended.
        text: the phrase as written, without the clitics before it.
    """

    first: int
    last: int
    cut: int
    head: str
    gender: Gender | None
    plural: bool
    definite: bool
    kind: PhraseKind
    anonymous: bool
    former: bool
    text: str


def role_phrase_at(
    document: Document, index: int, lexicons: Lexicons
) -> RolePhrase | None:
    """Return the role phrase, definite description or source that starts at a token.

    "لوزير الدفاع", "الوزارة", "مصدر أمني" and "واشنطن" are such phrases; a phrase
    that goes on to a name ends before it. Reading the whole document at once is
    cheaper: see `role_phrases`.
    """
    return phrase_at(_page_of(document, lexicons), index)


def phrase_at(page: Page, index: int) -> RolePhrase | None:
    """Return the role phrase that starts at a token of a page, or None."""
    if not page.is_word(index):
        return None
    word = page.words[index]
    if word.head is not None and not page.words[index].is_strong:
        return _person_phrase(page, index)
    match = page.matches.get(index)
    if match is not None and match.known is None:
        return _place_phrase(page, index)
    if word.organisation is not None:
        return _organisation_phrase(page, index)
    return None


def role_of(page: Page, first: int, last: int) -> Role:
    """Return the role that a token range from a head on spells out."""
    word = page.words[first]
    lemma = word.head.lemma if word.head is not None else word.bare
    text = shown(page, first, last, word.head_cut)
    return Role(text, lemma, _former(page, first, last))


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
            return self._preposition(index)
        if self._starts_name(index, is_open=is_open):
            return None
        if word.verb or (page.reports(index) and not word.definite and not is_open):
            return None
        if word.conjunct:
            return self._joined(index)
        return self._noun(index, head, is_open=is_open)

    def _is_namesake(self, index: int, end: int) -> bool:
        """Tell whether a town's name is a given name here: Baku, Paris, Sydney."""
        page = self.page
        word = page.words[index]
        if end != index + 1 or word.given is None or word.cut or end >= self.last:
            return False
        after = page.words[end]
        return after.is_strong or (after.is_unknown and not after.definite)

    def _noun(self, index: int, head: int, *, is_open: bool) -> tuple[int, bool] | None:
        page = self.page
        word = page.words[index]
        if word.head is not None and not is_open and index > head + 1:
            before = page.words[index - 1]
            both = word.definite and before.definite and not word.modifier
            both = both and not page.token(index).folded.endswith(_NISBA)
            if both and word.head.kind != "adj":
                return None
        if word.honorific and not is_open and not word.modifier:
            return None
        if word.rank and word.definite and not is_open and not word.modifier:
            return None
        if not is_open and not self._may_follow(index):
            return None
        closed = word.definite or word.nationality or word.modifier
        closed = closed or page.token(index).folded.endswith(_POSSESSED)
        return index + 1, not closed

    def _may_follow(self, index: int) -> bool:
        """Tell whether a word goes on a phrase whose complement is complete."""
        page = self.page
        word = page.words[index]
        if word.definite or word.nationality or word.modifier or word.rank:
            return index - 1 not in page.inside or self._is_adjective(index)
        folded = page.token(index).folded
        if word.organisation is not None and word.organisation_cut:
            return True
        return any(rest in page.lexicons.place_nouns for _, rest in readings(folded))

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
        names_follow = before.organisation is not None or (
            page.token(index - 1).folded in page.lexicons.place_nouns
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
        if not after.text:
            return False
        second = after.is_strong or after.is_unknown or after.joiner
        return second or (after.is_name and after.definite)

    def _is_preposition(self, index: int) -> bool:
        """Tell "in the name of" from the given name that is spelt like it."""
        folded = self.page.token(index).folded
        long = len(folded) > _LONGEST_PARTICLE
        return long and folded in self.page.lexicons.role_prepositions

    def _preposition(self, index: int) -> tuple[int, bool] | None:
        """Go on over the prepositions that belong to roles."""
        page = self.page
        following = index + 1
        if following >= self.last or not page.is_word(following):
            return None
        kind = page.lexicons.role_prepositions.get(page.token(index).folded)
        after = page.words[following]
        if kind is None or after.boundary or after.verb:
            return None
        if page.token(following).folded in page.lexicons.role_stops:
            return None
        match = page.matches.get(following)
        if match is not None and not match.is_person:
            return match.last, False
        place_noun = page.token(following).folded in page.lexicons.place_nouns
        fits = after.definite or after.organisation is not None or place_noun
        return (following, True) if fits or kind == "any" else None

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
        span = page.spans.get(index)
        if span is None or span.outer_last > self.last:
            return None
        inner = span.last - span.first
        if not is_open and (inner > _ACRONYM or page.words[span.first].is_name):
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


def _person_phrase(page: Page, index: int) -> RolePhrase | None:
    word = page.words[index]
    head = word.head
    if head is None or (word.everyday is False and word.is_strong):
        return None
    last = page.sentence_end(index)
    end = role_end(page, index, last)
    inner = page.words[index + 1 : end]
    definite = (
        word.definite
        or any(w.definite for w in inner)
        or any(i in page.inside for i in range(index + 1, end))
    )
    vague = head.kind in ("anon", "part") or head.plural or not _is_office(head.kind)
    anonymous = head.kind in ("anon", "part") or (vague and not word.definite)
    if not definite:
        anonymous = True
    return RolePhrase(
        first=index,
        last=end,
        cut=word.head_cut,
        head=head.lemma,
        gender=head.gender,
        plural=head.plural,
        definite=definite,
        kind=PhraseKind.UNNAMED if anonymous else PhraseKind.PERSON,
        anonymous=anonymous,
        former=_former(page, index, end),
        text=_written(page, index, end, word.head_cut),
    )


def _organisation_phrase(page: Page, index: int) -> RolePhrase | None:
    word = page.words[index]
    noun = word.organisation
    if noun is None:
        return None
    end = role_end(page, index, page.sentence_end(index))
    return RolePhrase(
        first=index,
        last=end,
        cut=word.organisation_cut,
        head=_lemma(page.token(index).folded, word.organisation_cut),
        gender=noun.gender,
        plural=False,
        definite=word.definite or end > index + 1,
        kind=PhraseKind.ORGANISATION,
        anonymous=False,
        former=False,
        text=_written(page, index, end, word.organisation_cut),
    )


def _place_phrase(page: Page, index: int) -> RolePhrase | None:
    match = page.matches[index]
    if match.place is None:
        return None
    return RolePhrase(
        first=index,
        last=match.last,
        cut=match.cut,
        head=_lemma(page.token(index).folded, match.cut),
        gender=match.place.gender,
        plural=False,
        definite=True,
        kind=PhraseKind.PLACE,
        anonymous=False,
        former=False,
        text=_written(page, index, match.last, match.cut),
    )


def _is_office(kind: str) -> bool:
    return kind in ("post", "title", "rank", "kin")


def _former(page: Page, first: int, last: int) -> bool:
    modifiers = page.lexicons.role_modifiers
    return any(modifiers.get(page.token(i).folded, False) for i in range(first, last))


def _lemma(folded: str, cut: int) -> str:
    rest = folded[cut:]
    if cut and rest.startswith(_LAM):
        rest = rest.removeprefix(_LAM)
    return rest.removeprefix(_ARTICLE)


def _written(page: Page, first: int, last: int, cut: int) -> str:
    return written(page.document, first, last, cut)


def written(document: Document, first: int, last: int, cut: int) -> str:
    """Return a token range as published, without the first `cut` letters."""
    start = start_of(document, first, cut)
    return document.text[start : document.tokens[last - 1].end]


def shown(page: Page, first: int, last: int, cut: int) -> str:
    """Return a name as published, with the article that "for" has swallowed.

    "للجيش السوري" shows "الجيش السوري"; a name that itself begins with that letter
    ("لليبرمان") stays as it is.
    """
    text = written(page.document, first, last, cut)
    folded = page.token(first).folded
    if not cut or folded[cut - 1 : cut + 1] != _LAM + _LAM:
        return text
    rest, lexicons = folded[cut:], page.lexicons
    begins = (
        rest in lexicons.given
        or rest in lexicons.family
        or rest in lexicons.organisation_nouns
        or bool(lexicons.known.starting(rest))
    )
    return text if begins else _ALEF + text


def start_of(document: Document, index: int, cut: int) -> int:
    """Return the offset of a token behind its first `cut` letters."""
    token = document.tokens[index]
    if not cut:
        return token.start
    return token.start + letters_end(document.text[token.start : token.end], cut)


@lru_cache(maxsize=4)
def _page_of(document: Document, lexicons: Lexicons) -> Page:
    return read_page(document, lexicons)


_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_ARTICLE: Final = _ALEF + _LAM
_NISBA: Final = ("\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}")
_POSSESSED: Final = (
    "\N{ARABIC LETTER HEH}" + _ALEF,
    "\N{ARABIC LETTER HEH}\N{ARABIC LETTER MEEM}",
)
_LONGEST_PARTICLE: Final = 3
_HASHES: Final = frozenset("#_")
_CLOSERS: Final = frozenset('»"”')
#: A quoted name inside a role has at most this many tokens, marks included.
_SHORT_SPAN: Final = 6
#: ... and one that only repeats what stands before it, so many between them.
_ACRONYM: Final = 2
