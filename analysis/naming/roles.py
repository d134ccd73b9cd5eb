"""Role phrases: where they begin and end, and who or what they mean."""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from analysis.lexicons import Lexicons
from analysis.model import Gender, Role
from analysis.naming.page import Page, read_page
from analysis.naming.role_bounds import role_end
from analysis.text.clitics import letters_end
from analysis.text.document import Document


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
    text = written(page.document, first, last, cut).replace(_HASH, "")
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
_HASH: Final = "#"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_ARTICLE: Final = _ALEF + _LAM
