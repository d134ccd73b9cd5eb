"""Hot queries walk along indexes, however many rows there are."""

import re
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Executable
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.sql import ClauseElement

from storage.actors import (
    alias_names,
    aliases_by_keys,
    aliases_of,
    companions,
)
from storage.articles import articles_of_actor, latest_stories, story
from storage.database import AnyRow, Database, Reader
from storage.feed_notes import owed_notes
from storage.feeds import due_feeds, feed_statuses
from storage.origins import (
    articles_by_address,
    articles_by_identity,
    articles_by_title,
    newest_times,
    owed_pages,
)
from storage.quotes import newest_quotes, quotes_about, quotes_by, quotes_by_name
from storage.roles import roles_of
from storage.search import (
    actors_in_role,
    aliases_matching,
    stories_matching,
)
from storage.stories import story_articles, story_changes
from storage.suggestions import (
    aliases_beginning,
    aliases_sounding,
    reported_aliases,
)
from tests.builders import NOW

#: The tables that grow with the news.
LARGE = (
    "articles|article_origins|stories|actors|aliases|mentions|quotes|quote_subjects"
    "|roles"
)

Query = Callable[[Reader], Awaitable[object]]

#: Those that show the first of very many, with the index that has their order.
PAGES: dict[str, tuple[Query, str]] = {
    "latest stories": (
        lambda db: latest_stories(db, limit=5),
        "SCAN stories USING COVERING INDEX ix_stories_newest",
    ),
    "articles of an actor": (
        lambda db: articles_of_actor(db, actor_id=1, limit=5),
        "SEARCH mentions USING COVERING INDEX ix_mentions_actor (actor_id=?)",
    ),
    "names for suggestions": (
        lambda db: alias_names(db, limit=5),
        "SCAN actors USING COVERING INDEX ix_actors_articles",
    ),
    "quotes by an actor": (
        lambda db: quotes_by(db, speaker_id=1, limit=5),
        "SEARCH quotes USING INDEX ix_quotes_speaker (speaker_id=?)",
    ),
    "quotes by a name": (
        lambda db: quotes_by_name(db, folded_name="x", limit=5),
        "SEARCH quotes USING INDEX ix_quotes_name (speaker_folded=?)",
    ),
    "quotes about an actor": (
        lambda db: quotes_about(db, actor_id=1, limit=5),
        "SEARCH quote_subjects USING COVERING INDEX ix_quote_subjects_actor "
        "(actor_id=?)",
    ),
    "newest quotes": (
        lambda db: newest_quotes(db, limit=5),
        "SCAN quotes USING INDEX ix_quotes_published",
    ),
    "due feeds": (
        lambda db: due_feeds(db, now=NOW, limit=5),
        "SEARCH feeds USING INDEX ix_feeds_due (due<?)",
    ),
    "owed pages": (
        lambda db: owed_pages(db, now=NOW, limit=5),
        "SEARCH article_origins USING INDEX ix_article_origins_page_due (page_due<?)",
    ),
    "owed notes": (
        lambda db: owed_notes(db, limit=5),
        "SCAN feed_notes USING INDEX ix_feed_notes_owed",
    ),
    "how often a feed publishes": (
        lambda db: newest_times(db, feed_id=1, limit=5),
        "SEARCH articles USING COVERING INDEX ix_articles_feed (feed_id=?)",
    ),
}
#: Those that look at few rows and may sort them.
LOOKUPS: dict[str, Query] = {
    "articles by identity": lambda db: articles_by_identity(
        db, feed_id=1, identities=["a", "b"]
    ),
    "articles by address": lambda db: articles_by_address(db, addresses=["a", "b"]),
    "articles by title": lambda db: articles_by_title(db, feed_id=1, titles=["a"]),
    "words in statements": lambda db: newest_quotes(db, words=["x"], limit=5),
    "words in stories": lambda db: stories_matching(db, words=["x", "y"], limit=5),
    "articles that came in": lambda db: story_articles(db, after=5, limit=5),
    "stories that became one": lambda db: story_changes(db, after=1),
    "a story": lambda db: story(db, story_id=1),
    "names by keys": lambda db: aliases_by_keys(db, folded=["x"], skeletons=["y"]),
    "names by words": lambda db: aliases_matching(db, words=["x"], limit=5),
    "names of the first to suggest": lambda db: reported_aliases(
        db, words=[["x", "y"]], limit=5
    ),
    "names that begin so": lambda db: aliases_beginning(db, words=[["x"]], limit=5),
    "names that sound so": lambda db: aliases_sounding(db, skeletons=["x"], limit=5),
    "names of an actor": lambda db: aliases_of(db, actor_id=1),
    "holders of a role": lambda db: actors_in_role(db, words=["x"], limit=5),
    "roles of an actor": lambda db: roles_of(db, actor_id=1),
    "companions": lambda db: companions(db, actor_id=1, limit=5),
}


class Explaining:
    """A reader that keeps how SQLite would run each query."""

    def __init__(self, db: Database, path: Path) -> None:
        self.plan: list[str] = []
        self._db = db
        self._path = path

    async def fetch_all(self, query: Executable) -> Sequence[AnyRow]:
        self._explain(query)
        return await self._db.fetch_all(query)

    async def fetch_one(self, query: Executable) -> AnyRow | None:
        self._explain(query)
        return await self._db.fetch_one(query)

    def _explain(self, query: Executable) -> None:
        assert isinstance(query, ClauseElement)
        sql = query.compile(
            dialect=SQLiteDialect_aiosqlite(), compile_kwargs={"literal_binds": True}
        )
        connection = sqlite3.connect(self._path)
        self.plan += [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
        connection.close()


async def plan_of(query: Query, db: Database, tmp_path: Path) -> list[str]:
    reader = Explaining(db, tmp_path / "mujaz.sqlite3")
    await query(reader)
    assert reader.plan
    return reader.plan


def whole_tables(plan: Sequence[str]) -> list[str]:
    """Return the steps that read a large table row by row."""
    return [
        step
        for step in plan
        if re.match(f"(SCAN|SEARCH) ({LARGE}|role_sightings)($| USING AUTOMATIC)", step)
    ]


@pytest.mark.parametrize(("query", "walk"), PAGES.values(), ids=PAGES)
async def test_a_page_is_read_from_an_index_in_order(
    query: Query, walk: str, db: Database, tmp_path: Path
) -> None:
    plan = await plan_of(query, db, tmp_path)

    page, _, rest = "\n".join(plan).partition(walk)
    assert rest or plan[-1] == walk, plan
    assert "SCAN" not in page
    # What is put in order afterwards is one page, cut off before.
    assert "TEMP B-TREE" not in rest or "MATERIALIZE" in page
    assert whole_tables(plan) == []


@pytest.mark.parametrize("query", LOOKUPS.values(), ids=LOOKUPS)
async def test_a_lookup_reads_no_whole_table(
    query: Query, db: Database, tmp_path: Path
) -> None:
    plan = await plan_of(query, db, tmp_path)

    assert whole_tables(plan) == []


async def test_feeds_are_counted_along_an_index(db: Database, tmp_path: Path) -> None:
    plan = await plan_of(feed_statuses, db, tmp_path)

    assert "SCAN articles USING COVERING INDEX ix_articles_feed" in plan


async def test_words_in_statements_are_not_looked_for_in_all_of_them(
    db: Database, tmp_path: Path
) -> None:
    plan = await plan_of(LOOKUPS["words in statements"], db, tmp_path)

    assert "SEARCH quotes USING INDEX ix_quotes_article (article_id=?)" in plan
