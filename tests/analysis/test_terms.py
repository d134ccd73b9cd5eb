import pytest

from analysis.text.folding import fold
from analysis.text.terms import common_words, index_terms, light, terms

LIGHT = {
    "the article": ("الحكومة", "حكومه"),
    "and the": ("والحكومة", "حكومه"),
    "in the": ("بالحكومة", "حكومه"),
    "so in the": ("فبالحكومة", "حكومه"),
    "to the": ("للحكومة", "حكومه"),
    "and to the": ("وللحكومة", "حكومه"),
    "a waw of its own": ("ولد", "ولد"),
    "a word that begins like the article": ("الله", "الله"),
    "too short without it": ("الأب", "الاب"),
    "Latin": ("Reuters", "reuters"),
}


@pytest.mark.parametrize(("word", "expected"), LIGHT.values(), ids=LIGHT)
def test_a_word_without_what_is_written_onto_it(word: str, expected: str) -> None:
    assert light(fold(word)) == expected


def test_terms_are_words_and_numbers_in_order() -> None:
    assert terms("قُتل ٣ جنود، و3 مدنيين!") == ("قتل", "3", "جنود", "و3", "مدنيين")


def test_an_article_is_indexed_by_title_then_body_each_word_once() -> None:
    assert index_terms("هدنة في غزة", "الهدنة في غزة تصمد") == (
        "هدنه",
        "في",
        "غزه",
        "تصمد",
    )


def test_a_word_behind_a_clitic_is_indexed_too() -> None:
    assert "اسرائيل" not in terms("ولإسرائيل رأي")
    assert set(index_terms("", "وإسرائيل ترد")) >= {"واسراييل", "اسراييل"}


def test_common_words_are_in_the_form_that_terms_have() -> None:
    words = common_words()

    assert {"في", "وزير", "حكومه", "اعلن"} <= words
    assert {light(fold(word)) for word in words} == words


def test_nothing_has_no_terms() -> None:
    assert index_terms("", " \n") == ()
