"""Paragraphs, sentences, datelines."""

import pytest

from analysis.lexicons.reporting import load_reading
from analysis.text.document import Document, ParagraphKind, read_document


def read(text: str) -> Document:
    return read_document(text, load_reading())


SENTENCES = {
    "stops": ("جاء الوفد. وصل أمس! فمتى يعود؟", 3),
    "a comma is no end": ("جاء الوفد، ووصل أمس، ثم عاد.", 1),
    "lines": ("جاء الوفد\nوصل أمس\nثم عاد.", 3),
    "never inside a quotation": ("قال «جئنا. ورأينا. وعدنا» أمس.", 1),
    "after a quotation with its stop": ("قال: «جئنا أمس.» وعاد الوفد اليوم.", 2),
    "an initial": ("وصل د. سامي الخطيب أمس.", 1),
    "a decimal": ("بلغت النسبة 2.5 في المئة أمس.", 1),
    "a domain": ("نشر موقع example.com الخبر أمس.", 1),
    "three dots": ("جاء الوفد... ثم عاد.", 2),
    "a glued stop": ('قال: "جئنا أمس."وأضاف أنه عاد.', 2),
}


@pytest.mark.parametrize(("text", "count"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(read(text).sentences) == count


KINDS = {
    "related": ("وصل الوفد أمس.\nاقرأ أيضا: عودة الوفد\nثم عاد.", "related"),
    "caption": ("وصل الوفد أمس.\nصورة أرشيفية للوفد\nثم عاد.", "caption"),
    "byline": ("وصل الوفد أمس.\nبقلم سامي الخطيب\nثم عاد.", "byline"),
    "heading": ("وصل الوفد أمس.\nعودة غير متوقعة\nثم عاد الجميع.", "heading"),
    "body": ("وصل الوفد أمس.\nوفي المساء عاد الجميع إلى البيت.\nثم سافر.", "body"),
}


@pytest.mark.parametrize(("text", "kind"), KINDS.values(), ids=KINDS)
def test_a_paragraph_is_known_by_its_opening(text: str, kind: str) -> None:
    assert read(text).paragraphs[1].kind is ParagraphKind(kind)


DATELINES = {
    "place and agency": ("غزة - رويترز - وصل الوفد أمس.", "وصل"),
    "agency in brackets": ("القاهرة (رويترز) - وصل الوفد أمس.", "وصل"),
    "agency and colon": ("رام الله - وكالات: وصل الوفد أمس.", "وصل"),
    "a line of its own": ("غزة - مصدر الإخبارية\nوصل الوفد أمس.", "وصل"),
    "none": ("وصل الوفد أمس - بعد انتظار - إلى غزة.", "وصل"),
    "a speaker is no dateline": ("الخطيب: لن نرفع الأسعار أبدا.", "الخطيب"),
}


@pytest.mark.parametrize(("text", "first"), DATELINES.values(), ids=DATELINES)
def test_the_body_begins_after_the_dateline(text: str, first: str) -> None:
    document = read(text)

    assert document.tokens[document.body_first].text == first


def test_an_empty_text_is_a_document() -> None:
    document = read("")

    assert document.sentences == ()
    assert document.body_first == 0
