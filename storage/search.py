"""Finding by words: SQLite's full-text index, which no other module speaks to."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, literal, select

from storage.actors import actors_by_ids, as_alias, most_reported_first, select_aliases
from storage.articles import as_stories, newest_first, select_articles
from storage.database import AnyRow, Reader
from storage.records import Actor, Alias, Role, SimilarArticle, Story
from storage.roles import as_role, currency, select_roles
from storage.schema import (
    aliases,
    aliases_search,
    articles,
    articles_search,
    mentions,
    role_sightings,
    roles,
    roles_search,
)
from storage.types import PlainText, Strings

#: A word of half the articles matches more of them than anybody can read. Only this
#: many, the last to arrive, are put in order of time.
MATCHES: Final = 2000
#: Words by which articles are compared.
COMPARED: Final = 200


async def stories_matching(
    reader: Reader, *, words: Sequence[str], limit: int, offset: int = 0
) -> Sequence[Story]:
    """Return stories with the articles in which all words occur, newest first.

    A word also matches longer ones that begin with it. Words without a letter or a
    digit are passed over; where none is left, nothing is found.

    Args:
        words: folded, with no syntax of any kind: they are only looked for.
    """
    if not words:
        return []
    matches = articles_with(words).cte("matches")
    newest = func.max(articles.c.published).label("newest")
    page = (
        select(articles.c.story_id, newest)
        .where(articles.c.id.in_(select(matches.c.rowid)))
        .group_by(articles.c.story_id)
        .order_by(newest.desc(), articles.c.story_id.desc())
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = (
        select_articles()
        .join(page, page.c.story_id == articles.c.story_id)
        .where(articles.c.id.in_(select(matches.c.rowid)))
        .order_by(page.c.newest.desc(), page.c.story_id.desc(), *newest_first())
    )
    return as_stories(await reader.fetch_all(query))


def articles_with(words: Sequence[str]) -> Select[int]:
    """Return the query for the ids of the last `MATCHES` articles with all words.

    Args:
        words: one or more, folded; each also matches longer words that begin with it.
    """
    wanted = " ".join(f"{word}*" for word in _quoted(words))
    return (
        select(articles_search.c.rowid)
        .where(_match(articles_search.c.articles_search, wanted))
        .order_by(articles_search.c.rowid.desc())
        .limit(MATCHES)
    )


async def similar_articles(
    reader: Reader,
    *,
    words: Sequence[str],
    since: datetime,
    until: datetime,
    limit: int,
) -> Sequence[SimilarArticle]:
    """Return articles of a time in which any of the words occurs, the best first.

    The best have many of the words, above all those that are rare at that time. The
    cost depends on how much was published then, not on how much is stored.

    Args:
        words: folded; those after the first `COMPARED` different ones are left out.
        since, until: when they were published, both included.
    """
    wanted = _quoted(dict.fromkeys(words))[:COMPARED]
    if not wanted:
        return []
    best = _best(wanted, since=since, until=until, limit=limit).subquery()
    query = (
        select(
            best.c.id,
            articles.c.story_id,
            articles.c.title,
            articles.c.terms,
            articles.c.published,
            mentions.c.actor_id,
        )
        .join_from(best, articles, articles.c.id == best.c.id)
        .join(mentions, mentions.c.article_id == best.c.id, isouter=True)
        .order_by(best.c.score.desc(), best.c.id.desc(), mentions.c.actor_id)
    )
    rows = await reader.fetch_all(query)
    return [
        _similar(list(members)) for _, members in groupby(rows, key=lambda row: row.id)
    ]


async def aliases_matching(
    reader: Reader, *, words: Sequence[str], limit: int
) -> Sequence[Alias]:
    """Return forms of names in which all words occur, the most reported actors first.

    A word also matches longer ones that begin with it.

    Args:
        words: folded.
    """
    if not words:
        return []
    query = (
        select_aliases()
        .where(aliases.c.id.in_(aliases_with([(word,) for word in words])))
        .order_by(*most_reported_first())
        .limit(limit)
    )
    return [as_alias(row) for row in await reader.fetch_all(query)]


def aliases_with(words: Sequence[Sequence[str]]) -> Select[int]:
    """Return the query for the ids of the forms of names in which all words occur.

    Args:
        words: one or more, folded, each with other forms that will do; each also
            matches longer words that begin with it.
    """
    wanted = " AND ".join(
        "(" + " OR ".join(f"{form}*" for form in _quoted(forms)) + ")"
        for forms in words
    )
    return select(aliases_search.c.rowid).where(
        _match(aliases_search.c.aliases_search, wanted)
    )


async def actors_in_role(
    reader: Reader, *, words: Sequence[str], limit: int
) -> Sequence[tuple[Actor, Role]]:
    """Return actors with a role in which all words occur, as roles are ordered.

    Args:
        words: folded.
    """
    wanted = _quoted(words)
    if not wanted:
        return []
    matches = select(roles_search.c.rowid).where(
        _match(roles_search.c.roles_search, " ".join(wanted))
    )
    query = (
        select_roles()
        .where(roles.c.id.in_(matches))
        .order_by(
            roles.c.until.is_(None).desc(),
            func.max(role_sightings.c.seen).desc(),
            roles.c.id,
        )
        .limit(MATCHES)
    )
    rows = await reader.fetch_all(query)
    found = [(row.actor_id, as_role(row)) for row in rows]
    found.sort(key=lambda pair: currency(pair[1]), reverse=True)
    holders = await actors_by_ids(reader, {actor_id for actor_id, _ in found[:limit]})
    return [
        (holders[actor_id], role)
        for actor_id, role in found[:limit]
        # A query of its own: in the meantime one may have been removed.
        if actor_id in holders
    ]


def _similar(rows: Sequence[AnyRow]) -> SimilarArticle:
    """Read an article of its rows, one for each actor it mentions."""
    return SimilarArticle(
        article_id=rows[0].id,
        story_id=rows[0].story_id,
        title=rows[0].title,
        terms=rows[0].terms,
        published=rows[0].published,
        actor_ids=frozenset(row.actor_id for row in rows if row.actor_id is not None),
    )


def _best(
    wanted: Sequence[str], *, since: datetime, until: datetime, limit: int
) -> Select[*tuple[Any, ...]]:
    """Return the query for the articles of a time that match best, with their scores.

    A word weighs ln(1 + N/n), where n of the N articles of that time have it. The
    index's own ranking (BM25) counts each word in all articles ever stored, which
    took four times as long with 100,000 of them.
    """
    recent = (
        select(articles.c.id)
        .where(articles.c.published.between(since, until))
        .cte("recent")
    )
    bounds = select(
        func.min(recent.c.id).label("first"), func.count().label("total")
    ).cte("bounds")
    hits = _hits(wanted, select(bounds.c.first).scalar_subquery()).subquery()
    total = select(bounds.c.total).scalar_subquery()
    score = func.sum(func.ln(1 + 1.0 * total / hits.c.having_it)).label("score")
    return (
        select(hits.c.id, score)
        .where(hits.c.id.in_(select(recent.c.id)))
        .group_by(hits.c.id)
        .order_by(score.desc(), hits.c.id.desc())
        .limit(limit)
    )


def _hits(wanted: Sequence[str], first: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """Return the query for the articles that have a word, once for each of the words.

    Articles come in roughly in order of time: the index need not look before `first`.
    """
    words = func.json_each(literal(wanted, Strings)).table_valued("key", "value")
    return (
        select(
            articles_search.c.rowid.label("id"),
            func.count().over(partition_by=words.c.key).label("having_it"),
        )
        .select_from(words)
        .join(
            articles_search,
            articles_search.c.articles_search.op("MATCH")(words.c.value)
            & (articles_search.c.rowid >= first),
        )
    )


def _match(index: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    return index.op("MATCH", is_comparison=True)(literal(words, PlainText))


def _quoted(words: Iterable[str]) -> list[str]:
    """Return the words as strings of the index's query language.

    In quotation marks nothing is an operator; a quotation mark is doubled. A string in
    which the tokenizer finds no word is passed over by the index.
    """
    return ['"' + word.replace('"', '""') + '"' for word in words]
