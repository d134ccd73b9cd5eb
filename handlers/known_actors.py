"""The actors that the seeds know, brought into the store."""

import hashlib
from collections.abc import Sequence
from typing import Final

from analysis.names import search_keys

from analysis.model import KnownActor
from storage.actors import actor_by_key, add_actor, add_aliases
from storage.database import Database, Transaction
from storage.records import NewActor, NewAlias
from storage.roles import add_known_role
from storage.state import set_value, value

_STATE: Final = "known actors"


async def seed_actors(db: Database, known: Sequence[KnownActor]) -> int:
    """Store the known actors with their names and roles; return how many are new.

    Done again only when what is known has changed: an actor's new names and roles are
    then added to what is stored.
    """
    digest = hashlib.sha256(repr(tuple(known)).encode()).hexdigest()
    if await value(db, key=_STATE) == digest:
        return 0
    async with db.transaction() as connection:
        added = 0
        aliases: list[NewAlias] = []
        for actor in known:
            stored = await actor_by_key(connection, key=actor.key)
            number = stored.id if stored else await add_actor(connection, _new(actor))
            added += stored is None
            aliases += _aliases(actor, number)
            await _add_roles(connection, actor, number)
        await add_aliases(connection, aliases)
        await set_value(connection, key=_STATE, value=digest)
    return added


def _new(actor: KnownActor) -> NewActor:
    return NewActor(
        name=actor.name,
        type=actor.type,
        gender=actor.gender,
        key=actor.key,
        country=actor.country,
    )


def _aliases(actor: KnownActor, number: int) -> list[NewAlias]:
    forms = dict.fromkeys((actor.name, *actor.forms, *actor.latin, *actor.hebrew))
    return [
        NewAlias(number, form, keys.folded, tuple(keys.skeletons))
        for form in forms
        for keys in [search_keys(form)]
    ]


async def _add_roles(connection: Transaction, actor: KnownActor, number: int) -> None:
    for role in actor.roles:
        await add_known_role(
            connection,
            actor_id=number,
            text=role.text,
            since=role.since,
            until=role.until,
        )
