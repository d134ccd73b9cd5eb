"""What is suggested while somebody types an actor's name, a source or a time zone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.core import get_global

from analysis.naming.names import SUFFICIENT, folded_name, search_keys
from analysis.text.folding import fold
from storage.actors import actors_by_ids, aliases_by_keys
from storage.chat_records import Chat, ChatAddress
from storage.chats import chat_at
from storage.database import Reader
from storage.feeds import active_feeds
from storage.records import Actor, Alias
from storage.suggestions import (
    aliases_beginning,
    aliases_sounding,
    reported_aliases,
)
from storage.wishes import follows_of, mutes_of

#: As many as any platform shows.
MAX_SUGGESTIONS: Final = 25
#: Nobody's name is longer; in characters.
MAX_TYPED: Final = 100
#: Forms read for one list; an actor has several.
MAX_FORMS: Final = 120
#: Whose time zones come first: where the news is read in Arabic.
TERRITORIES: Final = (
    "PS EG JO LB SY IQ SA AE QA KW BH OM YE SD LY TN DZ MA MR SO DJ KM TR GB FR DE US"
)

_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to choose: what is shown, and what the command is given for it."""

    label: str
    value: str


async def suggest(
    db: Reader,
    takes: str,
    typed: str,
    *,
    locale: str,
    at: ChatAddress | None = None,
) -> Sequence[Suggestion]:
    """Return what somebody may mean who has typed so much, the likeliest first.

    Args:
        takes: "actor", "source" or "zone"; "followed" or "muted" for what a chat has of
            that; nothing is suggested for anything else.
        typed: the beginning, in any script and spelling; "" for the most usual ones.
        locale: "ar" or "en": the language of the labels.
        at: the chat that is spoken of.
    """
    typed = typed[:MAX_TYPED]
    match takes:
        case "actor":
            return await _named(db, await _actors(db, typed, limit=MAX_SUGGESTIONS))
        case "source":
            return await _sources(db, typed)
        case "zone":
            return _zones_like(typed, locale)
    chat = await chat_at(db, at) if at else None
    if chat and takes == "followed":
        return await _followed(db, chat, typed)
    if chat and takes == "muted":
        return await _muted(db, chat, typed)
    return ()


async def _actors(db: Reader, typed: str, *, limit: int) -> list[Actor]:
    """Return those with a name whose words begin so, then those that sound so."""
    words = folded_name(typed).split()
    if typed.strip() and not words:
        return []
    found: dict[int, Actor] = {}
    # Typed without the article, a name may still have it.
    readings = [(word, _ARTICLE + word) for word in words]
    for lookup in (reported_aliases, aliases_beginning):
        if len(found) < limit:
            _collect(found, await lookup(db, words=readings, limit=MAX_FORMS))
    if len(found) < limit:
        alike = await aliases_sounding(db, skeletons=_skeletons(typed), limit=MAX_FORMS)
        _collect(found, alike)
    return list(found.values())[:limit]


async def _followed(db: Reader, chat: Chat, typed: str) -> Sequence[Suggestion]:
    """Suggest those whom a chat follows, by their name or another spelling of it."""
    own = await follows_of(db, [chat.id])
    known = await actors_by_ids(db, [one.actor_id for one in own])
    alike = {one.id for one in await _actors(db, typed, limit=MAX_FORMS)}
    wanted = folded_name(typed).split()
    fitting = [
        one
        for one in known.values()
        if one.id in alike or _begin_words(wanted, folded_name(one.name))
    ]
    fitting.sort(key=lambda one: one.name)
    return await _named(db, fitting[:MAX_SUGGESTIONS])


async def _muted(db: Reader, chat: Chat, typed: str) -> Sequence[Suggestion]:
    names = [one.word or one.source for one in await mutes_of(db, [chat.id])]
    wanted = fold(typed).split()
    fitting = [name for name in names if _begin_words(wanted, fold(name))]
    return [Suggestion(one, one) for one in fitting[:MAX_SUGGESTIONS]]


def _collect(found: dict[int, Actor], aliases: Iterable[Alias]) -> None:
    for alias in aliases:
        found.setdefault(alias.actor.id, alias.actor)


def _skeletons(typed: str) -> tuple[str, ...]:
    """Return the beginnings of skeletons; a short one begins too many names."""
    found = search_keys(typed).skeletons
    return tuple(one for one in found if len(one) >= SUFFICIENT)


async def _named(db: Reader, actors: Sequence[Actor]) -> Sequence[Suggestion]:
    """Suggest a name where it means one actor alone, and its number where not."""
    names = {folded_name(one.name) for one in actors}
    known = await aliases_by_keys(db, folded=names, skeletons=())
    owners = Counter(
        folded for folded, _ in {(alias.folded, alias.actor.id) for alias in known}
    )
    return [
        Suggestion(one.name, one.name)
        if owners[folded_name(one.name)] == 1
        else Suggestion(f"{one.name} (#{one.id})", f"#{one.id}")
        for one in actors
    ]


async def _sources(db: Reader, typed: str) -> Sequence[Suggestion]:
    wanted = fold(typed).split()
    titles = dict.fromkeys(feed.title for feed in await active_feeds(db) if feed.title)
    fitting = [title for title in titles if _begin_words(wanted, fold(title))]
    return [Suggestion(one, one) for one in fitting[:MAX_SUGGESTIONS]]


def _zones_like(typed: str, locale: str) -> Sequence[Suggestion]:
    wanted = fold(typed.replace("/", " ").replace("_", " ")).split()
    fitting = [shown for shown, keys in _zones(locale) if _begin_words(wanted, keys)]
    return fitting[:MAX_SUGGESTIONS]


def _begin_words(wanted: Sequence[str], text: str) -> bool:
    """Tell whether each of the words begins a word of the folded text, or its noun."""
    bare = (word.removeprefix(_ARTICLE) for word in text.split())
    spaced = f" {text} " + " ".join(["", *bare])
    return all(f" {word}" in spaced for word in wanted)


@lru_cache(maxsize=4)
def _zones(locale: str) -> Sequence[tuple[Suggestion, str]]:
    """Return the time zones with the folded words that each is found by.

    That is the city and the country, in the language and in English.
    """
    languages = [Locale(name) for name in dict.fromkeys((locale, "en"))]
    territories = get_global("territory_zones")
    first = TERRITORIES.split()
    ordered = [*first, *sorted(set(territories) - set(first))]
    shown: dict[str, tuple[Suggestion, str]] = {}
    for territory in ordered:
        for zone in territories.get(territory, ()):
            if "/" in zone and zone not in shown:
                shown[zone] = _zone(zone, territory, languages)
    return list(shown.values())


def _zone(
    zone: str, territory: str, languages: Sequence[Locale]
) -> tuple[Suggestion, str]:
    cities = [
        language.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2]
        for language in languages
    ]
    city = cities[0].replace("_", " ")
    countries = [language.territories.get(territory, "") for language in languages]
    keys = " ".join((*cities, *countries, zone)).replace("/", " ").replace("_", " ")
    return Suggestion(f"{city} \N{EN DASH} {zone}", zone), fold(keys)
