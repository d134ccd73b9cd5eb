"""The forms of the reporting verbs."""

import pytest

from analysis.lexicons.reporting import load_reading
from analysis.lexicons.verbs import Number, Tense, VerbForm, read_verbs
from analysis.model import Gender, Stance
from analysis.text.tokens import tokenise

FORMS = {
    "past": ("قال", "قال", Tense.PAST, Gender.MASCULINE, Number.SINGULAR),
    "feminine": ("وأكدت", "أكد", Tense.PAST, Gender.FEMININE, Number.SINGULAR),
    "plural": ("وأضافوا", "أضاف", Tense.PAST, Gender.MASCULINE, Number.PLURAL),
    "dual": ("قالتا", "قال", Tense.PAST, Gender.FEMININE, Number.DUAL),
    "weak feminine": ("ونفت", "نفى", Tense.PAST, Gender.FEMININE, Number.SINGULAR),
    "weak plural": ("دعوا", "دعا", Tense.PAST, Gender.MASCULINE, Number.PLURAL),
    "hamza at the end": ("جاءت", "جاء", Tense.PAST, Gender.FEMININE, Number.SINGULAR),
    "present": ("تقول", "قال", Tense.PRESENT, Gender.FEMININE, Number.SINGULAR),
    "future": ("سيعلن", "أعلن", Tense.PRESENT, Gender.MASCULINE, Number.SINGULAR),
    "present plural": (
        "يؤكدون",
        "أكد",
        Tense.PRESENT,
        Gender.MASCULINE,
        Number.PLURAL,
    ),
    "weak present": ("ينفون", "نفى", Tense.PRESENT, Gender.MASCULINE, Number.PLURAL),
    "participle": (
        "مضيفاً",
        "أضاف",
        Tense.PARTICIPLE,
        Gender.MASCULINE,
        Number.SINGULAR,
    ),
    "participle without tanwin": (
        "ومشيرا",
        "أشار",
        Tense.PARTICIPLE,
        Gender.MASCULINE,
        Number.SINGULAR,
    ),
    "feminine participle": (
        "قائلةً",
        "قال",
        Tense.PARTICIPLE,
        Gender.FEMININE,
        Number.SINGULAR,
    ),
    "noun": ("قوله", "قال", Tense.NOUN, Gender.MASCULINE, Number.SINGULAR),
    "noun with a preposition": (
        "بقولها",
        "قال",
        Tense.NOUN,
        Gender.FEMININE,
        Number.SINGULAR,
    ),
    "diacritics": ("أَكَّدَ", "أكد", Tense.PAST, Gender.MASCULINE, Number.SINGULAR),
}


def form_of(word: str) -> VerbForm | None:
    (token,) = tokenise(word)
    return load_reading().verbs.forms_of(token)


@pytest.mark.parametrize(
    ("word", "lemma", "tense", "gender", "number"), FORMS.values(), ids=FORMS
)
def test_a_form_is_known(
    word: str, lemma: str, tense: Tense, gender: Gender, number: Number
) -> None:
    form = form_of(word)

    assert form is not None
    assert (form.verb.lemma, form.tense) == (lemma, tense)
    assert (form.gender, form.number) == (gender, number)


@pytest.mark.parametrize("word", ["كتاب", "وفد", "فلسطين", "مدينة", "إشارة", "والد"])
def test_other_words_are_no_verbs(word: str) -> None:
    form = form_of(word)

    assert form is None or form.tense is Tense.NOUN


def test_a_verb_carries_its_stance() -> None:
    form = form_of("زعمت")

    assert form is not None
    assert form.verb.stance is Stance.CLAIM


def test_a_row_with_too_few_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        read_verbs(["قال\tيقول"])
