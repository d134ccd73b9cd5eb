"""What a digest tells: whom it follows, what it leaves out, and since when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.conversation import Item
from storage.chat_schema import deliveries
from storage.database import Database
from storage.deliveries import claim, settle, settle_expired
from tests.builders import NOW
from tests.handlers.chats import (
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
    MEETING,
    OLYMPICS,
    STORM,
    Said,
    Story,
    items,
    part,
    person,
    quotations,
    report,
    words_shown,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: NOW is noon of 17 August 2024 in UTC.
AT_13 = NOW + HOUR
FIRE = Story(
    title="حريق في مصنع الورق",
    body="اندلع حريق هائل داخل مصنع الورق.",
    published=AT_13 + HOUR,
    outlet="بريد السهل",
)


async def test_a_late_digest_tells_what_came_in_until_it_is_sent(
    news: Database,
) -> None:
    await say(news, "/subscribe 13:00 UTC")
    await report(news, STORM, now=AT_13 + HOUR)

    await pass_time(news, [AT_13 + 2 * HOUR])

    (only,) = await contents_of(news)
    assert STORM.title in words_shown(only)


LOST = {
    "failed": ("failed", "Chat not found", [STORM.title]),
    "in doubt": ("unknown", "interrupted", []),
    "arrived in part": ("failed", "partly", []),
    "arrived": ("sent", "", []),
}


@pytest.mark.parametrize(("state", "reason", "again"), LOST.values(), ids=LOST)
async def test_what_a_digest_that_failed_would_have_told_the_next_one_tells(
    news: Database, state: str, reason: str, again: list[str]
) -> None:
    await say(news, "/subscribe 13:00 UTC")
    await pass_time(news, [AT_13])
    await settle_last(news, "sent")
    await report(news, STORM, now=AT_13 + HOUR)
    await pass_time(news, [AT_13 + DAY])

    await settle_last(news, state, reason)
    await report(news, replace(FIRE, published=AT_13 + DAY), now=AT_13 + DAY + HOUR)
    await pass_time(news, [AT_13 + 2 * DAY])

    third = (await contents_of(news))[-1]
    assert "منذ موجزك السابق: " in words_shown(third)
    assert {one.title for one in items(third)} == {FIRE.title, *again}


async def test_the_time_of_a_first_digest_has_the_digits_that_the_chat_chose(
    news: Database,
) -> None:
    await say(news, "/settings digits latin")
    await say(news, "/subscribe 13:00 UTC")
    await pass_time(news, [AT_13])

    assert "خلال آخر 24 ساعة: " in words_shown((await contents_of(news))[0])


async def test_what_expired_is_told_later_and_a_first_digest_says_of_what_time_it_is(
    news: Database,
) -> None:
    await say(news, "/subscribe 13:00 UTC")
    await pass_time(news, [AT_13])
    async with news.transaction() as connection:
        await settle_expired(connection, now=AT_13 + 7 * HOUR, owed_before=AT_13 + HOUR)

    await pass_time(news, [AT_13 + DAY])

    first, second = await contents_of(news)
    assert "خلال آخر ٢٤ ساعة: " in words_shown(first)
    assert "خلال آخر يومين: " in words_shown(second)
    assert items(second)[0].title == items(first)[0].title


async def test_after_a_first_digest_that_was_empty_none_is_called_the_last(
    db: Database,
) -> None:
    await say(db, "/subscribe 13:00 UTC")
    await pass_time(db, [AT_13])
    await report(db, STORM, now=AT_13 + HOUR)

    shown = words_shown(await say(db, "/digest", now=AT_13 + 5 * HOUR))
    await pass_time(db, [AT_13 + DAY])

    (only,) = await contents_of(db)
    assert "خلال آخر ٥ ساعات: " in shown
    assert "خلال آخر ٢٤ ساعة: " in words_shown(only)


@pytest.mark.parametrize(("state", "tells"), [("failed", True), ("sent", False)])
async def test_the_next_digest_is_composed_once_the_last_ones_fate_is_known(
    news: Database,
    state: str,
    tells: bool,  # noqa: FBT001
) -> None:
    await say_all(news, ["/subscribe 13:00 UTC", "/settings add 14:00"])
    await pass_time(news, [AT_13])
    await report(news, STORM, now=AT_13 + HOUR / 2)

    await pass_time(news, [AT_13 + HOUR])
    waiting = await contents_of(news)
    await deliver(news, now=AT_13 + HOUR, state=state)
    await pass_time(news, [AT_13 + HOUR])

    first, second = await contents_of(news)
    both = [STORM.title, *(one.title for one in items(first))]
    assert waiting == [first]
    assert {one.title for one in items(second)} == set(both if tells else both[:1])


async def test_digests_that_are_late_together_come_one_after_the_other(
    news: Database,
) -> None:
    await say_all(news, ["/subscribe 13:00 UTC", "/settings add 14:00"])

    for _ in range(3):
        await pass_time(news, [AT_13 + 2 * HOUR])
        await deliver(news, now=AT_13 + 2 * HOUR)

    assert await outcomes(news) == [("sent", ""), ("skipped", "empty")]


async def test_nobody_waits_longer_than_a_digest_may_be_late(news: Database) -> None:
    await say_all(news, ["/subscribe 13:00 UTC", "/settings add 19:30"])
    await report(news, STORM, now=AT_13 + HOUR)

    await pass_time(news, [AT_13, AT_13 + 6.5 * HOUR])

    assert await outcomes(news) == [("pending", ""), ("pending", "")]


async def test_after_a_long_pause_a_digest_tells_of_the_last_week(
    news: Database,
) -> None:
    await say_all(news, ["/subscribe 13:00 UTC", "/settings empty tell"])
    await pass_time(news, [AT_13])
    await say(news, "/unsubscribe", now=AT_13 + HOUR)
    await say(news, "/subscribe 13:00 UTC", now=AT_13 + 20 * DAY)

    await pass_time(news, [AT_13 + 21 * DAY])

    second = words_shown((await contents_of(news))[-1])
    assert second.endswith("خلال آخر ٧ أيام: لم يصل جديد.")


async def test_followed_first_and_nothing_muted(news: Database) -> None:
    await report(news, STORM, now=NOW)
    await say_all(news, ["/subscribe 13:00 UTC", "/follow غالانت", "/mute عاصفة"])
    await say_all(news, ["/subscribe 13:00 UTC", "/mute صوت الميناء"], chat=BOB)

    await pass_time(news, [AT_13])

    alices, bobs = await contents_of(news)
    followed = part(alices, "من تتابعهم")
    assert MEETING.title not in words_shown(alices)
    assert [one.title for one in followed if isinstance(one, Item)] == [
        "وزير الدفاع البريطاني هيلي يلتقي جالانت في تل أبيب لبحث التهديدات"
    ]
    assert [one.title for one in items(alices)][1:] == [OLYMPICS.title]
    assert quotations(alices)[0].speaker == "يوآف غالانت"
    assert MEETING.title in words_shown(bobs)
    assert "صوت الميناء" not in words_shown(bobs)


async def test_a_story_has_its_best_statement_and_none_is_told_twice(
    news: Database,
) -> None:
    fire = "لن نغادر المصنع قبل إخماد الحريق تماما"
    smoke = "انتشر الدخان في أحياء المدينة الشرقية كلها"
    for outlet in ("بريد السهل", "صوت الميناء"):
        story = replace(
            FIRE,
            body=f"{FIRE.body} قالت ليلى منصور: {fire}. وقالت: {smoke}.",
            actors=(person("ليلى منصور"),),
            said=(Said(fire, by=0, cue="قالت"), Said(smoke, by=0, cue="قالت")),
            published=NOW,
            outlet=outlet,
        )
        await report(news, story)
    await say(news, "/subscribe 13:00 UTC")

    await pass_time(news, [AT_13])

    (digest,) = await contents_of(news)
    [shown] = [one for one in items(digest) if one.title == FIRE.title]
    of_the_day = [one.text for one in quotations(digest)]
    told = [one for one in (fire, smoke) if f"ليلى منصور: «{one}»" in shown.note]
    assert len(told) == 1
    assert {*told, *of_the_day} >= {fire, smoke}
    assert told[0] not in of_the_day


async def test_what_is_muted_as_a_whole_is_said_so(news: Database) -> None:
    await say_all(
        news,
        ["/subscribe 13:00 UTC", "/mute صوت الميناء", "/mute النهار الجديد"],
    )

    await pass_time(news, [AT_13])

    (skipped,) = await owed(news)
    told = words_shown(await say(news, "/why", now=AT_13))
    assert (skipped.state, skipped.reason.split()[0]) == ("skipped", "muted")
    assert "«النهار الجديد، صوت الميناء» مكتوم هنا" in told


async def test_a_word_that_left_all_out_is_told_as_it_was_given(db: Database) -> None:
    await report(db, replace(STORM, published=NOW), now=NOW)
    await say_all(db, ["/subscribe 13:00 UTC", "/mute عاصفة", "/mute زلزال"])

    await pass_time(db, [AT_13])

    assert "«عاصفة» مكتوم هنا" in words_shown(await say(db, "/why", now=AT_13))


async def settle_last(db: Database, state: str, reason: str = "") -> None:
    """Let this become of the newest delivery."""
    now = AT_13
    async with db.transaction() as connection:
        last = (await connection.fetch_all(select(deliveries.c.id)))[-1].id
        await claim(connection, delivery_id=last, now=now + 2 * DAY, until=now)
        await settle(connection, delivery_id=last, state=state, reason=reason, now=now)
