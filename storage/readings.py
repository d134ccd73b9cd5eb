"""Articles as they are read: their texts, and by which version of the analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, select

from storage.database import AnyRow, Reader
from storage.schema import articles

_TEXT: Final = (
    articles.c.id,
    articles.c.title,
    articles.c.summary,
    articles.c.body,
    articles.c.body_from,
    articles.c.url,
    articles.c.analysis_version,
)


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What an article says, and the version of the analysis that read it last."""

    article_id: int
    title: str
    summary: str
    body: str
    body_from: str
    url: str
    analysis_version: int


async def article_text(reader: Reader, *, article_id: int) -> ArticleText | None:
    """Return what an article says."""
    row = await reader.fetch_one(select(*_TEXT).where(articles.c.id == article_id))
    return None if row is None else _as_text(row)


async def outdated_texts(
    reader: Reader, *, version: int, before: int | None, limit: int
) -> Sequence[ArticleText]:
    """Return articles that an older version of the analysis read, the newest first.

    Args:
        before: an article's id; only what came in before it is returned.
    """
    query = _outdated(select(*_TEXT), version, before)
    rows = await reader.fetch_all(query.order_by(articles.c.id.desc()).limit(limit))
    return [_as_text(row) for row in rows]


async def count_outdated(reader: Reader, *, version: int) -> int:
    """Return how many articles an older version of the analysis read."""
    query = _outdated(select(func.count()).select_from(articles), version, None)
    row = await reader.fetch_one(query)
    return 0 if row is None else row[0]


def _outdated(
    query: Select[*tuple[Any, ...]], version: int, before: int | None
) -> Select[*tuple[Any, ...]]:
    older = query.where(articles.c.analysis_version < version)
    return older if before is None else older.where(articles.c.id < before)


def _as_text(row: AnyRow) -> ArticleText:
    return ArticleText(
        article_id=row.id,
        title=row.title,
        summary=row.summary,
        body=row.body,
        body_from=row.body_from,
        url=row.url,
        analysis_version=row.analysis_version,
    )
