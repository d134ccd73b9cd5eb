import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from analysis.model import Analysis
from handlers.entries import Entry
from handlers.intake import take_in
from handlers.stories import Newsdesk
from storage.actors import aliases_by_keys
from storage.articles import articles_of_actor, count_articles, latest_stories
from storage.database import Database
from storage.quotes import newest_quotes
from storage.records import Article
from storage.roles import roles_of
from tests.builders import NOW, ago
from tests.handlers.newsroom import (
    CRITICISM,
    MEETING,
    NEWS,
    OLYMPICS,
    SAME_MEETING,
    Story,
    feed_of,
    person,
    report,
)

DATES = {
    "as given": (ago(days=2), ago(days=2)),
    "none": (None, NOW),
    "in the future": (NOW + timedelta(days=400), NOW),
}
ENTRY = Entry("guid-1", "عنوان", "https://news.example/1", "موجز", "", NOW)


async def test_an_entry_becomes_an_article_with_all_that_is_in_it(
    db: Database,
) -> None:
    number = await report(db, MEETING)

    [story] = await latest_stories(db, limit=5)
    [article] = story.articles
    assert article.id == number
    assert article.source.title == MEETING.title
    assert article.gist == MEETING.gist
    assert [quote.speaker for quote in await newest_quotes(db, limit=5)] == [
        "جون هيلي",
        "يوآف غالانت",
    ]
    assert [one.id for one in await articles_of(db, "جون هيلي")] == [number]


async def test_a_guess_at_who_speaks_is_held_to_nobody(db: Database) -> None:
    guessed = replace(
        MEETING, said=tuple(replace(one, confidence=0.4) for one in MEETING.said)
    )
    await report(db, guessed)

    assert await newest_quotes(db, limit=5) == []
    assert await count_articles(db) == 1


async def test_what_somebody_is_to_another_is_no_role_of_theirs(
    db: Database,
) -> None:
    minister = person("جون هيلي", role="نظيره البريطاني")
    await report(db, Story("لقاء", "التقى نظيره البريطاني جون هيلي.", (minister,)))

    [alias] = await aliases_by_keys(db, folded={"جون هيلي"}, skeletons=())
    assert not await roles_of(db, actor_id=alias.actor.id)


async def test_the_same_entry_again_is_not_even_read(db: Database) -> None:
    await report(db, MEETING)
    reader = Reader()

    again = await reader.take(db, MEETING.title)

    assert again is None
    assert reader.read == 0
    assert await count_articles(db) == 1


async def test_one_entry_taken_in_twice_at_once_is_stored_once(db: Database) -> None:
    reader = Reader(wait_for=2)

    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(reader.take(db, "guid-7"))
        second = tasks.create_task(reader.take(db, "guid-7"))

    assert {first.result() is None, second.result() is None} == {True, False}
    assert reader.read == 2
    assert await count_articles(db) == 1


async def test_an_identity_belongs_to_its_feed(db: Database) -> None:
    await report(db, MEETING)
    await report(db, replace(MEETING, outlet="صوت الميناء"))

    assert await count_articles(db) == 2


async def test_an_article_that_cannot_be_read_leaves_nothing_behind(
    db: Database,
) -> None:
    async def fail(title: str, body: str) -> Analysis:
        raise RuntimeError(title + body)

    with pytest.raises(RuntimeError):
        await take_in(
            db,
            desk=Newsdesk(),
            feed=await feed_of(db, "النهار"),
            entry=ENTRY,
            body="نص",
            body_from="feed",
            analyse=fail,
            now=NOW,
        )

    assert await count_articles(db) == 0


async def test_what_cannot_be_stored_whole_is_not_stored_at_all(db: Database) -> None:
    broken = replace(MEETING, said=(replace(MEETING.said[0], about=(7,)),))

    with pytest.raises(IndexError):
        await report(db, broken)

    assert await count_articles(db) == 0
    assert not await aliases_by_keys(db, folded={"جون هيلي"}, skeletons=())


@pytest.mark.parametrize(("given", "stored"), DATES.values(), ids=DATES)
async def test_an_article_is_never_of_tomorrow(
    db: Database, given: datetime | None, stored: datetime
) -> None:
    await report(db, replace(OLYMPICS, published=given))

    [story] = await latest_stories(db, limit=1)

    assert story.articles[0].source.published == stored


async def test_an_entry_without_a_title_is_called_by_its_first_words(
    db: Database,
) -> None:
    await report(db, Story("", "\nأعلنت البلدية فتح الطريق.\nوقالت إن العمل انتهى."))

    [story] = await latest_stories(db, limit=1)

    assert story.articles[0].source.title == "أعلنت البلدية فتح الطريق."


async def test_articles_on_one_event_are_one_story(db: Database) -> None:
    for story in NEWS:
        await report(db, story)

    stories = await latest_stories(db, limit=10)

    assert [[one.source.title for one in story.articles] for story in stories] == [
        [SAME_MEETING.title, MEETING.title],
        [OLYMPICS.title],
        [CRITICISM.title],
    ]


async def test_the_same_words_a_week_later_are_another_story(db: Database) -> None:
    await report(db, replace(MEETING, published=ago(days=7)))
    await report(db, SAME_MEETING)

    assert len(await latest_stories(db, limit=10)) == 2


async def test_an_article_without_a_word_is_taken_in_too(db: Database) -> None:
    await report(db, Story("!!!", ""))

    assert await count_articles(db) == 1


class Reader:
    """Reads articles and counts them, waiting until so many are being read."""

    def __init__(self, *, wait_for: int = 1) -> None:
        self.read = 0
        self._wait_for = wait_for
        self._enough = asyncio.Event()

    async def take(self, db: Database, identity: str) -> int | None:
        return await take_in(
            db,
            desk=Newsdesk(),
            feed=await feed_of(db, MEETING.outlet),
            entry=replace(ENTRY, identity=identity),
            body="نص",
            body_from="feed",
            analyse=self._analyse,
            now=NOW,
        )

    async def _analyse(self, _title: str, _body: str) -> Analysis:
        self.read += 1
        if self.read >= self._wait_for:
            self._enough.set()
        await self._enough.wait()
        return Analysis(language="ar")


async def articles_of(db: Database, folded: str) -> list[Article]:
    [alias] = await aliases_by_keys(db, folded={folded}, skeletons=())
    return list(await articles_of_actor(db, actor_id=alias.actor.id, limit=10))
