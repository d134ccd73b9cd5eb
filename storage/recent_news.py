"""What came in within a time: stories, statements, and who was in the news."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select

from storage.articles import as_article, newest_first, select_articles
from storage.database import Reader
from storage.quotes import as_quote, select_quotes
from storage.ranking import MAX_ACTORS
from storage.records import Article, Quote, RankedActor, RankedStory
from storage.schema import (
    ATTRIBUTED,
    actors,
    articles,
    mentions,
    quote_subjects,
    quotes,
)

#: What a feed brings later than this after it was published is no news.
OLDEST: Final = timedelta(days=1)


async def recent_stories(
    reader: Reader, *, since: datetime, until: datetime, limit: int
) -> Sequence[RankedStory]:
    """Return stories of the articles that came in after `since` up to `until`.

    Each with those articles alone, the story with the newest one first.

    Args:
        limit: of articles, the newest ones.
    """
    query = (
        select_articles()
        .where(_came_in(since, until))
        .order_by(*newest_first())
        .limit(limit)
    )
    groups: dict[int, list[Article]] = {}
    for row in await reader.fetch_all(query):
        groups.setdefault(row.story_id, []).append(as_article(row))
    casts = await recent_casts(reader, since=since, until=until) if groups else {}
    return [
        RankedStory(number, tuple(group), tuple(casts.get(number, ())))
        for number, group in groups.items()
    ]


async def recent_casts(
    reader: Reader, *, since: datetime, until: datetime
) -> Mapping[int, Sequence[RankedActor]]:
    """Return who is in each story that got articles then, its leading actor first."""
    query = (
        select(articles.c.story_id, actors.c.id, actors.c.name, actors.c.articles)
        .join_from(articles, mentions, mentions.c.article_id == articles.c.id)
        .join(actors, actors.c.id == mentions.c.actor_id)
        .where(_came_in(since, until))
        .group_by(articles.c.story_id, actors.c.id)
        .order_by(func.count().desc(), func.sum(mentions.c.times).desc(), actors.c.id)
    )
    casts: dict[int, list[RankedActor]] = {}
    for row in await reader.fetch_all(query):
        cast = casts.setdefault(row.story_id, [])
        if len(cast) < MAX_ACTORS:
            cast.append(RankedActor(row.id, row.name, row.articles))
    return casts


async def recent_quotes(
    reader: Reader, *, since: datetime, until: datetime, limit: int
) -> Sequence[Quote]:
    """Return statements with a speaker of articles that came in then, newest first."""
    query = (
        select_quotes(())
        .where(ATTRIBUTED, quotes.c.published > since - OLDEST, _came_in(since, until))
        .order_by(quotes.c.published.desc(), quotes.c.id.desc())
        .limit(limit)
    )
    return [as_quote(row) for row in await reader.fetch_all(query)]


async def recent_actors(
    reader: Reader, *, since: datetime, until: datetime, limit: int
) -> Sequence[tuple[int, int]]:
    """Return (actor, articles) of those named most in what came in then."""
    number = func.count().label("number")
    query = (
        select(mentions.c.actor_id, number)
        .join_from(articles, mentions)
        .where(_came_in(since, until))
        .group_by(mentions.c.actor_id)
        .order_by(number.desc(), mentions.c.actor_id)
        .limit(limit)
    )
    return [(row.actor_id, row.number) for row in await reader.fetch_all(query)]


async def named_between(
    reader: Reader, actor_ids: Collection[int], *, since: datetime, until: datetime
) -> Mapping[int, int]:
    """Return how many articles published then name each of these actors."""
    query = (
        select(mentions.c.actor_id, func.count().label("number"))
        .where(
            mentions.c.actor_id.in_(actor_ids),
            mentions.c.published > since,
            mentions.c.published <= until,
        )
        .group_by(mentions.c.actor_id)
    )
    return {row.actor_id: row.number for row in await reader.fetch_all(query)}


async def recent_articles_naming(
    reader: Reader, actor_ids: Collection[int], *, since: datetime, until: datetime
) -> frozenset[int]:
    """Return the numbers of articles that came in then and name any of these."""
    query = (
        select(mentions.c.article_id)
        .join_from(mentions, articles)
        .where(
            mentions.c.actor_id.in_(actor_ids),
            mentions.c.published > since - OLDEST,
            _came_in(since, until),
        )
    )
    return frozenset(row.article_id for row in await reader.fetch_all(query))


async def quotes_after(
    reader: Reader, *, quote_id: int, published_after: datetime, limit: int
) -> Sequence[Quote]:
    """Return statements with a speaker that came in after that one, in order."""
    query = (
        select_quotes(())
        .where(quotes.c.id > quote_id, quotes.c.published > published_after, ATTRIBUTED)
        .order_by(quotes.c.id)
        .limit(limit)
    )
    return [as_quote(row) for row in await reader.fetch_all(query)]


async def quotes_of_articles(
    reader: Reader, article_ids: Collection[int]
) -> Sequence[Quote]:
    """Return the statements of these articles, in order."""
    query = (
        select_quotes(())
        .where(quotes.c.article_id.in_(article_ids))
        .order_by(quotes.c.id)
    )
    return [as_quote(row) for row in await reader.fetch_all(query)]


async def subjects_of(
    reader: Reader, quote_ids: Collection[int]
) -> Mapping[int, frozenset[int]]:
    """Return whom each of these statements is about."""
    query = select(quote_subjects.c.quote_id, quote_subjects.c.actor_id).where(
        quote_subjects.c.quote_id.in_(quote_ids)
    )
    found: dict[int, set[int]] = {}
    for row in await reader.fetch_all(query):
        found.setdefault(row.quote_id, set()).add(row.actor_id)
    return {number: frozenset(about) for number, about in found.items()}


async def last_quote_id(reader: Reader) -> int:
    """Return the number of the statement that came in last; 0 for none."""
    row = await reader.fetch_one(select(func.max(quotes.c.id).label("last")))
    return 0 if row is None or row.last is None else int(row.last)


def _came_in(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Match articles by their arrival; the walk is along when they were published."""
    return and_(
        articles.c.published > since - OLDEST,
        articles.c.added > since,
        articles.c.added <= until,
    )
