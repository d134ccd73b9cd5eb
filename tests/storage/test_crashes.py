import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.articles import count_articles
from storage.database import open_database
from storage.quotes import newest_quotes
from storage.search import stories_matching
from tests.storage.crashing_writer import QUOTES

HOUSE = Path(__file__).parents[2]
#: Each fails if a full-text index and its table differ.
INDEX_CHECKS = (
    "INSERT INTO articles_search(articles_search, rank) VALUES ('integrity-check', 1)",
    "INSERT INTO aliases_search(aliases_search, rank) VALUES ('integrity-check', 1)",
    "INSERT INTO roles_search(roles_search, rank) VALUES ('integrity-check', 1)",
)


@asynccontextmanager
async def writing(
    url: str, *, pause_at: int = 0
) -> AsyncIterator[asyncio.StreamReader]:
    """Run a process that writes to the database; it is killed when the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.storage.crashing_writer",
        url,
        str(pause_at),
        cwd=HOUSE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        process.kill()
        await process.wait()


async def assert_whole(url: str, path: Path, *, articles: int) -> None:
    """Check that each article is stored with all that belongs to it."""
    async with open_database(url) as db:
        assert await count_articles(db) == articles
        assert len(await newest_quotes(db, limit=9999)) == articles * QUOTES
        found = await stories_matching(db, words=["عنوان"], limit=9999)
        assert len(found) == articles
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for check in INDEX_CHECKS:
            connection.execute(check)
    connection.close()


async def test_killed_in_the_middle_of_an_article_only_whole_ones_are_stored(
    database_url: str, tmp_path: Path
) -> None:
    async with writing(database_url, pause_at=4) as output:
        while await output.readline() != b"in the middle\n":
            pass

    await assert_whole(database_url, tmp_path / "mujaz.sqlite3", articles=3)


@pytest.mark.parametrize("seen", [1, 2, 5, 9])
async def test_killed_at_any_moment_nothing_told_is_lost(
    database_url: str, tmp_path: Path, seen: int
) -> None:
    async with writing(database_url) as output:
        for _ in range(seen):
            await output.readline()
    rest = (await output.read()).split(b"\n")
    told = seen + len([line for line in rest if line.startswith(b"stored")])

    async with open_database(database_url) as db:
        articles = await count_articles(db)

    # The last one may have been stored and not told.
    assert articles - told in {0, 1}
    await assert_whole(database_url, tmp_path / "mujaz.sqlite3", articles=articles)
