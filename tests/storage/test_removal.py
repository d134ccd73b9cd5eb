from dataclasses import dataclass

import pytest

from storage.actors import actor, actors_by_keys, aliases_by_keys
from storage.articles import count_articles, latest_stories
from storage.database import Database, Transaction
from storage.feeds import active_feeds, remove_demo
from storage.quotes import newest_quotes
from storage.records import NewKnownRole
from storage.roles import record_role, replace_known_roles, roles_of
from storage.search import aliases_matching, stories_matching
from tests.builders import (
    NOW,
    Told,
    ago,
    put_actor,
    put_article,
    put_feed,
    put_mentions,
    put_quotes,
)


@dataclass(frozen=True, slots=True)
class News:
    """Actors by what the test is to find out about them."""

    known: int
    demo_only: int
    both: int


@pytest.fixture
async def news(db: Database) -> News:
    """Store real news and demonstration news about them, and remove the latter."""
    async with db.transaction() as connection:
        people = News(
            known=await put_actor(connection, "ليلى حداد", key="laila"),
            demo_only=await put_actor(connection, "كريم الصالح"),
            both=await put_actor(connection, "هدى منصور"),
        )
        office = NewKnownRole(people.known, "وزيرة", None, None)
        await replace_known_roles(connection, [office], actor_ids=[people.known])
        await put_real_news(connection, people)
    [story] = await latest_stories(db, limit=1)
    async with db.transaction() as connection:
        await put_demonstration(connection, people, story_id=story.id)
    async with db.transaction() as connection:
        assert await remove_demo(connection) == 2
    return people


async def put_real_news(connection: Transaction, people: News) -> None:
    feed = await put_feed(connection, "https://real.example")
    article_id = await put_article(
        connection, feed, "r", terms="ميناء", published=ago(hours=2)
    )
    await put_mentions(connection, article_id, [people.both])
    await put_quotes(connection, article_id, [Told("بدأنا", people.both)])
    await put_role(connection, people.both, article_id, "مديرة الميناء")


async def put_demonstration(
    connection: Transaction, people: News, *, story_id: int
) -> None:
    feed = await put_feed(connection, "https://demo.example", demo=True)
    article_id = await put_article(
        connection, feed, "d", terms="ميناء", story_id=story_id
    )
    await put_article(connection, feed, "alone", terms="ميناء")
    named = [people.both, people.demo_only, people.known]
    await put_mentions(connection, article_id, named)
    told = Told("وصلنا", people.demo_only, about=((people.known, "praise"),))
    await put_quotes(connection, article_id, [told])
    for actor_id in (people.known, people.both):
        await put_role(connection, actor_id, article_id, "مدير الميناء")


async def put_role(
    connection: Transaction, actor_id: int, article_id: int, text: str
) -> None:
    await record_role(
        connection,
        actor_id=actor_id,
        article_id=article_id,
        text=text,
        folded=text,
        former=False,
        seen=NOW,
    )


@pytest.mark.usefixtures("news")
async def test_removing_the_demonstration_leaves_the_other_articles(
    db: Database,
) -> None:
    assert [feed.url for feed in await active_feeds(db)] == ["https://real.example"]
    assert await count_articles(db) == 1
    [story] = await latest_stories(db, limit=1)
    assert [article.source.published for article in story.articles] == [ago(hours=2)]
    assert await stories_matching(db, words=["ميناء"], limit=9) == [story]
    assert [quote.text for quote in await newest_quotes(db, limit=9)] == ["بدأنا"]


@pytest.mark.usefixtures("news")
async def test_a_story_is_as_new_as_the_articles_it_has_left(db: Database) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection, "https://real.example")
        await put_article(connection, feed, "newer", published=ago(hours=1))

    stories = await latest_stories(db, limit=9)

    assert [story.articles[0].source.published for story in stories] == [
        ago(hours=1),
        ago(hours=2),
    ]


async def test_removing_the_demonstration_leaves_actors_that_others_know(
    db: Database, news: News
) -> None:
    assert await actor(db, actor_id=news.demo_only) is None
    assert await aliases_by_keys(db, folded=["كريم الصالح"], skeletons=[]) == []
    assert await aliases_matching(db, words=["كريم"], limit=9) == []
    known = (await actors_by_keys(db, keys=["laila"]))["laila"]
    assert (known.articles, known.mentions) == (0, 0)
    both = await actor(db, actor_id=news.both)
    assert both is not None
    assert (both.articles, both.mentions) == (1, 1)


async def test_removing_the_demonstration_leaves_roles_that_others_report(
    db: Database, news: News
) -> None:
    [known] = await roles_of(db, actor_id=news.known)
    assert known.text == "وزيرة"
    [reported] = await roles_of(db, actor_id=news.both)
    assert (reported.text, reported.articles) == ("مديرة الميناء", 1)


@pytest.mark.usefixtures("news")
async def test_removing_the_demonstration_twice_removes_nothing_more(
    db: Database,
) -> None:
    async with db.transaction() as connection:
        assert await remove_demo(connection) == 0
    assert await count_articles(db) == 1
