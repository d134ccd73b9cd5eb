"""Tables of names of several words, looked up word by word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from analysis.model import ActorType, Gender, KnownActor
from analysis.text.folding import fold
from analysis.text.tokens import TokenKind, tokenise

Entry = TypeVar("Entry")

#: The folded words of a name, in order.
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An actor that the gazetteer knows.

    Attributes:
        key: what all forms of one actor share; the folded usual name.
        medium: an agency, newspaper, station or site.
        club: a sports club.
        roles: what a person is known to have been, as printed.
    """

    key: str
    type: ActorType
    gender: Gender | None
    medium: bool = False
    club: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Country:
    """A country, or the place that stands for its government.

    Attributes:
        name: the country's usual name, as printed.
        gender: of this name of it (a capital is feminine).
    """

    name: str
    gender: Gender
    adjectives: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


class PhraseTable(Generic[Entry]):
    """Names by their first word, longest first; looking up never scans the table."""

    __slots__ = ("_phrases",)

    def __init__(self, phrases: Mapping[Phrase, Entry]) -> None:
        table: dict[str, list[tuple[Phrase, Entry]]] = {}
        for phrase, entry in phrases.items():
            table.setdefault(phrase[0], []).append((phrase, entry))
        for found in table.values():
            found.sort(key=lambda item: -len(item[0]))
        self._phrases = table

    def __contains__(self, phrase: Phrase) -> bool:
        return bool(phrase) and any(
            phrase == known for known, _ in self.starting(phrase[0])
        )

    def starting(self, word: str) -> Sequence[tuple[Phrase, Entry]]:
        """Return the phrases whose first folded word is `word`, longest first."""
        return self._phrases.get(word, ())

    def entries(self) -> Iterator[tuple[Phrase, Entry]]:
        """Return all phrases with their entries."""
        for found in self._phrases.values():
            yield from found


def phrase_of(name: str) -> Phrase:
    """Return the folded words and numbers of a name as printed."""
    words = fold(name).split()
    if all(map(str.isalpha, words)):
        return tuple(words)
    kinds = (TokenKind.WORD, TokenKind.NUMBER)
    return tuple(token.folded for token in tokenise(name) if token.kind in kinds)


def read_countries(rows: Iterable[Sequence[str]]) -> list[Country]:
    """Return the countries of rows (name, gender, adjectives, capital, names)."""
    return [
        Country(
            name=name,
            gender=Gender(gender),
            adjectives=tuple(filter(None, adjectives.split("|"))),
            names=(name, *filter(None, others.split("|"))),
            capitals=(capital,) if capital else (),
        )
        for name, gender, adjectives, capital, others in rows
    ]


def read_places(
    countries: Iterable[Country], places: Iterable[str]
) -> PhraseTable[Country | None]:
    """Return all places; those that can speak for a government carry the country."""
    table: dict[Phrase, Country | None] = {
        phrase: None for place in places if (phrase := phrase_of(place))
    }
    for country in countries:
        voice = Country(country.name, Gender.FEMININE)
        table |= dict.fromkeys(map(phrase_of, country.capitals), voice)
        table |= dict.fromkeys(map(phrase_of, country.names), country)
    return PhraseTable(table)


def read_known(
    organisations: Iterable[Sequence[str]],
    media: Iterable[Sequence[str]],
    clubs: Iterable[Sequence[str]],
    actors: Iterable[KnownActor],
    places: PhraseTable[Country | None],
) -> PhraseTable[Known]:
    """Return the gazetteer; where a form is told twice, the seeds' actor has it.

    A medium called like a place ("الرياض") needs its noun before it ("صحيفة الرياض").
    """
    table: dict[Phrase, Known] = {}
    for rows, medium, club in (
        (clubs, False, True),
        (organisations, False, False),
        (media, True, False),
    ):
        for name, gender, others in rows:
            forms = [name, *filter(None, others.split("|"))]
            if medium:
                forms = [form for form in forms if phrase_of(form) not in places]
            known = Known(
                fold(name),
                ActorType.ORGANISATION,
                Gender(gender),
                medium=medium,
                club=club,
            )
            _add(table, forms, known)
    for actor in actors:
        forms = [actor.name, *actor.forms]
        medium = any(
            entry.medium for form in forms if (entry := table.get(phrase_of(form)))
        )
        roles = tuple(role.text for role in actor.roles)
        known = Known(
            fold(actor.name), actor.type, actor.gender, medium=medium, roles=roles
        )
        _add(table, forms, known)
    return PhraseTable(table)


def _add(table: dict[Phrase, Known], forms: Sequence[str], known: Known) -> None:
    for form in forms:
        if phrase := phrase_of(form):
            table[phrase] = known
