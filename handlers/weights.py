"""How much a story weighs: one formula, its constants, and what is shown of the rest.

    weight = sources x pace x prominence x recency x taste

    sources    = log2(1 + independent sources)
    pace       = 1 + PACE x log2(1 + articles of the last PACE_TIME)
    prominence = 1 + PROMINENCE x min(1, log10(1 + articles of its best actor) / 4)
    recency    = 1/2 for each HALF_LIFE since its newest article
    taste      = FOLLOWED if the chat follows one of its actors, else 1;
                 0 if a muted word stands in a headline, or if no source is left
                 that the chat has not muted

A source is independent if its text had not come before: an agency's text is one source,
however many outlets print it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from analysis.text.terms import terms
from storage.records import Article, RankedStory

PACE: Final = 0.5
PACE_TIME: Final = timedelta(hours=6)
PROMINENCE: Final = 0.5
#: The logarithm of the articles of an actor that is as prominent as can be.
_PROMINENT: Final = 4
HALF_LIFE: Final = timedelta(hours=12)
FOLLOWED: Final = 3.0
#: Of the stories that are shown at once, so many may have one leading actor, and so
#: many may be told by one outlet; but at least one.
TOPIC_SHARE: Final = 0.4
OUTLET_SHARE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Taste:
    """What a chat wants to see more of, and what not.

    Attributes:
        followed: actors' numbers.
        muted_words: folded, as `analysis.text.terms.terms` gives them.
        muted_feeds: feeds' numbers.
    """

    followed: frozenset[int] = field(default_factory=frozenset)
    muted_words: frozenset[str] = field(default_factory=frozenset)
    muted_feeds: frozenset[int] = field(default_factory=frozenset)


NO_TASTE: Final = Taste()


def weight(story: RankedStory, taste: Taste, *, now: datetime) -> float:
    """Return how much a story weighs for a chat; 0.0 for one it does not want."""
    articles = wanted(story.articles, taste)
    if not articles or _is_muted(articles, taste):
        return 0.0
    ages = [max(now - one.source.published, timedelta()) for one in articles]
    recent = sum(age <= PACE_TIME for age in ages)
    known = max((actor.articles for actor in story.actors), default=0)
    follows = any(actor.id in taste.followed for actor in story.actors)
    return (
        math.log2(1 + independent_sources(articles))
        * (1 + PACE * math.log2(1 + recent))
        * (1 + PROMINENCE * min(1.0, math.log10(1 + known) / _PROMINENT))
        * math.pow(0.5, min(ages) / HALF_LIFE)
        * (FOLLOWED if follows else 1.0)
    )


def independent_sources(articles: Iterable[Article]) -> int:
    """Return how many outlets tell a story in words of their own; at least one."""
    return max(1, len({one.source.name for one in articles if not one.is_copy}))


def wanted(articles: Iterable[Article], taste: Taste) -> tuple[Article, ...]:
    """Return the articles of feeds that are not muted."""
    return tuple(one for one in articles if one.feed_id not in taste.muted_feeds)


def ranked(
    stories: Sequence[RankedStory], taste: Taste, *, now: datetime, page: int
) -> list[RankedStory]:
    """Return the stories a chat wants, the heaviest first.

    On each page of so many, no actor and no outlet has more than its share, as long
    as there are other stories to show.
    """
    weighed = [(weight(one, taste, now=now), one) for one in stories]
    waiting = sorted(
        ((value, one) for value, one in weighed if value > 0),
        key=lambda pair: (-pair[0], -pair[1].id),
    )
    left = [one for _, one in waiting]
    shown: list[RankedStory] = []
    while left:
        shown += _page(left, taste, page)
    return shown


def _page(left: list[RankedStory], taste: Taste, size: int) -> list[RankedStory]:
    """Take the stories of one page out of those that are left."""
    topics: Counter[int] = Counter()
    outlets: Counter[str] = Counter()
    most_topic = max(1, int(size * TOPIC_SHARE))
    most_outlet = max(1, int(size * OUTLET_SHARE))
    chosen: list[RankedStory] = []
    while left and len(chosen) < size:
        following = next(
            (
                one
                for one in left
                if outlets[_outlet(one, taste)] < most_outlet
                and all(topics[actor] < most_topic for actor in _topic(one))
            ),
            left[0],
        )
        left.remove(following)
        chosen.append(following)
        topics.update(_topic(following))
        outlets[_outlet(following, taste)] += 1
    return chosen


def _topic(story: RankedStory) -> tuple[int, ...]:
    """Return the leading actor of a story: the one that most of it names."""
    return tuple(actor.id for actor in story.actors[:1])


def _outlet(story: RankedStory, taste: Taste) -> str:
    """Return the outlet that tells a story alone; one that several tell is no one's."""
    names = {one.source.name for one in wanted(story.articles, taste)}
    return names.pop() if len(names) == 1 else f"story {story.id}"


def _is_muted(articles: Iterable[Article], taste: Taste) -> bool:
    return any(
        not taste.muted_words.isdisjoint(terms(one.source.title)) for one in articles
    )
