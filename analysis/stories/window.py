"""The stories of the last days, and which of them a new article belongs to.

An article costs the same however many came before: it is compared with few stories,
those in which its rarest words stand, and what is older than the window is forgotten.
"""

import math
from array import array
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop
from itertools import islice
from typing import Final

from analysis.stories.events import WINDOW, Event, event_of, nearness
from analysis.stories.sketches import (
    MAX_SHINGLES,
    Sketch,
    are_copies,
    heaviest,
)

#: From this nearness on an article belongs to a story.
SAME_STORY: Final = 0.27
#: From this nearness on two stories become one; higher, for nobody parts them again.
ONE_STORY: Final = 0.30
#: How rare a word is, is not known from few articles: this many more are supposed, in
#: which no word occurs.
SUPPOSED: Final = 200
#: Features of an article that are kept, the heaviest.
MAX_FEATURES: Final = 250
#: Articles that are remembered, whatever their age.
MAX_ARTICLES: Final = 6000

#: How candidates are found: by so many of an article's features, in so many of the
#: newest stories that have each, of which the best are looked at closely.
PROBES: Final = 20
PER_PROBE: Final = 32
CANDIDATES: Final = 16
#: Shingles in common from which on two texts are compared closely.
_SHARED_SHINGLES: Final = MAX_SHINGLES // 4


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a new article belongs.

    Attributes:
        stories: those that it belongs to, which it makes one if they are several;
            the oldest, with the lowest number, comes first. () for a new story.
        is_copy: its text had come before.
    """

    stories: tuple[int, ...] = ()
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class _Remembered:
    """An article as the window keeps it: its vector, packed unless it is a copy."""

    story: int
    sketch: Sketch | None
    terms: tuple[str, ...]
    weights: "array[float]"
    added: datetime

    def vector(self) -> dict[str, float]:
        return dict(zip(self.terms, self.weights, strict=True))


class StoryWindow:
    """The articles of the last `WINDOW` by the stories they belong to.

    `place` only looks; the window changes by what it is told afterwards. So a caller
    whose writing failed has nothing to undo.
    """

    def __init__(self) -> None:
        self._articles: OrderedDict[int, _Remembered] = OrderedDict()
        self._stories: dict[int, Event] = {}
        # In how many articles each feature occurs, and in which stories.
        self._articles_with: Counter[str] = Counter()
        self._stories_with: dict[str, dict[int, int]] = {}
        self._shingled: dict[int, int] = {}
        self._texts = 0

    def __len__(self) -> int:
        return len(self._articles)

    def place(self, article: Sketch) -> Placement:
        """Return where a new article belongs, by what is known up to now."""
        original = self._original(article)
        if original is not None:
            return Placement((self._articles[original].story,), is_copy=True)
        vector = self._vector(article)
        candidates = self._candidates(vector, article.published)
        whole = event_of(vector, article.published)
        found: list[int] = []
        bar = SAME_STORY
        while (nearest := _nearest(whole, candidates, bar)) is not None:
            found.append(nearest)
            whole = whole.joined(candidates.pop(nearest))
            bar = ONE_STORY
        return Placement(tuple(sorted(found)))

    def learn(
        self, key: int, article: Sketch, *, story: int, is_copy: bool, added: datetime
    ) -> None:
        """Remember an article that was placed, and forget what is too old.

        Args:
            key: its number; of an article that is remembered already nothing changes.
            added: when it came in; of those that come later none came in earlier.
        """
        if key in self._articles:
            return
        event = self._stories.setdefault(
            story, Event(oldest=article.published, newest=article.published)
        )
        event.reach(article.published)
        event.articles.add(key)
        vector = {} if is_copy else self._vector(article)
        self._articles[key] = _Remembered(
            story=story,
            sketch=None if is_copy else Sketch({}, article.shingles, article.published),
            terms=tuple(vector),
            weights=array("d", vector.values()),
            added=added,
        )
        if not is_copy:
            self._count(key, article, vector, event, story)
        self._forget(added)

    def merge(self, gone: int, *, into: int) -> None:
        """Know that two stories are one from now on."""
        event = self._stories.pop(gone, None)
        if event is None:
            return
        for key in event.articles:
            old = self._articles[key]
            self._articles[key] = _Remembered(
                into, old.sketch, old.terms, old.weights, old.added
            )
        for term in event.total:
            holders = self._stories_with[term]
            holders[into] = holders.get(into, 0) + holders.pop(gone)
        other = self._stories.get(into)
        self._stories[into] = event if other is None else other.joined(event)

    def _count(
        self,
        key: int,
        article: Sketch,
        vector: Mapping[str, float],
        event: Event,
        story: int,
    ) -> None:
        event.add(vector)
        self._texts += 1
        self._articles_with.update(vector.keys())
        for term in vector:
            holders = self._stories_with.setdefault(term, {})
            # Put last: candidates are looked for among the newest.
            holders[story] = holders.pop(story, 0) + 1
        self._shingled.update(dict.fromkeys(article.shingles, key))

    def _vector(self, article: Sketch) -> dict[str, float]:
        """Return an article's features weighed by how rare they are, of length 1."""
        total = self._texts + 1 + SUPPOSED
        counts = self._articles_with
        weights = heaviest(
            {
                term: weight * math.log(total / (counts[term] + 2))
                for term, weight in article.features.items()
            },
            MAX_FEATURES,
        )
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        if not length:
            return {}
        return {term: weight / length for term, weight in weights.items()}

    def _candidates(
        self, vector: Mapping[str, float], published: datetime
    ) -> dict[int, Event]:
        """Return the few stories of that time that may be the article's."""
        stories = self._stories
        scores: defaultdict[int, float] = defaultdict(float)
        for term, weight in heaviest(vector, PROBES).items():
            for story in islice(reversed(self._stories_with.get(term, {})), PER_PROBE):
                event = stories[story]
                scores[story] += weight * event.total.get(term, 0.0) / event.texts
        # Of some hundreds only the first few are put in order.
        best = [(-score, story) for story, score in scores.items()]
        heapify(best)
        near: dict[int, Event] = {}
        while best and len(near) < CANDIDATES:
            _, story = heappop(best)
            if _is_near(stories[story], published):
                near[story] = stories[story]
        return near

    def _original(self, article: Sketch) -> int | None:
        """Return the article whose text this one has, if there is one."""
        shared = Counter(
            self._shingled[one] for one in article.shingles if one in self._shingled
        )
        for key, count in shared.most_common(3):
            known = self._articles[key].sketch
            if (
                count >= _SHARED_SHINGLES
                and known
                and abs(known.published - article.published) <= WINDOW
                and are_copies(known, article)
            ):
                return key
        return None

    def _forget(self, now: datetime) -> None:
        """Drop the articles that came in too long ago, or are too many."""
        while self._articles:
            key, oldest = next(iter(self._articles.items()))
            if len(self._articles) <= MAX_ARTICLES and now - oldest.added <= WINDOW:
                return
            del self._articles[key]
            self._drop(key, oldest)

    def _drop(self, key: int, article: _Remembered) -> None:
        event = self._stories[article.story]
        event.articles.discard(key)
        if not event.articles:
            # Nearly all: most stories are of one article.
            del self._stories[article.story]
        elif article.sketch:
            event.drop(article.vector())
        if article.sketch:
            self._texts -= 1
            self._uncount(article)
            for one in article.sketch.shingles:
                if self._shingled.get(one) == key:
                    del self._shingled[one]

    def _uncount(self, article: _Remembered) -> None:
        """Count an article's features once less; what is left of none goes."""
        counts, story = self._articles_with, article.story
        for term in article.terms:
            left = counts[term] - 1
            if not left:
                del counts[term], self._stories_with[term]
                continue
            counts[term] = left
            holders = self._stories_with[term]
            own = holders[story] - 1
            if own:
                holders[story] = own
            else:
                del holders[story]


def _nearest(event: Event, candidates: Mapping[int, Event], bar: float) -> int | None:
    """Return the candidate nearest to an event, if it reaches the bar."""
    ranked: Iterable[tuple[float, int]] = (
        (nearness(event, other), -story) for story, other in candidates.items()
    )
    score, story = max(ranked, default=(0.0, 0))
    return -story if score >= bar else None


def _is_near(event: Event, published: datetime) -> bool:
    return event.oldest - WINDOW <= published <= event.newest + WINDOW
