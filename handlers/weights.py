"""How much a story weighs: one formula, its constants, and what is shown of the rest.

    weight = sources x pace x prominence x recency x following

    sources    = log2(1 + independent sources)
    pace       = 1 + PACE x log2(1 + articles of the last PACE_TIME)
    prominence = 1 + PROMINENCE x min(1, log10(1 + articles of its best actor) / 4)
    recency    = 1/2 for each HALF_LIFE since its newest article
    following  = FOLLOWED if the chat follows one of its actors, else 1

What a chat has muted is gone before anything is weighed: `handlers/muting_rules.py`.

A source is independent if its text had not come before: an agency's text is one source,
however many outlets print it.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

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


NOBODY: Final[frozenset[int]] = frozenset()


def weight(story: RankedStory, followed: Collection[int], *, now: datetime) -> float:
    """Return how much a story weighs for a chat that follows these actors."""
    articles = story.articles
    ages = [max(now - one.source.published, timedelta()) for one in articles]
    recent = sum(age <= PACE_TIME for age in ages)
    known = max((actor.articles for actor in story.actors), default=0)
    follows = any(actor.id in followed for actor in story.actors)
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


def ranked(
    stories: Sequence[RankedStory],
    *,
    followed: Collection[int] = NOBODY,
    now: datetime,
    page: int,
) -> list[RankedStory]:
    """Return stories, the heaviest first.

    On each page of so many, no actor and no outlet has more than its share, as long
    as there are other stories to show.
    """
    weighed = [(weight(one, followed, now=now), one) for one in stories]
    weighed.sort(key=lambda pair: (-pair[0], -pair[1].id))
    left = [one for _, one in weighed]
    shown: list[RankedStory] = []
    while left:
        shown += _page(left, page)
    return shown


def _page(left: list[RankedStory], size: int) -> list[RankedStory]:
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
                if outlets[_outlet(one)] < most_outlet
                and all(topics[actor] < most_topic for actor in _topic(one))
            ),
            left[0],
        )
        left.remove(following)
        chosen.append(following)
        topics.update(_topic(following))
        outlets[_outlet(following)] += 1
    return chosen


def _topic(story: RankedStory) -> tuple[int, ...]:
    """Return the leading actor of a story: the one that most of it names."""
    return tuple(actor.id for actor in story.actors[:1])


def _outlet(story: RankedStory) -> str:
    """Return the outlet that tells a story alone; one that several tell is no one's."""
    names = {one.source.name for one in story.articles}
    return names.pop() if len(names) == 1 else f"story {story.id}"
