from datetime import UTC, datetime, timedelta

import pytest

from analysis.stories import Sketch, same_story, similarity, sketch
from analysis.text.terms import common_words, index_terms

NOON = datetime(2024, 8, 16, 12, 0, tzinfo=UTC)

SAME = {
    "two headlines of one event": (
        "زلزال بقوة ست درجات يضرب غرب تركيا",
        "هزة أرضية قوية تضرب غرب تركيا",
        "ضرب زلزال بقوة ست درجات ولاية إزمير غرب تركيا ولم ترد أنباء عن ضحايا.",
        "شعر سكان إزمير بزلزال قوي ضرب غرب تركيا وبلغت قوته ست درجات.",
    ),
    "an agency's text under two headlines": (
        "البنك المركزي يثبت الفائدة",
        "قرار منتظر من لجنة السياسة النقدية",
        "أبقى البنك المركزي أسعار الفائدة دون تغيير للمرة الثالثة هذا العام.",
        "أبقى البنك المركزي أسعار الفائدة دون تغيير للمرة الثالثة هذا العام.",
    ),
}
DIFFERENT = {
    "only words that all news has": (
        "الرئيس يعلن قرارات جديدة",
        "وزير يعلن قرارات جديدة",
        "أعلن الرئيس اليوم قرارات جديدة بشأن التعليم الجامعي.",
        "أعلن وزير الصحة اليوم قرارات جديدة بشأن اللقاحات.",
    ),
    "one country, two events": (
        "زلزال يضرب غرب تركيا",
        "تركيا تستضيف نهائي الدوري",
        "ضرب زلزال ولاية إزمير ولم ترد أنباء عن ضحايا.",
        "تستضيف إسطنبول المباراة النهائية في الملعب الأولمبي.",
    ),
}


@pytest.mark.parametrize("articles", SAME.values(), ids=SAME)
def test_articles_on_one_event_are_one_story(articles: tuple[str, ...]) -> None:
    assert same_story(*pair(articles))


@pytest.mark.parametrize("articles", DIFFERENT.values(), ids=DIFFERENT)
def test_articles_on_two_events_are_two_stories(articles: tuple[str, ...]) -> None:
    assert not same_story(*pair(articles))


def test_three_days_make_another_story() -> None:
    articles = SAME["an agency's text under two headlines"]

    assert same_story(*pair(articles, apart=timedelta(hours=72)))
    assert not same_story(*pair(articles, apart=timedelta(hours=73)))


def test_actors_in_common_bring_articles_nearer() -> None:
    articles = DIFFERENT["one country, two events"]

    without = similarity(*pair(articles))
    assert similarity(*pair(articles, actors=(4, 7))) > without


def test_similarity_is_a_ratio_and_the_same_from_both_sides() -> None:
    first, second = pair(SAME["two headlines of one event"])

    assert similarity(first, first) == pytest.approx(1.0)
    assert similarity(first, second) == similarity(second, first)
    assert 0.0 < similarity(first, second) < 1.0


def test_an_article_without_words_is_like_no_other() -> None:
    empty = sketched("", "")

    assert similarity(empty, empty) == 0.0


def pair(
    articles: tuple[str, ...],
    *,
    apart: timedelta = timedelta(hours=1),
    actors: tuple[int, ...] = (),
) -> tuple[Sketch, Sketch]:
    title, other_title, body, other_body = articles
    return (
        sketched(title, body, actors=actors),
        sketched(other_title, other_body, actors=actors, published=NOON + apart),
    )


def sketched(
    title: str,
    body: str,
    *,
    actors: tuple[int, ...] = (),
    published: datetime = NOON,
) -> Sketch:
    return sketch(
        title=title,
        words=index_terms(title, body),
        actors=actors,
        published=published,
        common=common_words(),
    )
