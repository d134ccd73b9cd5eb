"""What a word may be, by the lexicons alone: name, role, organisation or plain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, TypeVar

from analysis.lexicons import GivenName, Lexicons, OrganisationNoun, RoleHead
from analysis.model import Gender
from analysis.text.clitics import readings

_Noun = TypeVar("_Noun", RoleHead, OrganisationNoun)


@dataclass(frozen=True, slots=True)
class Word:
    """What one token may be; a token is often several things at once.

    Attributes:
        bare: as a name, without the clitics.
        cut: the letters of these clitics.
        given, family: `bare` is such a name.
        weak: the name is an everyday word as well.
        everyday: a word of the vocabulary, clitics and endings off, or shaped like one.
        listed: the vocabulary has it as it stands, or but for the article.
        verb: a verb form, and no noun.
        head: it may head a role phrase; `head_cut` letters of clitics before it.
        organisation: it may open an organisation's name, after `organisation_cut`.
        definite: it has the article.
        conjunct: a conjunction is written onto an everyday word.
        boundary: no name or role reaches across it.
        opens: a person's name may begin here.
        is_name: a lexicon has it as a name; is_strong: and as nothing else.
        is_unknown: no lexicon has it: a rare word or a name.
        likeness: of a word in no lexicon: above 0.0 it looks like a foreign name.
    """

    bare: str
    cut: int = 0
    given: GivenName | None = None
    family: bool = False
    weak: bool = False
    joiner: bool = False
    everyday: bool = False
    listed: bool = False
    verb: bool = False
    nationality: bool = False
    head: RoleHead | None = None
    head_cut: int = 0
    organisation: OrganisationNoun | None = None
    organisation_cut: int = 0
    modifier: bool = False
    honorific: bool = False
    rank: bool = False
    definite: bool = False
    conjunct: bool = False
    boundary: bool = False
    opens: bool = False
    is_name: bool = False
    is_strong: bool = False
    is_unknown: bool = False
    text: bool = True
    likeness: float = 0.0


@lru_cache(maxsize=65536)
def word_class(text: str, folded: str, lexicons: Lexicons) -> Word:
    """Return what a word may be, by the lexicons alone."""
    name, cut = _name_reading(text, folded, lexicons)
    bare = name or folded
    given = _given(bare, lexicons) if name else None
    family = bool(name) and bare in lexicons.family
    weak = is_everyday(bare, lexicons)
    is_name = given is not None or family
    plain = _plain(text, folded, lexicons)
    other = plain.head is not None or plain.organisation is not None or plain.everyday
    other = other or plain.joiner or plain.boundary or plain.nationality
    other = other or plain.modifier or plain.verb or plain.honorific
    unknown = not (is_name or other)
    opens = is_name or plain.joiner or unknown or _opens_inside(folded, lexicons)
    return replace(
        plain,
        bare=bare,
        cut=cut,
        given=given,
        family=family,
        weak=weak,
        is_name=is_name,
        is_strong=is_name and not weak,
        is_unknown=unknown,
        opens=opens,
    )


def _plain(text: str, folded: str, lexicons: Lexicons) -> Word:
    """Return what a word may be besides a name."""
    vocabulary = lexicons.vocabulary
    stems = [stem for _, stem in readings(folded)]
    head, head_cut, owned = _head_reading(text, folded, lexicons)
    noun, noun_cut = _noun_reading(folded, lexicons.organisation_nouns)
    likeness = lexicons.shapes.likeness(folded)
    listed = _is_listed(folded, lexicons)
    foreign = not listed and likeness >= _FOREIGN and not is_inflected(folded, lexicons)
    known = vocabulary.has(folded) or _is_everyday(folded, likeness)
    everyday = known and not foreign
    return Word(
        bare=folded,
        joiner=_is_joiner(text, folded, lexicons),
        everyday=everyday,
        listed=listed,
        verb=vocabulary.is_verb(folded),
        nationality=any(stem in lexicons.nationalities for stem in stems),
        head=head,
        head_cut=head_cut,
        organisation=noun,
        organisation_cut=noun_cut,
        modifier=any(stem in lexicons.role_modifiers for stem in stems),
        honorific=any(stem in lexicons.honorifics for stem in stems),
        rank=any(stem in lexicons.ranks for stem in stems),
        definite=owned
        or (
            _is_definite(folded)
            and text[0] not in _HAMZAS
            and folded not in lexicons.role_heads
        ),
        conjunct=_is_conjunct(folded, everyday=everyday, lexicons=lexicons),
        boundary=folded in lexicons.boundary_words and not _is_spelt_as_name(text),
        likeness=likeness,
    )


def is_everyday(bare: str, lexicons: Lexicons) -> bool:
    """Tell whether a name is also an everyday word or a nationality."""
    return _is_weak(bare, lexicons) or bare in lexicons.nationalities


def _opens_inside(folded: str, lexicons: Lexicons) -> bool:
    """Tell whether a name begins behind the clitics of a word."""
    return any(
        cut and (rest in lexicons.given or rest in lexicons.name_joiners)
        for cut, rest in readings(folded)
    )


def _name_reading(text: str, folded: str, lexicons: Lexicons) -> tuple[str, int]:
    """Return the reading of a token that is a name, if one is, and its clitics."""
    if folded in lexicons.boundary_words and not _is_spelt_as_name(text):
        return "", 0
    if text.endswith(_HEH) and folded[:-1] in lexicons.organisation_nouns:
        return "", 0  # "His club" folds to a woman's name.
    for cut, rest in readings(folded):
        if _given(rest, lexicons) is None and rest not in lexicons.family:
            continue
        if not cut:
            return rest, cut
        if len(rest) < _SHORTEST_CUT and rest != _ALI:
            continue
        whole = lexicons.vocabulary.has_bare(folded) or folded in lexicons.role_heads
        if not whole and not _is_weak(rest, lexicons):
            return rest, cut
    return "", 0


def _noun_reading(folded: str, table: Mapping[str, _Noun]) -> tuple[_Noun | None, int]:
    for cut, rest in readings(folded):
        found = table.get(rest) or table.get(rest.removeprefix(_ARTICLE))
        if found is not None:
            return found, cut
    return None, 0


def _is_joiner(text: str, folded: str, lexicons: Lexicons) -> bool:
    """Tell whether a word ties the parts of a name; the article alone does not."""
    if folded == _ARTICLE:
        return text.startswith(_MADDA)
    return folded in lexicons.name_joiners


def _head_reading(
    text: str, folded: str, lexicons: Lexicons
) -> tuple[RoleHead | None, int, bool]:
    """Return the role head of a token, its clitics, and whether a pronoun owns it."""
    if folded in lexicons.weekdays or folded in lexicons.boundary_words:
        return None, 0, False
    head, cut = _noun_reading(folded, lexicons.role_heads)
    if head is not None and head.plural and text.endswith(_ADVERBIAL):
        head, cut = _noun_reading(folded[:-1], lexicons.role_heads)
        return head, cut, False
    if head is not None and not text.endswith(_HEH):
        return head, cut, False
    if _is_definite(folded) or text.endswith(_MARBUTA):
        return None, 0, False
    for pronoun in _PRONOUNS:
        stem = folded.removesuffix(pronoun)
        if stem == folded or len(stem) <= _SHORTEST_NAME:
            continue
        endings = (
            (stem, stem.removesuffix(_TEH) + _HEH) if stem[-1] == _TEH else (stem,)
        )
        for ending in endings:
            head, cut = _noun_reading(ending, lexicons.role_heads)
            if head is not None:
                return head, cut, True
    return None, 0, False


def _given(bare: str, lexicons: Lexicons) -> GivenName | None:
    given = lexicons.given.get(bare)
    if given is None and bare.startswith(_SERVANT) and len(bare) > len(_SERVANT) + 2:
        return _ABD
    return given


def is_inflected(folded: str, lexicons: Lexicons) -> bool:
    """Tell whether a word is a noun of the vocabulary with the ending of an object."""
    nouns = lexicons.vocabulary.nouns
    return any(folded.removesuffix(e) in nouns for e in _OBJECT if folded.endswith(e))


def _is_listed(folded: str, lexicons: Lexicons) -> bool:
    words = lexicons.vocabulary.words
    return folded in words or folded.removeprefix(_ARTICLE) in words


def _is_weak(bare: str, lexicons: Lexicons) -> bool:
    return bare in lexicons.word_names or _is_listed(bare, lexicons)


def _is_everyday(folded: str, likeness: float) -> bool:
    """Tell whether a word in no list is an everyday one by its shape."""
    if len(folded) < _SHORTEST_NAME:
        return True
    if folded.startswith(_MEEM) and folded.endswith(_ALEF) and likeness < _LIKELY:
        return True
    return likeness < _LEAST_LIKENESS and not _is_definite(folded)


def _is_definite(folded: str) -> bool:
    return any(
        rest.startswith(_ARTICLE) and len(rest) > len(_ARTICLE) + 1
        for cut, rest in readings(folded)
    )


def _is_conjunct(folded: str, *, everyday: bool, lexicons: Lexicons) -> bool:
    if not folded.startswith(_WAW) or folded in lexicons.vocabulary.words:
        return False
    rest = folded[1:]
    return everyday or rest.startswith(_ARTICLE) or rest in lexicons.role_heads


def _is_spelt_as_name(text: str) -> bool:
    """Tell whether a word is the name that folds to a particle: علي, آن."""
    return text == _ALI or text.startswith(_MADDA)


#: An unlisted word that looks like a name less than this is an everyday word.
_LEAST_LIKENESS: Final = -0.7
#: ... and at this looks like a name for sure.
_LIKELY: Final = 0.3
#: An inflected everyday word that looks like a name so much is taken for one.
_FOREIGN: Final = 1.0
_SHORTEST_NAME: Final = 2
#: A shorter word is not taken for a name behind clitics.
_SHORTEST_CUT: Final = 4
_ABD: Final = GivenName(Gender.MASCULINE, native=True)
_ALEF: Final = "\N{ARABIC LETTER ALEF}"
_WAW: Final = "\N{ARABIC LETTER WAW}"
_MEEM: Final = "\N{ARABIC LETTER MEEM}"
#: With hamza the first two letters are a name's, not the article: ألبرت.
_HAMZAS: Final = (
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}\N{ARABIC LETTER ALEF WITH HAMZA BELOW}"
)
_MADDA: Final = "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}"
_MARBUTA: Final = "\N{ARABIC LETTER TEH MARBUTA}"
_TEH: Final = "\N{ARABIC LETTER TEH}"
#: Endings of an indefinite object, and of an adverb that folds to a plural: "خلفا".
_OBJECT: Final = (
    _ALEF,
    "\N{ARABIC LETTER YEH}\N{ARABIC LETTER NOON}",
    _ALEF + "\N{ARABIC LETTER TEH}",
)
_ADVERBIAL: Final = (
    _ALEF,
    _ALEF + "\N{ARABIC FATHATAN}",
    "\N{ARABIC FATHATAN}" + _ALEF,
)
_HEH: Final = "\N{ARABIC LETTER HEH}"
_PRONOUNS: Final = (_HEH + _ALEF, _HEH + _MEEM, _HEH + _MEEM + _ALEF, _HEH)
_ARTICLE: Final = _ALEF + "\N{ARABIC LETTER LAM}"
_SERVANT: Final = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER BEH}\N{ARABIC LETTER DAL}"
_ALI: Final = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER LAM}\N{ARABIC LETTER YEH}"
