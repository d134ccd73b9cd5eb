"""The formula of a story's weight, on tables."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from handlers.weights import FOLLOWED, NOBODY, independent_sources, ranked
from handlers.weights import weight as weight_of
from storage.records import Article, RankedActor, RankedStory, Source
from tests.builders import NOW, ago

HOUR = ago(hours=1)


def article(
    outlet: str = "أ",
    published: datetime = HOUR,
    *,
    copy: bool = False,
) -> Article:
    source = Source(1, outlet, "عنوان", "", published, demo=False)
    return Article(1, source, 1, "", (), feed_id=1, is_copy=copy)


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
    assert weight_of(more, NOBODY, now=NOW) > weight_of(less, NOBODY, now=NOW) > 0


def test_a_half_life_halves_and_a_followed_actor_multiplies() -> None:
    fresh = story(article(published=ago(hours=12)), actors=[FAMOUS])
    old = story(article(published=ago(hours=24)), actors=[FAMOUS])
    plain = weight_of(fresh, NOBODY, now=NOW)
    assert weight_of(old, NOBODY, now=NOW) == pytest.approx(plain / 2)
    assert weight_of(fresh, {FAMOUS.id}, now=NOW) == pytest.approx(plain * FOLLOWED)


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

    page = ranked([*loud, *alone, *rest], now=NOW, page=5)[:5]

    assert [one.id for one in page] == [6, 5, 16, 15, 22]


def test_shares_hold_nothing_back_where_there_is_nothing_else() -> None:
    alone = [story(article("ج"), number=n) for n in range(1, 8)]

    shown = ranked(alone, now=NOW, page=5)

    assert [one.id for one in shown] == [7, 6, 5, 4, 3, 2, 1]
