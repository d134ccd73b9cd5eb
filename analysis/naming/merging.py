"""Which names in an article mean one actor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from rapidfuzz.distance import Hamming

from analysis.model import ActorType
from analysis.naming.name_bounds import is_name
from analysis.naming.names import SUFFICIENT, folded_name, same_name
from analysis.naming.organisations import OrganisationSpan
from analysis.naming.page import Page
from analysis.naming.people import NameSpan
from analysis.naming.roles import shown
from analysis.naming.short_names import Words, units_of, words_of
from analysis.naming.transliteration import skeleton

#: A name is compared with at most so many people who share a word with it.
MOST_CANDIDATES: Final = 64


@dataclass(slots=True)
class _Person:
    """Names merged so far; `first` is the place of the first name in the text."""

    first: int
    names: list[Words] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Register:
    """People by the words of their names, so that no name is held against all."""

    page: Page
    people: list[_Person] = field(default_factory=list)
    by_key: dict[str, list[int]] = field(default_factory=dict)
    by_word: dict[str, list[int]] = field(default_factory=dict)
    by_last: dict[str, list[int]] = field(default_factory=dict)
    last_called: dict[Words, int] = field(default_factory=dict)

    def add(self, number: int, words: Words, key: str) -> None:
        """Put one more name of a person on record."""
        person = self.people[number]
        if key and key not in person.keys:
            person.keys.add(key)
            self.by_key.setdefault(key, []).append(number)
        if len(words) == 1:
            self.last_called[words] = number
        if words in person.names:
            return
        person.names.append(words)
        parts = _parts(words)
        for part in set(chain.from_iterable(parts)):
            self.by_word.setdefault(part, []).append(number)
        for part in parts[-1]:
            self.by_last.setdefault(part, []).append(number)

    def fitting(self, words: Words, key: str) -> list[int]:
        """Return the people whom a name may mean, in order of naming."""
        keyed = self.by_key.get(key, []) if key else []
        parts = _parts(words)
        near = dict.fromkeys(keyed)
        for part in parts[-1]:
            near |= dict.fromkeys(self.by_word.get(part, ())[:MOST_CANDIDATES])
        if len(parts) > 1:
            # A misprint in the last name leaves the first to be found by.
            for part in parts[0]:
                near |= dict.fromkeys(self.by_word.get(part, ())[:MOST_CANDIDATES])
        for part in chain.from_iterable(parts):
            near |= dict.fromkeys(self.by_last.get(part, ())[:MOST_CANDIDATES])
        return [
            number
            for number in sorted(near)
            if number in keyed
            or any(_is_same(self.page, words, n) for n in self.people[number].names)
        ]


def merge_people(page: Page, names: Sequence[NameSpan]) -> list[int]:
    """Return for each name the number of its person, counted in order of naming.

    Full names merge by the decision rule of `same_name`, or where the gazetteer has
    both as one actor. A short form goes to the one person who bears it; where
    several do, to the one who bears it as a surname, who was named before it, or who
    was called so last.
    """
    register = _Register(page)
    numbers: dict[int, int] = {}
    every = [words_of(page, name) for name in names]
    for index in sorted(range(len(names)), key=lambda i: (len(every[i]) < 2, i)):
        key = _known_key(page, every[index], ActorType.PERSON)
        words = _compounded(page, every[index])
        number = _alias_of(page, names, numbers, index)
        if number is None:
            number = _person_of(register, words, key, index)
        if number is None:
            number = len(register.people)
            register.people.append(_Person(index))
        register.people[number].first = min(register.people[number].first, index)
        register.add(number, words, key)
        numbers[index] = number
    return _in_order([numbers[i] for i in range(len(names))])


def _compounded(page: Page, words: Words) -> Words:
    """Return the words of a name with "of God" and its like written onto the first."""
    joined: list[str] = []
    for word in words:
        if joined and word in page.lexicons.divine_names:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def _parts(words: Words) -> list[tuple[str, ...]]:
    """Return for each word of a name what it is found by: itself and its skeleton."""
    parts: list[tuple[str, ...]] = []
    for word in folded_name(" ".join(words)).split() or list(words):
        key = skeleton(word)
        parts.append((word, _SKELETON + key) if len(key) >= SUFFICIENT else (word,))
    return parts


def _alias_of(
    page: Page, names: Sequence[NameSpan], numbers: dict[int, int], index: int
) -> int | None:
    """Return the person whom a name is said to be another name of: "known as".

    A name in marks close behind another is one more of the same person.
    """
    before = index - 1
    if before not in numbers:
        return None
    gap = range(names[before].last, names[index].first)
    if not gap or len(gap) > _WIDEST_ALIAS:
        return None
    words = page.lexicons.alias_words
    if any(page.token(i).folded in words for i in gap[:2]):
        return numbers[before]
    span = page.spans.get(gap[0])
    inner = (names[index].first, names[index].last)
    filled = span is not None and (span.first, span.last) == inner
    return numbers[before] if filled else None


def _person_of(register: _Register, words: Words, key: str, index: int) -> int | None:
    people = register.people
    fits = register.fitting(words, key)
    if len(words) == 1 and len(fits) > 1:
        page = register.page
        surnames = [n for n in fits if _is_surname(page, words, people[n])]
        fits = surnames or fits
    if len(fits) < 2:
        return fits[0] if fits else None
    before = [number for number in fits if people[number].first < index]
    if len(before) == 1:
        return before[0]
    called = register.last_called.get(words)
    if called in before:
        return called
    return min(before or fits, key=lambda number: people[number].first)


def _is_surname(page: Page, words: Words, person: _Person) -> bool:
    """Tell whether a word stands behind another in one of a person's names."""
    return any(words in units_of(page, name)[1:] for name in person.names)


def _is_same(page: Page, words: Words, other: Words) -> bool:
    """Tell whether two names mean one person, by their words."""
    first, second = " ".join(words), " ".join(other)
    if same_name(first, second, page.lexicons) > 0:
        return True
    short, long = sorted((words, other), key=len)
    if len(short) == 1:
        return any(
            len(unit) == 1 and same_name(short[0], unit[0], page.lexicons) > 0
            for unit in units_of(page, long)
        )
    if len(short) < len(long) and short[0] == long[0] and short[-1] == long[-1]:
        return True
    if len(short) == len(long) and _is_misprint(page, short, long):
        return True
    return short in units_of(page, long)


def _is_misprint(page: Page, words: Words, other: Words) -> bool:
    """Tell whether one letter of one word, which no lexicon has, tells two names apart.

    Two listed words, like Muhammad and Mahmud, are two names, and so may be two
    family names with the article: most of those are in no list.
    """
    pairs = [pair for pair in zip(words, other, strict=True) if pair[0] != pair[1]]
    if len(pairs) != 1 or words[0] != other[0]:
        return False
    one, two = pairs[0]
    if not len(one) == len(two) > SUFFICIENT or one.startswith(_ARTICLE):
        return False
    if Hamming.distance(one, two) != 1:
        return False
    has = page.lexicons.vocabulary.has
    return sum(is_name(page, word) or has(word) for word in pairs[0]) == 1


def merge_organisations(page: Page, names: Sequence[OrganisationSpan]) -> list[int]:
    """Return for each name the number of its organisation, in order of naming.

    Names merge where the gazetteer has them as one, where they are equal but for the
    noun of their class ("حركة حماس", "حماس"), where one begins with the other, or
    where one stands in brackets behind the other.
    """
    found: dict[object, int] = {}
    numbers: list[int] = []
    count = 0
    for name in names:
        words = _organisation_words(page, name)
        key = name.key or _known_key(page, words, ActorType.ORGANISATION)
        marks = _body_marks(page, words, key)
        hits = (found[mark] for mark in marks if mark in found)
        number = numbers[-1] if name.alias else next(hits, None)
        if number is None:
            number = count
            count += 1
        for mark in marks:
            found.setdefault(mark, number)
        for size in range(2, len(words)):
            found.setdefault(("beginning", words[:size]), number)
        numbers.append(number)
    return numbers


def _body_marks(page: Page, words: Words, key: str) -> list[object]:
    """Return what an organisation's name is found by, the surest first."""
    marks: list[object] = [key] if key else []
    marks += [words, _without_class(page, words)]
    if len(words) == 2 and (country := _country_of(page, words[1])):
        marks.append(("national", words[0].removeprefix(_ARTICLE), country))
    if len(words) > 1:
        marks.append(("beginning", words))
    return marks + [words[:size] for size in range(len(words) - 1, 1, -1)]


def _country_of(page: Page, word: str) -> str:
    """Return the country that a nationality adjective or a country's name tells."""
    place = page.lexicons.country_named(word)
    if place is not None:
        return place.name
    return page.lexicons.nationalities.get(word, "")


def _organisation_words(page: Page, name: OrganisationSpan) -> Words:
    text = shown(page, name.first, name.last, name.cut)
    return tuple(folded_name(text).split())


def _without_class(page: Page, words: Words) -> Words:
    noun = page.lexicons.organisation_nouns.get(words[0]) if words else None
    proper = (
        len(words) > 1 and noun is not None and words[0] in page.lexicons.class_nouns
    )
    return words[1:] if proper else words


def _known_key(page: Page, words: Words, kind: ActorType) -> str:
    for phrase, known in page.lexicons.known.starting(words[0] if words else ""):
        if phrase == words and known.type is kind:
            return known.key
    return ""


def _in_order(numbers: Sequence[int]) -> list[int]:
    """Return the numbers renumbered by first occurrence."""
    order: dict[int, int] = {}
    return [order.setdefault(number, len(order)) for number in numbers]


#: A comma, "known as", "in the name of" and a mark stand between names of one person.
_WIDEST_ALIAS: Final = 4
_SKELETON: Final = "~"
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
