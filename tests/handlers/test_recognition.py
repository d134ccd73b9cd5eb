"""Which entries are stored already."""

from datetime import datetime, timedelta

import pytest

from handlers.entries import Entry
from handlers.recognition import is_stored, recognise
from storage.articles import add_article
from storage.database import Database
from storage.feeds import add_feed
from storage.origins import add_origin
from tests.builders import NOW, ago, new_article

LINK = "news.example/1"
#: The feed that brought an article, one that has it too, and whether that is known.
FEEDS = {
    "the same": ("https://news.example/a", "https://news.example/a", True),
    "two of the outlet": ("https://news.example/a", "https://www.news.example/b", True),
    "the outlet's at another host": (
        "https://feeds.news.example/a",
        "https://planet.example/b",
        True,
    ),
    "the outlet's before a stranger's": (
        "https://news.example/a",
        "https://planet.example/b",
        True,
    ),
    "a stranger's before the outlet's": (
        "https://planet.example/a",
        "https://news.example/b",
        False,
    ),
    "two strangers'": ("https://planet.example/a", "https://mars.example/b", False),
    "one whose name ends alike": (
        "https://fakenews.example/a",
        "https://news.example/b",
        False,
    ),
}


def entry(
    *, title: str = "عنوان", published: datetime | None = NOW, identity: str = "other"
) -> Entry:
    return Entry(identity, title, f"https://{LINK}", "", "", published, canonical=LINK)


async def put(db: Database, url: str) -> None:
    """Store an article of a feed at the address of `entry`."""
    async with db.transaction() as connection:
        feed = await add_feed(connection, url=url, title="", now=NOW)
        article = new_article(feed, "one", title="عنوان")
        number = await add_article(connection, article, story_id=None)
        await add_origin(connection, article_id=number, canonical=LINK, digest="of it")


@pytest.mark.parametrize(("first", "second", "known"), FEEDS.values(), ids=FEEDS)
async def test_nobody_keeps_an_outlets_articles_out_of_its_own_feed(
    db: Database,
    first: str,
    second: str,
    known: bool,  # noqa: FBT001
) -> None:
    await put(db, first)
    async with db.transaction() as connection:
        feed = await add_feed(connection, url=second, title="", now=NOW)

    found = await recognise(db, feed=feed, entries=[entry()], now=NOW)

    assert bool(found.new) != known
    assert await is_stored(db, feed=feed, entry=entry()) == known


async def test_among_several_at_one_address_the_outlets_own_counts(
    db: Database,
) -> None:
    await put(db, "https://planet.example/a")
    await put(db, "https://news.example/a")
    async with db.transaction() as connection:
        feed = await add_feed(
            connection, url="https://news.example/b", title="", now=NOW
        )

    assert await is_stored(db, feed=feed, entry=entry())


SAME = {
    "the same": (entry(), True),
    "edited": (entry(title="آخر"), True),
    "edited, undated": (entry(title="آخر", published=None), True),
    "the same, days later": (entry(published=NOW + timedelta(days=9)), True),
    "another, days later": (entry(title="آخر", published=ago(days=9)), False),
}


@pytest.mark.parametrize(("one", "known"), SAME.values(), ids=SAME)
async def test_at_one_address_another_title_days_later_is_another_article(
    db: Database,
    one: Entry,
    known: bool,  # noqa: FBT001
) -> None:
    await put(db, "https://news.example/a")
    async with db.transaction() as connection:
        feed = await add_feed(
            connection, url="https://news.example/a", title="", now=NOW
        )

    found = await recognise(db, feed=feed, entries=[one], now=NOW)

    assert bool(found.new) != known
