"""Which story a new article belongs to."""

from collections.abc import Collection
from typing import Final

from analysis.stories import WINDOW, same_story, similarity, sketch
from analysis.text.terms import common_words, terms
from storage.database import Reader
from storage.records import NewArticle
from storage.search import similar_articles

#: Articles that a new one is compared with, those with most of its words.
CANDIDATES: Final = 25


async def story_of(
    reader: Reader, article: NewArticle, actors: Collection[int]
) -> int | None:
    """Return the story that a new article belongs to; None for a new story."""
    common = common_words()
    found = await similar_articles(
        reader,
        words=[word for word in terms(article.title) if word not in common],
        since=article.published - WINDOW,
        until=article.published + WINDOW,
        limit=CANDIDATES,
    )
    ours = sketch(
        title=article.title,
        words=article.terms.split(),
        actors=actors,
        published=article.published,
        common=common,
    )
    best, best_story = 0.0, None
    for one in found:
        theirs = sketch(
            title=one.title,
            words=one.terms.split(),
            actors=one.actor_ids,
            published=one.published,
            common=common,
        )
        if same_story(ours, theirs) and similarity(ours, theirs) > best:
            best, best_story = similarity(ours, theirs), one.story_id
    return best_story
