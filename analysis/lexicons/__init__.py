"""The words the engine knows: names, roles, organisations, places, everyday words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Final

from analysis.lexicons.phrases import (
    Country,
    Known,
    PhraseTable,
    read_countries,
    read_known,
    read_places,
)
from analysis.lexicons.reporting import ReadingLexicon, load_reading
from analysis.lexicons.shapes import NameShapes, learn_shapes
from analysis.lexicons.vocabulary import Vocabulary, read_vocabulary
from analysis.model import Gender, KnownActor
from analysis.text.folding import fold, fold_all

GENDERS: Final[Mapping[str, Gender | None]] = {
    "m": Gender.MASCULINE,
    "f": Gender.FEMININE,
    "u": None,
}


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name: whose it is (None: either) and whether it is native Arabic."""

    gender: Gender | None
    native: bool


@dataclass(frozen=True, slots=True)
class RoleHead:
    """A noun that heads a role phrase.

    Attributes:
        lemma: the folded masculine singular.
        gender: of this form.
        plural: this form is a plural.
        kind: post, trade, title, rank, kin, anon, adj or part.
    """

    lemma: str
    gender: Gender | None
    plural: bool
    kind: str


@dataclass(frozen=True, slots=True)
class OrganisationNoun:
    """A noun that opens an organisation's name.

    Attributes:
        kind: state (like strong, and also with the article and an adjective), strong
            (any definite complement makes a name), name (a proper name must follow),
            weak (a proper name or a nationality), none (no organisation), ministry
            (like state, with any complement, but no place),
            school (like state, with any complement),
            unit (like name, also with an ordinal),
            paper (like name, or any definite complement),
            group (like name, but never a place),
            district (like state, but never a place).
    """

    gender: Gender | None
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Lexicons:
    """All lexicons, every key folded; build once with `load_lexicons` and pass on."""

    given: Mapping[str, GivenName]
    family: Mapping[str, bool]
    word_names: frozenset[str]
    name_joiners: frozenset[str]
    divine_names: frozenset[str]
    vocabulary: Vocabulary
    shapes: NameShapes
    role_heads: Mapping[str, RoleHead]
    honorifics: frozenset[str]
    ranks: frozenset[str]
    role_modifiers: Mapping[str, bool]
    role_prepositions: Mapping[str, str]
    role_stops: frozenset[str]
    organisation_nouns: Mapping[str, OrganisationNoun]
    known: PhraseTable[Known]
    places: PhraseTable[Country | None]
    place_nouns: frozenset[str]
    nationalities: Mapping[str, str]
    boundary_words: frozenset[str]
    institution_adjectives: frozenset[str]
    generic_complements: frozenset[str]
    class_nouns: frozenset[str]
    club_openers: frozenset[str]
    sports_words: frozenset[str]
    ordinals: frozenset[str]
    platforms: frozenset[str]
    seats: frozenset[str]
    medium_endings: frozenset[str]
    purposes: frozenset[str]
    governed_nouns: Mapping[str, str]
    board_nouns: frozenset[str]
    alias_words: frozenset[str]
    name_openers: frozenset[str]
    patron_titles: frozenset[str]
    business_nouns: frozenset[str]
    singular_bodies: frozenset[str]
    owner_nouns: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    reading: ReadingLexicon

    def country_named(self, folded: str) -> Country | None:
        """Return the country that a folded name or capital of one word means."""
        for phrase, place in self.places.starting(folded):
            if len(phrase) == 1:
                return place
        return None


def load_lexicons(known: Iterable[KnownActor] = ()) -> Lexicons:
    """Return the lexicons of this package, with `known` actors in the gazetteer."""
    countries = read_countries(_rows("countries.tsv"))
    given = {
        name: GivenName(GENDERS[gender], origin == "native")
        for name, gender, origin in _named_rows("given_names.tsv")
    }
    family = {name: kind == "native" for name, kind in _named_rows("family_names.tsv")}
    vocabulary = read_vocabulary(
        words=_words("vocabulary.txt"), verbs=_rows("vocabulary_verbs.tsv")
    )
    places = read_places(countries, _words("places.txt"))
    return Lexicons(
        given=given,
        family=family,
        vocabulary=vocabulary,
        shapes=learn_shapes(
            sorted(_foreign(given, family, places) - vocabulary.words),
            sorted(vocabulary.nouns | vocabulary.plain_verbs),
        ),
        places=places,
        role_heads=_role_heads(),
        organisation_nouns=_organisation_nouns(),
        known=read_known(
            _rows("organisations.tsv"),
            _rows("media.tsv"),
            _rows("clubs.tsv"),
            known,
            places,
        ),
        nationalities=_nationalities(countries),
        governed_nouns=dict(_pairs("governed_nouns.tsv")),
        role_modifiers={
            fold(form): state == "f" for form, state in _rows("role_modifiers.tsv")
        },
        role_prepositions={fold(w): kind for w, kind in _rows("role_prepositions.tsv")},
        reading=load_reading(),
        **{field: _words(f"{field}.txt") for field in _WORD_LISTS},
    )


def lexicon_lines(name: str) -> Sequence[str]:
    """Return the entries of one lexicon file, comments and empty lines left out."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(fold_all(lexicon_lines(name)))


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of two words of a file, both folded."""
    for first, second in _rows(name):
        yield fold(first), fold(second)


def _named_rows(name: str) -> list[list[str]]:
    """Return the rows of a file of names, each with its name folded."""
    rows = _rows(name)
    names = fold_all(row[0] for row in rows)
    return [[name, *row[1:]] for name, row in zip(names, rows, strict=True)]


def _rows(name: str) -> list[list[str]]:
    lines = lexicon_lines(name)
    rows = [line.split("\t") for line in lines]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _nationalities(countries: Sequence[Country]) -> dict[str, str]:
    """Return every form of every nationality adjective, with the country's name."""
    adjectives = {fold(a): c.name for c in countries for a in c.adjectives}
    adjectives |= dict.fromkeys(_words("nationalities.txt"), "")
    forms = {}
    for adjective, country in adjectives.items():
        for ending in _NISBA_ENDINGS:
            forms[adjective + ending] = country
            forms[_ARTICLE + adjective + ending] = country
    return forms


def _role_heads() -> dict[str, RoleHead]:
    """Return the heads of roles by form, with the duals of the singulars."""
    heads = {
        fold(form): RoleHead(fold(lemma), GENDERS[gender], number == "p", kind)
        for form, lemma, gender, number, kind in _rows("role_heads.tsv")
    }
    duals = {
        (form[:-1] + _TEH if form.endswith(_HEH) else form) + ending: head
        for form, head in heads.items()
        if len(form) >= _LEAST_OF_DUAL and not head.plural and head.kind in _PAIRED
        for ending in _DUAL_ENDINGS
    }
    plural = {form: replace(head, plural=True) for form, head in duals.items()}
    return plural | heads


def _organisation_nouns() -> dict[str, OrganisationNoun]:
    return {
        fold(noun): OrganisationNoun(GENDERS[gender], kind)
        for noun, gender, kind in _rows("organisation_nouns.tsv")
    }


def _foreign(
    given: Mapping[str, GivenName],
    family: Mapping[str, bool],
    places: PhraseTable[Country | None],
) -> set[str]:
    """Return the words of foreign names, as examples of their shape."""
    names = {name for name, kind in given.items() if not kind.native}
    names |= {name for name, native in family.items() if not native}
    names |= {word for phrase, _ in places.entries() for word in phrase}
    return {name for name in names if not name.startswith(_ARTICLE)}


#: Fields that are a plain set of words, each in a file of its name.
_WORD_LISTS: Final = (
    "word_names",
    "name_joiners",
    "divine_names",
    "honorifics",
    "ranks",
    "role_stops",
    "place_nouns",
    "boundary_words",
    "institution_adjectives",
    "generic_complements",
    "class_nouns",
    "club_openers",
    "sports_words",
    "ordinals",
    "platforms",
    "seats",
    "medium_endings",
    "purposes",
    "board_nouns",
    "alias_words",
    "name_openers",
    "patron_titles",
    "business_nouns",
    "singular_bodies",
    "owner_nouns",
    "months",
    "weekdays",
)
_HEH: Final = "\N{ARABIC LETTER HEH}"
_TEH: Final = "\N{ARABIC LETTER TEH}"
#: Kinds of role that two people hold at once, and the shortest word of one.
_PAIRED: Final = ("post", "trade")
_LEAST_OF_DUAL: Final = 4
_DUAL_ENDINGS: Final = (
    "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER YEH}\N{ARABIC LETTER NOON}",
)
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
#: Masculine, feminine, plurals, dual, adverbial.
_NISBA_ENDINGS: Final = (
    "",
    "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER TEH}",
    "\N{ARABIC LETTER WAW}\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER YEH}\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER TEH}\N{ARABIC LETTER YEH}\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER ALEF}",
)
