"""Stories as they change: articles that join them, and stories that become one."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Select, delete, func, insert, select, update

from storage.database import AnyRow, Reader, Transaction
from storage.records import StoryArticle, StoryMerge
from storage.schema import articles, copies, mentions, stories, story_merges
from storage.state import value

#: Under which `storage.state` keeps how often articles were removed: what a program
#: remembers of the stories is then no longer true.
REMOVALS: Final = "removals of articles"


async def story_articles(
    reader: Reader, *, after: int, limit: int
) -> Sequence[StoryArticle]:
    """Return the articles that were stored after one, in the order they came.

    Args:
        after: the id of that one.
    """
    page = (
        select(articles.c.id)
        .where(articles.c.id > after)
        .order_by(articles.c.id)
        .limit(limit)
        .subquery()
    )
    rows = await reader.fetch_all(_select_whole(page))
    return [_article(list(row)) for _, row in groupby(rows, key=lambda row: row.id)]


async def article_before(reader: Reader, *, since: datetime, limit: int) -> int:
    """Return after which article those lie that came in since a time; 0 for all.

    Args:
        limit: no more than so many, the last to come in.
    """
    last = select(func.max(articles.c.id)).scalar_subquery()
    query = select(func.min(articles.c.id)).where(
        articles.c.id > last - limit, articles.c.added >= since
    )
    row = await reader.fetch_one(query)
    return 0 if row is None or row[0] is None else row[0] - 1


async def last_arrival(reader: Reader) -> datetime | None:
    """Return when the last article came in."""
    last = select(func.max(articles.c.id)).scalar_subquery()
    query = select(articles.c.added).where(articles.c.id == last)
    row = await reader.fetch_one(query)
    return None if row is None else row.added


async def story_changes(reader: Reader, *, after: int) -> Sequence[StoryMerge]:
    """Return which stories became part of others since a change, in order."""
    query = (
        select(story_merges)
        .where(story_merges.c.id > after)
        .order_by(story_merges.c.id)
    )
    rows = await reader.fetch_all(query)
    return [StoryMerge(row.id, row.gone, row.story_id) for row in rows]


async def last_change(reader: Reader) -> int:
    """Return the number of the last change of `story_changes`; 0 for none."""
    row = await reader.fetch_one(select(func.max(story_merges.c.id)))
    return 0 if row is None else row[0] or 0


async def removals(reader: Reader) -> str:
    """Return what changes whenever articles are removed."""
    return await value(reader, key=REMOVALS) or ""


async def merge_stories(connection: Transaction, *, gone: int, into: int) -> None:
    """Make a story part of another; what linked to it leads there from now on."""
    await connection.execute(
        update(articles).where(articles.c.story_id == gone).values(story_id=into)
    )
    await connection.execute(
        update(story_merges)
        .where(story_merges.c.story_id == gone)
        .values(story_id=into)
    )
    newest = select(stories.c.newest).where(stories.c.id == gone).scalar_subquery()
    await connection.execute(
        update(stories)
        .where(stories.c.id == into, stories.c.newest < newest)
        .values(newest=newest)
    )
    await connection.execute(delete(stories).where(stories.c.id == gone))
    await connection.execute(insert(story_merges).values(gone=gone, story_id=into))


async def mark_copy(connection: Transaction, *, article_id: int) -> None:
    """Keep that an article's text had come before."""
    await connection.execute(insert(copies).values(article_id=article_id))


def _select_whole(page: Any) -> Select[*tuple[Any, ...]]:
    """Return the query for what `_article` reads, a row for each actor."""
    return (
        select(
            articles.c.id,
            articles.c.story_id,
            articles.c.title,
            articles.c.terms,
            articles.c.published,
            articles.c.added,
            mentions.c.actor_id,
            copies.c.article_id.label("copy"),
        )
        .join_from(page, articles, articles.c.id == page.c.id)
        .join(mentions, mentions.c.article_id == page.c.id, isouter=True)
        .join(copies, copies.c.article_id == page.c.id, isouter=True)
        .order_by(articles.c.id, mentions.c.actor_id)
    )


def _article(rows: Sequence[AnyRow]) -> StoryArticle:
    first = rows[0]
    return StoryArticle(
        id=first.id,
        story_id=first.story_id,
        title=first.title,
        terms=first.terms,
        published=first.published,
        added=first.added,
        actor_ids=frozenset(row.actor_id for row in rows if row.actor_id is not None),
        is_copy=first.copy is not None,
    )
