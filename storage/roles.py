"""Roles of actors as dated facts: known from the seeds, or reported by articles."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, delete, func, insert, select

from storage.articles import as_source, source_columns
from storage.database import AnyRow, Reader, Transaction
from storage.keys import new_id
from storage.records import NewKnownRole, Role
from storage.schema import articles, feeds, role_sightings, roles


async def replace_known_roles(
    connection: Transaction, new: Sequence[NewKnownRole], *, actor_ids: Collection[int]
) -> None:
    """Store known roles of these actors in place of those they had."""
    await connection.execute(
        delete(roles).where(roles.c.known, roles.c.actor_id.in_(actor_ids))
    )
    rows = {}
    for role in new:
        folded = role.folded or role.text
        rows[role.actor_id, folded, role.since] = asdict(role) | {
            "known": True,
            "folded": folded,
        }
    if rows:
        await connection.execute(insert(roles), list(rows.values()))


async def record_role(
    connection: Transaction,
    *,
    actor_id: int,
    article_id: int,
    text: str,
    folded: str,
    former: bool,
    seen: datetime,
) -> None:
    """Store that an article gives an actor a role; once for each article.

    Args:
        folded: the text at the variant level, which makes two roles one.
        former: the article says that it has ended.
        seen: when the article was published.
    """
    query = select(roles.c.id).where(
        ~roles.c.known, roles.c.actor_id == actor_id, roles.c.folded == folded
    )
    row = await connection.fetch_one(query)
    role_id = await _new_role(connection, actor_id, text, folded) if not row else row.id
    sighting = {"role_id": role_id, "seen": seen, "article_id": article_id}
    stored = await connection.fetch_one(
        select(role_sightings.c.role_id).filter_by(**sighting)
    )
    if stored is None:
        await connection.execute(
            insert(role_sightings).values(former=former, **sighting)
        )


async def roles_of(reader: Reader, *, actor_id: int) -> Sequence[Role]:
    """Return an actor's roles: those that have not ended first, then the newest."""
    query = select_roles().where(roles.c.actor_id == actor_id).order_by(roles.c.id)
    found = [as_role(row) for row in await reader.fetch_all(query)]
    return sorted(found, key=currency, reverse=True)


def select_roles() -> Select[*tuple[Any, ...]]:
    """Return a query for what `as_role` reads, to be narrowed."""
    return (
        select(
            roles,
            *source_columns(),
            func.count(role_sightings.c.article_id).label("articles"),
            func.min(role_sightings.c.seen).label("first_seen"),
            func.max(role_sightings.c.seen).label("last_seen"),
            _newest_sighting(role_sightings.c.former).label("former"),
        )
        .join_from(roles, role_sightings, isouter=True)
        .join(
            articles,
            articles.c.id == _newest_sighting(role_sightings.c.article_id),
            isouter=True,
        )
        .join(feeds, feeds.c.id == articles.c.feed_id, isouter=True)
        .group_by(roles.c.id, articles.c.id, feeds.c.id)
    )


def as_role(row: AnyRow) -> Role:
    """Read a role with what the articles that report it say together."""
    return Role(
        text=row.text,
        former=bool(row.former),
        since=row.since,
        until=row.until,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        articles=row.articles,
        source=None if row.article_id is None else as_source(row),
    )


def currency(role: Role) -> tuple[bool, date, int]:
    """Return what puts a current role before an ended one, a newer before an older."""
    seen = role.last_seen.date() if role.last_seen else date.min
    return (
        role.until is None and not role.former,
        max(seen, role.since or date.min),
        role.articles,
    )


def _newest_sighting(column: Column[Any]) -> ColumnElement[Any]:
    """Return what the newest article that reports a role has in this column."""
    newest = role_sightings.alias()
    return (
        select(newest.c[column.key])
        .where(newest.c.role_id == roles.c.id)
        .order_by(newest.c.seen.desc(), newest.c.article_id.desc())
        .limit(1)
        .scalar_subquery()
    )


async def _new_role(
    connection: Transaction, actor_id: int, text: str, folded: str
) -> int:
    statement = insert(roles).values(
        actor_id=actor_id, known=False, text=text, folded=folded
    )
    return await new_id(connection, statement)
