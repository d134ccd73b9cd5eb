"""How articles came: by what an entry is known again, and which pages are owed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, insert, select, update

from storage.database import AnyRow, Reader, Transaction
from storage.feed_records import KnownArticle, OwedPage, Revision
from storage.feed_schema import ADDRESSED, article_origins
from storage.schema import articles, feeds
from storage.types import storable

#: Values that one statement is given at most; SQLite has a limit.
_AT_ONCE: Final = 5_000


async def articles_by_identity(
    reader: Reader, *, feed_id: int, identities: Collection[str]
) -> dict[str, KnownArticle]:
    """Return those of a feed's entries that are stored, by their identity."""
    wanted = {storable(one): one for one in identities}
    of_feed = articles.c.feed_id == feed_id
    found = await _known(reader, of_feed, articles.c.identity, list(wanted))
    return {wanted[one.identity]: one for one in found}


async def articles_by_address(
    reader: Reader, *, addresses: Collection[str]
) -> dict[str, list[KnownArticle]]:
    """Return the articles of all feeds with these canonical addresses, oldest first."""
    found = await _known(
        reader, ADDRESSED, article_origins.c.canonical, list(addresses)
    )
    by_address: dict[str, list[KnownArticle]] = {}
    for one in found:
        by_address.setdefault(one.canonical, []).append(one)
    return by_address


async def articles_by_title(
    reader: Reader, *, feed_id: int, titles: Collection[str]
) -> dict[str, KnownArticle]:
    """Return a feed's articles with these titles, the newest of each."""
    wanted = {storable(one): one for one in titles}
    of_feed = articles.c.feed_id == feed_id
    found = await _known(reader, of_feed, articles.c.title, list(wanted))
    return {wanted[one.title]: one for one in found}


async def add_origin(
    connection: Transaction,
    *,
    article_id: int,
    canonical: str,
    digest: str,
    page_due: datetime | None = None,
) -> None:
    """Keep how an article came.

    Args:
        page_due: when its page is asked for again; None where it is not.
    """
    await connection.execute(
        insert(article_origins).values(
            article_id=article_id,
            canonical=canonical,
            digest=digest,
            revisions=0,
            page_due=page_due,
            page_tries=0,
        )
    )


async def record_revision(
    connection: Transaction, *, article_id: int, digest: str
) -> None:
    """Keep that an article was read again because its feed says something else."""
    await connection.execute(
        update(article_origins)
        .where(article_origins.c.article_id == article_id)
        .values(digest=digest, revisions=article_origins.c.revisions + 1)
    )


async def record_page(
    connection: Transaction, *, article_id: int, due: datetime | None
) -> None:
    """Keep that an article's page was asked for again, and when that is next."""
    await connection.execute(
        update(article_origins)
        .where(article_origins.c.article_id == article_id)
        .values(page_due=due, page_tries=article_origins.c.page_tries + 1)
    )


async def postpone_pages(
    connection: Transaction, article_ids: Collection[int], *, due: datetime
) -> None:
    """Ask for articles' pages again at another time."""
    await connection.execute(
        update(article_origins)
        .where(article_origins.c.article_id.in_(article_ids))
        .values(page_due=due)
    )


async def owed_pages(
    reader: Reader, *, now: datetime, limit: int
) -> Sequence[OwedPage]:
    """Return articles whose page is to be asked for again, the most overdue first."""
    query = (
        select(articles.c.id, articles.c.url, articles.c.title, articles.c.summary)
        .add_columns(article_origins.c.page_tries)
        .join(article_origins, article_origins.c.article_id == articles.c.id)
        .where(article_origins.c.page_due <= now)
        .order_by(article_origins.c.page_due, article_origins.c.article_id)
        .limit(limit)
    )
    return [
        OwedPage(row.id, row.url, row.title, row.summary, row.page_tries)
        for row in await reader.fetch_all(query)
    ]


async def revise_article(
    connection: Transaction, *, article_id: int, revision: Revision
) -> None:
    """Give an article another text; its number, time and story stay."""
    await connection.execute(
        update(articles).where(articles.c.id == article_id).values(**asdict(revision))
    )


async def owe_page(
    connection: Transaction,
    *,
    article_id: int,
    title: str,
    summary: str,
    due: datetime,
) -> None:
    """Give an article another title and summary, and keep that its page is owed.

    What its page said before stays until then: it is more than a summary.
    """
    await connection.execute(
        update(articles)
        .where(articles.c.id == article_id)
        .values(title=title, summary=summary)
    )
    await connection.execute(
        update(article_origins)
        .where(article_origins.c.article_id == article_id)
        .values(page_due=due, page_tries=0)
    )


async def newest_times(
    reader: Reader, *, feed_id: int, limit: int
) -> Sequence[datetime]:
    """Return when a feed's newest articles were published, newest first."""
    query = (
        select(articles.c.published)
        .where(articles.c.feed_id == feed_id)
        .order_by(articles.c.published.desc())
        .limit(limit)
    )
    return [row.published for row in await reader.fetch_all(query)]


async def _known(
    reader: Reader,
    condition: ColumnElement[bool],
    column: ColumnElement[Any],
    values: Sequence[str],
) -> list[KnownArticle]:
    """Return the articles with one of these values, oldest first."""
    found: list[KnownArticle] = []
    for some in _batches(values):
        query = (
            select(
                articles.c.id,
                articles.c.feed_id,
                feeds.c.url.label("feed_url"),
                articles.c.identity,
                articles.c.title,
                articles.c.published,
                article_origins.c.canonical,
                article_origins.c.digest,
                article_origins.c.revisions,
            )
            .join_from(articles, feeds)
            .outerjoin(article_origins, article_origins.c.article_id == articles.c.id)
            .where(condition, column.in_(some))
            .order_by(articles.c.id)
        )
        found.extend(_known_article(row) for row in await reader.fetch_all(query))
    return found


def _batches(values: Sequence[str]) -> Iterator[list[str]]:
    waiting = iter(values)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some


def _known_article(row: AnyRow) -> KnownArticle:
    return KnownArticle(
        article_id=row.id,
        feed_id=row.feed_id,
        feed_url=row.feed_url,
        identity=row.identity,
        title=row.title,
        published=row.published,
        canonical=row.canonical or "",
        digest=row.digest,
        revisions=row.revisions or 0,
    )
