"""The table of reporting verbs, with all forms generated from four of each verb."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from analysis.model import Gender, Stance
from analysis.text.folding import fold, fold_all
from analysis.text.tokens import Token


class VerbClass(Enum):
    """What a reporting verb does with a statement."""

    NEUTRAL = "neutral"
    CONTINUATION = "continuation"
    REVEAL = "reveal"
    OPINION = "opinion"
    CLAIM = "claim"
    DENIAL = "denial"
    DEMAND = "demand"
    TARGET = "target"
    POSITION = "position"
    QUESTION = "question"
    WRITTEN = "written"
    TOPIC = "topic"


class Tense(Enum):
    """How a form stands in its sentence."""

    PAST = "past"
    PRESENT = "present"
    PARTICIPLE = "participle"
    NOUN = "noun"


class Number(Enum):
    """Grammatical number."""

    SINGULAR = 1
    DUAL = 2
    PLURAL = 3


@dataclass(frozen=True, slots=True)
class Verb:
    """A row of the table.

    Attributes:
        frames: what may open its statement: "that", "colon", "noun" (a bare verbal
            noun), or a preposition, folded, with a noun after it.
        strict: the word has other meanings: only "that", a colon or a quotation
            right after its subject makes it a reporting verb.
    """

    lemma: str
    kind: VerbClass
    stance: Stance
    frames: frozenset[str]
    strict: bool


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A form of a reporting verb; `gender` is None where the form tells none.

    Attributes:
        has_object: a pronoun is written onto the form ("أبلغه", "وصفتها").
    """

    verb: Verb
    tense: Tense
    gender: Gender | None
    number: Number
    has_object: bool = False


@dataclass(frozen=True, slots=True)
class VerbTable:
    """Every form of every reporting verb, by its folded spelling."""

    forms: Mapping[str, VerbForm]

    def forms_of(self, token: Token) -> VerbForm | None:
        """Return what a token is a form of, also behind "and"; None for no verb."""
        folded = token.folded
        form = self.forms.get(folded)
        if form is None and len(folded) >= _SHORTEST and folded[0] in _CONJUNCTIONS:
            form = self.forms.get(folded[1:])
        if form is not None and form.has_object and token.text[-1] == _MARBUTA:
            return None
        return form


def finite(form: VerbForm) -> str:
    """Return the past of a form, in its gender and number: "mu'akkidan" is "akkada".

    Empty where the table has no past of the verb.
    """
    past = form.verb.lemma
    if past == _ABSENT:
        return ""
    stem = past[:-1] if past[-1] in (_MAKSURA, _ALEF) else past
    if form.gender is Gender.FEMININE:
        return stem + _TEH
    return stem + _WAW + _ALEF if form.number is Number.PLURAL else past


_WAW, _ALEF, _TEH = (
    "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER TEH}",
)
_YEH, _NOON, _HEH = (
    "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER NOON}",
    "\N{ARABIC LETTER HEH}",
)
_SEEN, _MEEM, _BEH = (
    "\N{ARABIC LETTER SEEN}",
    "\N{ARABIC LETTER MEEM}",
    "\N{ARABIC LETTER BEH}",
)
_LAM: Final = "\N{ARABIC LETTER LAM}"
_MAKSURA: Final = "\N{ARABIC LETTER ALEF MAKSURA}"
_MARBUTA: Final = "\N{ARABIC LETTER TEH MARBUTA}"
_CONJUNCTIONS: Final = (_WAW, "\N{ARABIC LETTER FEH}")
_PRONOUNS: Final = ("", _HEH, _HEH + _ALEF, _HEH + _MEEM, _HEH + _MEEM + _ALEF)
_SHORTEST: Final = 3
_MALE, _FEMALE = Gender.MASCULINE, Gender.FEMININE
_ONE, _TWO, _MANY = Number.SINGULAR, Number.DUAL, Number.PLURAL
_ABSENT: Final = "-"


def read_verbs(rows: Iterable[str]) -> VerbTable:
    """Return the table of tab-separated rows.

    A row is: past, present, participle (accusative) and verbal noun of the third
    person masculine singular ("-" for none), class, stance, frames (comma-separated),
    and "strict" or nothing. Where two verbs share a form, the earlier row has it.

    Raises:
        ValueError: a row names no class or stance, or has too few columns.
    """
    found: list[tuple[str, VerbForm]] = []
    for row in rows:
        past, present, participle, noun, kind, stance, frames, strict = row.split("\t")
        verb = Verb(
            lemma=past,
            kind=VerbClass(kind),
            stance=Stance(stance),
            frames=frozenset(fold(frame) for frame in frames.split(",")),
            strict=strict == "strict",
        )
        found += _forms(verb, past, present, participle, noun)
    forms: dict[str, VerbForm] = {}
    folded = fold_all(spelling for spelling, _ in found)
    for spelling, (_, form) in zip(folded, found, strict=True):
        forms.setdefault(spelling, form)
    return VerbTable(forms)


def _forms(
    verb: Verb, past: str, present: str, participle: str, noun: str
) -> Iterator[tuple[str, VerbForm]]:
    if past != _ABSENT:
        yield from _past(verb, past)
    if present != _ABSENT:
        yield from _present(verb, present)
    if participle != _ABSENT:
        yield from _participle(verb, participle)
    if noun != _ABSENT:
        yield from _noun(verb, noun)


def _past(verb: Verb, past: str) -> Iterator[tuple[str, VerbForm]]:
    weak = past[-1] in (_MAKSURA, _ALEF)
    stem = past[:-1] if weak else past
    dual = stem + _YEH if weak else stem
    written = stem + _ALEF if weak else stem
    endings = (
        (past, written, _MALE, _ONE),
        (stem + _TEH, stem + _TEH, _FEMALE, _ONE),
        (stem + _WAW + _ALEF, stem + _WAW, _MALE, _MANY),
        (dual + _ALEF, dual + _ALEF, _MALE, _TWO),
        (stem + _TEH + _ALEF, stem + _TEH + _ALEF, _FEMALE, _TWO),
    )
    for spelling, before_pronoun, gender, number in endings:
        yield spelling, VerbForm(verb, Tense.PAST, gender, number)
        for pronoun in _PRONOUNS[1:]:
            yield (
                before_pronoun + pronoun,
                VerbForm(verb, Tense.PAST, gender, number, has_object=True),
            )


def _present(verb: Verb, present: str) -> Iterator[tuple[str, VerbForm]]:
    body = present[1:]
    stem = body[:-1] if body[-1] in (_YEH, _WAW, _ALEF, _MAKSURA) else body
    for future in ("", _SEEN):
        for prefix, gender in ((_YEH, _MALE), (_TEH, _FEMALE)):
            for pronoun in _PRONOUNS:
                form = VerbForm(verb, Tense.PRESENT, gender, _ONE, bool(pronoun))
                yield future + prefix + body + pronoun, form
            plural = VerbForm(verb, Tense.PRESENT, _MALE, _MANY)
            if prefix == _YEH:
                yield future + prefix + stem + _WAW + _NOON, plural
                yield future + prefix + stem + _WAW + _ALEF, plural
            dual = VerbForm(verb, Tense.PRESENT, gender, _TWO)
            yield future + prefix + stem + _ALEF + _NOON, dual
    if stem != body:
        yield _YEH + stem, VerbForm(verb, Tense.PRESENT, _MALE, _ONE)
        yield _TEH + stem, VerbForm(verb, Tense.PRESENT, _FEMALE, _ONE)


def _participle(verb: Verb, participle: str) -> Iterator[tuple[str, VerbForm]]:
    stem = participle.removesuffix(_ALEF)
    plural = stem.removesuffix(_YEH) if stem.endswith(_YEH) else stem
    yield stem + _ALEF, VerbForm(verb, Tense.PARTICIPLE, _MALE, _ONE)
    yield stem + _HEH, VerbForm(verb, Tense.PARTICIPLE, _FEMALE, _ONE)
    for many in {stem, plural}:
        form = VerbForm(verb, Tense.PARTICIPLE, _MALE, _MANY)
        yield many + _YEH + _NOON, form
    yield stem + _ALEF + _TEH, VerbForm(verb, Tense.PARTICIPLE, _FEMALE, _MANY)


def _noun(verb: Verb, noun: str) -> Iterator[tuple[str, VerbForm]]:
    owners = ((_MALE, _ONE), (_FEMALE, _ONE), (_MALE, _MANY), (None, _TWO))
    stem = noun[:-1] + _TEH if noun.endswith(_MARBUTA) else noun
    for prefix in ("", _BEH):
        for pronoun, (gender, number) in zip(_PRONOUNS[1:], owners, strict=True):
            form = VerbForm(verb, Tense.NOUN, gender, number, has_object=True)
            yield prefix + stem + pronoun, form
    yield _ALEF + _LAM + noun, VerbForm(verb, Tense.NOUN, None, _ONE)
    yield _LAM + _LAM + noun, VerbForm(verb, Tense.NOUN, None, _ONE)
    yield _BEH + _ALEF + _LAM + noun, VerbForm(verb, Tense.NOUN, None, _ONE)
    yield noun, VerbForm(verb, Tense.NOUN, None, _ONE)
