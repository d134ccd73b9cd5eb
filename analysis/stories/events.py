"""An event as its articles tell it together, and how near two events are."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

#: Articles further apart than this are different news.
WINDOW: Final = timedelta(hours=72)
#: Two events this far apart look half as much alike.
HALF_LIFE: Final = timedelta(hours=72)
#: Weights under it are what rounding leaves of nothing.
TRACE: Final = 1e-9


@dataclass(slots=True)
class Event:
    """The articles of a story that the window still knows, summed up.

    Attributes:
        total: the sum of the articles' vectors, each of length 1.
        texts: how many there are; copies of a text count once.
        square: the length of `total`, squared.
        oldest, newest: when the first and the last was published.
        articles: keys of all of them, copies too.
    """

    oldest: datetime
    newest: datetime
    total: dict[str, float] = field(default_factory=dict)
    texts: int = 0
    square: float = 0.0
    articles: set[int] = field(default_factory=set)

    def add(self, vector: Mapping[str, float]) -> None:
        """Take in an article's vector."""
        self.square += 2 * dot(self.total, vector) + dot(vector, vector)
        for term, weight in vector.items():
            self.total[term] = self.total.get(term, 0.0) + weight
        self.texts += 1

    def drop(self, vector: Mapping[str, float]) -> None:
        """Take out the vector of an article that was added."""
        self.square += dot(vector, vector) - 2 * dot(self.total, vector)
        for term, weight in vector.items():
            left = self.total.pop(term) - weight
            # What adding and taking away leaves of nothing is no term.
            if left > TRACE:
                self.total[term] = left
        self.texts -= 1

    def reach(self, published: datetime) -> None:
        """Know that an article of this time belongs to it."""
        self.oldest = min(self.oldest, published)
        self.newest = max(self.newest, published)

    def joined(self, other: "Event") -> "Event":
        """Return the two as one, without changing either."""
        total = dict(self.total)
        for term, weight in other.total.items():
            total[term] = total.get(term, 0.0) + weight
        return Event(
            oldest=min(self.oldest, other.oldest),
            newest=max(self.newest, other.newest),
            total=total,
            texts=self.texts + other.texts,
            square=self.square + other.square + 2 * dot(self.total, other.total),
            articles=self.articles | other.articles,
        )


def event_of(vector: Mapping[str, float], published: datetime) -> Event:
    """Return the event that one article tells."""
    event = Event(oldest=published, newest=published)
    event.add(vector)
    return event


def nearness(first: Event, second: Event) -> float:
    """Return how much two events look like one: 0.0 to 1.0.

    The geometric mean of two likenesses: of their articles pair by pair, on average,
    and of their sums. The first alone lets no large story grow, for its articles tell
    different sides of it; the second alone lets it swallow its neighbours. Both fade
    with the time between them, and end at `WINDOW`.
    """
    apart = max(first.oldest, second.oldest) - min(first.newest, second.newest)
    apart = max(apart, timedelta())
    if apart > WINDOW or first.square <= 0.0 or second.square <= 0.0:
        return 0.0
    product = dot(first.total, second.total)
    average = product / (first.texts * second.texts)
    whole = product / math.sqrt(first.square * second.square)
    fading = math.pow(0.5, apart / HALF_LIFE)
    return math.sqrt(average * whole) * fading


def dot(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Return the inner product of two sparse vectors."""
    ours, theirs = (first, second) if len(first) <= len(second) else (second, first)
    return sum(weight * theirs[term] for term, weight in ours.items() if term in theirs)
