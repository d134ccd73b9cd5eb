"""Articles in order, told apart into stories by the code that takes news in."""

from collections.abc import Iterable

from analysis.stories.sketches import Sketch
from analysis.stories.window import StoryWindow


def stories_of(articles: Iterable[Sketch]) -> list[int]:
    """Return the story's number of each of the articles, which come in order of time.

    A story goes by the place of its first article. Stories may become one later on, so
    nothing is certain before the last article.
    """
    window = StoryWindow()
    found: list[int] = []
    gone: dict[int, int] = {}
    latest = None
    for place, article in enumerate(articles):
        latest = max(latest or article.published, article.published)
        placement = window.place(article)
        story, *others = placement.stories or (place,)
        for other in others:
            window.merge(other, into=story)
            gone[other] = story
        window.learn(
            place, article, story=story, is_copy=placement.is_copy, added=latest
        )
        found.append(story)
    return [_last(story, gone) for story in found]


def _last(story: int, gone: dict[int, int]) -> int:
    while story in gone:
        story = gone[story]
    return story
