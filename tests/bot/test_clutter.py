"""Lines that are none of an article's."""

import pytest

from bot.feeds.clutter import without_clutter
from bot.feeds.entry_text import full_text
from bot.feeds.pages import extract_page

SENTENCES = [
    f"قال المتحدث باسم الوزارة في اليوم {number} إن العمل في المشروع الجديد سيستمر "
    "حتى نهاية العام، وإن النتائج ستعلن في مؤتمر صحفي يعقد في العاصمة."
    for number in range(1, 9)
]
REMOVED = (
    "اقرأ أيضاً: خبر آخر عن الطقس",
    "إقرأ أيضا | الحرارة ترتفع غدا",
    "- شاهد: اللحظات الأولى بعد الحادث",
    "قد يهمك أيضًا: أسعار الذهب اليوم",
    "تابعونا على منصات التواصل",
    "شارك القصة",
    "شارك:",
    "(رويترز)",
    "[أ ف ب]",
    "فيسبوك",
    "إعلان",
    "Read more: weather",
    "The post خبر appeared first on صحيفة.",
)
KEPT = (
    "شاهد عيان قال إن الحادث وقع فجرا.",
    "تابع الوزير قائلا إن العمل مستمر.",
    "تابعوا حديثهم حتى المساء.",
    "شارك في اللقاء عدد من النواب.",
    "انضم إلى الاحتجاجات مئات الطلاب.",
    "اشترك في الاجتماع وزراء من ست دول.",
    "اقرأ، قال الأستاذ لتلاميذه.",
    "(رويترز) - قال مسؤول إن المحادثات تأجلت.",
    "إعلان الحكومة جاء بعد يومين.",
    "اقرأ أيضا " + "كلمة " * 50,
)
RELATED = "".join(
    f"<p>{line}</p>" for line in ("أخبار ذات صلة", "فوز جديد للمنتخب", "أسعار الخبز")
)
WIDGETS = (
    "<figure><img src='x'><figcaption>صورة من الأرشيف (رويترز)</figcaption></figure>",
    "<div class='related'><h3>اقرأ أيضا</h3><ul><li><a href='/2'>خبر آخر</a></li></ul>"
    "</div>",
    RELATED,
    "<p>اقرأ أيضا: <a href='/4'>خبر رابع عن الطقس في مناطق واسعة</a></p>",
    "<div class='share'>شارك القصة <a>فيسبوك</a><a>واتساب</a></div>",
    "<p>تابعونا على تويتر للمزيد من الأخبار العاجلة</p>",
)


@pytest.mark.parametrize("line", REMOVED)
def test_what_leads_elsewhere_is_left_out(line: str) -> None:
    text = f"{SENTENCES[0]}\n{line}\n{SENTENCES[1]}"

    assert without_clutter(text) == f"{SENTENCES[0]}\n{SENTENCES[1]}"


@pytest.mark.parametrize("line", KEPT)
def test_sentences_that_begin_alike_stay(line: str) -> None:
    assert without_clutter(line) == line


def test_titles_below_a_heading_of_related_news_go_with_it() -> None:
    text = f"{SENTENCES[0]}\nمواضيع ذات صلة:\nفوز جديد\nأسعار الخبز\n{SENTENCES[1]}"

    assert without_clutter(text) == f"{SENTENCES[0]}\n{SENTENCES[1]}"


def test_the_headline_above_the_text_is_no_part_of_it() -> None:
    text = f"خبر عاجل\n{SENTENCES[0]}\nخبر عاجل"

    assert without_clutter(text, title="خبر عاجل") == f"{SENTENCES[0]}\nخبر عاجل"


def test_a_page_full_of_widgets_gives_the_article_alone() -> None:
    pieces = [f"<p>{sentence}</p>" for sentence in SENTENCES]
    for place, widget in enumerate(WIDGETS, start=2):
        pieces[place] += widget
    page = (
        "<!DOCTYPE html><html lang='ar'><head><title>خبر</title></head><body>"
        f"<article><h1>خبر من الوزارة</h1>{''.join(pieces)}</article>"
        "<aside><h2>الأكثر قراءة</h2><p><a href='/8'>خبر ثامن</a></p></aside>"
        "</body></html>"
    )

    text = extract_page(page.encode(), "text/html", "https://news.example/1")

    assert text.split("\n") == SENTENCES


def test_the_text_of_a_feed_is_cleaned_too() -> None:
    content = "".join(f"<p>{line}</p>" for line in (*SENTENCES, *REMOVED))

    assert full_text([content], "").split("\n") == SENTENCES
