"""Role phrases, descriptions and sources without a name."""

import pytest

from analysis.lexicons import Lexicons
from analysis.model import Gender
from analysis.naming.roles import PhraseKind, RolePhrase, role_phrase_at
from analysis.text.document import read_document


def phrase_in(text: str, word: str, lexicons: Lexicons) -> RolePhrase | None:
    document = read_document(text, lexicons.reading)
    index = next(i for i, t in enumerate(document.tokens) if t.text == word)
    return role_phrase_at(document, index, lexicons)


PHRASES = {
    "construct and nisba": (
        "قال وزير الدفاع الإسرائيلي إن الأمر انتهى.",
        "وزير",
        "وزير الدفاع الإسرائيلي",
    ),
    "coordinated ministries": (
        "أكد وزير الخارجية والتعاون الدولي أن الباب مفتوح.",
        "وزير",
        "وزير الخارجية والتعاون الدولي",
    ),
    "in the name of": (
        "قالت المتحدثة باسم الوزارة إن الطريق مغلق.",
        "المتحدثة",
        "المتحدثة باسم الوزارة",
    ),
    "to a place": (
        "وصل المبعوث الأممي إلى ليبيا أمس.",
        "المبعوث",
        "المبعوث الأممي إلى ليبيا",
    ),
    "not in a statement": (
        "قال محافظ البنك المركزي في تصريح صحفي إن السعر ثابت.",
        "محافظ",
        "محافظ البنك المركزي",
    ),
    "before the name": (
        "التقى رئيس الوزراء الماليزي سامي الخطيب.",
        "رئيس",
        "رئيس الوزراء الماليزي",
    ),
    "clitics are cut": (
        "في بيان لوزير الصحة أمس.",
        "لوزير",
        "وزير الصحة",
    ),
    "the swallowed article": (
        "سلم الرسالة للوزيرة أمس.",
        "للوزيرة",
        "لوزيرة",
    ),
}


@pytest.mark.parametrize(("text", "word", "expected"), PHRASES.values(), ids=PHRASES)
def test_a_role_phrase_ends_with_its_complements(
    text: str, word: str, expected: str, lexicons: Lexicons
) -> None:
    phrase = phrase_in(text, word, lexicons)

    assert phrase is not None
    assert phrase.text == expected


KINDS = {
    "role": ("قال وزير الدفاع الفرنسي ذلك.", "وزير", PhraseKind.PERSON),
    "description": ("قال الوزير ذلك.", "الوزير", PhraseKind.PERSON),
    "ministry": ("قالت الوزارة ذلك.", "الوزارة", PhraseKind.ORGANISATION),
    "source": ("قال مصدر أمني ذلك.", "مصدر", PhraseKind.UNNAMED),
    "official": ("قال مسؤول أميركي ذلك.", "مسؤول", PhraseKind.UNNAMED),
    "witnesses": ("قال شهود عيان ذلك.", "شهود", PhraseKind.UNNAMED),
    "one of": ("قال أحد السكان ذلك.", "أحد", PhraseKind.UNNAMED),
    "capital": ("قالت واشنطن ذلك.", "واشنطن", PhraseKind.PLACE),
    "country": ("أعلن لبنان ذلك.", "لبنان", PhraseKind.PLACE),
}


@pytest.mark.parametrize(("text", "word", "kind"), KINDS.values(), ids=KINDS)
def test_a_phrase_tells_what_it_means(
    text: str, word: str, kind: PhraseKind, lexicons: Lexicons
) -> None:
    phrase = phrase_in(text, word, lexicons)

    assert phrase is not None
    assert phrase.kind is kind


def test_a_phrase_tells_head_gender_and_whether_the_role_has_ended(
    lexicons: Lexicons,
) -> None:
    phrase = phrase_in("قالت وزيرة الثقافة السابقة ذلك.", "وزيرة", lexicons)

    assert phrase is not None
    assert phrase.head == "وزير"
    assert phrase.gender is Gender.FEMININE
    assert phrase.former
    assert phrase.definite


@pytest.mark.parametrize("word", ["ثقيل", "أن", "غالانت"])
def test_other_words_open_no_phrase(word: str, lexicons: Lexicons) -> None:
    assert phrase_in(f"رأى {word} ذلك.", word, lexicons) is None


def test_the_first_day_of_the_week_is_no_role(lexicons: Lexicons) -> None:
    assert phrase_in("وصل الوفد يوم الأحد.", "الأحد", lexicons) is None
