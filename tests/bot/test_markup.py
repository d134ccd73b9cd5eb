"""HTML as plain text."""

from time import perf_counter

import pytest

from bot.feeds.markup import paragraphs, plain_line

LINES = {
    "plain": ("عاجل: خبر", "عاجل: خبر"),
    "entities": ("&quot;خبر&quot; &amp; آخر", '"خبر" & آخر'),
    "entities escaped twice": ("&amp;quot;خبر&amp;quot;", '"خبر"'),
    "numeric entities": ("&#8220;خبر&#x201D;", "“خبر”"),
    "tags": ("<b>خبر</b> <i>عاجل</i>", "خبر عاجل"),
    "tags escaped": ("&lt;b&gt;خبر&lt;/b&gt;", "خبر"),
    "an image alone": ("<img src='x' onerror='alert(1)'>", ""),
    "script": ("<script>alert(1)</script>خبر", "خبر"),
    "a comparison": ("5 < 7 و 9 > 3", "5 < 7 و 9 > 3"),
    "an ampersand": ("AT&T", "AT&T"),
    "white space": ("  خبر\n\t عاجل&nbsp; ", "خبر عاجل"),
    "direction overrides": ("\u202eخبر\u202c \u2067عاجل\u2069", "خبر عاجل"),
    "control characters": ("خ\x00ب\x1fر\ufeff", "خبر"),
    "half a character": ("خبر \ud83d", "خبر"),
    "empty": ("", ""),
}
TEXTS = {
    "paragraphs": ("<p>الأولى</p>\n<p>الثانية</p>", "الأولى\nالثانية"),
    "line breaks": ("الأولى<br>الثانية<br/><br/>الثالثة", "الأولى\nالثانية\nالثالثة"),
    "inline tags": ("<p>قال <b>الوز</b>ير</p>", "قال الوزير"),
    "line ends inside": ("<p>قال\n  الوزير</p>", "قال الوزير"),
    "blocks in blocks": ("<div>أ<div>ب</div>ج</div>", "أ\nب\nج"),
    "a list": ("<ul><li>أ</li><li>ب</li></ul>", "أ\nب"),
    "a caption": ("<figure><figcaption>صورة</figcaption></figure><p>نص</p>", "نص"),
    "a video": ("<p>نص</p><iframe>x</iframe><video>y</video>", "نص"),
    "a comment": ("<p>نص<!-- خفي --></p>", "نص"),
    "no tags at all": ("الأولى\n\nالثانية", "الأولى\nالثانية"),
    "an open tag": ("<p>الأولى<p>الثانية", "الأولى\nالثانية"),
    "empty": ("", ""),
}
HOSTILE = {
    "deep": "<div>" * 50_000 + "x",
    "open comments": "<!--" * 50_000,
    "open tags": "<b" * 100_000,
    "ampersands": "&" * 200_000,
    "references": "&#x41" * 50_000,
}


@pytest.mark.parametrize(("text", "expected"), LINES.values(), ids=LINES)
def test_a_title_is_one_plain_line(text: str, expected: str) -> None:
    assert plain_line(text) == expected


@pytest.mark.parametrize(("markup", "expected"), TEXTS.values(), ids=TEXTS)
def test_a_body_is_a_paragraph_a_line(markup: str, expected: str) -> None:
    assert paragraphs(markup) == expected


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_is_read_in_no_time(markup: str) -> None:
    start = perf_counter()

    plain_line(markup)

    assert perf_counter() - start < 2
