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
from handlers.recognition import is_stored
from handlers.roles import is_lasting
from handlers.stories import Newsdesk
from storage.actors import add_mention
from storage.articles import article as article_by_id
from storage.database import Database, Transaction
from storage.feed_records import Revision
from storage.origins import add_origin, revise_article
from storage.quotes import add_quotes
from storage.readings import ArticleText, article_text
from storage.records import Feed, NewArticle, NewMention, NewQuote
from storage.removal import remove_reading, remove_unspoken
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
    page_due: datetime | None = None,
) -> int | None:
    """Store an entry as an article with all that reading it finds, or nothing of it.

    An entry without a date is of `now`, as is one from the future.

    Args:
        desk: files the article with its story.
        body: the article's text, a paragraph a line.
        body_from: "page", "feed", "summary" or "file".
        analyse: an article that it cannot read is stored with nothing found in it,
            as version `UNREAD`.
        page_due: when its page is asked for again; None where it is not.

    Returns:
        The article's number; None for an entry that the feed had brought before.
    """
    if await is_stored(db, feed=feed, entry=entry):
        return None
    whole, analysis, version = await _read(entry, body, analyse)
    article = _article(feed, whole, analysis, version, body_from=body_from, now=now)
    words = await lexicons()
    await desk.begin(db)
    async with db.transaction() as connection:
        # Another worker may have stored the same entry while this one was read.
        if await is_stored(connection, feed=feed, entry=entry):
            return None
        article_id = await _store(connection, desk, article, analysis, words)
        await add_origin(
            connection,
            article_id=article_id,
            canonical=entry.canonical,
            digest=entry.digest,
            page_due=page_due,
        )
        return article_id


async def take_again(
    db: Database,
    *,
    article_id: int,
    entry: Entry,
    body: str,
    body_from: str,
    analyse: Analyse,
) -> None:
    """Read a stored article again that says something else now.

    It keeps its number, its time and its story: whoever was told of it is not told
    again. A reading that fails leaves it as it was.
    """
    whole, analysis, version = await _read(entry, body, analyse)
    if version == UNREAD:
        return
    words = await lexicons()
    async with db.transaction() as connection:
        await _read_instead(
            connection,
            article_id,
            words=words,
            title=whole.title,
            summary=whole.summary,
            body=whole.body,
            body_from=body_from,
            analysis=analysis,
        )


async def read_anew(db: Database, *, text: ArticleText, analyse: Analyse) -> bool:
    """Read a stored article with this version of the analysis.

    Nobody is told of it again. An article that was edited or read meanwhile is left.

    Returns:
        False for one that cannot be read: it stays as it was. True for one that is
        read now, by this call or by what edited it.
    """
    analysis = await analyse(text.title, text.body)
    if analysis is None:
        return False
    words = await lexicons()
    async with db.transaction() as connection:
        if await article_text(connection, article_id=text.article_id) == text:
            await _read_instead(
                connection,
                text.article_id,
                words=words,
                title=text.title,
                summary=text.summary,
                body=text.body,
                body_from=text.body_from,
                analysis=analysis,
            )
    return True


async def _read_instead(
    connection: Transaction,
    article_id: int,
    *,
    words: Lexicons,
    title: str,
    summary: str,
    body: str,
    body_from: str,
    analysis: Analysis,
) -> None:
    """Store a text and its reading in place of an article's earlier ones."""
    stored = await article_by_id(connection, article_id=article_id)
    if stored is None:
        return
    revision = Revision(
        title=title,
        summary=summary,
        body=body,
        body_from=body_from,
        language=analysis.language,
        gist=tuple(analysis.summary),
        terms=_terms(title, body or summary),
        analysis_version=ANALYSIS_VERSION,
    )
    spoken = await remove_reading(connection, article_id=article_id)
    await revise_article(connection, article_id=article_id, revision=revision)
    numbers = await store_actors(connection, analysis.actors, words)
    await _store_reading(
        connection,
        article_id,
        title=title,
        published=stored.source.published,
        analysis=analysis,
        numbers=numbers,
    )
    await remove_unspoken(connection, spoken)


async def _read(
    entry: Entry, body: str, analyse: Analyse
) -> tuple[Entry, Analysis, int]:
    """Return an entry with its final title and body, read, and by which version."""
    title = entry.title or _made_title(body or entry.summary or entry.url)
    reading = await analyse(title, body)
    whole = replace(entry, title=title, body=body)
    if reading is None:
        return whole, Analysis(language="und"), UNREAD
    return whole, reading, ANALYSIS_VERSION


def _terms(title: str, text: str) -> str:
    return " ".join(index_terms(title, text))


def _article(
    feed: Feed,
    entry: Entry,
    analysis: Analysis,
    version: int,
    *,
    body_from: str,
    now: datetime,
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
        terms=_terms(entry.title, entry.body or entry.summary),
        analysis_version=version,
    )


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
    await _store_reading(
        connection,
        article_id,
        title=article.title,
        published=article.published,
        analysis=analysis,
        numbers=numbers,
    )
    return article_id


async def _store_reading(
    connection: Transaction,
    article_id: int,
    *,
    title: str,
    published: datetime,
    analysis: Analysis,
    numbers: Numbers,
) -> None:
    """Store whom an article names, in which roles, and who says what in it."""
    words = await lexicons()
    for actor, number in zip(analysis.actors, numbers, strict=True):
        if number is not None:
            mention = _mention(actor, number, title)
            await add_mention(connection, article_id, mention)
            roles = [role for role in actor.roles if is_lasting(role.text, words)]
            await _record_roles(connection, article_id, number, roles, published)
    quotes = [_new_quote(quote, numbers, headline=False) for quote in analysis.quotes]
    if analysis.headline_quote:
        quotes.append(_new_quote(analysis.headline_quote, numbers, headline=True))
    await add_quotes(connection, article_id, quotes)


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
