"""The card of an actor: who it is, what it did and said, what was said about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from analysis.folding import fold
from analysis.model import ActorType
from handlers.citations import article_item, quotation, shortened
from handlers.conversation import Block, Heading, Request, Text
from handlers.language import Language, language_of
from handlers.selection import Deed, deeds, distinct_quotes, overlap
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
EARLIER_ROLES: Final = 4
CANDIDATES: Final = 60

_ARTICLE: Final = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"


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
    return Portrait(
        actor=actor,
        roles=distinct_roles(await roles_of(reader, actor_id=actor.id)),
        deeds=tuple(deeds(articles, names, limit=DEEDS)),
        quotes=tuple(distinct_quotes(own, limit=QUOTES)),
        about=tuple(distinct_quotes(about, limit=ABOUT)),
        companions=tuple(await companions(reader, actor_id=actor.id, limit=COMPANIONS)),
    )


def card(shown: Portrait, request: Request) -> tuple[Block, ...]:
    """Return the blocks of an actor's card; parts with nothing to say are left out."""
    language = language_of(request)
    now = request.now
    facts = list(_role_lines(shown.roles, language, today=now.date()))
    if not facts:
        facts.append(kind_of(shown.actor, language))
    facts.append(_counts(shown.actor, language))
    blocks: list[Block] = [Heading(shown.actor.name), Text("\n".join(facts))]
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


def kind_of(actor: Actor, language: Language) -> str:
    """Return what an actor is, in a word."""
    if actor.type == ActorType.PERSON:
        return language.gettext("a person")
    return language.gettext("an organisation")


def distinct_roles(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Leave out roles that say less of what another one says.

    A role known with its dates stands for what articles call it; it takes over the
    days on which they did.
    """
    chosen: list[Role] = []
    for role in sorted(roles, key=_known, reverse=True):
        same = next((one for one in chosen if _same_role(role, one)), None)
        if same is None:
            chosen.append(role)
        else:
            chosen[chosen.index(same)] = _joined(same, role)
    return tuple(chosen)


def is_current(role: Role, *, today: date) -> bool:
    """Return whether a role is held today, as far as is known."""
    return not role.former and (role.until is None or role.until >= today)


def _known(role: Role) -> tuple[bool, int, int]:
    return role.since is not None, len(role.text.split()), role.articles


def _same_role(role: Role, other: Role) -> bool:
    """Return whether one phrase has all words of the other, the article aside."""
    return overlap(_bare(role.text), _bare(other.text)) == 1.0


def _bare(text: str) -> str:
    return " ".join(word.removeprefix(_ARTICLE) for word in fold(text).split())


def _joined(role: Role, other: Role) -> Role:
    seen = [day for day in (role.last_seen, other.last_seen) if day]
    first = [day for day in (role.first_seen, other.first_seen) if day]
    return replace(
        role,
        first_seen=min(first, default=None),
        last_seen=max(seen, default=None),
        articles=role.articles + other.articles,
    )


def _role_lines(
    roles: Sequence[Role], language: Language, *, today: date
) -> Iterable[str]:
    current = [role for role in roles if is_current(role, today=today)]
    earlier = [role for role in roles if not is_current(role, today=today)]
    for role in current[:2]:
        yield _current_line(role, language)
    if earlier:
        yield language.gettext(
            "Earlier: {roles}",
            roles=language.joined(
                _earlier_role(role, language) for role in earlier[:EARLIER_ROLES]
            ),
        )


def _current_line(role: Role, language: Language) -> str:
    if role.since:
        return language.gettext(
            "{role}, since {date}", role=role.text, date=language.date(role.since)
        )
    if role.last_seen:
        return language.gettext(
            "{role}, as the news of {date} has it",
            role=role.text,
            date=language.date(role.last_seen),
        )
    return role.text


def _earlier_role(role: Role, language: Language) -> str:
    if role.since and role.until:
        return language.gettext(
            "{role} ({since} to {until})",
            role=role.text,
            since=language.date(role.since),
            until=language.date(role.until),
        )
    if role.until:
        return language.gettext(
            "{role} (until {until})", role=role.text, until=language.date(role.until)
        )
    return role.text


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
