"""Finding organisations: by the gazetteer, and by the noun their name opens with."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.clitics import readings
from analysis.model import Gender
from analysis.name_bounds import name_end
from analysis.page import Match, Page, Word
from analysis.tokens import TokenKind

#: An organisation's name has at most this many tokens.
LONGEST: Final = 10
#: A noun is followed by so many indefinite ones before its definite complement.
MOST_CONSTRUCTS: Final = 3


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
    quoted = _quoted(page, index + 1, last)
    noun = page.token(index).folded[word.organisation_cut :]
    named = noun in page.lexicons.class_nouns
    if quoted is not None and (named or not page.words[quoted[0]].listed):
        first, end = quoted
        return OrganisationSpan(first, end, 0, word.organisation.gender, index)
    end = _end(page, index, min(last, index + LONGEST), kind)
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


def _end(page: Page, index: int, last: int, kind: str) -> int:
    """Return where the name ends that the noun at a token opens; itself + 1: none."""
    word = page.words[index]
    following = index + 1
    if following >= last:
        return following
    if word.definite:
        if kind in ("state", "strong", "weak"):
            return _definite_end(page, index, last, kind)
        return following
    proper = _proper_end(page, following, last)
    firm = page.token(index).folded in page.lexicons.business_nouns
    if proper > following and (kind == "name" or firm):
        return proper
    if proper > following:
        return _purpose_end(page, _adjectives(page, proper, last), last)
    board = page.token(following).folded in page.lexicons.board_nouns
    if kind not in ("state", "strong") or board:
        return following
    if _is_named_for(page, following, last):
        return _purpose_end(page, following + 1, last)
    return _construct_end(page, following, last)


def _is_named_for(page: Page, index: int, last: int) -> bool:
    """Tell whether a noun serves as a name: the foundation "event for creation"."""
    if index + 1 >= last or not page.is_word(index + 1):
        return False
    word = page.words[index]
    plain = not (word.boundary or word.definite or word.conjunct or word.nationality)
    purpose = page.token(index + 1).folded.startswith(_LAM + _LAM)
    return plain and word.head is None and purpose


def _definite_end(page: Page, index: int, last: int, kind: str) -> int:
    """Return the end of "the army of the country" written with adjectives."""
    following = index + 1
    end = _adjectives(page, following, last)
    adjectives = range(following, end)
    institutional = any(
        page.token(i).folded in page.lexicons.institution_adjectives for i in adjectives
    )
    national = any(page.words[i].nationality for i in adjectives)
    purpose = _purpose_end(page, end, last)
    located = _located(page, purpose, last)
    several = end > following + 1 or located > end
    if kind == "state" and (
        national or end > following + 1 or (institutional and several)
    ):
        return located
    if kind == "state" and institutional and _is_singular(page, index):
        return located
    if purpose > end and (institutional or national):
        return located
    if institutional and national and kind != "weak":
        return purpose
    return following


def _is_singular(page: Page, index: int) -> bool:
    """Tell whether a country has one such body only: the supreme court."""
    folded = page.token(index).folded
    return any(noun in folded for noun in page.lexicons.singular_bodies)


def _construct_end(page: Page, following: int, last: int) -> int:
    """Return the end of "ministry of the interior" and its like."""
    index = following
    while index < last and index - following < MOST_CONSTRUCTS:
        if not _is_construct(page, index):
            break
        index += 1
    match = page.matches.get(index) if index < last else None
    if match is not None and index > following and match.known is None:
        return following if match.cut else match.last
    if index < last and page.token(index).folded in page.lexicons.patron_titles:
        return _patron_end(page, index, last)
    if index >= last or not _is_definite_noun(page, index):
        return following
    folded = page.token(index).folded
    generic = folded in page.lexicons.generic_complements
    end = _coordinated(page, _adjectives(page, index + 1, last), last)
    if generic and index == following and end == index + 1:
        return following
    return _located(page, _purpose_end(page, end, last), last)


def _patron_end(page: Page, index: int, last: int) -> int:
    """Return the end of a name with a title before it: the hospital of King X."""
    if index + 1 >= last or not page.words[index + 1].is_name:
        return index
    end = name_end(page, index + 1, last)
    return _located(page, _adjectives(page, end, last), last)


def _is_construct(page: Page, index: int) -> bool:
    word = page.words[index]
    if not page.is_word(index) or word.boundary or word.definite or word.conjunct:
        return False
    if word.verb or index in page.inside or word.nationality or word.modifier:
        return False
    if word.head is not None and not word.head.plural:
        return False
    return word.everyday and page.token(index).folded[0] not in _GLUED


def _is_definite_noun(page: Page, index: int) -> bool:
    word = page.words[index]
    if not page.is_word(index) or not word.definite or word.boundary or word.conjunct:
        return False
    if word.honorific or word.rank or (word.head is not None and not _is_plural(word)):
        return False
    folded = page.token(index).folded
    starts = folded.startswith(_ARTICLE)
    noun = folded.removeprefix(_ARTICLE) in page.lexicons.vocabulary.nouns
    adjective = (word.nationality and not noun) or (word.modifier and not noun)
    return starts and not adjective and not word.is_strong


def _is_plural(word: Word) -> bool:
    return word.head is not None and word.head.plural


def _adjectives(page: Page, index: int, last: int) -> int:
    """Return the end of the definite adjectives that follow a name's nouns."""
    while index < last and page.is_word(index):
        word = page.words[index]
        folded = page.token(index).folded
        adjective = word.nationality or folded.endswith(_NISBA)
        if word.modifier and not word.nationality:
            adjective = False
        adjective = adjective or folded in page.lexicons.institution_adjectives
        if not folded.startswith(_ARTICLE) or not adjective or word.boundary:
            break
        if (word.is_strong or word.head) and not word.nationality:
            break
        index += 1
    return index


def _coordinated(page: Page, index: int, last: int) -> int:
    """Return the end of further definite nouns joined by "and"."""
    while index < last and page.is_word(index):
        word = page.words[index]
        if not page.token(index).text.startswith(_WAW + _ARTICLE) or word.is_strong:
            break
        if word.head is not None or word.organisation is not None:
            break
        if index in page.inside:
            break
        index = _adjectives(page, index + 1, last)
    return index


def _purpose_end(page: Page, index: int, last: int) -> int:
    """Return the end of "for" with a definite noun, as in a commission for sports."""
    if index >= last or not page.is_word(index):
        return index
    folded = page.token(index).folded
    match = page.inside.get(index)
    if match is not None:
        whole = match.first == index and not match.is_person and match.cut == 1
        return match.last if whole and folded.startswith(_LAM) else index
    word = page.words[index]
    single = word.head is not None and not word.head.plural
    if folded.startswith(_LAM + _LAM) and not (word.is_strong or single):
        if folded.endswith(_HEH) and index + 1 < last:
            after = page.token(index + 1).folded
            if after.startswith(_ARTICLE) and after.endswith(_HEH):
                index += 1
        return _coordinated(page, _adjectives(page, index + 1, last), last)
    noun = folded.startswith(_LAM) and folded[1:] in page.lexicons.vocabulary.nouns
    if folded in page.lexicons.purposes or noun:
        end = _construct_end(page, index + 1, last)
        return end if end > index + 1 else index
    return index


def _located(page: Page, index: int, last: int) -> int:
    """Return the end of a place written onto the name with "in"."""
    if index >= last or not page.token(index).folded.startswith(_BEH):
        return index
    match = page.matches.get(index)
    if match is not None:
        return match.last if match.cut == 1 and not match.is_person else index
    word = page.words[index]
    if word.organisation is None or word.organisation_cut != 1:
        return index
    if page.token(index).folded[1:] in page.lexicons.place_nouns and not word.definite:
        end = _proper_end(page, index + 1, last)
        return end if end > index + 1 else index
    end = _end(page, index, last, word.organisation.kind)
    return end if end > index + 1 else index


def _proper_end(page: Page, index: int, last: int) -> int:
    """Return the end of a proper name: a place, a person's name, or an unknown."""
    if index >= last or not page.is_word(index):
        return index
    match = page.matches.get(index)
    word = page.words[index]
    if page.token(index).folded in page.lexicons.place_nouns and index + 1 < last:
        town = page.matches.get(index + 1)
        if town is not None and town.known is None and not town.cut:
            return town.last
    if match is not None and not match.cut:
        if match.place is not None and word.definite and word.everyday:
            return index
        return _unknowns_end(page, match.last, last)
    if match is not None or word.boundary or word.conjunct or word.definite:
        return index
    end = _unknowns_end(page, index, last)
    tail = page.matches.get(end) if end > index else None
    if tail is not None and not tail.cut and tail.known is None:
        return tail.last
    return end


def _unknowns_end(page: Page, index: int, last: int) -> int:
    """Return the end of the unlisted words that look like a foreign name."""
    end = index
    while end < last and page.is_word(end) and end - index < _MOST_PROPER:
        part = page.words[end]
        if end in page.matches or part.definite or part.boundary:
            break
        if not (part.is_unknown and part.likeness >= _LIKELY):
            break
        end += 1
    return end


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


_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_HEH: Final = "\N{ARABIC LETTER HEH}"
_BEH: Final = "\N{ARABIC LETTER BEH}"
_ARTICLE: Final = _ALEF + _LAM
_NISBA: Final = ("\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}")
_GLUED: Final = frozenset((_LAM, _BEH))
_MOST_PROPER: Final = 4
#: A word is a name's by its shape from here on.
_LIKELY: Final = 0.4
_MOST_QUOTED: Final = 4
_LONGEST_ACRONYM: Final = 6
