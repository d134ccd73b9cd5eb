"""Which actor of the store a name in an article is; a new one where it is nobody."""

from collections.abc import Iterable, Sequence
from typing import Final

from analysis import model
from analysis.lexicons import Lexicons
from analysis.naming.names import folded_name, is_native, same_name, search_keys
from storage.actors import add_actor, add_aliases, aliases_by_keys, update_actor
from storage.database import Reader, Transaction
from storage.records import Actor, Alias, NewActor, NewAlias
from storage.search import aliases_matching

#: From this likeness on, two foreign names are one (`analysis.naming.names.same_name`).
SAME_NAME: Final = 0.5
#: Names read that hold a surname; more of them than this tell nobody.
MAX_NAMESAKES: Final = 50


async def store_actors(
    connection: Transaction, actors: Sequence[model.Actor], lexicons: Lexicons
) -> tuple[int | None, ...]:
    """Return for each actor of an article its number in the store.

    A name is an actor's by a form that is known already; a foreign person's also by
    one that sounds the same, with the same given name and gender; a surname alone is
    the only stored person's who has it. Anybody else becomes a new actor. None stands
    for a name that tells nobody: a given name alone, or a surname that several have.
    """
    return tuple([await _number_of(connection, actor, lexicons) for actor in actors])


def matching(
    actor: model.Actor, aliases: Sequence[Alias], lexicons: Lexicons
) -> list[Actor]:
    """Return the stored actors that an article's actor can be, the best fit only.

    Args:
        aliases: that share a key with one of its forms, the most reported actor's
            first; the result has the same order.
    """
    fitting = [alias for alias in aliases if _agrees(actor, alias.actor)]
    name = folded_name(actor.name)
    forms = {folded_name(form) for form in actor.forms}
    full_forms = {form for form in forms if _is_full(form)}
    tiers = (
        # A full name of the seeds is surer than a gender learnt from one sentence.
        [alias for alias in aliases if _is_known_by(alias, actor, full_forms)],
        [alias for alias in fitting if alias.folded == name],
        [alias for alias in fitting if alias.folded in full_forms],
        [alias for alias in fitting if _is_short_name_of(alias, forms)],
        [alias for alias in fitting if _sounds_like(actor, alias, lexicons)],
    )
    return _actors(next((tier for tier in tiers if tier), []))


async def _number_of(
    connection: Transaction, actor: model.Actor, lexicons: Lexicons
) -> int | None:
    keys = [search_keys(form) for form in actor.forms]
    known = await aliases_by_keys(
        connection,
        folded={key.folded for key in keys},
        skeletons=set(keys[0].skeletons),
    )
    found = matching(actor, known, lexicons)
    if not _is_full(keys[0].folded):
        found = found or await _of_surname(connection, actor, lexicons)
        if len(found) > 1 or (not found and _is_given_name(actor, lexicons)):
            return None
    if found:
        number = found[0].id
        await _complete(connection, found[0], actor)
    else:
        number = await add_actor(connection, _new(actor))
    await add_aliases(connection, _aliases(actor, number, known, lexicons))
    return number


async def _of_surname(
    reader: Reader, actor: model.Actor, lexicons: Lexicons
) -> list[Actor]:
    """Return the persons whose name ends with the one word that the article has."""
    if actor.type is not model.ActorType.PERSON or _is_given_name(actor, lexicons):
        return []
    surname = folded_name(actor.name)
    found = await aliases_matching(reader, words=[surname], limit=MAX_NAMESAKES)
    return _actors(
        alias
        for alias in found
        if alias.folded.split()[-1] == surname and _agrees(actor, alias.actor)
    )


async def _complete(connection: Transaction, stored: Actor, actor: model.Actor) -> None:
    """Give an actor that only the news knows the full name and gender found now."""
    name = stored.name if _is_full(stored.name) else actor.name
    gender = stored.gender or actor.gender
    if stored.key is None and (name, gender) != (stored.name, stored.gender):
        await update_actor(
            connection,
            actor_id=stored.id,
            key=None,
            name=name,
            gender=gender,
            country=stored.country,
        )


def _actors(aliases: Iterable[Alias]) -> list[Actor]:
    return list({alias.actor.id: alias.actor for alias in aliases}.values())


def _is_known_by(alias: Alias, actor: model.Actor, full_forms: set[str]) -> bool:
    """Return whether the seeds know this full name, as one of the same type."""
    return (
        alias.actor.key is not None
        and alias.actor.type == actor.type
        and alias.folded in full_forms
    )


def _agrees(actor: model.Actor, stored: Actor) -> bool:
    """Return whether type and gender, where both are known, are the same."""
    return actor.type == stored.type and (
        actor.gender is None or stored.gender is None or actor.gender == stored.gender
    )


def _is_full(name: str) -> bool:
    return len(name.split()) > 1


def _is_given_name(actor: model.Actor, lexicons: Lexicons) -> bool:
    return (
        actor.type is model.ActorType.PERSON
        and folded_name(actor.name) in lexicons.given
    )


def _is_short_name_of(alias: Alias, forms: Iterable[str]) -> bool:
    """Return whether the news had called the stored actor by this surname only."""
    return (
        alias.actor.key is None
        and alias.folded in forms
        and alias.folded == folded_name(alias.actor.name)
    )


def _sounds_like(actor: model.Actor, alias: Alias, lexicons: Lexicons) -> bool:
    return (
        actor.type is model.ActorType.PERSON
        and len(actor.name.split()) == len(alias.form.split())
        and same_name(actor.name, alias.form, lexicons) >= SAME_NAME
    )


def _new(actor: model.Actor) -> NewActor:
    return NewActor(name=actor.name, type=actor.type, gender=actor.gender)


def _aliases(
    actor: model.Actor, number: int, known: Iterable[Alias], lexicons: Lexicons
) -> list[NewAlias]:
    """Return the forms that are worth knowing the actor by.

    A single word that is a native name, or that is another actor's already, would
    make the next article's "محمد" or "ترامب" this one.
    """
    taken = {alias.folded for alias in known if alias.actor.id != number}
    aliases = []
    for form in actor.forms:
        keys = search_keys(form)
        tells = _is_full(keys.folded) or form == actor.name
        if tells or not (keys.folded in taken or is_native(form, lexicons)):
            aliases.append(NewAlias(number, form, keys.folded, keys.skeletons))
    return aliases
