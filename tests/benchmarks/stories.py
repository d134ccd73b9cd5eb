"""How long filing an article with its story takes, the 1,000th and the 100,000th."""

import statistics
import time
from datetime import timedelta
from typing import Final

from analysis.stories.sketches import sketch
from analysis.stories.window import StoryWindow
from tests.storage.large_store import START, WORDS, Invention

#: The articles that are compared, and how many up to each are measured.
YOUNG: Final = 1_000
OLD: Final = 100_000
MEASURED: Final = 500
#: Seconds between two articles: some hundreds a day, and so many that the window is
#: bounded by its number of articles.
PACES: Final = (173, 5)


def main() -> None:
    """File invented articles at two paces."""
    for seconds in PACES:
        print(f"stories, an article every {seconds} s")
        measure(timedelta(seconds=seconds))


def measure(apart: timedelta) -> None:
    """Print what articles cost a young and an old window.

    They are filed in turn, so that what else the machine does concerns both alike.
    """
    old, young = Filing(apart), Filing(apart)
    old.file(OLD - MEASURED)
    young.file(YOUNG - MEASURED)
    costs = [(young.file(1), old.file(1)) for _ in range(MEASURED)]
    first = statistics.median(cost for cost, _ in costs)
    last = statistics.median(cost for _, cost in costs)
    print(f"  article {YOUNG:7,}: {first:6.2f} ms, window {len(young.window):,}")
    print(f"  article {OLD:7,}: {last:6.2f} ms, window {len(old.window):,}")
    print(f"  {last / first:.2f} times as long")


class Filing:
    """A window with articles that come in one after another."""

    def __init__(self, apart: timedelta) -> None:
        self.window = StoryWindow()
        self._apart = apart
        self._invention = Invention(people=2_000)
        self._count = 0

    def file(self, count: int) -> float:
        """File so many invented articles; return how long that took, in ms of CPU."""
        return sum(self._file_one() for _ in range(count))

    def _file_one(self) -> float:
        self._count += 1
        words = self._invention.text(WORDS).split()
        people = self._invention.company()
        published = START + self._count * self._apart
        began = time.process_time()
        article = sketch(
            title=" ".join(words[:8]),
            words=list(dict.fromkeys(words)),
            actors=people,
            published=published,
        )
        placement = self.window.place(article)
        story, *others = placement.stories or (self._count,)
        for other in others:
            self.window.merge(other, into=story)
        self.window.learn(
            self._count,
            article,
            story=story,
            is_copy=placement.is_copy,
            added=published,
        )
        return (time.process_time() - began) * 1e3
