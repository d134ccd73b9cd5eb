"""Alerts: of whom is followed, once, within the limits a chat has set."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from analysis.model import Analysis
from handlers.alerts import owe_alerts
from handlers.entries import Entry
from handlers.intake import take_again
from storage.chats import close_chat
from storage.database import Database
from tests.builders import NOW
from tests.handlers.chats import (
    ALICE,
    BOB,
    contents_of,
    deliver,
    outcomes,
    owed,
    pass_time,
    say,
    say_all,
)
from tests.handlers.newsroom import (
    Said,
    Story,
    analysis_of,
    person,
    quotations,
    report,
    url_of,
    words_shown,
)

HOUR = timedelta(hours=1)
SAID = (
    "القرار الذي اتخذناه لا رجعة عنه",
    "سنفتح الميناء أمام السفن التجارية غداً",
    "لا أحد فوق القانون في بلدنا",
    "ميزانية المدارس ستتضاعف خلال عامين",
    "نرحب بكل وسيط يحمل مقترحاً مكتوباً",
    "الانتخابات في موعدها مهما حدث",
)
TALK = "لن نغلق الباب أمام أي مبادرة جادة مهما طال الانتظار"


def speech(number: int, *, text: str = "", published: datetime = NOW) -> Story:
    """Return an article in which Healey says something."""
    said = text or SAID[number - 1]
    return Story(
        title=f"هيلي يتحدث للمرة {number}",
        body=f"قال هيلي: {said}",
        actors=(person("جون هيلي", "هيلي"), person("غالانت")),
        said=(Said(said, by=0, about=(1,)),),
        published=published,
        outlet=f"منبر {number}",
    )


async def reported(
    db: Database, stories: Sequence[Story], *, now: datetime = NOW
) -> None:
    """Take stories in, and look for alerts after each."""
    for story in stories:
        await report(db, story, now=now)
        await owe_alerts(db, now=now)


async def edit(db: Database, number: int | None, story: Story) -> None:
    """Let an article say something else from now on."""
    assert number

    async def analyse(_title: str, _body: str) -> Analysis:
        return analysis_of(story)

    await take_again(
        db,
        article_id=number,
        entry=Entry("", story.title, url_of(story), "", story.body, story.published),
        body=story.body,
        body_from="feed",
        analyse=analyse,
    )


@pytest.fixture
async def following(news: Database) -> Database:
    """Return the newsroom with Alice, who follows Healey from now on."""
    await owe_alerts(news, now=NOW)
    await say(news, "/follow هيلي")
    return news


async def test_a_new_statement_by_whom_is_followed_is_told(
    following: Database,
) -> None:
    before = await owe_alerts(following, now=NOW)

    await reported(following, [speech(1)])

    (alert,) = await contents_of(following)
    assert before == 0
    assert [one.speaker for one in quotations(alert)] == ["جون هيلي"]
    assert "جديد جون هيلي" in words_shown(alert)
    assert await outcomes(following) == [("pending", "")]


async def test_a_statement_about_whom_is_followed_is_told_once(
    following: Database,
) -> None:
    await say(following, "/follow غالانت")
    await say(following, "/follow غالانت", chat=BOB)

    await reported(following, [speech(1)])
    await pass_time(following, [NOW, NOW])

    assert await outcomes(following) == [("pending", "")]
    assert await outcomes(following, chat=BOB) == [("pending", "")]


async def test_the_same_statement_in_another_outlet_is_no_news(
    following: Database,
) -> None:
    await reported(following, [speech(1, text=TALK), speech(2, text=TALK), speech(3)])

    assert await outcomes(following) == [
        ("pending", ""),
        ("skipped", f"duplicate {TALK}"),
        ("pending", ""),
    ]
    assert f"سبق إرسال الكلام نفسه: «{TALK}»" in words_shown(
        await say(following, "/why")
    )


async def test_an_edited_article_is_told_once_and_in_no_other_digest(
    following: Database,
) -> None:
    at_13 = NOW + HOUR
    await say(following, "/subscribe 13:00 UTC")
    number = await report(following, speech(1))
    await pass_time(following, [NOW, at_13])
    await deliver(following, now=at_13)

    await edit(following, number, speech(1, text=TALK))
    await pass_time(following, [at_13 + HOUR, at_13 + 24 * HOUR])

    assert await outcomes(following) == [
        ("sent", ""),
        ("sent", ""),
        ("skipped", "empty"),
    ]


async def test_the_day_has_a_limit(following: Database) -> None:
    await say(following, "/settings limit 3")

    await reported(following, [speech(number) for number in range(1, 6)])
    tomorrow = NOW + timedelta(days=1)
    await reported(following, [speech(6, published=tomorrow)], now=tomorrow)

    reasons = [reason for _, reason in await outcomes(following)]
    assert reasons == ["", "", "", "limit", "limit", ""]


async def test_quiet_hours_hold_alerts_until_they_end(following: Database) -> None:
    await say_all(following, ["/settings zone Riyadh", "/settings quiet 14:00-18:00"])

    # 15:00 in Riyadh.
    await reported(following, [speech(1)])

    (alert,) = await owed(following)
    assert alert.after == NOW + 3 * HOUR
    assert "ينتظر انتهاء ساعات الهدوء" in words_shown(await say(following, "/why"))


async def test_muted_words_and_sources_are_not_told(following: Database) -> None:
    await say_all(following, ["/mute القرار", "/mute منبر 2"])

    await reported(following, [speech(1), speech(2, text=TALK), speech(3, text=TALK)])

    assert [state for state, _ in await outcomes(following)] == [
        "skipped",
        # No feed was called so when it was muted, so it is a word, and in the title
        # of nothing.
        "pending",
        "skipped",
    ]
    shown = words_shown(await say(following, "/why"))
    assert "«القرار» مكتوم هنا" in shown


async def test_old_statements_are_no_news(following: Database) -> None:
    await reported(following, [speech(1, published=NOW - timedelta(hours=25))])

    assert await outcomes(following) == []


async def test_a_chat_that_shut_us_out_is_owed_nothing(following: Database) -> None:
    async with following.transaction() as connection:
        await close_chat(
            connection, platform="telegram", address=ALICE.address, reason="blocked"
        )

    await reported(following, [speech(1)])

    assert await outcomes(following) == []
