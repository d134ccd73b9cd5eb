"""Actors, the forms of their names, and who appears with whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Select, func, insert, literal, or_, select, update

from storage.database import AnyRow, Reader, Transaction
from storage.keys import new_id
from storage.records import Actor, Alias, Companion, NewActor, NewAlias, NewMention
from storage.schema import (
    actors,
    alias_skeletons,
    aliases,
    articles,
    mentions,
)
from storage.types import Spans, storable

#: An actor's newest articles, among which companions are counted: for somebody in the
#: news every day, counting years of it would take long and say little of today.
COMPANY: Final = 1000


async def add_actor(connection: Transaction, actor: NewActor) -> int:
    """Store an actor and return its id; its forms follow by `add_alias`."""
    return await new_id(
        connection, insert(actors).values(articles=0, mentions=0, **asdict(actor))
    )


async def add_actors(connection: Transaction, new: Sequence[NewActor]) -> None:
    """Store many actors at once; `actors_by_keys` then has their ids.

    Asked for the ids in order, SQLite would be sent one statement for each.
    """
    if new:
        await connection.execute(
            insert(actors),
            [{"articles": 0, "mentions": 0, **asdict(actor)} for actor in new],
        )


async def update_actor(
    connection: Transaction,
    *,
    actor_id: int,
    key: str | None,
    name: str,
    gender: str | None,
    country: str,
) -> None:
    """Replace what is kept of an actor itself: it became known better."""
    await connection.execute(
        update(actors)
        .where(actors.c.id == actor_id)
        .values(key=key, name=name, gender=gender, country=country)
    )


async def add_alias(
    connection: Transaction,
    *,
    actor_id: int,
    form: str,
    folded: str,
    skeletons: Collection[str],
) -> None:
    """Store a form of an actor's name; one that folds alike is not stored again.

    Args:
        folded: the form at the variant level.
        skeletons: consonant keys of the form.
    """
    alias = NewAlias(actor_id, form, folded, tuple(skeletons))
    await add_aliases(connection, [alias])


async def add_aliases(connection: Transaction, new: Sequence[NewAlias]) -> None:
    """Store many forms of names, of any actors, at once; see `add_alias`."""
    known = await _alias_ids(connection, new)
    missing = {key: alias for key, alias in _by_key(new).items() if key not in known}
    if not missing:
        return
    await connection.execute(
        insert(aliases), [asdict(alias) for alias in missing.values()]
    )
    ids = await _alias_ids(connection, new)
    skeletons = [
        {"skeleton": skeleton, "alias_id": ids[key]}
        for key, alias in missing.items()
        for skeleton in dict.fromkeys(alias.skeletons)
    ]
    if skeletons:
        await connection.execute(insert(alias_skeletons), skeletons)


async def add_mention(
    connection: Transaction, article_id: int, mention: NewMention
) -> None:
    """Store where an article names an actor; a second time adds the new places."""
    known = (mentions.c.article_id == article_id) & (
        mentions.c.actor_id == mention.actor_id
    )
    stored = await connection.fetch_one(select(mentions).where(known))
    if stored is None:
        positions, times, first = mention.positions, len(mention.positions), 1
        await connection.execute(_new_mention(article_id, mention))
    else:
        positions = tuple(sorted({*stored.positions, *mention.positions}))
        times, first = len(positions) - stored.times, 0
        await connection.execute(
            update(mentions)
            .where(known)
            .values(
                positions=positions,
                times=len(positions),
                in_title=stored.in_title or mention.in_title,
            )
        )
    await connection.execute(
        update(actors)
        .where(actors.c.id == mention.actor_id)
        .values(articles=actors.c.articles + first, mentions=actors.c.mentions + times)
    )


async def aliases_by_keys(
    reader: Reader, *, folded: Collection[str], skeletons: Collection[str]
) -> Sequence[Alias]:
    """Return the forms with any of these keys, the most reported actors first."""
    matches = []
    if folded:
        matches.append(aliases.c.folded.in_(folded))
    if skeletons:
        alike = select(alias_skeletons.c.alias_id).where(
            alias_skeletons.c.skeleton.in_(skeletons)
        )
        matches.append(aliases.c.id.in_(alike))
    if not matches:
        return []
    query = select_aliases().where(or_(*matches)).order_by(*most_reported_first())
    return [as_alias(row) for row in await reader.fetch_all(query)]


async def alias_names(
    reader: Reader, *, limit: int, offset: int = 0
) -> Sequence[tuple[int, str]]:
    """Return actor ids with the forms of their names, to suggest near ones from.

    Args:
        limit: of how many actors, the most reported ones first.
        offset: how many of those to pass over.
    """
    reported = (
        select(actors.c.id, actors.c.articles)
        .order_by(actors.c.articles.desc(), actors.c.id.desc())
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = (
        select(aliases.c.actor_id, aliases.c.form)
        .join_from(reported, aliases, aliases.c.actor_id == reported.c.id)
        .order_by(reported.c.articles.desc(), reported.c.id.desc(), aliases.c.id)
    )
    return [(row.actor_id, row.form) for row in await reader.fetch_all(query)]


async def actor(reader: Reader, *, actor_id: int) -> Actor | None:
    """Return the actor with this id."""
    row = await reader.fetch_one(select(actors).where(actors.c.id == actor_id))
    return None if row is None else _actor(row)


async def actors_by_ids(
    reader: Reader, actor_ids: Collection[int]
) -> Mapping[int, Actor]:
    """Return these actors by their ids."""
    query = select(actors).where(actors.c.id.in_(actor_ids))
    return {row.id: _actor(row) for row in await reader.fetch_all(query)}


async def actors_by_keys(
    reader: Reader, *, keys: Collection[str]
) -> Mapping[str, Actor]:
    """Return the actors that have these keys in the seeds, by their keys."""
    query = select(actors).where(actors.c.key.in_(keys))
    return {row.key: _actor(row) for row in await reader.fetch_all(query)}


async def aliases_of(reader: Reader, *, actor_id: int) -> Sequence[Alias]:
    """Return the forms of an actor's name, in the order they became known."""
    query = (
        select_aliases().where(aliases.c.actor_id == actor_id).order_by(aliases.c.id)
    )
    return [as_alias(row) for row in await reader.fetch_all(query)]


async def companions(
    reader: Reader, *, actor_id: int, limit: int
) -> Sequence[Companion]:
    """Return who appears most often in the actor's newest `COMPANY` articles."""
    own = (
        select(mentions.c.article_id)
        .where(mentions.c.actor_id == actor_id)
        .order_by(mentions.c.published.desc(), mentions.c.article_id.desc())
        .limit(COMPANY)
        .subquery()
    )
    shared = func.count().label("shared")
    counted = (
        select(mentions.c.actor_id, shared)
        .join_from(own, mentions, own.c.article_id == mentions.c.article_id)
        .where(mentions.c.actor_id != actor_id)
        .group_by(mentions.c.actor_id)
        .order_by(shared.desc(), mentions.c.actor_id)
        .limit(limit)
        .subquery()
    )
    query = (
        select(actors, counted.c.shared)
        .join_from(counted, actors, counted.c.actor_id == actors.c.id)
        .order_by(counted.c.shared.desc(), actors.c.id)
    )
    rows = await reader.fetch_all(query)
    return [Companion(_actor(row), row.shared) for row in rows]


def select_aliases() -> Select[*tuple[Any, ...]]:
    """Return a query for what `as_alias` reads, to be narrowed."""
    return select(
        actors,
        aliases.c.id.label("alias_id"),
        aliases.c.form,
        aliases.c.folded,
        aliases.c.skeletons,
    ).join_from(aliases, actors)


def most_reported_first() -> tuple[Any, ...]:
    """Return the order of aliases: by the articles of their actors."""
    return actors.c.articles.desc(), actors.c.id, aliases.c.id


def as_alias(row: AnyRow) -> Alias:
    """Read an alias with its actor."""
    return Alias(_actor(row), row.form, row.folded, row.skeletons)


def _actor(row: AnyRow) -> Actor:
    return Actor(
        id=row.id,
        key=row.key,
        name=row.name,
        type=row.type,
        gender=row.gender,
        country=row.country,
        articles=row.articles,
        mentions=row.mentions,
    )


def _new_mention(article_id: int, mention: NewMention) -> Any:
    """Return the statement that stores a mention with its article's time."""
    row = select(
        articles.c.id,
        literal(mention.actor_id),
        articles.c.published,
        literal(mention.in_title),
        literal(len(mention.positions)),
        literal(mention.positions, Spans),
    ).where(articles.c.id == article_id)
    columns = ["article_id", "actor_id", "published", "in_title", "times", "positions"]
    return insert(mentions).from_select(columns, row)


async def _alias_ids(
    connection: Transaction, new: Sequence[NewAlias]
) -> dict[tuple[int, str], int]:
    """Return the numbers of the stored forms of these actors, by actor and folded."""
    query = select(aliases.c.actor_id, aliases.c.folded, aliases.c.id).where(
        aliases.c.actor_id.in_({alias.actor_id for alias in new})
    )
    rows = await connection.fetch_all(query)
    return {(row.actor_id, row.folded): row.id for row in rows}


def _by_key(new: Sequence[NewAlias]) -> dict[tuple[int, str], NewAlias]:
    """Return each form once, the first spelling of those that fold alike."""
    found: dict[tuple[int, str], NewAlias] = {}
    for alias in new:
        found.setdefault((alias.actor_id, storable(alias.folded)), alias)
    return found
