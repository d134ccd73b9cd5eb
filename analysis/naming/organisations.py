"""Finding organisations: by the gazetteer, and by the noun their name opens with."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.model import Gender
from analysis.naming.organisation_bounds import body_end
from analysis.naming.page import Match, Page
from analysis.text.clitics import readings
from analysis.text.tokens import TokenKind

#: An organisation's name has at most this many tokens.
LONGEST: Final = 10


@dataclass(frozen=True, slots=True)
class OrganisationSpan:
    """An organisation's name at a place: a half-open token range.

    Attributes:
        cut: letters of clitics on the first token.
        phrase_first: the noun of its class before a name in quotation marks.
        key: the gazetteer's key; empty for a name found by rule.
    """

    first: int
    last: int
    cut: int
    gender: Gender | None
    phrase_first: int
    key: str = ""


def find_organisations(page: Page, taken: Collection[int]) -> list[OrganisationSpan]:
    """Return the names of organisations, in order, outside the `taken` tokens."""
    found: list[OrganisationSpan] = []
    for first, last in page.ranges():
        found.extend(_organisations_between(page, first, last, taken))
    held = {i for span in found for i in range(span.first, span.last)}
    found.extend(_short_mentions(page, found, held | set(taken)))
    return sorted(found, key=lambda span: span.first)


def _short_mentions(
    page: Page, found: Sequence[OrganisationSpan], taken: Collection[int]
) -> list[OrganisationSpan]:
    """Return where a name stands without the noun of its class: "حماس"."""
    proper: dict[str, OrganisationSpan] = {}
    for span in found:
        opens = page.token(span.first).folded[span.cut :]
        if span.last == span.first + 2 and opens in page.lexicons.class_nouns:
            proper.setdefault(page.token(span.last - 1).folded, span)
    mentions = []
    for first, last in page.ranges() if proper else ():
        for index in range(first, last):
            mention = _short_at(page, index, proper) if index not in taken else None
            if mention is not None:
                mentions.append(mention)
    return mentions


def _short_at(
    page: Page, index: int, proper: Mapping[str, OrganisationSpan]
) -> OrganisationSpan | None:
    for cut, rest in readings(page.token(index).folded):
        full = proper.get(rest)
        if full is None:
            continue
        said = index > 0 and page.reports(index - 1)
        if page.words[index].listed and not said:
            continue
        return OrganisationSpan(index, index + 1, cut, full.gender, index, full.key)
    return None


def _organisations_between(
    page: Page, first: int, last: int, taken: Collection[int]
) -> Iterator[OrganisationSpan]:
    index = first
    while index < last:
        span = None
        if page.is_word(index) and index not in taken:
            span = _organisation_at(page, index, last, taken)
        if span is None:
            index += 1
        else:
            yield span
            index = _inner_start(page, span)


def _inner_start(page: Page, span: OrganisationSpan) -> int:
    """Return where to look on: at the body that a faculty or office belongs to."""
    for index in range(span.first + 1, span.last):
        word = page.words[index]
        if word.organisation is not None and word.organisation_cut == 1:
            return index
    return span.last


def _organisation_at(
    page: Page, index: int, last: int, taken: Collection[int]
) -> OrganisationSpan | None:
    word = page.words[index]
    match = page.matches.get(index)
    if match is not None and match.is_organisation and match.known is not None:
        if word.organisation is not None and word.organisation.kind == "none":
            return None
        end = _extended(page, match, last)
        gender = match.known.gender
        return OrganisationSpan(index, end, match.cut, gender, index, match.known.key)
    if page.token(index).folded == _LAM:
        quoted = _quoted(page, index + 1, last)
        if quoted is not None:
            return OrganisationSpan(*quoted, 0, None, index)
    if match is not None or word.organisation is None:
        return _latin(page, index, last)
    kind = word.organisation.kind
    relative = index > 0 and page.words[index - 1].boundary and page.is_word(index - 1)
    if relative and page.token(index).folded in page.lexicons.vocabulary.verbs:
        return None
    if kind == "none" or (word.head is not None and word.is_strong):
        return None
    club = page.matches.get(index + 1)
    if club is not None and club.known is not None and club.known.club:
        return None
    quoted = _quoted(page, index + 1, last)
    noun = page.token(index).folded[word.organisation_cut :]
    named = noun in page.lexicons.class_nouns
    if quoted is not None and (named or not page.words[quoted[0]].listed):
        first, end = quoted
        return OrganisationSpan(first, end, 0, word.organisation.gender, index)
    end = body_end(page, index, min(last, index + LONGEST), kind)
    if end <= index + 1 or any(i in taken for i in range(index, end)):
        return None
    cut = word.organisation_cut
    return OrganisationSpan(index, end, cut, word.organisation.gender, index)


def _extended(page: Page, match: Match, last: int) -> int:
    """Return the end of a known name with a nationality written after it."""
    end = match.last
    if end < last and page.is_word(end) and match.known is not None:
        word = page.words[end]
        noun = page.words[match.first].organisation
        opens = noun is not None and noun.kind != "name"
        national = word.nationality and word.definite and not word.conjunct
        if opens and national and not match.known.medium:
            return end + 1
    return end


def _latin(page: Page, index: int, last: int) -> OrganisationSpan | None:
    """Return an acronym in Latin capitals as an organisation."""
    text = page.token(index).text
    if not (text.isascii() and text.isupper() and 1 < len(text) <= _LONGEST_ACRONYM):
        return None
    for beside in (index - 1, index + 1):
        inside = 0 <= beside < last and page.is_word(beside)
        if inside and page.token(beside).text.isascii():
            return None
    return OrganisationSpan(index, index + 1, 0, None, index)


def _quoted(page: Page, index: int, last: int) -> tuple[int, int] | None:
    """Return the tokens of a short name in quotation marks at a token."""
    span = page.spans.get(index) if index < last else None
    if span is None or span.outer_last > last or span.repaired:
        return None
    kinds = (TokenKind.WORD, TokenKind.NUMBER)
    inner = range(span.first, span.last)
    words = all(page.token(i).kind in kinds for i in inner)
    named = words and 0 < len(inner) <= _MOST_QUOTED
    return (span.first, span.last) if named else None


_LAM: Final = "\N{ARABIC LETTER LAM}"
_MOST_QUOTED: Final = 4
_LONGEST_ACRONYM: Final = 6
