"""From /start to /forgetme: what is kept of a private chat, and for how long."""

import sqlite3
from pathlib import Path

import pytest

from storage.chat_records import ChatAddress
from storage.chats import chat_at
from storage.database import Database, open_database
from tests.bot.telegram_service import desk_of, serving
from tests.fakes.telegram import ALICE, BOB, FakeTelegram, Refusal

PLACE = ChatAddress("telegram", str(ALICE), "private")


async def test_who_only_asks_is_not_remembered(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/latest")
        await telegram.say("غالانت")
        await telegram.sent(2)

    assert await chat_at(db, PLACE) is None


async def test_blocking_stops_and_letting_in_again_revives(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/start")
        await telegram.sent(1)
        await telegram.member(before="member", after="kicked")
        await telegram.taken()
    blocked = await chat_at(db, PLACE)
    async with serving(telegram, desk_of(db)):
        await telegram.member(before="kicked", after="member")
        await telegram.taken()
    back = await chat_at(db, PLACE)

    assert blocked is not None
    assert back is not None
    assert (blocked.active, blocked.inactive_reason) == (False, "blocked")
    assert (back.id, back.active, back.inactive_reason) == (blocked.id, True, None)


async def test_letting_in_whom_nothing_is_kept_about_keeps_nothing(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.member(before="kicked", after="member")
        await telegram.taken()

    assert await chat_at(db, PLACE) is None


async def test_a_refused_send_closes_the_chat_until_the_next_start(
    db: Database, telegram: FakeTelegram
) -> None:
    blocked = "Forbidden: bot was blocked by the user"

    async with serving(telegram, desk_of(db)):
        await telegram.say("/start")
        await telegram.sent(1)
        telegram.script("sendMessage", Refusal(403, blocked), chat=ALICE)
        await telegram.say("/help")
        await telegram.sent(2)
    closed = await chat_at(db, PLACE)
    async with serving(telegram, desk_of(db)):
        await telegram.say("/start")
        await telegram.sent(3)
    again = await chat_at(db, PLACE)

    assert closed is not None
    assert again is not None
    assert (closed.active, closed.inactive_reason) == (False, blocked)
    assert (again.id, again.active) == (closed.id, True)


async def test_forgetting_asks_first_and_then_leaves_nothing(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/start")
        await telegram.say("/forgetme")
        _, asked = await telegram.sent(2)
        kept = await chat_at(db, PLACE)
        [[yes, no]] = asked["reply_markup"]["inline_keyboard"]
        await telegram.press(telegram.message_of(1), no["callback_data"])
        await telegram.made("editMessageText", 1)
        refused = telegram.message_of(1)["text"]
        still_kept = await chat_at(db, PLACE)
        await telegram.press(telegram.message_of(1), yes["callback_data"])
        await telegram.press(telegram.message_of(1), yes["callback_data"])
        await telegram.made("answerCallbackQuery", 3)
        await telegram.made("editMessageText", 3)

    assert kept
    assert still_kept
    assert refused == "لم يُحذف شيء."
    assert await chat_at(db, PLACE) is None
    assert "تم الحذف" in telegram.message_of(1)["text"]
    assert len(telegram.shown) == 2


async def test_an_old_button_that_opens_a_link_remembers_nobody(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/help")
        await telegram.sent(1)
        await telegram.press(telegram.message_of(0), "/start story_1")
        await telegram.made("editMessageText", 1)
        pressed = await chat_at(db, PLACE)
        await telegram.say("/start story_1")
        await telegram.sent(2)

    assert pressed is None
    assert await chat_at(db, PLACE)


async def test_a_storage_that_fails_is_logged_and_stops_no_answer(
    telegram: FakeTelegram,
    database_url: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram.script("sendMessage", Refusal(403, "Forbidden"), chat=BOB)

    async with open_database(database_url, patience=0.01) as impatient:
        other = sqlite3.connect(tmp_path / "mujaz.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        async with serving(telegram, desk_of(impatient)):
            await telegram.say("/help", sender=BOB)
            await telegram.say("/help")
            await telegram.sent(2)
            await telegram.member(before="member", after="kicked")
            await telegram.taken()
        other.close()

    assert caplog.text.count("change not kept") == 2
    assert [chat for chat, _ in telegram.shown] == [ALICE]
