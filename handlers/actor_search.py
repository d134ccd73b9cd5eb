"""Which actor a name in a question means: Arabic, Latin or Hebrew, in any spelling."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.folding import fold
from analysis.names import nearest, search_keys
from handlers.vocabulary import vocabulary
from storage.actors import actor, alias_names, aliases_by_keys
from storage.database import Reader
from storage.records import Actor
from storage.search import aliases_matching

#: More choices than these are no help to anybody.
MAX_CHOICES: Final = 6
MAX_SUGGESTIONS: Final = 4
#: Forms of names read that hold a word; a given name has thousands.
MAX_PARTIAL: Final = 200

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
    only sounds alike. A role or a title in front is passed over where the whole is
    no name: "وزير الدفاع يوآف غالانت".
    """
    numbered = _REFERENCE.fullmatch(query.strip())
    if numbered:
        found = await actor(reader, actor_id=int(numbered[1]))
        return ActorSearch((found,) if found else ())
    return await _named(reader, name_readings(query))


def reference(of: Actor) -> str:
    """Return what finds this actor and none of its namesakes: "#12"."""
    return f"#{of.id}"


async def names_actor(reader: Reader, words: str) -> bool:
    """Return whether these words are a name as it is known, a title in front aside."""
    return bool(await _exact(reader, name_readings(words)))


async def known_actor(reader: Reader, words: str) -> Actor | None:
    """Return the only actor in the news whose name these words exactly are."""
    found = await _exact(reader, (fold(words),))
    search = _ranked(found)
    return search.actors[0] if len(search.actors) == 1 else None


def name_readings(query: str) -> tuple[str, ...]:
    """Return the folded names that a query can hold, the longest first.

    Words of a question in front are dropped; what follows a title is a reading for
    each place where the name can begin.
    """
    words = fold(query).strip(" ?\N{ARABIC QUESTION MARK}!.\"'").split()
    terms = vocabulary()
    while len(words) > 1 and words[0] in terms.asking:
        words = words[1:]
    last = len(words) if words and words[0] in terms.titles else 1
    return tuple(" ".join(words[first:]) for first in range(max(last, 1)))


async def _named(reader: Reader, readings: Sequence[str]) -> ActorSearch:
    for lookup in (_exact, _partial, _alike):
        found = await lookup(reader, readings)
        if found:
            return _ranked(found)
    names = [name for _, name in await alias_names(reader)]
    near = nearest(readings[0], names, MAX_SUGGESTIONS)
    return ActorSearch((), near=tuple(near))


async def _exact(reader: Reader, readings: Sequence[str]) -> Sequence[Actor]:
    for reading in readings:
        forms = {reading, reading.removeprefix(_ARTICLE), _ARTICLE + reading}
        found = await aliases_by_keys(reader, folded=forms, skeletons=())
        if found:
            return [alias.actor for alias in found]
    return ()


async def _partial(reader: Reader, readings: Sequence[str]) -> Sequence[Actor]:
    """Return actors with a name that holds all words of the first reading."""
    words = readings[0].split()
    found = await aliases_matching(reader, words=words, limit=MAX_PARTIAL)
    return [alias.actor for alias in found if set(words) <= set(alias.folded.split())]


async def _alike(reader: Reader, readings: Sequence[str]) -> Sequence[Actor]:
    for reading in readings:
        skeletons = search_keys(reading).skeletons
        if skeletons:
            found = await aliases_by_keys(reader, folded=(), skeletons=skeletons)
            if found:
                return [alias.actor for alias in found]
    return ()


def _ranked(found: Iterable[Actor]) -> ActorSearch:
    """Put those in the news first; one alone among them is the one that is meant."""
    distinct = {one.id: one for one in found}.values()
    actors = sorted(distinct, key=lambda one: (-one.articles, one.name))
    reported = [one for one in actors if one.articles]
    if len(reported) == 1:
        others = [one for one in actors if not one.articles]
        return ActorSearch((reported[0],), others=tuple(others[:MAX_CHOICES]))
    return ActorSearch(tuple((reported or actors)[:MAX_CHOICES]))
