"""Sources that have spoken, and whether a verb can mean them."""

from dataclasses import dataclass

from analysis.lexicons.verbs import Number, Tense, VerbForm
from analysis.model import Gender, Speaker, SpeakerType


@dataclass(frozen=True, slots=True)
class Heard:
    """A source that has spoken.

    Attributes:
        sentence: where it spoke last.
        head: the noun that described it, folded; empty for a name.
        known: it is a name, a place, or a noun for those who make statements.
    """

    speaker: Speaker
    gender: Gender | None
    number: Number
    sentence: int
    head: str = ""
    known: bool = False


def agrees(form: VerbForm, heard: Heard) -> bool:
    """Return whether a verb form and a source agree in gender and number."""
    if form.tense is Tense.NOUN:
        return True
    if form.number is Number.PLURAL and heard.number is Number.SINGULAR:
        return heard.speaker.type is SpeakerType.UNNAMED
    if form.number is Number.DUAL and heard.number is Number.SINGULAR:
        return False
    if heard.number is Number.PLURAL and form.number is not Number.PLURAL:
        return form.gender is Gender.FEMININE or heard.gender is Gender.MASCULINE
    return form.gender is None or heard.gender is None or form.gender == heard.gender


def suits(form: VerbForm, heard: Heard) -> bool:
    """Return whether what follows a verb agrees with it: in gender only."""
    if form.tense is Tense.NOUN or heard.number is not Number.SINGULAR:
        return True
    if form.number is not Number.SINGULAR:
        return False
    return form.gender is None or heard.gender is None or form.gender == heard.gender
