"""Statements, by whom and about whom."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, insert, or_, select

from storage.articles import as_source, source_columns
from storage.database import AnyRow, Reader, Transaction
from storage.records import NewQuote, Quote
from storage.schema import ATTRIBUTED, articles, feeds, quote_subjects, quotes
from storage.search import articles_with

_NEUTRAL = "neutral"
#: Statements read to choose from, where several articles are shown.
MAX_OF_ARTICLES = 300


async def add_quotes(
    connection: Transaction, article_id: int, new: Sequence[NewQuote]
) -> None:
    """Store the statements of an article, with whom each is about."""
    if not new:
        return
    query = select(articles.c.published).where(articles.c.id == article_id)
    row = await connection.fetch_one(query)
    if row is None:
        raise LookupError(f"no article has the id {article_id}")
    inserted = await connection.execute(
        insert(quotes).returning(quotes.c.id, sort_by_parameter_order=True),
        [_values(quote, article_id, row.published) for quote in new],
    )
    subjects = [
        subject
        for quote_id, quote in zip(inserted.scalars(), new, strict=True)
        for subject in _subjects(quote, quote_id, row.published)
    ]
    if subjects:
        await connection.execute(insert(quote_subjects), subjects)


async def quote(reader: Reader, *, quote_id: int) -> Quote | None:
    """Return the statement with this id."""
    query = select_quotes(()).where(quotes.c.id == quote_id)
    row = await reader.fetch_one(query)
    return None if row is None else as_quote(row)


async def quotes_by(
    reader: Reader,
    *,
    speaker_id: int,
    words: Sequence[str] = (),
    limit: int,
    offset: int = 0,
) -> Sequence[Quote]:
    """Return an actor's statements, newest first.

    Args:
        words: folded; all must occur in the folded text.
    """
    query = select_quotes(words).where(quotes.c.speaker_id == speaker_id)
    return await _page(reader, query, limit=limit, offset=offset)


async def quotes_by_name(
    reader: Reader,
    *,
    folded_name: str,
    words: Sequence[str] = (),
    limit: int,
    offset: int = 0,
) -> Sequence[Quote]:
    """Return statements of a speaker that is no actor (a government), newest first.

    Args:
        words: folded; all must occur in the folded text.
    """
    query = select_quotes(words).where(
        quotes.c.speaker_id.is_(None), quotes.c.speaker_folded == folded_name
    )
    return await _page(reader, query, limit=limit, offset=offset)


async def quotes_about(
    reader: Reader, *, actor_id: int, limit: int, offset: int = 0
) -> Sequence[Quote]:
    """Return what others said about an actor: aimed at it first, and then newest.

    Statements that nobody is named for are left out: they may be the actor's own.
    """
    others = or_(quotes.c.speaker_id.is_(None), quotes.c.speaker_id != actor_id)
    query = (
        select_quotes(())
        .join(quote_subjects, quote_subjects.c.quote_id == quotes.c.id)
        .where(quote_subjects.c.actor_id == actor_id, ATTRIBUTED, others)
        .order_by(
            quote_subjects.c.targeted.desc(),
            quote_subjects.c.published.desc(),
            quote_subjects.c.quote_id.desc(),
        )
        .limit(limit)
        .offset(offset)
    )
    return [as_quote(row) for row in await reader.fetch_all(query)]


async def newest_quotes(
    reader: Reader, *, words: Sequence[str] = (), limit: int, offset: int = 0
) -> Sequence[Quote]:
    """Return the newest statements that have a speaker.

    Args:
        words: folded; all must occur in the folded text, in articles that are found
            by them.
    """
    query = select_quotes(words).where(ATTRIBUTED)
    if words:
        # Walking along the newest to a rare word would read every statement there is.
        query = query.where(quotes.c.article_id.in_(articles_with(words)))
    return await _page(reader, query, limit=limit, offset=offset)


async def direct_quotes(
    reader: Reader, *, article_ids: Collection[int]
) -> Sequence[Quote]:
    """Return what was said literally in some articles by a speaker, newest first."""
    query = select_quotes(()).where(
        quotes.c.article_id.in_(article_ids), quotes.c.kind == "direct", ATTRIBUTED
    )
    return await _page(reader, query, limit=MAX_OF_ARTICLES, offset=0)


def select_quotes(words: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return a query for what `as_quote` reads, with all the words, to be narrowed."""
    return (
        select(*_shown_columns(), *source_columns())
        .join_from(quotes, articles)
        .join(feeds, feeds.c.id == articles.c.feed_id)
        .where(*(quotes.c.folded.contains(word, autoescape=True) for word in words))
    )


def _shown_columns() -> tuple[ColumnElement[Any], ...]:
    return (
        quotes.c.id,
        quotes.c.text,
        quotes.c.kind,
        quotes.c.cue,
        quotes.c.speaker_id,
        quotes.c.speaker,
        quotes.c.via,
        quotes.c.stance,
        quotes.c.headline,
        quotes.c.earlier,
        quotes.c.confidence,
    )


async def _page(
    reader: Reader, query: Select[*tuple[Any, ...]], *, limit: int, offset: int
) -> Sequence[Quote]:
    ordered = query.order_by(quotes.c.published.desc(), quotes.c.id.desc())
    rows = await reader.fetch_all(ordered.limit(limit).offset(offset))
    return [as_quote(row) for row in rows]


def as_quote(row: AnyRow) -> Quote:
    """Read a statement."""
    return Quote(
        id=row.id,
        source=as_source(row),
        text=row.text,
        kind=row.kind,
        cue=row.cue,
        speaker_id=row.speaker_id,
        speaker=row.speaker,
        via=row.via,
        stance=row.stance,
        headline=row.headline,
        earlier=row.earlier,
        confidence=row.confidence,
    )


def _values(quote: NewQuote, article_id: int, published: datetime) -> dict[str, Any]:
    values = asdict(quote) | {"article_id": article_id, "published": published}
    del values["about"]
    values["folded"] = quote.folded or quote.text
    values["speaker_folded"] = quote.speaker_folded or quote.speaker
    return values


def _subjects(
    quote: NewQuote, quote_id: int, published: datetime
) -> list[dict[str, Any]]:
    """Return the rows of whom a statement is about, each once, a stance preferred."""
    stances: dict[int, str] = {}
    for actor_id, stance in quote.about:
        if stances.get(actor_id, _NEUTRAL) == _NEUTRAL:
            stances[actor_id] = stance
    return [
        {
            "quote_id": quote_id,
            "actor_id": actor_id,
            "published": published,
            "targeted": stance != _NEUTRAL,
            "stance": stance,
        }
        for actor_id, stance in stances.items()
    ]
