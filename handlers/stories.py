"""Which story a new article belongs to, by the stories of the last days."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Final

from analysis.stories.events import WINDOW
from analysis.stories.sketches import Sketch, sketch
from analysis.stories.window import MAX_ARTICLES, Placement, StoryWindow
from storage.articles import add_article
from storage.database import Database, Reader, Transaction
from storage.records import NewArticle, StoryArticle
from storage.stories import (
    article_before,
    last_arrival,
    last_change,
    mark_copy,
    merge_stories,
    removals,
    story_articles,
    story_changes,
)

#: Articles that are read at once; others want answers in between.
CHUNK: Final = 100


class Newsdesk:
    """Remembers the stories of the last days and files new articles with them.

    What it remembers is what is stored: after a start, and whenever another program
    has written, it reads on from where it stood. Nothing else has to be saved.
    """

    def __init__(self) -> None:
        self._window = StoryWindow()
        self._article = 0
        self._change = 0
        self._removals: str | None = None
        self._turn = asyncio.Lock()

    async def begin(self, db: Database) -> None:
        """Read the stories of the last days, unless that was done: outside of any
        transaction, for it takes its time.
        """
        if self._removals is None:
            async with self._turn:
                await self._read_on(db)

    async def file(
        self, connection: Transaction, article: NewArticle, actors: Collection[int]
    ) -> int:
        """Store a new article with the story it belongs to; return its number.

        Where it shows that two stories were one, they become one: the oldest, whose
        number links have had longest.
        """
        async with self._turn:
            await self._read_on(connection)
            placement = await asyncio.to_thread(self._place, article, actors)
        story_id, *others = placement.stories or (None,)
        article_id = await add_article(connection, article, story_id=story_id)
        if story_id is not None:
            for other in others:
                await merge_stories(connection, gone=other, into=story_id)
        if placement.is_copy:
            await mark_copy(connection, article_id=article_id)
        return article_id

    def _place(self, article: NewArticle, actors: Collection[int]) -> Placement:
        return self._window.place(
            sketch(
                title=article.title,
                words=article.terms.split(),
                actors=actors,
                published=article.published,
            )
        )

    async def _read_on(self, reader: Reader) -> None:
        """Learn what was stored since the last time."""
        seen = await removals(reader)
        if seen != self._removals:
            await self._begin(reader)
            self._removals = seen
        for change in await story_changes(reader, after=self._change):
            self._window.merge(change.gone, into=change.story_id)
            self._change = change.id
        full = True
        while full:
            new = await story_articles(reader, after=self._article, limit=CHUNK)
            await asyncio.to_thread(self._learn, new)
            full = len(new) == CHUNK

    async def _begin(self, reader: Reader) -> None:
        """Forget everything and start where the window begins."""
        self._window = StoryWindow()
        self._article = 0
        self._change = await last_change(reader)
        if last := await last_arrival(reader):
            self._article = await article_before(
                reader, since=last - WINDOW, limit=MAX_ARTICLES
            )

    def _learn(self, new: Sequence[StoryArticle]) -> None:
        for article in new:
            self._window.learn(
                article.id,
                _sketch(article),
                story=article.story_id,
                is_copy=article.is_copy,
                added=article.added,
            )
            self._article = article.id


def _sketch(article: StoryArticle) -> Sketch:
    return sketch(
        title=article.title,
        words=article.terms.split(),
        actors=article.actor_ids,
        published=article.published,
    )
