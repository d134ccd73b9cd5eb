"""Which stories count most."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from storage.records import Story

#: What a further outlet adds, beside what a further article of a known one does.
OUTLET_WEIGHT: Final = 1.0
ARTICLE_WEIGHT: Final = 0.2
#: More articles than this add nothing.
MAX_ARTICLES: Final = 20
#: After this time a story weighs half.
HALF_LIFE: Final = timedelta(hours=18)


def top_stories(
    stories: Sequence[Story], *, now: datetime, limit: int
) -> tuple[Story, ...]:
    """Return the stories that count most, in that order.

    A story weighs what its outlets and articles add, halved with every `HALF_LIFE`
    of its newest article; of two alike, the newer one comes first.
    """
    weighed = sorted(stories, key=lambda one: (_weight(one, now), one.id), reverse=True)
    return tuple(weighed[:limit])


def _weight(story: Story, now: datetime) -> float:
    outlets = len({article.source.name for article in story.articles})
    articles = min(len(story.articles), MAX_ARTICLES)
    age = now - max(article.source.published for article in story.articles)
    fresh: float = 0.5 ** (max(age, timedelta()) / HALF_LIFE)
    return (OUTLET_WEIGHT * outlets + ARTICLE_WEIGHT * articles) * fresh
