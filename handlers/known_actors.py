"""The actors that the seeds know, brought into the store."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from analysis.model import KnownActor
from analysis.naming.names import folded_name, search_keys
from analysis.text.folding import fold
from storage.actors import (
    actors_by_keys,
    add_actors,
    add_aliases,
    aliases_by_keys,
    update_actor,
)
from storage.database import Database, Reader, Transaction
from storage.records import Actor, NewActor, NewAlias, NewKnownRole
from storage.roles import replace_known_roles
from storage.state import set_value, value

_STATE: Final = "known actors"


async def seed_actors(db: Database, known: Sequence[KnownActor]) -> int:
    """Store the known actors with their names and roles; return how many are new.

    An actor that the news had brought by its full name becomes the known one. Done
    again only when what is known has changed: new names are added then, and roles
    replaced.
    """
    digest = hashlib.sha256(repr(tuple(known)).encode()).hexdigest()
    if await value(db, key=_STATE) == digest:
        return 0
    async with db.transaction() as connection:
        await _claim(connection, known)
        keys = [actor.key for actor in known]
        stored = await actors_by_keys(connection, keys=keys)
        new = [actor for actor in known if actor.key not in stored]
        await add_actors(connection, [_new(actor) for actor in new])
        stored = await actors_by_keys(connection, keys=keys)
        numbers = {key: actor.id for key, actor in stored.items()}
        await add_aliases(connection, list(_aliases(known, numbers)))
        await replace_known_roles(
            connection, list(_roles(known, numbers)), actor_ids=list(numbers.values())
        )
        await set_value(connection, key=_STATE, value=digest)
    return len(new)


async def _claim(connection: Transaction, known: Sequence[KnownActor]) -> None:
    """Give known actors that the news brought before their keys."""
    stored = await actors_by_keys(connection, keys=[actor.key for actor in known])
    unclaimed = await _without_key(connection, known)
    for actor in known:
        if actor.key in stored:
            continue
        brought = unclaimed.pop((folded_name(actor.name), actor.type), None)
        if brought is not None:
            await update_actor(
                connection,
                actor_id=brought.id,
                key=actor.key,
                name=actor.name,
                gender=actor.gender,
                country=actor.country,
            )


async def _without_key(
    reader: Reader, known: Iterable[KnownActor]
) -> dict[tuple[str, str], Actor]:
    """Return by name and type the actors that only the news knew so far."""
    names = {folded_name(actor.name) for actor in known}
    aliases = await aliases_by_keys(reader, folded=names, skeletons=())
    return {
        (alias.folded, alias.actor.type): alias.actor
        for alias in aliases
        if alias.actor.key is None and folded_name(alias.actor.name) == alias.folded
    }


def _new(actor: KnownActor) -> NewActor:
    return NewActor(
        name=actor.name,
        type=actor.type,
        gender=actor.gender,
        key=actor.key,
        country=actor.country,
    )


def _aliases(
    known: Iterable[KnownActor], numbers: Mapping[str, int]
) -> Iterable[NewAlias]:
    for actor in known:
        forms = (actor.name, *actor.forms, *actor.latin, *actor.hebrew)
        for form in dict.fromkeys(forms):
            keys = search_keys(form)
            yield NewAlias(numbers[actor.key], form, keys.folded, keys.skeletons)


def _roles(
    known: Iterable[KnownActor], numbers: Mapping[str, int]
) -> Iterable[NewKnownRole]:
    for actor in known:
        for role in actor.roles:
            yield NewKnownRole(
                numbers[actor.key],
                role.text,
                role.since,
                role.until,
                folded=fold(role.text),
            )
