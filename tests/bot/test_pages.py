"""Articles out of web pages."""

import json

import pytest

from bot.errors import FeedError
from bot.feeds.pages import extract_page

URL = "https://news.example/1"
SENTENCES = [
    f"قال المتحدث باسم الوزارة في اليوم {number} إن العمل في المشروع الجديد سيستمر "
    "حتى نهاية العام، وإن النتائج ستعلن في مؤتمر صحفي يعقد في العاصمة."
    for number in range(1, 9)
]
TEXT = "\n".join(SENTENCES)
ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
MENU = "<nav><ul>" + "<li><a href='/x'>اقرأ أيضا</a></li>" * 20 + "</ul></nav>"
PAGE = (
    "<!DOCTYPE html><html lang='ar'><head><title>خبر</title>{head}</head><body>"
    f"{MENU}<article><h1>خبر</h1>{{article}}</article><footer>{MENU}</footer>"
    "</body></html>"
)


def html(article: str = "", *, head: str = "") -> bytes:
    return PAGE.format(article=article, head=head).encode()


def stated(data: object) -> str:
    text = json.dumps(data)
    return f"<script type='application/ld+json'>{text}</script>"


def test_the_article_is_found_among_menus() -> None:
    text = extract_page(html(ARTICLE), "text/html; charset=utf-8", URL)

    assert [line for line in text.split("\n") if line in SENTENCES] == SENTENCES
    assert "اقرأ أيضا" not in text


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda article: article,
        lambda article: [article],
        lambda article: {"@graph": [{"@type": "WebPage"}, article]},
    ],
)
def test_what_the_page_states_as_its_article_comes_first(wrapped) -> None:  # type: ignore[no-untyped-def]
    head = stated(wrapped({"@type": "NewsArticle", "articleBody": TEXT}))

    text = extract_page(html("<p>شيء آخر تماما.</p>" * 30, head=head), "", URL)

    assert text == TEXT


def test_a_stated_article_without_paragraphs_gives_way_to_the_page() -> None:
    head = stated({"articleBody": " ".join(SENTENCES)})

    text = extract_page(html(ARTICLE, head=head), "", URL)

    assert len(text.split("\n")) >= len(SENTENCES)


@pytest.mark.parametrize("script", ["{", '{"articleBody": 7}', "[" * 100_000, ""])
def test_broken_statements_are_passed_over(script: str) -> None:
    head = f"<script type='application/ld+json'>{script}</script>"

    assert SENTENCES[0] in extract_page(html(ARTICLE, head=head), "", URL)


def test_windows_1256_is_read() -> None:
    page = html(ARTICLE, head="<meta charset='windows-1256'>").decode().encode("cp1256")

    assert SENTENCES[0] in extract_page(page, "text/html", URL)


@pytest.mark.parametrize(
    "body", [b"", b"\0\1\2", html(), html("<p>انتهت صلاحية الصفحة</p>"), b"{}"]
)
def test_a_page_without_an_article_is_refused(body: bytes) -> None:
    with pytest.raises(FeedError, match="the answer is not an article page"):
        extract_page(body, "text/html", URL)
