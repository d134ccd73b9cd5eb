"""Finding by words: SQLite's full-text index, which no other module speaks to."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, literal, select

from storage.actors import actors_by_ids, as_alias, most_reported_first, select_aliases
from storage.articles import as_stories, newest_first, select_articles
from storage.database import Reader
from storage.records import Actor, Alias, Role, Story
from storage.roles import as_role, currency, select_roles
from storage.schema import (
    aliases,
    aliases_search,
    articles,
    articles_search,
    role_sightings,
    roles,
    roles_search,
)
from storage.types import PlainText

#: A word of half the articles matches more of them than anybody can read. Only this
#: many, the last to arrive, are put in order of time.
MATCHES: Final = 2000


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


def _match(index: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    return index.op("MATCH", is_comparison=True)(literal(words, PlainText))


def _quoted(words: Iterable[str]) -> list[str]:
    """Return the words as strings of the index's query language.

    In quotation marks nothing is an operator; a quotation mark is doubled. A string in
    which the tokenizer finds no word is passed over by the index.
    """
    return ['"' + word.replace('"', '""') + '"' for word in words]
