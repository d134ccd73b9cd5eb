"""Taking an entry in: read once, stored with its actors, roles and quotes."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from analysis.engine import ANALYSIS_VERSION
from analysis.lexicons import Lexicons
from analysis.model import SURE, Actor, Analysis, Quote, Role, SpeakerType
from analysis.text.folding import fold
from analysis.text.terms import index_terms
from handlers.actor_store import store_actors
from handlers.citations import shortened
from handlers.entries import Entry
from handlers.lexicon import lexicons
from handlers.naming import first_naming
from handlers.roles import is_lasting
from handlers.stories import Newsdesk
from storage.actors import add_mention
from storage.articles import known_identities
from storage.database import Database, Reader, Transaction
from storage.quotes import add_quotes
from storage.records import Feed, NewArticle, NewMention, NewQuote
from storage.roles import record_role

#: Reads a title and a body; None where that took too long or broke down.
Analyse = Callable[[str, str], Awaitable[Analysis | None]]
#: By the place of an actor in its analysis: its number in the store, if it has one.
Numbers = Sequence[int | None]

#: The analysis version of an article that could not be read: older than any.
UNREAD: Final = 0
#: Words of a text that has no headline of its own, in characters.
MAX_MADE_TITLE: Final = 90


async def take_in(
    db: Database,
    *,
    desk: Newsdesk,
    feed: Feed,
    entry: Entry,
    body: str,
    body_from: str,
    analyse: Analyse,
    now: datetime,
) -> int | None:
    """Store an entry as an article with all that reading it finds, or nothing of it.

    An entry without a date is of `now`, as is one from the future.

    Args:
        desk: files the article with its story.
        body: the article's text, a paragraph a line.
        body_from: "page", "feed", "summary" or "file".
        analyse: an article that it cannot read is stored with nothing found in it,
            as version `UNREAD`.

    Returns:
        The article's number; None for an entry that the feed had brought before.
    """
    if await _is_known(db, feed, entry):
        return None
    title = entry.title or _made_title(body or entry.summary or entry.url)
    reading = await analyse(title, body)
    analysis = reading or Analysis(language="und")
    words = await lexicons()
    whole = replace(entry, title=title, body=body)
    article = _article(feed, whole, analysis, body_from=body_from, now=now)
    if reading is None:
        article = replace(article, analysis_version=UNREAD)
    await desk.begin(db)
    async with db.transaction() as connection:
        # Another worker may have stored the same entry while this one was read.
        if await _is_known(connection, feed, entry):
            return None
        return await _store(connection, desk, article, analysis, words)


def _article(
    feed: Feed, entry: Entry, analysis: Analysis, *, body_from: str, now: datetime
) -> NewArticle:
    """Return the article that an entry with its final title and body becomes."""
    return NewArticle(
        feed_id=feed.id,
        identity=entry.identity,
        url=entry.url,
        title=entry.title,
        summary=entry.summary,
        body=entry.body,
        body_from=body_from,
        language=analysis.language,
        published=min(entry.published or now, now),
        added=now,
        gist=tuple(analysis.summary),
        terms=" ".join(index_terms(entry.title, entry.body or entry.summary)),
        analysis_version=ANALYSIS_VERSION,
    )


async def _is_known(reader: Reader, feed: Feed, entry: Entry) -> bool:
    known = await known_identities(reader, feed_id=feed.id, identities=[entry.identity])
    return bool(known)


async def _store(
    connection: Transaction,
    desk: Newsdesk,
    article: NewArticle,
    analysis: Analysis,
    words: Lexicons,
) -> int:
    numbers = await store_actors(connection, analysis.actors, words)
    mentioned = {number for number in numbers if number is not None}
    article_id = await desk.file(connection, article, mentioned)
    for actor, number in zip(analysis.actors, numbers, strict=True):
        if number is not None:
            await add_mention(
                connection, article_id, _mention(actor, number, article.title)
            )
            roles = [role for role in actor.roles if is_lasting(role.text, words)]
            await _record_roles(
                connection, article_id, number, roles, article.published
            )
    quotes = [_new_quote(quote, numbers, headline=False) for quote in analysis.quotes]
    if analysis.headline_quote:
        quotes.append(_new_quote(analysis.headline_quote, numbers, headline=True))
    await add_quotes(connection, article_id, quotes)
    return article_id


def _mention(actor: Actor, number: int, title: str) -> NewMention:
    forms = [fold(form) for form in actor.forms]
    in_title = first_naming(title, forms) is not None
    return NewMention(number, positions=tuple(actor.mentions), in_title=in_title)


async def _record_roles(
    connection: Transaction,
    article_id: int,
    number: int,
    roles: Iterable[Role],
    seen: datetime,
) -> None:
    for role in roles:
        await record_role(
            connection,
            actor_id=number,
            article_id=article_id,
            text=role.text,
            folded=fold(role.text),
            former=role.former,
            seen=seen,
        )


def _new_quote(quote: Quote, numbers: Numbers, *, headline: bool) -> NewQuote:
    speaker = quote.speaker if quote.confidence >= SURE else None
    place = speaker.actor if speaker else None
    number = None if place is None else numbers[place]
    about = [(numbers[one.actor], str(one.stance)) for one in quote.about]
    name = speaker.name if speaker else ""
    return NewQuote(
        text=quote.text,
        start=quote.span[0],
        end=quote.span[1],
        kind=quote.kind,
        cue=quote.verb or quote.cue,
        speaker_id=number,
        speaker=name,
        speaker_type=speaker.type if speaker else SpeakerType.UNNAMED,
        via=quote.via,
        stance=quote.stance,
        headline=headline,
        earlier=quote.earlier,
        confidence=quote.confidence,
        about=tuple(
            (one, stance) for one, stance in about if one not in (None, number)
        ),
        folded=fold(quote.text),
        speaker_folded=fold(name),
    )


def _made_title(text: str) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "-")
    return shortened(first, limit=MAX_MADE_TITLE)
