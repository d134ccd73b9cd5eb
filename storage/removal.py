"""Removing articles with all that only they brought."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, func, select, update

from storage.chat_schema import follows
from storage.database import Transaction
from storage.schema import (
    actors,
    articles,
    mentions,
    quote_subjects,
    quotes,
    role_sightings,
    roles,
    stories,
)
from storage.state import set_value
from storage.stories import REMOVALS, removals


async def remove_articles(
    connection: Transaction, *, article_ids: Collection[int], story_ids: Collection[int]
) -> None:
    """Remove articles with their quotes, and what nothing else speaks of any more.

    Args:
        story_ids: the stories these articles belong to.
    """
    await _uncount_mentions(connection, article_ids)
    await connection.execute(delete(articles).where(articles.c.id.in_(article_ids)))
    await _settle_stories(connection, story_ids)
    # The one who remembers the stories reads them anew.
    count = int(await removals(connection) or 0)
    await set_value(connection, key=REMOVALS, value=str(count + 1))
    await _remove_unreported_roles(connection)
    await _remove_unmentioned_actors(connection)


async def _uncount_mentions(
    connection: Transaction, article_ids: Collection[int]
) -> None:
    gone = mentions.c.article_id.in_(article_ids)
    own = gone & (mentions.c.actor_id == actors.c.id)
    count = select(func.count()).where(own).scalar_subquery()
    times = select(func.sum(mentions.c.times)).where(own).scalar_subquery()
    await connection.execute(
        update(actors)
        .where(actors.c.id.in_(select(mentions.c.actor_id).where(gone)))
        .values(articles=actors.c.articles - count, mentions=actors.c.mentions - times)
    )


async def _settle_stories(connection: Transaction, story_ids: Collection[int]) -> None:
    """Remove stories left empty and give the others the time of what is left."""
    touched = stories.c.id.in_(story_ids)
    left = articles.c.story_id == stories.c.id
    await connection.execute(delete(stories).where(touched, ~exists().where(left)))
    newest = select(func.max(articles.c.published)).where(left).scalar_subquery()
    await connection.execute(update(stories).where(touched).values(newest=newest))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whom and what the reading of an article spoke of, by their numbers."""

    role_ids: tuple[int, ...]
    actor_ids: tuple[int, ...]


async def remove_reading(connection: Transaction, *, article_id: int) -> Spoken:
    """Remove what reading an article found, so that it can be read again.

    The actors and roles themselves stay until `remove_unspoken`: the next reading
    mostly finds the same ones.
    """
    mentioned = select(mentions.c.actor_id).where(mentions.c.article_id == article_id)
    given = select(role_sightings.c.role_id).where(
        role_sightings.c.article_id == article_id
    )
    spoken = Spoken(
        tuple(row.role_id for row in await connection.fetch_all(given)),
        tuple(row.actor_id for row in await connection.fetch_all(mentioned)),
    )
    await _uncount_mentions(connection, [article_id])
    for table in (mentions, quotes, role_sightings):
        await connection.execute(delete(table).where(table.c.article_id == article_id))
    return spoken


async def remove_unspoken(connection: Transaction, spoken: Spoken) -> None:
    """Remove those of these roles and actors that nothing speaks of any more."""
    await _remove_unreported_roles(connection, roles.c.id.in_(spoken.role_ids))
    await _remove_unmentioned_actors(connection, actors.c.id.in_(spoken.actor_ids))


async def _remove_unreported_roles(
    connection: Transaction, *these: ColumnElement[bool]
) -> None:
    reported = exists().where(role_sightings.c.role_id == roles.c.id)
    await connection.execute(delete(roles).where(~roles.c.known, ~reported, *these))


async def _remove_unmentioned_actors(
    connection: Transaction, *these: ColumnElement[bool]
) -> None:
    """Remove actors that neither news nor seeds nor a chat knows."""
    uses = (
        mentions.c.actor_id,
        quotes.c.speaker_id,
        quote_subjects.c.actor_id,
        follows.c.actor_id,
    )
    unused = (~exists().where(use == actors.c.id) for use in uses)
    await connection.execute(
        delete(actors).where(actors.c.key.is_(None), *unused, *these)
    )
