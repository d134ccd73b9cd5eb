"""Where an organisation's name ends."""

from typing import Final

from analysis.naming.framed_names import titled_end
from analysis.naming.name_bounds import name_end
from analysis.naming.page import Page
from analysis.naming.word_classes import Word
from analysis.text.clitics import readings

#: A noun is followed by so many indefinite ones before its definite complement.
MOST_CONSTRUCTS: Final = 3


def body_end(page: Page, index: int, last: int, kind: str) -> int:
    """Return where the name ends that the noun at a token opens; itself + 1: none."""
    word = page.words[index]
    following = index + 1
    if following >= last:
        return following
    if word.definite:
        return _definite_end(page, index, last, kind)
    noun = page.token(index).folded[word.organisation_cut :]
    firm = noun in page.lexicons.business_nouns
    named = kind in NAMED or noun in page.lexicons.class_nouns
    place = page.matches.get(following)
    if kind in ("group", "district") and place is not None and place.known is None:
        return following
    seat = page.token(following).folded in page.lexicons.place_nouns
    if seat and (kind == "group" or noun in page.lexicons.place_nouns):
        return following
    proper = _proper_end(page, following, last, _LIKELY - named * _SURE)
    if proper > following and (kind in NAMED or firm):
        return _adjectives(page, proper, last) if firm else proper
    if firm and _is_bare_family(page, following):
        return _adjectives(page, following + 1, last)
    if proper > following:
        return _purpose_end(page, _adjectives(page, proper, last), last)
    if firm and _is_construct(page, following):
        branch = _unknowns_end(page, following + 1, last, _LIKELY - _SURE)
        if branch > following + 1:
            return branch
    board = page.token(following).folded in page.lexicons.board_nouns
    if kind not in _OPEN or board:
        office = kind == "weak" and not board and not page.words[following].verb
        return _office_end(page, following, last) if office else following
    if _is_named_for(page, following, last):
        return _purpose_end(page, following + 1, last)
    return _construct_end(page, following, last, kind)


def _is_bare_family(page: Page, index: int) -> bool:
    """Tell whether a firm is called by a family's name alone: the group al-X."""
    word = page.words[index]
    family = word.definite and (word.is_unknown or (word.family and word.is_strong))
    return family and page.token(index).folded.startswith(_ARTICLE)


def _office_end(page: Page, following: int, last: int) -> int:
    """Return the end of an office with its place: the office of education in X."""
    end = _construct_end(page, following, last, "school")
    tied = page.token(end - 1).folded.startswith(_BEH) or any(
        page.token(i).folded.startswith(_BEH) and page.words[i].definite is False
        for i in range(following + 1, end)
    )
    return end if end > following and tied else following


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
    several = end > following + 1
    singular = institutional and _is_singular(page, index)
    if kind in _STATES and (
        national or several or singular or (institutional and located > end)
    ):
        return located
    described = end > following and kind != "weak"
    if purpose > end and kind not in NAMED and (described or institutional or national):
        return located
    body = page.words[end].organisation if end < last else None
    if institutional and body is not None and page.token(end).folded[0] == _LAM:
        part = body_end(page, end, last, body.kind)
        return part if part > end + 1 else following
    institutional = institutional and several
    if (
        kind == "strong"
        and several
        and all(
            page.token(i).folded in page.lexicons.institution_adjectives
            for i in adjectives
        )
    ):
        return purpose
    if national and several and kind in ("strong", "weak"):
        return purpose
    if national and institutional:
        return purpose
    numbered = any(page.token(i).folded in page.lexicons.ordinals for i in adjectives)
    if kind == "unit" and numbered:
        return end
    return following


def _is_singular(page: Page, index: int) -> bool:
    """Tell whether a country has one such body only: the supreme court."""
    folded = page.token(index).folded
    return any(noun in folded for noun in page.lexicons.singular_bodies)


def _construct_end(page: Page, following: int, last: int, kind: str) -> int:
    """Return the end of "ministry of the interior" and its like."""
    index = following
    while index < last and index - following < MOST_CONSTRUCTS:
        second = index > following and _is_joined_construct(page, index)
        if not (second or _is_construct(page, index)):
            break
        index += 1
    match = page.matches.get(index) if index < last else None
    if match is not None and index > following and match.known is None:
        return following if match.cut else match.last
    if index < last and page.token(index).folded in page.lexicons.patron_titles:
        return _patron_end(page, index, last)
    cared_for = following < index < last and _is_cared_for(page, index)
    if index >= last or not (cared_for or _is_definite_noun(page, index)):
        return following
    folded = page.token(index).folded
    generic = folded in page.lexicons.generic_complements and kind not in _ANY
    end = _coordinated(page, _adjectives(page, index + 1, last), last)
    if generic and index == following and end == index + 1:
        return following
    end = _purpose_end(page, end, last, listed=True)
    return end if kind == "ministry" else _located(page, end, last)


def _is_joined_construct(page: Page, index: int) -> bool:
    """Tell whether "and the employees of" goes on "teachers" before a complement."""
    word, before = page.words[index], page.words[index - 1]
    joined = page.token(index).folded[0] == _WAW and word.head is not None
    return joined and _is_plural(word) and _is_plural(before) and not word.definite


def _is_cared_for(page: Page, index: int) -> bool:
    """Tell whether a noun for a person is whom a body cares for: child safety."""
    word = page.words[index]
    article = page.token(index).folded.startswith(_ARTICLE)
    return article and word.head is not None and word.head.kind == "trade"


def _patron_end(page: Page, index: int, last: int) -> int:
    """Return the end of a name with a title before it: the hospital of King X."""
    if index + 1 >= last or not page.words[index + 1].is_name:
        return index
    end = name_end(page, index + 1, last)
    return _located(page, _purpose_end(page, _adjectives(page, end, last), last), last)


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
    titled = (word.honorific and not word.listed) or word.rank
    if titled or (word.head is not None and not _is_plural(word)):
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
        plural = folded.endswith(_NISBA_PLURALS) and word.head is None
        adjective = word.nationality or folded.endswith(_NISBA) or plural
        if word.modifier and not word.nationality:
            adjective = False
        adjective = adjective or folded in page.lexicons.institution_adjectives
        if folded in page.lexicons.ordinals and not word.boundary:
            index += 1
            continue
        if not folded.startswith(_ARTICLE) or not adjective or word.boundary:
            break
        known = folded in page.lexicons.institution_adjectives
        if (word.is_strong or word.head) and not (known or word.nationality):
            break
        index += 1
    return index


def _coordinated(page: Page, index: int, last: int) -> int:
    """Return the end of further definite nouns joined by "and"."""
    while index < last and page.is_word(index):
        word = page.words[index]
        if not page.token(index).text.startswith(_WAW + _ARTICLE) or word.is_strong:
            break
        if page.token(index).folded[1:] in page.lexicons.boundary_words:
            break
        body = word.organisation is not None and word.organisation.kind not in NAMED
        if word.head is not None or body:
            break
        if index in page.inside:
            break
        index = _adjectives(page, index + 1, last)
    return index


def _purpose_end(page: Page, index: int, last: int, *, listed: bool = False) -> int:
    """Return the end of "for" with a definite noun, as in a commission for sports.

    Behind a noun and its complement "for" with a bare noun tells what is done with
    the body, unless it is `listed` among the purposes of bodies.
    """
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
        end = _governed_end(page, index, last)
        if end > index:
            return end
        end = _coordinated(page, _adjectives(page, index + 1, last), last)
        return _and_construct_end(page, end, last)
    noun = folded.startswith(_LAM) and folded[1:] in page.lexicons.vocabulary.nouns
    noun = noun or (word.head_cut == 1 and _is_plural(word) and not word.definite)
    if folded in page.lexicons.purposes or (noun and not listed):
        end = _construct_end(page, index + 1, last, "strong")
        return end if end > index + 1 else index
    return index


def _governed_end(page: Page, index: int, last: int) -> int:
    """Return the end of "for the defence of the dogs": a noun, particle and noun."""
    noun = page.token(index).folded.removeprefix(_LAM + _LAM)
    particle = page.lexicons.governed_nouns.get(noun)
    if index + 2 >= last or particle != page.token(index + 1).folded:
        return index
    end = _construct_end(page, index + 2, last, "ministry")
    return end if end > index + 2 else index


def _and_construct_end(page: Page, index: int, last: int) -> int:
    """Return the end of "and" with a noun and its complement: and entrepreneurship."""
    if index + 1 >= last or not page.is_word(index):
        return index
    word, rest = page.words[index], page.token(index).folded[1:]
    noun = word.conjunct and rest in page.lexicons.vocabulary.nouns
    if not noun or word.verb or word.definite or word.head or word.organisation:
        return index
    return index + 2 if _is_definite_noun(page, index + 1) else index


def _located(page: Page, index: int, last: int) -> int:
    """Return the end of a place written onto the name with "in"."""
    if index >= last or not page.token(index).folded.startswith(_BEH):
        return index
    match = page.matches.get(index)
    if match is not None:
        return match.last if match.cut == 1 and not match.is_person else index
    word = page.words[index]
    if page.token(index).folded[1:] in page.lexicons.place_nouns and not word.definite:
        end = _proper_end(page, index + 1, last, _LIKELY)
        return end if end > index + 1 else index
    if word.organisation is None or word.organisation_cut != 1:
        return index
    if word.organisation.kind == "weak":
        return index
    end = body_end(page, index, last, word.organisation.kind)
    return end if end > index + 1 else index


def _proper_end(page: Page, index: int, last: int, least: float) -> int:
    """Return the end of a proper name: a place, a person's name, or an unknown.

    An unknown word looks like a name by `least` or more.
    """
    if index >= last or not page.is_word(index):
        return index
    match = page.matches.get(index)
    word = page.words[index]
    before = page.token(index - 1).folded
    seat = page.token(index).folded in page.lexicons.place_nouns
    if seat and index + 1 < last and before not in page.lexicons.class_nouns:
        town = page.matches.get(index + 1)
        if town is not None and town.known is None and not town.cut:
            return town.last
    if word.is_strong and word.given is not None and not word.cut:
        noun = page.token(index - 1).folded
        if any(rest in page.lexicons.place_nouns for _, rest in readings(noun)):
            end = name_end(page, index, last)
            return titled_end(page, index, end, last)
    if match is not None and not match.cut:
        single = match.last == index + 1
        if single and match.place is not None and word.definite and word.everyday:
            return index
        return _unknowns_end(page, match.last, last, least)
    if match is not None or word.boundary or word.conjunct or word.definite:
        return index
    end = _unknowns_end(page, index, last, least)
    tail = page.matches.get(end) if end > index else None
    if tail is not None and not tail.cut and tail.known is None:
        return tail.last
    return end


def _unknowns_end(page: Page, index: int, last: int, least: float) -> int:
    """Return the end of the unlisted words that look like a foreign name."""
    end = index
    while end < last and page.is_word(end) and end - index < _MOST_PROPER:
        part = page.words[end]
        if end in page.matches or part.definite or part.boundary:
            break
        if page.token(end).text.isascii():
            break
        needed = _LIKELY if page.token(end).folded[0] in _GLUED else least
        shaped = part.is_unknown and part.likeness >= needed
        family = part.family and part.is_strong
        foreign = part.given is not None and not part.given.native and least < 0
        opened = end > index or foreign
        joined = opened and (part.joiner or part.is_strong)
        if not shaped and not joined and not (family and not part.given):
            break
        end += 1
    return end


_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_LAM: Final = "\N{ARABIC LETTER LAM}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_HEH: Final = "\N{ARABIC LETTER HEH}"
_BEH: Final = "\N{ARABIC LETTER BEH}"
_ARTICLE: Final = _ALEF + _LAM
_NISBA: Final = ("\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}")
_NISBA_PLURALS: Final = tuple(
    "\N{ARABIC LETTER YEH}" + ending
    for ending in (
        "\N{ARABIC LETTER YEH}\N{ARABIC LETTER NOON}",
        "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER TEH}",
    )
)
#: Kinds of nouns that a definite complement makes a name of, that need no more than
#: an adjective, and that need a proper name.
_OPEN: Final = ("state", "strong", "ministry", "school", "paper", "district")
_ANY: Final = ("ministry", "school", "paper")
_STATES: Final = ("state", "ministry", "school", "district")
NAMED: Final = ("name", "unit", "paper", "group")
_GLUED: Final = frozenset((_LAM, _BEH))
_MOST_PROPER: Final = 4
#: A word is a name's by its shape from here on.
_LIKELY: Final = 0.4
#: ... and by so much less behind a noun that only names follow: the newspaper.
_SURE: Final = 0.6
