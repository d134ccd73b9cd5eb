"""Stories on a real database: after a restart, with other programs, when they merge."""

from dataclasses import replace

import pytest

from handlers.links import follow_link
from handlers.stories import Newsdesk
from handlers.top import top
from storage.articles import latest_stories
from storage.database import Database
from storage.feeds import remove_demo
from storage.stories import merge_stories
from tests.builders import ago, put_article, put_feed
from tests.handlers.chats import say
from tests.handlers.newsroom import (
    MEETING,
    SAME_MEETING,
    Story,
    ask,
    items,
    person,
    report,
    words_shown,
)

FIRE = Story(
    "حريق مصنع الورق", "اندلع حريق هائل داخل مصنع الورق.", published=ago(hours=5)
)
EVACUATION = Story(
    "إخلاء حي الزيتون",
    "أخلت الشرطة سكان حي الزيتون.",
    published=ago(hours=4),
    outlet="صوت الميناء",
)
BOTH = Story(
    "حريق مصنع الورق وإخلاء حي الزيتون",
    "اندلع الحريق وأخلت الشرطة الحي.",
    published=ago(hours=3),
    outlet="بريد السهل",
)


async def numbers(db: Database) -> list[int]:
    return [story.id for story in await latest_stories(db, limit=9)]


async def test_a_desk_that_starts_anew_knows_the_stories(db: Database) -> None:
    desk = Newsdesk()
    await report(db, MEETING, desk=desk)
    await report(db, SAME_MEETING, desk=Newsdesk())

    assert len(await numbers(db)) == 1


async def test_a_desk_reads_on_what_another_one_filed(db: Database) -> None:
    ours, theirs = Newsdesk(), Newsdesk()
    for desk, story in ((ours, FIRE), (theirs, MEETING), (ours, SAME_MEETING)):
        await report(db, story, desk=desk)

    assert len(await numbers(db)) == 2


async def test_two_stories_become_one_and_old_links_open_it(db: Database) -> None:
    desk = Newsdesk()
    for story in (FIRE, EVACUATION):
        await report(db, story, desk=desk)
    later, earlier = await numbers(db)

    await report(db, BOTH, desk=desk)
    await report(db, replace(EVACUATION, title="إخلاء حي الزيتون مجددا"), desk=desk)

    assert await numbers(db) == [earlier]
    for number in (earlier, later):
        opened = await follow_link(db, ask("start", f"story_{number}"))
        assert opened
        assert {one.title for one in items(opened)} >= {FIRE.title, EVACUATION.title}


async def test_a_link_follows_merges_of_merges_and_numbers_are_not_given_again(
    db: Database,
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        for identity in "abc":
            await put_article(connection, feed, identity)
        await merge_stories(connection, gone=3, into=2)
        await merge_stories(connection, gone=2, into=1)
        await put_article(connection, feed, "d", title="خبر جديد")

    assert await numbers(db) == [4, 1]
    opened = await follow_link(db, ask("start", "story_3"))
    assert opened
    assert len(items(opened)) == 3


async def test_what_was_removed_is_forgotten(db: Database) -> None:
    desk = Newsdesk()
    await report(db, replace(MEETING, demo=True), desk=desk)
    async with db.transaction() as connection:
        await remove_demo(connection)

    await report(db, SAME_MEETING, desk=desk)

    assert len(await numbers(db)) == 1


async def test_an_agency_text_is_one_source_of_its_story(db: Database) -> None:
    text = " ".join(f"كلمة{number} نادرة{number}" for number in range(40))
    for outlet in ("النهار الجديد", "صوت الميناء"):
        await report(db, Story("تقرير الوكالة", text, outlet=outlet))

    [story] = await latest_stories(db, limit=9)

    assert [one.is_copy for one in story.articles] == [True, False]


async def test_top_begins_with_the_weightiest_story(news: Database) -> None:
    await report(news, FIRE)

    reply = await top(news, ask("top", "2"))

    assert words_shown(reply).startswith("أبرز الأخبار")
    assert [one.title for one in items(reply)] == [SAME_MEETING.title, FIRE.title]


async def test_top_puts_first_whom_the_chat_follows(db: Database) -> None:
    alone = Story("بيان ليلى", "أصدرت ليلى منصور بيانا.", (person("ليلى منصور"),))
    for story in (MEETING, SAME_MEETING, replace(alone, published=ago(hours=4)), FIRE):
        await report(db, story)

    await say(db, "/follow ليلى منصور")

    shown = items(await say(db, "/top"))
    assert [one.title for one in shown] == ["بيان ليلى", SAME_MEETING.title, FIRE.title]


MUTED = {
    "a word": "/mute حريق",
    "a word in another spelling": "/mute حَرِيق",
    "several words": "/mute مصنع الورق",
    "a word of a sentence": "/mute هائل",
    "a source": f"/mute {FIRE.outlet}",
}


@pytest.mark.parametrize("mute", MUTED.values(), ids=MUTED)
async def test_top_shows_what_digests_would(db: Database, mute: str) -> None:
    fire = replace(FIRE, gist=(FIRE.body,))
    for story in (replace(MEETING, outlet="صوت الميناء"), fire):
        await report(db, story)

    await say(db, mute)

    [shown] = items(await say(db, "/top"))
    assert shown.title == MEETING.title


async def test_top_of_an_old_archive_shows_its_last_days(db: Database) -> None:
    await report(db, replace(FIRE, published=ago(days=300)))

    assert len(items(await top(db, ask("top")))) == 1


async def test_top_of_nothing_says_so(db: Database) -> None:
    assert "/sources" in words_shown(await top(db, ask("top")))
