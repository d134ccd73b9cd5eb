"""The card of an actor: who it is, what it did and said, what was said about it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analysis.lexicons import Lexicons
from analysis.model import ActorType
from analysis.text.folding import fold
from handlers.citations import article_item, quotation, shortened
from handlers.conversation import Block, Heading, Request, Text
from handlers.language import Language, language_of
from handlers.lexicon import is_medium, lexicons
from handlers.roles import distinct_roles, role_items, role_lines
from handlers.selection import Deed, deeds, distinct_quotes, newest_voices
from storage.actors import aliases_of, companions
from storage.articles import articles_of_actor
from storage.database import Reader
from storage.quotes import quotes_about, quotes_by
from storage.records import Actor, Companion, Quote, Role
from storage.roles import roles_of

#: How much of each a card shows, and among how many it chooses.
DEEDS: Final = 4
QUOTES: Final = 4
ABOUT: Final = 4
COMPANIONS: Final = 6
CANDIDATES: Final = 60


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is known of an actor, chosen for one answer."""

    actor: Actor
    roles: tuple[Role, ...]
    deeds: tuple[Deed, ...]
    quotes: tuple[Quote, ...]
    about: tuple[Quote, ...]
    companions: tuple[Companion, ...]


async def portrait(reader: Reader, actor: Actor) -> Portrait:
    """Read and choose what a card of `actor` shows."""
    aliases = await aliases_of(reader, actor_id=actor.id)
    names = {fold(form) for form in (actor.name, *(one.form for one in aliases))}
    articles = await articles_of_actor(reader, actor_id=actor.id, limit=CANDIDATES)
    own = await quotes_by(reader, speaker_id=actor.id, limit=CANDIDATES)
    about = await quotes_about(reader, actor_id=actor.id, limit=CANDIDATES)
    company = await companions_of(reader, actor, limit=COMPANIONS)
    words = await lexicons()
    # Comparing sentences takes tens of milliseconds, in which others want answers.
    done = await asyncio.to_thread(deeds, articles, names, limit=DEEDS)
    said = await asyncio.to_thread(newest_voices, own, limit=QUOTES)
    ordered = views(about, words)
    heard = await asyncio.to_thread(distinct_quotes, ordered, limit=ABOUT)
    return Portrait(
        actor=actor,
        roles=distinct_roles(await roles_of(reader, actor_id=actor.id)),
        deeds=tuple(done),
        quotes=tuple(said),
        about=tuple(heard),
        companions=company,
    )


async def companions_of(
    reader: Reader, actor: Actor, *, limit: int
) -> tuple[Companion, ...]:
    """Return who appears with an actor, the most frequent first; media aside."""
    found = await companions(reader, actor_id=actor.id, limit=limit * 3)
    words = await lexicons()
    known = (one for one in found if not is_medium(one.actor.name, words))
    return tuple(known)[:limit]


def card(shown: Portrait, request: Request) -> tuple[Block, ...]:
    """Return the blocks of an actor's card; parts with nothing to say are left out."""
    language = language_of(request)
    now = request.now
    facts = list(role_lines(shown.roles, language, today=now.date()))
    current, earlier = role_items(shown.roles, language, now=now)
    if not (facts or current or earlier):
        facts.append(kind_of(shown.actor, language))
    facts.append(_counts(shown.actor, language))
    blocks: list[Block] = [Heading(shown.actor.name)]
    blocks += [*current, Text("\n".join(facts)), *earlier]
    blocks += _part(
        language.gettext("In the news"),
        (
            article_item(
                deed.article, language, now=now, title=shortened(deed.sentence)
            )
            for deed in shown.deeds
        ),
    )
    blocks += _part(
        language.gettext("Latest statements"),
        (
            quotation(quote, language, now=now, speaker=shown.actor.name)
            for quote in shown.quotes
        ),
    )
    blocks += _part(
        language.gettext("What others said"),
        (quotation(quote, language, now=now) for quote in shown.about),
    )
    if shown.companions:
        names = language.joined(_companion(one, language) for one in shown.companions)
        blocks += [Heading(language.gettext("In the same news")), Text(names)]
    return tuple(blocks)


def views(quotes: Iterable[Quote], words: Lexicons) -> list[Quote]:
    """Put what media and nameless sources report after what somebody known thinks."""
    return sorted(
        quotes,
        key=lambda quote: quote.speaker_id is None or is_medium(quote.speaker, words),
    )


def kind_of(actor: Actor, language: Language) -> str:
    """Return what an actor is, in a word."""
    if actor.type == ActorType.PERSON:
        return language.gettext("a person")
    return language.gettext("an organisation")


def _counts(actor: Actor, language: Language) -> str:
    if not actor.articles:
        return language.gettext("No article here mentions this name yet.")
    return language.gettext(
        "Named {times} {where}.",
        times=language.ngettext("{count} time", "{count} times", actor.mentions),
        where=language.ngettext(
            "in {count} article", "in {count} articles", actor.articles
        ),
    )


def _companion(companion: Companion, language: Language) -> str:
    return language.gettext(
        "{name} ({count})", name=companion.actor.name, count=companion.articles
    )


def _part(heading: str, blocks: Iterable[Block]) -> list[Block]:
    shown = list(blocks)
    return [Heading(heading), *shown] if shown else []
