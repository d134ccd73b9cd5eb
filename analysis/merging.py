"""Which names in an article mean one actor."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.model import ActorType
from analysis.names import folded_name, same_name
from analysis.organisations import OrganisationSpan
from analysis.page import Page
from analysis.people import NameSpan
from analysis.roles import shown
from analysis.short_names import Words, units_of, words_of


@dataclass(slots=True)
class _Person:
    """People's names merged so far; `keys` are the gazetteer's."""

    names: list[Words] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


def merge_people(page: Page, names: Sequence[NameSpan]) -> list[int]:
    """Return for each name the number of its person, counted in order of naming.

    Full names merge by the decision rule of `same_name`, or where the gazetteer has
    both as one actor. A short form goes to the one person who bears it; where
    several do, to the one who was called so before the others were named, else to
    nobody: then it stays a person of its own.
    """
    people: list[_Person] = []
    numbers: dict[int, int] = {}
    order = sorted(
        range(len(names)), key=lambda i: (len(words_of(page, names[i])) < 2, i)
    )
    for index in order:
        words = words_of(page, names[index])
        key = _known_key(page, words, ActorType.PERSON)
        number = _alias_of(page, names, numbers, index)
        if number is None:
            number = _person_of(page, people, words, key, names, numbers, index)
        if number is None:
            number = len(people)
            people.append(_Person())
        person = people[number]
        if words not in person.names:
            person.names.append(words)
        person.keys |= {key} if key else set()
        numbers[index] = number
    return _in_order([numbers[i] for i in range(len(names))])


def _alias_of(
    page: Page, names: Sequence[NameSpan], numbers: dict[int, int], index: int
) -> int | None:
    """Return the person whom a name is said to be another name of: "known as"."""
    before = index - 1
    if before not in numbers:
        return None
    gap = range(names[before].last, names[index].first)
    if not gap or len(gap) > _WIDEST_ALIAS:
        return None
    words = page.lexicons.alias_words
    return numbers[before] if page.token(gap[0]).folded in words else None


def _person_of(
    page: Page,
    people: Sequence[_Person],
    words: Words,
    key: str,
    names: Sequence[NameSpan],
    numbers: dict[int, int],
    index: int,
) -> int | None:
    fits = [
        number
        for number, person in enumerate(people)
        if (key and key in person.keys)
        or any(_is_same(page, words, other) for other in person.names)
    ]
    if len(words) == 1 and len(fits) > 1:
        surnames = [n for n in fits if _is_surname(page, words, people[n])]
        fits = surnames or fits
    if len(fits) < 2:
        return fits[0] if fits else None
    before = {numbers[i] for i in range(index) if i in numbers} & set(fits)
    if len(before) == 1:
        return before.pop()
    named = [i for i in range(index) if numbers.get(i) in before]
    short = [i for i in named if words_of(page, names[i]) == words]
    if short:
        return numbers[short[-1]]
    return numbers[named[0]] if named else fits[0]


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
    return short in units_of(page, long)


def merge_organisations(page: Page, names: Sequence[OrganisationSpan]) -> list[int]:
    """Return for each name the number of its organisation, in order of naming.

    Names merge where the gazetteer has them as one, where they are equal but for the
    noun of their class ("حركة حماس", "حماس"), or where one begins with the other.
    """
    groups: list[tuple[set[str], list[Words]]] = []
    numbers = []
    for name in names:
        words = _organisation_words(page, name)
        key = name.key or _known_key(page, words, ActorType.ORGANISATION)
        number = next(
            (
                number
                for number, (keys, others) in enumerate(groups)
                if (key and key in keys)
                or any(_is_one_body(page, words, other) for other in others)
            ),
            None,
        )
        if number is None:
            number = len(groups)
            groups.append((set(), []))
        groups[number][0].update({key} if key else set())
        groups[number][1].append(words)
        numbers.append(number)
    return numbers


def _organisation_words(page: Page, name: OrganisationSpan) -> Words:
    text = shown(page, name.first, name.last, name.cut)
    return tuple(folded_name(text).split())


def _is_one_body(page: Page, words: Words, other: Words) -> bool:
    if words == other:
        return True
    ours, theirs = _without_class(page, words), _without_class(page, other)
    if ours == theirs:
        return True
    short, long = sorted((words, other), key=len)
    return len(short) > 1 and long[: len(short)] == short


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


#: "Known as" and "in the name of" stand between two names of one person.
_WIDEST_ALIAS = 2
