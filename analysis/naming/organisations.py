"""Finding organisations: by the gazetteer, and by the noun their name opens with."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from analysis.model import Gender
from analysis.naming.marked_names import LONGEST, is_plain, latin_end, quoted_name
from analysis.naming.name_evidence import says_that
from analysis.naming.organisation_bounds import NAMED, body_end
from analysis.naming.page import Match, Page
from analysis.text.clitics import readings

#: Marks in which another name of an organisation may follow it.
_OPENING: Final = frozenset('("«“')


@dataclass(frozen=True, slots=True)
class OrganisationSpan:
    """An organisation's name at a place: a half-open token range.

    Attributes:
        cut: letters of clitics on the first token.
        phrase_first: the noun of its class before a name in quotation marks.
        key: the gazetteer's key; empty for a name found by rule.
        alias: it stands in brackets or marks after another name of the same body.
    """

    first: int
    last: int
    cut: int
    gender: Gender | None
    phrase_first: int
    key: str = ""
    alias: bool = False


def find_organisations(page: Page, taken: Collection[int]) -> list[OrganisationSpan]:
    """Return the names of organisations, in order, outside the `taken` tokens."""
    found: list[OrganisationSpan] = []
    for first, last in page.ranges():
        found.extend(_organisations_between(page, first, last, taken))
    held = {i for span in found for i in range(span.first, span.last)}
    found.extend(_short_mentions(page, found, held | set(taken)))
    return list(_with_aliases(page, sorted(found, key=lambda span: span.first)))


def _with_aliases(
    page: Page, found: Sequence[OrganisationSpan]
) -> Iterator[OrganisationSpan]:
    """Return the names, each told whether it is one more of the body before it.

    An acronym that no gazetteer has and that follows no name is left out.
    """
    end = 0
    for span in found:
        alias = 0 < end == span.first - 1 and page.token(end).text in _OPENING
        text = page.token(span.first).text
        if not alias and _is_credit(page, span):
            continue
        if alias or span.key or span.last > span.first + 1 or not text.isascii():
            yield replace(span, alias=alias)
        end = span.last


def _is_credit(page: Page, span: OrganisationSpan) -> bool:
    """Tell whether a medium stands alone in brackets, as whose news it is."""
    match = page.matches.get(span.first)
    if match is None or match.known is None or not match.known.medium:
        return False
    around = (span.first - 1, span.last)
    inside = around[0] >= 0 and around[1] < len(page.words)
    return inside and [page.token(i).text for i in around] == ["(", ")"]


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
        if index not in taken and _may_begin(page, index):
            span = _organisation_at(page, index, last, taken)
        if span is None:
            index += 1
        else:
            yield span
            index = _inner_start(page, span)


def _may_begin(page: Page, index: int) -> bool:
    """Tell whether a token is worth a closer look."""
    word, token = page.words[index], page.token(index)
    named = word.organisation is not None or index in page.matches
    named = named or token.folded == _LAM or token.text[:1].isascii()
    return word.text and (named or token.folded in page.lexicons.platforms)


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
    if match is not None and match.is_organisation:
        return None if _is_seat(page, match) else _known(page, match, last)
    if _is_acting_platform(page, index, last):
        return OrganisationSpan(index, index + 1, 0, None, index)
    if page.token(index).folded == _LAM:
        quoted = quoted_name(page, index + 1, last)
        if quoted and (_is_told(page, index) or not is_plain(page, *quoted)):
            return OrganisationSpan(*quoted, 0, None, index)
    if match is not None or word.organisation is None:
        return _acronym(page, index, last)
    kind = word.organisation.kind
    if word.organisation_cut and page.token(index).folded in page.lexicons.owner_nouns:
        return None
    relative = index > 0 and page.words[index - 1].boundary and page.is_word(index - 1)
    if relative and page.token(index).folded in page.lexicons.vocabulary.verbs:
        return None
    if kind == "none" or (word.head is not None and word.is_strong):
        return None
    return _by_noun(page, index, last, taken)


def _known(page: Page, match: Match, last: int) -> OrganisationSpan | None:
    """Return a body of the gazetteer, with what may be written after its name."""
    noun = page.words[match.first].organisation
    state = noun is not None and noun.kind == "none"
    if match.known is None or (state and page.words[match.last - 1].nationality):
        return None
    if match.known.medium and _is_everyday(page, match):
        return None
    weekday = match.last < last and page.token(match.last).folded in (
        page.lexicons.weekdays
    )
    if (
        weekday
        and page.token(match.last - 1).folded in (page.lexicons.reading.words["adverb"])
    ):
        return None
    end = _extended(page, match, last)
    key = match.known.key
    classed = page.token(match.first).folded[match.cut :] in page.lexicons.class_nouns
    if end > match.last and not (match.known.medium or classed):
        key = " ".join((key, page.token(match.last).folded))
    return OrganisationSpan(
        match.first, end, match.cut, match.known.gender, match.first, key
    )


def _is_everyday(page: Page, match: Match) -> bool:
    """Tell whether a newspaper's name is a noun here: to the world, the news."""
    first = match.first
    bare = page.token(first).folded[match.cut :].removeprefix(_ARTICLE)
    bare = bare.removeprefix(_LAM) if match.cut else bare
    if match.last > first + 1 or bare not in page.lexicons.vocabulary.words:
        return False
    if match.cut and _is_spoken_to(page, first):
        return False
    before = page.words[first - 1]
    classed = before.organisation is not None or not page.is_word(first - 1)
    return not classed and not page.reports(first - 1)


def _is_spoken_to(page: Page, index: int) -> bool:
    """Tell whether a verb of saying stands before, and its statement follows."""
    that = page.lexicons.reading.words["that"]
    if not says_that(page, index + 1):
        return False
    for before in range(index - 1, max(-1, index - _TELLING - 1), -1):
        if page.token(before).folded in that:
            return False
        if page.reports(before):
            return True
    return False


def _tag_end(page: Page, index: int, last: int) -> int:
    """Return the end of a hashtag that a token begins; the next token for none."""
    end = index + 1
    if not index or page.token(index - 1).text != "#":
        return end
    while end + 1 < last and page.token(end).text == "_" and page.is_word(end + 1):
        end += 2
    return end


def _is_seat(page: Page, match: Match) -> bool:
    """Tell whether a building that speaks for a government is only a place here."""
    first, last = match.first, match.last
    name = " ".join(page.token(i).folded for i in range(first, last))[match.cut :]
    before = page.token(first - 1).folded if first else ""
    within = page.lexicons.role_prepositions.get(before) == "place"
    within = within or page.token(first).folded[: match.cut].endswith(_BEH)
    return within and name in page.lexicons.seats


def _is_acting_platform(page: Page, index: int, last: int) -> bool:
    """Tell whether a network is named as a firm: somebody runs it, or it speaks."""
    if page.token(index).folded not in page.lexicons.platforms or not index:
        return False
    before = page.words[index - 1]
    board = page.token(index - 1).folded in page.lexicons.board_nouns
    ran = board or before.head is not None
    words = page.lexicons.reading.words
    verb = index + 1
    while verb < last and page.token(verb).folded in words["auxiliary"]:
        verb += 1
    on = page.token(index - 1).folded in words["preposition"]
    speaks = verb < last and (
        page.reports(index - 1) or (page.reports(verb) and not on)
    )
    return page.is_word(index - 1) and (ran or speaks)


def _by_noun(
    page: Page, index: int, last: int, taken: Collection[int]
) -> OrganisationSpan | None:
    """Return the body whose name the noun at a token opens."""
    word = page.words[index]
    noun = word.organisation
    if noun is None:
        return None
    if (tagged := _tag_end(page, index, last)) > index + 1 and noun.kind != "weak":
        return OrganisationSpan(index, tagged, 0, noun.gender, index)
    cut, gender = word.organisation_cut, noun.gender
    bare = page.token(index).folded[cut:].removeprefix(_ARTICLE)
    classed = bare in page.lexicons.class_nouns
    inner = page.matches.get(index + 1)
    if inner is not None and inner.is_organisation and inner.known and not inner.cut:
        if classed:
            end = _extended(page, inner, last)
            key = inner.known.key
            return OrganisationSpan(inner.first, end, 0, gender, index, key)
        if noun.kind == "weak" or bare in page.lexicons.owner_nouns:
            return None
    quoted = quoted_name(page, index + 1, last)
    if quoted is not None and page.token(quoted[0]).folded in page.lexicons.platforms:
        return None
    if quoted is not None and (classed or not is_plain(page, *quoted)):
        return OrganisationSpan(*quoted, 0, gender, index)
    latin = latin_end(page, index + 1, last)
    if latin > index + 1:
        return OrganisationSpan(index, latin, cut, gender, index)
    end = body_end(page, index, min(last, index + LONGEST), noun.kind)
    if end <= index + 1:
        far = quoted_name(page, _described(page, index + 1, last), last)
        named = far is not None and classed and not is_plain(page, *far)
        return OrganisationSpan(*far, 0, gender, index) if far and named else None
    if any(i in taken for i in range(index, end)):
        return None
    return OrganisationSpan(index, end, cut, gender, index)


def _is_told(page: Page, index: int) -> bool:
    """Tell whether somebody says something to a medium: "the expert said to X"."""
    before = page.words[index - 1] if index else None
    if before is None or not (before.head or before.is_name or before.modifier):
        return False
    return any(page.reports(i) for i in range(max(0, index - _TELLING), index))


def _described(page: Page, index: int, last: int) -> int:
    """Return the token after the one or two adjectives or nouns behind a noun."""
    end = index
    while end < min(last, index + _MOST_DESCRIBING) and page.is_word(end):
        word = page.words[end]
        if word.boundary or word.verb or word.conjunct or word.is_strong:
            break
        end += 1
    return end


def _extended(page: Page, match: Match, last: int) -> int:
    """Return the end of a known name with a nationality written after it."""
    end = match.last
    if end >= last or not page.is_word(end) or match.known is None:
        return end
    if match.known.club:
        return end
    word = page.words[end]
    if match.known.medium:
        return (
            end + 1 if page.token(end).folded in page.lexicons.medium_endings else end
        )
    noun = page.words[match.first].organisation
    several = match.last > match.first + 1 and page.words[match.first].listed
    opens = several if noun is None else noun.kind not in NAMED
    institutional = page.token(end).folded in page.lexicons.institution_adjectives
    if noun is not None and noun.kind == "state" and institutional:
        return end + 1
    national = word.nationality and word.definite and not word.conjunct
    feminine = page.token(end).folded.endswith(_HEH)
    agrees = not feminine or match.known.gender is Gender.FEMININE
    return end + 1 if opens and national and agrees else end


def _acronym(page: Page, index: int, last: int) -> OrganisationSpan | None:
    """Return an acronym in Latin capitals that stands in brackets or marks."""
    text = page.token(index).text
    if not (text.isascii() and text.isupper() and 1 < len(text) <= _LONGEST_ACRONYM):
        return None
    if not 0 < index < last - 1 or page.is_word(index + 1):
        return None
    if page.token(index - 1).text not in _OPENING:
        return None
    return OrganisationSpan(index, index + 1, 0, None, index)


_HEH: Final = "\N{ARABIC LETTER HEH}"
_BEH: Final = "\N{ARABIC LETTER BEH}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_ARTICLE: Final = _ALEF + _LAM
#: A verb of saying stands so near before the medium told.
_TELLING: Final = 8
_MOST_DESCRIBING: Final = 2
_LONGEST_ACRONYM: Final = 6
