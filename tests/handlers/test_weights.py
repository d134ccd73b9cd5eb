"""The formula of a story's weight, on tables."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from handlers.weights import FOLLOWED, NO_TASTE, Taste, independent_sources, ranked
from handlers.weights import weight as weight_of
from storage.records import Article, RankedActor, RankedStory, Source
from tests.builders import NOW, ago

HOUR = ago(hours=1)


def article(
    outlet: str = "أ",
    published: datetime = HOUR,
    *,
    title: str = "عنوان",
    feed: int = 1,
    copy: bool = False,
) -> Article:
    source = Source(1, outlet, title, "", published, demo=False)
    return Article(1, source, 1, "", (), feed_id=feed, is_copy=copy)


def story(
    *articles: Article, number: int = 1, actors: Sequence[RankedActor] = ()
) -> RankedStory:
    return RankedStory(number, articles or (article(),), tuple(actors))


FAMOUS, UNKNOWN = RankedActor(1, "س", 5000), RankedActor(2, "ص", 1)
HEAVIER = {
    "more sources": (
        story(article("أ"), article("ب")),
        story(article("أ"), article("أ")),
    ),
    "a text of its own": (
        story(article("أ"), article("ب")),
        story(article("أ"), article("ب", copy=True)),
    ),
    "more articles lately": (
        story(article(), article()),
        story(article(), article(published=ago(hours=20))),
    ),
    "a better known actor": (story(actors=[FAMOUS]), story(actors=[UNKNOWN])),
    "newer": (story(article()), story(article(published=ago(hours=2)))),
}


@pytest.mark.parametrize(("more", "less"), HEAVIER.values(), ids=HEAVIER)
def test_a_story_weighs_more_by(more: RankedStory, less: RankedStory) -> None:
    assert weight_of(more, NO_TASTE, now=NOW) > weight_of(less, NO_TASTE, now=NOW) > 0


def test_a_half_life_halves_and_a_followed_actor_multiplies() -> None:
    fresh = story(article(published=ago(hours=12)), actors=[FAMOUS])
    old = story(article(published=ago(hours=24)), actors=[FAMOUS])
    fan = Taste(followed=frozenset({FAMOUS.id}))

    plain = weight_of(fresh, NO_TASTE, now=NOW)
    assert weight_of(old, NO_TASTE, now=NOW) == pytest.approx(plain / 2)
    assert weight_of(fresh, fan, now=NOW) == pytest.approx(plain * FOLLOWED)


MUTED = {
    "a word of the headline": Taste(muted_words=frozenset({"زلزال"})),
    "its only source": Taste(muted_feeds=frozenset({1})),
}


@pytest.mark.parametrize("taste", MUTED.values(), ids=MUTED)
def test_what_is_muted_is_not_shown(taste: Taste) -> None:
    quake = story(article(title="الزلزال يضرب المدينة"))

    assert weight_of(quake, taste, now=NOW) == 0
    assert ranked([quake], taste, now=NOW, page=5) == []


def test_a_muted_source_does_not_hide_what_others_report() -> None:
    both = story(article("أ", feed=1), article("ب", feed=2))
    taste = Taste(muted_feeds=frozenset({1}))

    assert weight_of(both, taste, now=NOW) == weight_of(
        story(article("ب", feed=2)), NO_TASTE, now=NOW
    )


def test_copies_are_no_source_but_a_story_has_one() -> None:
    assert independent_sources([article("أ"), article("ب", copy=True)]) == 1
    assert independent_sources([article("ب", copy=True)]) == 1


def test_one_actor_and_one_outlet_have_a_share_of_a_page() -> None:
    loud = [
        story(article("أ"), article(f"ب{n}"), number=n, actors=[FAMOUS])
        for n in range(1, 7)
    ]
    alone = [story(article("ج"), number=n) for n in range(11, 17)]
    rest = [story(article(f"د{n}", ago(hours=9)), number=n) for n in (21, 22)]

    page = ranked([*loud, *alone, *rest], NO_TASTE, now=NOW, page=5)[:5]

    assert [one.id for one in page] == [6, 5, 16, 15, 22]


def test_shares_hold_nothing_back_where_there_is_nothing_else() -> None:
    alone = [story(article("ج"), number=n) for n in range(1, 8)]

    shown = ranked(alone, NO_TASTE, now=NOW, page=5)

    assert [one.id for one in shown] == [7, 6, 5, 4, 3, 2, 1]
