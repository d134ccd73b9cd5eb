"""Files as sources."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import FeedError
from bot.feeds.files import ARTICLES_URL
from bot.feeds.intake import ingest_file
from bot.workers import Workers
from storage.articles import count_articles
from storage.database import Database
from storage.feeds import due_feeds

from ...builders import NOW
from ..feeds import FULL_TEXT, item, rss
from ..intakes import open_intake, stored_articles, stored_feed

TITLE = "وزير الدفاع يصل إلى العاصمة"
BODY = "قال الوزير إن الزيارة تستمر يومين.\nوأضاف أن المحادثات تبدأ غدا."
ARTICLE = f"\n\n  {TITLE}  \n\n{BODY}\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "windows-1256"]
UNREADABLE = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n ", "the file is empty"),
    "binary": (b"\x7fELF\0\0\0\1\0", "the file is not a text"),
    "a web page": (
        b"<!doctype html><html><body>x</body></html>",
        "the answer is a web page, not a feed",
    ),
    "a broken feed": (b"<rss><channel><item>", "the feed cannot be read"),
}

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "مقال جديد.txt"


def put(file: Path, data: bytes, *, mode: int = 0o600) -> None:
    file.write_bytes(data)
    file.chmod(mode)


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_a_plain_text_is_an_article(
    db: Database, workers: Workers, file: Path, encoding: str
) -> None:
    put(file, ARTICLE.encode(encoding))

    async with open_intake(db, workers) as intake:
        assert await ingest_file(intake, file) == 1

    (article,) = await stored_articles(db)
    assert article.source.title == TITLE
    assert article.source.url == ""
    assert article.source.published == NOW


async def test_an_article_is_known_by_its_text(
    db: Database, workers: Workers, tmp_path: Path
) -> None:
    one, other = tmp_path / "1.txt", tmp_path / "2.txt"
    put(one, ARTICLE.encode("utf-8"))
    put(other, ARTICLE.strip().encode("utf-16"))

    async with open_intake(db, workers) as intake:
        assert await ingest_file(intake, one) == 1
        assert await ingest_file(intake, other) == 0


async def test_an_article_may_begin_with_a_bracket(
    db: Database, workers: Workers, file: Path
) -> None:
    put(file, "[عاجل] خبر\nنص الخبر.".encode())

    async with open_intake(db, workers) as intake:
        assert await ingest_file(intake, file) == 1


async def test_a_feed_is_stored_under_its_own_title(
    db: Database, workers: Workers, file: Path
) -> None:
    put(file, rss(item("خبر", content=FULL_TEXT), title="صحيفة أخرى"))

    async with open_intake(db, workers) as intake:
        assert await ingest_file(intake, file) == 1
        assert await ingest_file(intake, file) == 0

    (article,) = await stored_articles(db)
    assert article.source.name == "صحيفة أخرى"


async def test_a_file_is_never_fetched(
    db: Database, workers: Workers, file: Path
) -> None:
    put(file, ARTICLE.encode("utf-8"))

    async with open_intake(db, workers) as intake:
        await ingest_file(intake, file)

    later = NOW + timedelta(days=365)
    assert await due_feeds(db, now=later, limit=5) == []
    assert (await stored_feed(db, ARTICLES_URL)).succeeded == NOW


@pytest.mark.parametrize(("data", "reason"), UNREADABLE.values(), ids=UNREADABLE)
async def test_what_is_neither_is_told(
    db: Database, workers: Workers, file: Path, data: bytes, reason: str
) -> None:
    put(file, data)

    async with open_intake(db, workers) as intake:
        with pytest.raises(FeedError) as caught:
            await ingest_file(intake, file)

    assert str(caught.value) == reason
    assert await count_articles(db) == 0


async def test_a_file_that_is_not_there_is_told(
    db: Database, workers: Workers, tmp_path: Path
) -> None:
    told = {
        tmp_path / "nothing.txt": "there is no such file",
        tmp_path: "this is a folder: name the files in it",
        Path("/dev/zero"): "there is no such file",
        tmp_path / ("x" * 300): "the file cannot be read: File name too long",
    }

    async with open_intake(db, workers) as intake:
        for path, reason in told.items():
            with pytest.raises(FeedError) as caught:
                await ingest_file(intake, path)
            assert str(caught.value) == reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_a_file_that_may_not_be_read_is_told(
    db: Database, workers: Workers, file: Path
) -> None:
    put(file, ARTICLE.encode(), mode=0)

    async with open_intake(db, workers) as intake:
        with pytest.raises(FeedError, match="cannot be read: Permission denied"):
            await ingest_file(intake, file)


async def test_a_path_may_be_pasted(db: Database, workers: Workers, file: Path) -> None:
    put(file, ARTICLE.encode("utf-8"))
    pasted = [f' "{file}"\n', f"\u202b'{file}'", file.as_uri()]

    async with open_intake(db, workers) as intake:
        new = [await ingest_file(intake, Path(path)) for path in pasted]

    assert new == [1, 0, 0]
