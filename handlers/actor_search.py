"""Which actor a name in a question means: Arabic, Latin or Hebrew, in any spelling."""

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.naming.names import (
    folded_name,
    is_native,
    nearest,
    same_name,
    script,
    search_keys,
)
from analysis.text.folding import fold
from handlers.arguments import begins_with_count
from handlers.lexicon import lexicons
from handlers.vocabulary import vocabulary
from storage.actors import actor, alias_names, aliases_by_keys
from storage.database import Reader
from storage.records import Actor, Alias, Role
from storage.search import actors_in_role, aliases_matching

#: More choices than these are no help to anybody.
MAX_CHOICES: Final = 6
MAX_OTHERS: Final = 3
MAX_SUGGESTIONS: Final = 4
#: Forms of names read that hold a word; a given name has thousands.
MAX_PARTIAL: Final = 200
#: Actors whose names are compared for a suggestion, the most reported ones.
MAX_COMPARED: Final = 1000
#: Of so many actors at a time: turning rows into names holds up everybody else.
READ_AT_ONCE: Final = 200
#: From this likeness on, a spelling is another one of the same name.
SAME_NAME: Final = 0.5

_REFERENCE: Final = re.compile(r"#(\d{1,15})")
_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"


@dataclass(frozen=True, slots=True)
class ActorSearch:
    """What a name can mean.

    Attributes:
        actors: those that fit equally well, the most reported first; empty for none.
        others: namesakes of the only one in the news, that no article mentions.
        near: the names nearest to one that fits nobody.
    """

    actors: tuple[Actor, ...]
    others: tuple[Actor, ...] = ()
    near: tuple[str, ...] = ()


async def find_actors(reader: Reader, query: str) -> ActorSearch:
    """Return the actors that a name given by a person can mean.

    A name as it is known comes before a part of one, and that before a name that
    only sounds alike, as long as it is one of the news. A role or a title in front is
    passed over where the whole is no name: "وزير الدفاع يوآف غالانت"; alone it means
    who holds it.
    """
    if _REFERENCE.fullmatch(query.strip()):
        one = await actor_of_number(reader, query)
        return ActorSearch((one,) if one else ())
    readings = name_readings(query)
    if len(readings) > 1 and not await _exact(reader, readings):
        holders = await _holders(reader, readings[0])
        if holders:
            return ActorSearch(holders[:MAX_CHOICES])
    found: list[Actor] = []
    for lookup in (_exact, _partial, _alike):
        found += await lookup(reader, readings)
        if any(one.articles for one in found):
            break
    if not found:
        return ActorSearch((), near=await near_names(reader, readings[0]))
    return _ranked(found)


async def reference(reader: Reader, one: Actor) -> str:
    """Return what finds this actor alone: its name, or "#12".

    A number is for namesakes, and for names that a command would take apart.
    """
    if begins_with_count(one.name) or vocabulary().about & set(fold(one.name).split()):
        return f"#{one.id}"
    search = await find_actors(reader, one.name)
    alone = len(search.actors) == 1 and search.actors[0].id == one.id
    return one.name if alone else f"#{one.id}"


async def actor_of_number(reader: Reader, words: str) -> Actor | None:
    """Return the actor that "#12" means; None for other words."""
    numbered = _REFERENCE.fullmatch(words.strip())
    return await actor(reader, actor_id=int(numbered[1])) if numbered else None


async def names_actor(reader: Reader, words: str) -> bool:
    """Return whether these words are a name as it is known, a title in front aside."""
    return bool(await _exact(reader, name_readings(words)))


async def known_actor(reader: Reader, words: str) -> Actor | None:
    """Return the only actor in the news whose name these words exactly are."""
    search = _ranked(await _exact(reader, (folded_name(words),)))
    return search.actors[0] if len(search.actors) == 1 else None


async def near_names(reader: Reader, words: str) -> tuple[str, ...]:
    """Return the names of actors with a form that is spelt nearly so."""
    forms: list[tuple[int, str]] = []
    for start in range(0, MAX_COMPARED, READ_AT_ONCE):
        forms += await alias_names(reader, limit=READ_AT_ONCE, offset=start)
    # The first form of an actor is its name; a form that two have is the first one's.
    names = dict(reversed(forms))
    owners = {form: number for number, form in reversed(forms)}
    near = await asyncio.to_thread(nearest, words, owners, MAX_SUGGESTIONS * 3)
    return tuple(dict.fromkeys(names[owners[form]] for form in near))[:MAX_SUGGESTIONS]


def name_readings(query: str) -> tuple[str, ...]:
    """Return the folded names that a query can hold, the longest first.

    Words of a question in front are dropped; what follows a title is a reading for
    each place where the name can begin.
    """
    words = folded_name(query).split()
    terms = vocabulary()
    while len(words) > 1 and words[0] in terms.asking:
        words = words[1:]
    last = len(words) if words and words[0] in terms.titles else 1
    return tuple(" ".join(words[first:]) for first in range(max(last, 1)))


async def _exact(reader: Reader, readings: Sequence[str]) -> Sequence[Actor]:
    for reading in readings:
        forms = {reading, reading.removeprefix(_ARTICLE), _ARTICLE + reading}
        found = await aliases_by_keys(reader, folded=forms, skeletons=())
        if found:
            return [alias.actor for alias in found]
    return ()


async def _holders(reader: Reader, name: str) -> tuple[Actor, ...]:
    """Return who holds a role; where nobody does any more, who held it.

    The role begins with the words asked for: a deputy is not the president.
    """
    found = await actors_in_role(reader, words=name.split(), limit=MAX_PARTIAL)
    actors: dict[int, Actor] = {}
    roles: dict[int, list[Role]] = {}
    for one, role in found:
        if fold(role.text).startswith(name):
            actors[one.id] = one
            roles.setdefault(one.id, []).append(role)
    holding = [one for number, one in actors.items() if _holds(roles[number])]
    return tuple(holding or actors.values())


def _holds(roles: Sequence[Role]) -> bool:
    """Return whether one of the roles is held; what is known outweighs the news."""
    known = [role for role in roles if role.since is not None]
    return any(not role.former and role.until is None for role in known or roles)


async def _partial(reader: Reader, readings: Sequence[str]) -> Sequence[Actor]:
    """Return actors with a name that holds all words of the first reading."""
    words = readings[0].split()
    found = await aliases_matching(reader, words=words, limit=MAX_PARTIAL)
    return [alias.actor for alias in found if set(words) <= set(alias.folded.split())]


async def _alike(reader: Reader, readings: Sequence[str]) -> Sequence[Actor]:
    """Return actors with a name that sounds like a reading.

    Foreign names only: a native one has one spelling, and "محمود" sounds like "محمد".
    """
    for reading in readings:
        skeletons = search_keys(reading).skeletons
        if not skeletons:
            continue
        found = await aliases_by_keys(reader, folded=(), skeletons=skeletons)
        actors = [alias.actor for alias in found if await _is_spelling(alias, reading)]
        if actors:
            return actors
    return ()


async def _is_spelling(alias: Alias, reading: str) -> bool:
    words = await lexicons()
    if script(alias.form) is script(reading):
        return same_name(reading, alias.form, words) >= SAME_NAME
    return not is_native(alias.form, words)


def _ranked(found: Iterable[Actor]) -> ActorSearch:
    """Put those in the news first; one alone among them is the one that is meant."""
    distinct = {one.id: one for one in found}.values()
    actors = sorted(distinct, key=lambda one: (-one.articles, one.name))
    reported = [one for one in actors if one.articles]
    if len(reported) == 1:
        others = [one for one in actors if not one.articles]
        return ActorSearch((reported[0],), others=tuple(others[:MAX_OTHERS]))
    return ActorSearch(tuple((reported or actors)[:MAX_CHOICES]))
