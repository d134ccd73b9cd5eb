"""What is owed goes out to Telegram: once, in order, and again only if it did not."""

import asyncio
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.chats.telegram_deliveries import laid_out
from handlers.conversation import Reply, Text
from handlers.stored_reply import stored
from storage.chat_records import ChatAddress, NewDelivery
from storage.chat_schema import deliveries
from storage.chats import chat_at, remember_chat
from storage.database import Database
from storage.deliveries import add_content, claim, owe
from tests.bot.telegram_service import desk_of, serving
from tests.builders import NOW
from tests.fakes.telegram import FakeTelegram, Refusal, Reset
from tests.handlers.chats import ALICE, BOB, outcomes, owed, pass_time, say, say_all
from tests.handlers.newsroom import MEETING, report

GROUP = ChatAddress("telegram", "-5", "group")
PATIENCE = 20
#: The number that the fake server gives the first message.
FIRST_MESSAGE = 100
SETTLED = {"sent", "failed", "unknown", "skipped"}


async def notice(
    db: Database,
    text: str,
    *,
    chat: ChatAddress = ALICE,
    owed_at: datetime = NOW,
) -> None:
    """Owe a chat a message that says this."""
    async with db.transaction() as connection:
        known = await remember_chat(connection, chat, locale="ar", now=NOW)
        reply = stored(Reply((Text(text),), locale="ar"))
        content = await add_content(connection, reply, now=NOW)
        new = NewDelivery(
            chat_id=known.id,
            kind="notice",
            owed=owed_at,
            after=owed_at,
            content_id=content,
            subject=text,
        )
        await owe(connection, new, now=NOW)


async def states(db: Database) -> list[str]:
    rows = await db.fetch_all(select(deliveries).order_by(deliveries.c.id))
    return [row.state for row in rows]


async def _a_turn() -> None:
    """Let others do something; the database tells no test when it is written."""
    await asyncio.sleep(0.01)


async def until_settled(db: Database, *, but: int = 0) -> list[str]:
    """Wait until all deliveries but so many are settled; return the states."""
    async with asyncio.timeout(PATIENCE):
        while sum(one not in SETTLED for one in await states(db)) > but:
            await _a_turn()
    return await states(db)


async def test_a_digest_that_is_due_arrives(
    news: Database, telegram: FakeTelegram
) -> None:
    await say_all(news, ["/subscribe 12:00 UTC"], now=NOW - timedelta(hours=1))
    await say(news, "/settings sound off")
    await pass_time(news, [NOW])

    async with serving(telegram, desk_of(news)):
        (message,) = await telegram.sent(1)
        await until_settled(news)

    assert "موجز السبت ١٧ أغسطس ٢٠٢٤" in message["text"]
    assert message["disable_notification"] is True
    assert await outcomes(news) == [("sent", "")]
    rows = await news.fetch_all(select(deliveries))
    assert [row.message for row in rows] == [str(FIRST_MESSAGE)]


OPENED = {
    "story": "الخبر نفسه في مصادر أخرى",
    "quote": "من المقال",
    "who": "ورد الاسم",
}


@pytest.mark.parametrize(("kind", "shown"), OPENED.items())
async def test_a_link_in_a_digest_opens_what_it_names_in_a_chat_of_ones_own(
    news: Database, telegram: FakeTelegram, kind: str, shown: str
) -> None:
    await report(news, replace(MEETING, outlet="ضفاف"))
    await say_all(news, ["/subscribe 12:00 UTC"], now=NOW - timedelta(hours=1))
    await pass_time(news, [NOW])

    async with serving(telegram, desk_of(news)):
        (digest,) = await telegram.sent(1)
        link = re.search(
            rf'href="https://t\.me/mujaz_bot\?start=({kind}_\d+)"', digest["text"]
        )
        assert link
        await telegram.say(f"/start {link[1]}")
        _, opened = await telegram.sent(2)

    assert shown in opened["text"]


@pytest.mark.parametrize("previews", ["on", "off"])
async def test_an_alert_arrives_with_its_buttons_and_a_preview_if_that_is_set(
    news: Database, telegram: FakeTelegram, previews: str
) -> None:
    await pass_time(news, [NOW])
    await say_all(news, ["/follow هيلي", f"/settings previews {previews}"])
    await report(news, replace(MEETING, title="لقاء آخر", outlet="ضفاف"))
    await pass_time(news, [NOW])

    async with serving(telegram, desk_of(news)):
        (message,) = await telegram.sent(1)

    preview = message["link_preview_options"]
    assert "جون هيلي" in message["text"]
    assert "/unfollow" in str(message["reply_markup"])
    assert bool(preview.get("url")) == (previews == "on")
    assert bool(preview.get("is_disabled")) == (previews == "off")


async def test_messages_of_a_chat_come_in_the_order_they_were_owed(
    db: Database, telegram: FakeTelegram
) -> None:
    for number in (3, 1, 2):
        late = NOW - timedelta(minutes=10 - number)
        await notice(db, f"رقم {number}", owed_at=late)

    async with serving(telegram, desk_of(db)):
        sent = await telegram.sent(3)

    assert [one["text"][-1] for one in sent] == ["1", "2", "3"]


async def test_who_blocked_the_bot_is_written_to_no_more(
    db: Database, telegram: FakeTelegram
) -> None:
    telegram.script("sendMessage", Refusal(403, "Forbidden: bot was blocked"))
    for text in ("أول", "ثان"):
        await notice(db, text)

    async with serving(telegram, desk_of(db)):
        await until_settled(db)

    chat = await chat_at(db, ALICE)
    assert chat
    assert not chat.active
    assert await outcomes(db) == [("failed", "blocked"), ("skipped", "blocked")]
    assert len(await telegram.made("sendMessage", 1)) == 1


async def test_a_group_that_moved_gets_its_message_at_the_new_place(
    db: Database, telegram: FakeTelegram
) -> None:
    moved = Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat")
    moved = replace(moved, parameters={"migrate_to_chat_id": -1005})
    telegram.script("sendMessage", moved)
    await notice(db, "مرحبا", chat=GROUP)

    async with serving(telegram, desk_of(db)):
        await until_settled(db)

    assert await states(db) == ["sent"]
    assert [chat for chat, _ in telegram.shown] == [-1005]


async def test_what_may_have_arrived_is_not_sent_again(
    db: Database, telegram: FakeTelegram
) -> None:
    telegram.script("sendMessage", Reset(is_accepted=True))
    await notice(db, "مرة واحدة")

    async with serving(telegram, desk_of(db)):
        await until_settled(db)

    assert await outcomes(db) == [("unknown", "interrupted")]
    assert len(telegram.shown) == 1


async def test_what_telegram_refuses_for_good_fails_with_its_words(
    db: Database, telegram: FakeTelegram
) -> None:
    telegram.script("sendMessage", Refusal(400, "Bad Request: chat not found"))
    await notice(db, "إلى لا أحد")
    await notice(db, "إلى أحد", chat=BOB)

    async with serving(telegram, desk_of(db)):
        await until_settled(db)

    assert await outcomes(db) == [("failed", "Chat not found")]
    assert await outcomes(db, chat=BOB) == [("sent", "")]


async def test_a_chat_told_to_wait_delays_nobody_else_and_shows_why(
    db: Database, telegram: FakeTelegram
) -> None:
    slow = Refusal(429, "Too Many Requests", parameters={"retry_after": 60})
    telegram.script("sendMessage", slow, chat=int(ALICE.address))
    await notice(db, "ينتظر")
    for number in range(20):
        await notice(
            db, "سريع", chat=ChatAddress("telegram", str(number + 1), "private")
        )

    async with serving(telegram, desk_of(db)):
        await until_settled(db, but=1)
        asked = await say(db, "/why")

    assert len(telegram.shown) == 20
    assert (await owed(db))[0].state == "pending"
    assert (await owed(db))[0].reason == "held"
    assert asked.blocks


async def test_a_sending_that_was_interrupted_is_unknown_and_not_repeated(
    db: Database, telegram: FakeTelegram
) -> None:
    await notice(db, "انقطع")
    async with db.transaction() as connection:
        earlier = NOW - timedelta(minutes=5)
        first = await claim(connection, delivery_id=1, now=NOW, until=earlier)
        second = await claim(connection, delivery_id=1, now=NOW, until=NOW)
    await notice(db, "بعده")

    async with serving(telegram, desk_of(db)):
        await until_settled(db)

    assert (first, second) == (True, False)
    assert await states(db) == ["unknown", "sent"]
    assert len(telegram.shown) == 1


async def test_what_is_stopped_meanwhile_is_sent_or_still_owed(
    db: Database, telegram: FakeTelegram
) -> None:
    for number in range(60):
        place = ChatAddress("telegram", str(number + 1), "private")
        await notice(db, "لكم", chat=place)

    async with serving(telegram, desk_of(db)):
        await telegram.sent(10)
    stopped = await states(db)

    assert stopped.count("sent") == len(telegram.shown) >= 10
    assert stopped.count("pending") == 60 - len(telegram.shown) > 0


async def test_two_processes_send_each_message_once(
    db: Database, telegram: FakeTelegram
) -> None:
    for number in range(30):
        await notice(
            db, "لكم", chat=ChatAddress("telegram", str(number + 1), "private")
        )

    async with serving(telegram, desk_of(db)), serving(telegram, desk_of(db)):
        await until_settled(db)

    assert set(await states(db)) == {"sent"}
    assert sorted(chat for chat, _ in telegram.shown) == list(range(1, 31))


async def test_what_is_more_than_six_hours_late_is_not_sent(
    db: Database, telegram: FakeTelegram
) -> None:
    await notice(db, "قديم", owed_at=NOW - timedelta(hours=7))
    await notice(db, "جديد")

    async with serving(telegram, desk_of(db)):
        await until_settled(db)

    assert await outcomes(db) == [("skipped", "late"), ("sent", "")]


async def test_who_is_forgotten_meanwhile_gets_nothing(
    db: Database, telegram: FakeTelegram
) -> None:
    await notice(db, "لن يصل")
    await say(db, "/forgetme نعم")
    await notice(db, "يصل", chat=BOB)

    async with serving(telegram, desk_of(db)):
        await until_settled(db)

    assert [chat for chat, _ in telegram.shown] == [int(BOB.address)]


async def test_nobody_gets_what_somebody_else_was_sent_who_is_forgotten(
    db: Database, telegram: FakeTelegram
) -> None:
    """What is stored for the next one may have the number of what is deleted."""
    async with serving(telegram, desk_of(db)):
        await notice(db, "لأليس وحدها")
        await telegram.sent(1)
        await until_settled(db)
        await say(db, "/forgetme نعم")
        await notice(db, "لباسم وحده", chat=BOB)
        _, second = await telegram.sent(2)

    assert second["text"] == "لباسم وحده"


def test_a_reply_that_goes_to_many_is_laid_out_once() -> None:
    digest, same = (stored(Reply((Text("خبر"),), locale="ar")) for _ in range(2))

    shown, texts = laid_out(digest, home="")

    assert texts == ("خبر",)
    assert laid_out(same, home="") == (shown, texts)
    assert laid_out(same, home="")[1] is texts
