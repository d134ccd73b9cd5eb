"""Articles of our own words, told apart into stories as they come in."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stories.batch import stories_of
from analysis.stories.events import Event, event_of, nearness
from analysis.stories.sketches import Sketch, are_copies, sketch
from analysis.stories.window import Placement, StoryWindow
from analysis.text.terms import index_terms

NOON = datetime(2024, 8, 16, 12, 0, tzinfo=UTC)
AGENCY = (
    "أعلنت هيئة الموانئ في مدينة الرملة إغلاق الرصيف الشرقي حتى إشعار آخر بعد تسرب زيت"
    " من ناقلة راسية، وقال مدير الهيئة إن فرق الغواصين تفحص جسم السفينة وإن حركة"
    " الصيادين ستنقل إلى المرفأ القديم، فيما طالبت جمعية البيئة بتحقيق مستقل في أسباب"
    " الحادث وبتعويض أصحاب القوارب عن أيام التوقف."
)

SAME = {
    "two headlines of one event": (
        (
            "زلزال بقوة ست درجات يضرب غرب تركيا",
            "ضرب زلزال بقوة ست درجات ولاية إزمير غرب تركيا ولم ترد أنباء عن ضحايا.",
        ),
        (
            "هزة أرضية قوية تضرب غرب تركيا",
            "شعر سكان إزمير بزلزال قوي ضرب غرب تركيا وبلغت قوته ست درجات.",
        ),
    ),
    "a name written in two ways": (
        (
            "زوكربيرغ يعتذر أمام الكونغرس عن تسرب البيانات",
            "اعتذر زوكربيرغ للمشرعين الأميركيين عن تسرب بيانات المستخدمين.",
        ),
        (
            "زوكربرغ في الكونغرس: تسرب بيانات المستخدمين خطئي",
            "قدم زوكربرغ للمشرعين الأمريكيين اعتذارا عن تسرب البيانات.",
        ),
    ),
    "an agency's text under two headlines": (
        ("تسرب زيت يغلق رصيفا", AGENCY),
        ("الغواصون يفحصون ناقلة راسية", AGENCY),
    ),
}
DIFFERENT = {
    "only words that all news has": (
        ("الرئيس يعلن قرارات جديدة", "أعلن الرئيس اليوم قرارات جديدة بشأن الجامعات."),
        ("وزير يعلن قرارات جديدة", "أعلن وزير اليوم قرارات جديدة بشأن اللقاحات."),
    ),
    "one country, two events": (
        ("زلزال يضرب غرب تركيا", "ضرب زلزال ولاية إزمير ولم ترد أنباء عن ضحايا."),
        ("تركيا تستضيف نهائي الدوري", "تستضيف إسطنبول المباراة النهائية غدا."),
    ),
    "no words at all": (("", ""), ("", "")),
}

Text = tuple[str, str]


@pytest.mark.parametrize("articles", SAME.values(), ids=SAME)
def test_articles_on_one_event_are_one_story(articles: Sequence[Text]) -> None:
    first, second = stories_of(sketched(articles))

    assert first == second


@pytest.mark.parametrize("articles", DIFFERENT.values(), ids=DIFFERENT)
def test_articles_on_two_events_are_two_stories(articles: Sequence[Text]) -> None:
    first, second = stories_of(sketched(articles))

    assert first != second


@pytest.mark.parametrize(("hours", "stories"), [(72, 1), (73, 2)])
def test_three_days_make_another_story(hours: int, stories: int) -> None:
    article = ("إغلاق الرصيف الشرقي", AGENCY)

    found = stories_of(sketched([article, article], apart=timedelta(hours=hours)))

    assert len(set(found)) == stories


def test_a_copy_is_told_from_another_text_on_the_same_event() -> None:
    first, copy, own = sketched(
        [
            ("تسرب زيت يغلق رصيفا", AGENCY),
            ("عنوان آخر تماما", AGENCY + " وستعود الحركة الأسبوع المقبل."),
            ("تسرب زيت يغلق رصيفا", "الرصيف مغلق. " * 3 + " ".join(reversed(AGENCY))),
        ]
    )

    assert are_copies(first, copy)
    assert not are_copies(first, own)


def test_a_copy_changes_nothing_of_what_its_story_is_about() -> None:
    article, copy, other = sketched(
        [("تسرب زيت يغلق رصيفا", AGENCY)] * 2 + [("عودة الصيادين", "عاد الصيادون.")]
    )
    once, often = StoryWindow(), StoryWindow()
    learn(once, [(1, article, 1)])
    learn(often, [(1, article, 1)])
    for key in range(2, 30):
        placement = often.place(copy)
        assert placement == Placement((1,), is_copy=True)
        often.learn(key, copy, story=1, is_copy=True, added=NOON)

    assert once.place(other) == often.place(other)


def test_an_article_between_two_stories_makes_them_one() -> None:
    left = ("حريق مصنع الورق", "اندلع حريق هائل داخل مصنع الورق.")
    right = ("إخلاء حي الزيتون", "أخلت الشرطة سكان حي الزيتون.")
    both = ("حريق مصنع الورق وإخلاء حي الزيتون", "اندلع الحريق وأخلت الشرطة الحي.")

    apart = stories_of(sketched([left, right]))
    together = stories_of(sketched([left, right, both]))

    assert len(set(apart)) == 2
    assert together == [0, 0, 0]


def test_a_merge_moves_all_that_the_window_knows() -> None:
    left, right, more = sketched(
        [
            ("حريق في مصنع الورق", "اندلع حريق في مصنع الورق قرب الجسر."),
            ("إخلاء حي الزيتون", "أخلت الشرطة سكان حي الزيتون بسبب دخان كثيف."),
            ("إخلاء حي الزيتون", "الشرطة تخلي سكان حي الزيتون من دخان كثيف."),
        ]
    )
    window = StoryWindow()
    learn(window, [(1, left, 1), (2, right, 2)])

    window.merge(2, into=1)
    window.merge(7, into=1)

    assert window.place(more).stories == (1,)


def test_what_is_older_than_the_window_is_forgotten_without_a_trace() -> None:
    old, new = sketched(
        [("حريق في مصنع الورق", AGENCY), ("نهائي الدوري", "مباراة الليلة.")]
    )
    window, fresh = StoryWindow(), StoryWindow()
    learn(window, [(1, old, 1)])
    later = NOON + timedelta(hours=73)
    window.learn(2, new, story=2, is_copy=False, added=later)
    fresh.learn(2, new, story=2, is_copy=False, added=later)

    assert len(window) == 1
    for article in (old, new):
        assert window.place(article) == fresh.place(article)


def test_placing_changes_nothing_and_learning_twice_is_learning_once() -> None:
    article = sketched([("حريق في مصنع الورق", AGENCY)])[0]
    window = StoryWindow()

    assert window.place(article) == window.place(article) == Placement()
    learn(window, [(1, article, 1), (1, article, 1)])
    assert len(window) == 1


def test_actors_in_common_bring_articles_nearer() -> None:
    articles = DIFFERENT["one country, two events"]

    strangers = nearness(*events(sketched(articles)))
    assert nearness(*events(sketched(articles, actors=(4, 7)))) > strangers


WORDS = st.sampled_from(
    ["حريق", "مصنع", "جسر", "دخان", "سفينة", "ميناء", "زيت", "مطر", "سيل", "قطار"]
)
TEXTS = st.lists(
    st.tuples(
        st.lists(WORDS, max_size=4).map(" ".join),
        st.lists(WORDS, max_size=9).map(" ".join),
    ),
    max_size=12,
)


@given(TEXTS)
def test_every_article_gets_the_number_of_an_article_up_to_it(
    articles: list[Text],
) -> None:
    found = stories_of(sketched(articles))

    assert len(found) == len(articles)
    for place, story in enumerate(found):
        assert story <= place
        assert found[story] == story


@given(TEXTS)
def test_a_window_that_was_read_back_decides_as_the_one_before(
    articles: list[Text],
) -> None:
    *known, last = sketched([*articles, ("حريق في مصنع", "دخان قرب الجسر")])
    stories = stories_of(known)
    kept, again = StoryWindow(), StoryWindow()
    for window in (kept, again):
        learn(window, list(zip(range(len(known)), known, stories, strict=True)))

    assert kept.place(last) == again.place(last)


@given(TEXTS)
def test_nearness_is_a_ratio_and_the_same_from_both_sides(articles: list[Text]) -> None:
    found = events(sketched(articles))
    for first in found:
        for second in found:
            assert 0.0 <= nearness(first, second) <= 1.0 + 1e-9
            assert nearness(first, second) == pytest.approx(nearness(second, first))


def learn(window: StoryWindow, articles: Sequence[tuple[int, Sketch, int]]) -> None:
    for key, article, story in articles:
        window.learn(key, article, story=story, is_copy=False, added=NOON)


def events(articles: Sequence[Sketch]) -> list[Event]:
    return [event_of(unit(one.features), one.published) for one in articles]


def unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight**2 for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items()}


def sketched(
    articles: Sequence[Text],
    *,
    apart: timedelta = timedelta(minutes=5),
    actors: tuple[int, ...] = (),
) -> list[Sketch]:
    return [
        sketch(
            title=title,
            words=index_terms(title, body),
            actors=actors,
            published=NOON + apart * place,
        )
        for place, (title, body) in enumerate(articles)
    ]
