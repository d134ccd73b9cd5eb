"""Quotation marks: which stretches they enclose."""

import pytest

from analysis.lexicons.reporting import load_reading
from analysis.text.document import read_document
from analysis.text.marks import MarkedSpan

SPANS = {
    "guillemets": ("قال «نعم لكم» ثم خرج", ["نعم لكم"]),
    "straight": ('قال "نعم لكم" ثم خرج', ["نعم لكم"]),
    "curly": ("قال “نعم لكم” ثم خرج", ["نعم لكم"]),
    "curly, closing mark twice": ("قال:”نعم لكم”.", ["نعم لكم"]),
    "curly, opening mark twice": ("قال “نعم لكم“.", ["نعم لكم"]),
    "low and high": ("قال „نعم لكم“ ثم خرج", ["نعم لكم"]),
    "single guillemets": ("قال ‹نعم لكم› ثم خرج", ["نعم لكم"]),
    "doubled apostrophes": ("قال ''نعم لكم'' ثم خرج", ["نعم لكم"]),
    "doubled brackets": ("قال ((نعم لكم)) ثم خرج", ["نعم لكم"]),
    "full width": ("قال ＂نعم لكم＂ ثم خرج", ["نعم لكم"]),
    "reversed guillemets": ("قال »نعم لكم« ثم خرج", ["نعم لكم"]),
    "mixed families": ('قال “نعم لكم" ثم خرج', ["نعم لكم"]),
    "inner spaces": ('قال " نعم لكم " ثم خرج', ["نعم لكم"]),
    "clitic before the mark": ('أشاد ب"نعم لكم" وخرج', ["نعم لكم"]),
    "word glued to the mark": ('قال إن"نعم لكم" كافية', ["نعم لكم"]),
    "two quotations": ("قال «نعم» و«لا» معا", ["نعم", "لا"]),
    "stop inside": ("قال: «نعم لكم.» ثم خرج", ["نعم لكم."]),
    "inches are no mark": ('شاشة 5" جديدة', []),
    "acronym": ('حزب ت"ق فاز', []),
    "latin apostrophe": ("فيلم Ocean's جديد", []),
    "never closed": ("قال: «نعم لكم جميعا.", ["نعم لكم جميعا"]),
    "empty": ('قال "" ثم خرج', []),
}


def outermost(text: str) -> tuple[MarkedSpan, ...]:
    return read_document(text, load_reading()).spans


@pytest.mark.parametrize(("text", "expected"), SPANS.values(), ids=SPANS)
def test_marks_enclose_what_a_reader_sees(text: str, expected: list[str]) -> None:
    document = read_document(text, load_reading())

    assert [document.cut(s.first, s.last) for s in document.spans] == expected


def test_a_quotation_inside_a_quotation_is_its_child() -> None:
    (span,) = outermost("قال «قرأت “كتاب الأيام” أمس» ثم خرج")

    assert len(span.children) == 1


def test_a_missing_mark_is_repaired_inside_its_paragraph() -> None:
    text = "قال: «نعم لكم جميعا\nثم خرج الجميع."
    document = read_document(text, load_reading())

    (span,) = document.spans
    assert span.repaired
    assert document.cut(span.first, span.last) == "نعم لكم جميعا"


def test_a_quotation_is_joined_over_paragraphs() -> None:
    text = "قال: «نعم لكم جميعا.\nوسنعود غدا».\nثم خرج."
    document = read_document(text, load_reading())

    (span,) = document.spans
    assert not span.repaired
    assert document.cut(span.first, span.last) == "نعم لكم جميعا.\nوسنعود غدا"


def test_a_quotation_is_not_joined_to_the_documents_end() -> None:
    text = "قال: «نعم لكم\n" + "جملة عادية هنا.\n" * 8 + "وهذه نهاية» بعيدة."
    document = read_document(text, load_reading())

    assert document.cut(document.spans[0].first, document.spans[0].last) == "نعم لكم"


def test_a_paragraph_that_opens_anew_closes_the_one_before() -> None:
    text = "قال: «نعم لكم جميعا.\n«وسنعود غدا»."
    document = read_document(text, load_reading())

    cuts = [document.cut(s.first, s.last) for s in document.spans]
    assert cuts == ["نعم لكم جميعا", "وسنعود غدا"]
