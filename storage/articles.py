"""Articles and the stories they belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from storage.database import AnyRow, Reader, Transaction
from storage.keys import new_id
from storage.records import Article, NewArticle, Source, Story
from storage.schema import articles, copies, feeds, mentions, stories, story_merges


async def add_article(
    connection: Transaction, article: NewArticle, *, story_id: int | None
) -> int:
    """Store an article, to be found by its terms from now on; return its id.

    Args:
        story_id: the story it belongs to; None makes a new one.
    """
    if story_id is None:
        story_id = await new_id(
            connection,
            insert(stories).values(id=_new_story_id(), newest=article.published),
        )
    else:
        await connection.execute(
            update(stories)
            .where(stories.c.id == story_id, stories.c.newest < article.published)
            .values(newest=article.published)
        )
    return await new_id(
        connection, insert(articles).values(story_id=story_id, **asdict(article))
    )


async def latest_stories(
    reader: Reader, *, limit: int, offset: int = 0
) -> Sequence[Story]:
    """Return stories by their newest article, each with all its articles."""
    page = (
        select(stories.c.id, stories.c.newest)
        .order_by(stories.c.newest.desc(), stories.c.id.desc())
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = (
        select_articles()
        .join(page, page.c.id == articles.c.story_id)
        .order_by(page.c.newest.desc(), page.c.id.desc(), *newest_first())
    )
    return as_stories(await reader.fetch_all(query))


async def article(reader: Reader, *, article_id: int) -> Article | None:
    """Return the article with this id."""
    query = select_articles().where(articles.c.id == article_id)
    row = await reader.fetch_one(query)
    return None if row is None else as_article(row)


async def story(reader: Reader, *, story_id: int) -> Story | None:
    """Return a story with all its articles.

    Args:
        story_id: its id, or that of one that became part of it.
    """
    became = (
        select(story_merges.c.story_id)
        .where(story_merges.c.gone == story_id)
        .scalar_subquery()
    )
    query = (
        select_articles()
        .where(articles.c.story_id == func.coalesce(became, story_id))
        .order_by(*newest_first())
    )
    found = as_stories(await reader.fetch_all(query))
    return found[0] if found else None


async def articles_of_actor(
    reader: Reader, *, actor_id: int, limit: int, offset: int = 0
) -> Sequence[Article]:
    """Return the articles that mention an actor, newest first."""
    page = (
        select(mentions.c.article_id)
        .where(mentions.c.actor_id == actor_id)
        .order_by(mentions.c.published.desc(), mentions.c.article_id.desc())
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = (
        select_articles()
        .join(page, page.c.article_id == articles.c.id)
        .order_by(*newest_first())
    )
    return [as_article(row) for row in await reader.fetch_all(query)]


async def first_arrival(reader: Reader) -> datetime | None:
    """Return when the first article came in; None before that."""
    query = select(articles.c.added).order_by(articles.c.id).limit(1)
    row = await reader.fetch_one(query)
    return None if row is None else row.added


async def count_articles(reader: Reader) -> int:
    """Return how many articles are stored."""
    row = await reader.fetch_one(select(func.count()).select_from(articles))
    return 0 if row is None else row[0]


def _new_story_id() -> ColumnElement[int]:
    """Return a number that no story has had, though it may be no story's any more."""
    known = func.coalesce(select(func.max(stories.c.id)).scalar_subquery(), 0)
    gone = func.coalesce(select(func.max(story_merges.c.gone)).scalar_subquery(), 0)
    return func.max(known, gone) + 1


def select_articles() -> Select[*tuple[Any, ...]]:
    """Return a query for what `as_article` reads, to be narrowed."""
    return (
        select(
            *source_columns(),
            articles.c.story_id,
            articles.c.summary,
            articles.c.gist,
            articles.c.feed_id,
            copies.c.article_id.label("copy"),
        )
        .join_from(articles, feeds)
        .join(copies, copies.c.article_id == articles.c.id, isouter=True)
    )


def source_columns() -> tuple[ColumnElement[Any], ...]:
    """Return what `as_source` reads of articles joined with their feeds."""
    return (
        articles.c.id.label("article_id"),
        articles.c.title,
        articles.c.url,
        articles.c.published,
        feeds.c.title.label("feed_title"),
        feeds.c.url.label("feed_url"),
        feeds.c.demo,
    )


def newest_first() -> tuple[ColumnElement[Any], ...]:
    """Return the order of articles: by time, and by arrival within one moment."""
    return articles.c.published.desc(), articles.c.id.desc()


def as_source(row: AnyRow) -> Source:
    """Read where a thing was published; a feed without a title goes by its address."""
    return Source(
        article_id=row.article_id,
        name=row.feed_title or row.feed_url,
        title=row.title,
        url=row.url,
        published=row.published,
        demo=row.demo,
    )


def as_article(row: AnyRow) -> Article:
    """Read an article."""
    return Article(
        id=row.article_id,
        source=as_source(row),
        story_id=row.story_id,
        summary=row.summary,
        gist=row.gist,
        feed_id=row.feed_id,
        is_copy=row.copy is not None,
    )


def as_stories(rows: Iterable[AnyRow]) -> Sequence[Story]:
    """Read stories of articles that come story by story."""
    grouped = groupby(rows, key=lambda row: row.story_id)
    return [
        Story(story_id, tuple(as_article(row) for row in members))
        for story_id, members in grouped
    ]
