"""Whether two articles report the same event."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from analysis.text.terms import terms

#: Articles further apart than this are different news.
WINDOW: Final = timedelta(hours=72)
#: From this similarity on, two articles are one story.
SAME_STORY: Final = 0.25
#: Distinct words from the top of an article that tell what it is about.
OPENING_WORDS: Final = 90
#: Weights of a word of the title, of the text, and of one that all news has.
TITLE_WEIGHT: Final = 2.0
COMMON_WEIGHT: Final = 0.1
#: Weight of an actor, beside that of the words of its name.
ACTOR_WEIGHT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an article is compared by.

    Attributes:
        weights: of its words and actors, as a vector of length 1.
    """

    weights: Mapping[str | int, float]
    published: datetime


def sketch(
    *,
    title: str,
    words: Iterable[str],
    actors: Collection[int],
    published: datetime,
    common: Collection[str],
) -> Sketch:
    """Return what an article is compared by.

    Args:
        words: its distinct words (`analysis.text.terms.index_terms`).
        actors: numbers of the actors that it mentions.
        common: words that say little (`analysis.text.terms.common_words`).
    """
    titled = set(terms(title))
    weights: dict[str | int, float] = dict.fromkeys(actors, ACTOR_WEIGHT)
    for word in titled | set(list(words)[:OPENING_WORDS]):
        weight = COMMON_WEIGHT if word in common or len(word) < 2 else 1.0
        weights[word] = weight * (TITLE_WEIGHT if word in titled else 1.0)
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    scaled = {term: weight / length for term, weight in weights.items()}
    return Sketch(scaled, published)


def similarity(first: Sketch, second: Sketch) -> float:
    """Return how much two articles have in common: 0.0 to 1.0.

    The cosine of their weights; 0.0 where more than `WINDOW` lies between them.
    """
    if abs(first.published - second.published) > WINDOW:
        return 0.0
    ours, theirs = sorted((first.weights, second.weights), key=len)
    return sum(weight * theirs.get(term, 0.0) for term, weight in ours.items())


def same_story(first: Sketch, second: Sketch) -> bool:
    """Return whether two articles report the same event."""
    return similarity(first, second) >= SAME_STORY
