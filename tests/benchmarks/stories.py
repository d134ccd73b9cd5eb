"""How long filing an article with its story takes, the 1,000th and the 100,000th."""

import statistics
import time
from datetime import timedelta
from typing import Final

from analysis.stories.sketches import sketch
from analysis.stories.window import StoryWindow
from tests.storage.large_store import START, WORDS, Invention

#: So many articles come in, the last of them measured around these places.
PLACES: Final = (1_000, 10_000, 100_000)
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
    """File articles, `apart` from each other, and print the cost at `PLACES`."""
    invention = Invention(people=2_000)
    window = StoryWindow()
    times = []
    for number in range(1, PLACES[-1] + 1):
        words = invention.text(WORDS).split()
        people = invention.company()
        published = START + number * apart
        began = time.process_time()
        article = sketch(
            title=" ".join(words[:8]),
            words=list(dict.fromkeys(words)),
            actors=people,
            published=published,
        )
        placement = window.place(article)
        story, *others = placement.stories or (number,)
        for other in others:
            window.merge(other, into=story)
        window.learn(
            number,
            article,
            story=story,
            is_copy=placement.is_copy,
            added=published,
        )
        times.append((time.process_time() - began) * 1e3)
        if number in PLACES:
            median = statistics.median(times[-MEASURED:])
            window_size = f"window {len(window):,}"
            print(f"  article {number:7,}: {median:6.2f} ms, {window_size}", flush=True)
