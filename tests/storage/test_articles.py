from datetime import timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from storage.articles import (
    add_article,
    articles_of_actor,
    count_articles,
    latest_stories,
)
from storage.database import Database
from storage.origins import articles_by_identity
from tests.builders import (
    NOW,
    ago,
    new_article,
    put_actor,
    put_article,
    put_feed,
    put_mentions,
)


async def test_an_article_comes_back_as_it_was_stored(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection, title="موجز الأخبار")
        article = new_article(
            feed, "7", title="لقاء في بيروت", gist=("جملة أولى.", "جملة ثانية.")
        )
        article_id = await add_article(connection, article, story_id=None)

    [story] = await latest_stories(db, limit=5)
    [stored] = story.articles
    assert stored.id == stored.source.article_id == article_id
    assert stored.story_id == story.id
    assert stored.gist == ("جملة أولى.", "جملة ثانية.")
    assert stored.source.name == "موجز الأخبار"
    assert stored.source.title == "لقاء في بيروت"
    assert stored.source.url == article.url
    assert stored.source.published == NOW


async def test_stories_come_by_their_newest_article(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        await put_article(connection, feed, "old", published=ago(hours=5))
        await put_article(connection, feed, "new", published=ago(hours=1))
    old = (await latest_stories(db, limit=9))[1]
    async with db.transaction() as connection:
        await put_article(connection, feed, "newest", story_id=old.id)

    stories = await latest_stories(db, limit=9)

    assert [
        [article.source.url.rpartition("/")[2] for article in story.articles]
        for story in stories
    ] == [["newest", "old"], ["new"]]


async def test_an_older_article_does_not_bring_its_story_forward(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        await put_article(connection, feed, "first", published=ago(hours=5))
        await put_article(connection, feed, "second", published=ago(hours=3))
    second, first = await latest_stories(db, limit=9)
    async with db.transaction() as connection:
        await put_article(
            connection, feed, "older", story_id=first.id, published=ago(hours=9)
        )

    assert [story.id for story in await latest_stories(db, limit=9)] == [
        second.id,
        first.id,
    ]


async def test_pages_of_stories_follow_one_another_without_gap(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        for number in range(7):
            await put_article(connection, feed, str(number))

    whole = await latest_stories(db, limit=7)
    pages = [await latest_stories(db, limit=3, offset=offset) for offset in (0, 3, 6)]

    assert [story for page in pages for story in page] == whole
    assert await latest_stories(db, limit=3, offset=7) == []


async def test_a_time_of_another_zone_is_the_same_moment_in_utc(db: Database) -> None:
    riyadh = timezone(timedelta(hours=3))
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        await put_article(
            connection, feed, "1", published=ago(microseconds=1).astimezone(riyadh)
        )

    [story] = await latest_stories(db, limit=1)
    published = story.articles[0].source.published
    assert published == ago(microseconds=1)
    assert published.utcoffset() == timedelta(0)


async def test_a_time_without_a_zone_is_refused(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        article = new_article(feed, "1", published=NOW.replace(tzinfo=None))
        with pytest.raises(StatementError, match="without a time zone"):
            await add_article(connection, article, story_id=None)


UNSTORABLE = {
    "NUL": ("قبل\0بعد", "قبل\N{REPLACEMENT CHARACTER}بعد"),
    "lone surrogate": ("قبل\ud83dبعد", "قبل\N{REPLACEMENT CHARACTER}بعد"),
    "emoji stays": ("خبر 😀", "خبر 😀"),
}


@pytest.mark.parametrize(("text", "kept"), UNSTORABLE.values(), ids=UNSTORABLE)
async def test_hostile_text_is_stored_readably(
    db: Database, text: str, kept: str
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        article = new_article(feed, text, title=text, gist=(text,))
        await add_article(connection, article, story_id=None)

    [story] = await latest_stories(db, limit=1)
    assert story.articles[0].source.title == kept
    assert story.articles[0].gist == (kept,)
    assert await articles_by_identity(db, feed_id=feed.id, identities=[text])


async def test_identities_are_known_for_their_own_feed_only(db: Database) -> None:
    async with db.transaction() as connection:
        first = await put_feed(connection, "https://a.example/feed")
        second = await put_feed(connection, "https://b.example/feed")
        await put_article(connection, first, "1")
        await put_article(connection, first, "2")
        await put_article(connection, second, "3")

    known = await articles_by_identity(db, feed_id=first.id, identities=["1", "3", "4"])

    assert set(known) == {"1"}
    assert await articles_by_identity(db, feed_id=first.id, identities=[]) == {}


async def test_articles_of_an_actor_come_newest_first_in_pages(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        actor_id = await put_actor(connection, "سلمى الخطيب")
        for hours in (4, 1, 3, 2):
            article_id = await put_article(
                connection, feed, str(hours), published=ago(hours=hours)
            )
            await put_mentions(connection, article_id, [actor_id])
        await put_article(connection, feed, "without her")

    first = await articles_of_actor(db, actor_id=actor_id, limit=3)
    rest = await articles_of_actor(db, actor_id=actor_id, limit=3, offset=3)

    assert [article.source.published for article in [*first, *rest]] == [
        ago(hours=hours) for hours in (1, 2, 3, 4)
    ]


async def test_nothing_stored_is_nothing_found(db: Database) -> None:
    assert await latest_stories(db, limit=5) == []
    assert await articles_of_actor(db, actor_id=1, limit=5) == []
    assert await count_articles(db) == 0


async def test_a_feed_without_a_title_goes_by_its_address(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection, "https://a.example/feed", title="")
        await put_article(connection, feed, "1")

    [story] = await latest_stories(db, limit=1)
    assert story.articles[0].source.name == "https://a.example/feed"
