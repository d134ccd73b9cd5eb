"""The Telegram bot, against a Bot API server over real HTTP."""

import asyncio
import logging
from datetime import UTC

import pytest

from bot.chats.answers import Desk
from bot.chats.visitors import BURST
from handlers.commands import COMMANDS
from storage.database import Database
from tests.bot.telegram_service import GROUP, desk_of, serving
from tests.builders import NOW, put_article, put_feed
from tests.fakes.telegram import (
    ALICE,
    BOB,
    FakeTelegram,
    Refusal,
)
from tests.fakes.telegram_objects import private_chat
from tests.fakes.telegram_parser import parse_html

#: Commands that a menu leaves out.
MISSING: dict[str, set[str]] = {
    "all_private_chats": set(),
    "all_group_chats": {
        "start",
        *(one.name for one in COMMANDS if one.for_administrators),
    },
    "all_chat_administrators": {"start"},
}


async def test_the_menu_is_told_in_each_language_for_each_kind_of_chat(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        menus = [call.parameters for call in await telegram.made("setMyCommands", 9)]
        await telegram.made("getUpdates", 1)

    names = {command.name for command in COMMANDS}
    shown: dict[str, list[str | None]] = {}
    for menu in menus:
        scope = menu["scope"]["type"]
        shown.setdefault(scope, []).append(menu.get("language_code"))
        assert {entry["command"] for entry in menu["commands"]} == names - MISSING[
            scope
        ]
    assert shown == {
        "all_private_chats": [None, "ar", "en"],
        "all_group_chats": [None, "ar", "en"],
        "all_chat_administrators": [None, "ar", "en"],
    }


async def test_the_bot_describes_itself_in_each_language(
    db: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(telegram, desk_of(db)):
        short = await telegram.made("setMyShortDescription", 3)
        full = await telegram.made("setMyDescription", 3)
        await telegram.made("getUpdates", 1)

    for calls in (short, full):
        languages = [call.parameters.get("language_code") for call in calls]
        assert languages == [None, "ar", "en"]
    assert not [line for line in caplog.records if line.levelno >= logging.WARNING]


async def test_a_menu_that_is_refused_keeps_nobody_from_an_answer(
    db: Database, telegram: FakeTelegram
) -> None:
    too_many = Refusal(
        429, "Too Many Requests: retry after 9000", {"retry_after": 9000}
    )
    telegram.script("setMyCommands", too_many)

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help")
        answers = await telegram.sent(1)

    assert answers


async def test_a_conversation(db: Database, telegram: FakeTelegram) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection, title="صحيفة <b>المثال</b>")
        await put_article(connection, feed, "1", title="قمة & حوار <في> جدة")

    async with serving(telegram, desk_of(db)):
        await telegram.say("/start")
        (greeting,) = await telegram.sent(1)
        await telegram.say("/latest@Mujaz_bot")
        latest = (await telegram.sent(2))[1]
        await telegram.say("كلام لا يعرفه أحد")
        nothing_found = (await telegram.sent(3))[2]

    assert greeting["chat_id"] == ALICE
    assert "/latest" in parse_html(greeting["text"]).text
    assert latest["parse_mode"] == "HTML"
    assert latest["link_preview_options"] == {"is_disabled": True}
    assert "قمة & حوار <في> جدة" in parse_html(latest["text"]).text
    assert "https://news.example/1" in latest["text"]
    assert nothing_found["text"]


async def test_a_button_puts_its_answer_in_the_place_of_the_message(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/start")
        (greeting,) = await telegram.sent(1)
        button = greeting["reply_markup"]["inline_keyboard"][0][0]
        await telegram.press(telegram.message_of(0), button["callback_data"])
        (edit,) = await telegram.made("editMessageText", 1)
        await telegram.made("answerCallbackQuery", 1)

    assert button["callback_data"] == "/latest"
    assert edit.parameters["chat_id"] == ALICE
    assert edit.parameters["text"] != greeting["text"]
    assert edit.parameters["link_preview_options"] == {"is_disabled": True}
    assert len(await telegram.sent(1)) == 1


async def test_pressing_again_changes_nothing_and_is_no_error(
    db: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/start")
        await telegram.sent(1)
        await telegram.press(telegram.message_of(0), "/help")
        await telegram.made("editMessageText", 1)
        await telegram.press(telegram.message_of(0), "/help")
        await telegram.made("editMessageText", 2)
        await telegram.say("/sources")
        sent = await telegram.sent(2)

    assert len(sent) == 2
    assert not [line for line in caplog.records if line.levelno >= logging.WARNING]


async def test_a_button_works_after_a_restart(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/start")
        await telegram.sent(1)
    async with serving(telegram, desk_of(db)):
        await telegram.press(telegram.message_of(0), "/sources")
        (edit,) = await telegram.made("editMessageText", 1)

    assert edit.parameters["text"]


OUT_OF_REACH = {
    "that was deleted": {"message_id": 7, "date": 1, "text": "x"},
    "that Telegram keeps no more": {"message_id": 7, "date": 0},
}


@pytest.mark.parametrize("message", OUT_OF_REACH.values(), ids=OUT_OF_REACH)
async def test_a_button_of_a_message_out_of_reach_is_answered_anew(
    db: Database, telegram: FakeTelegram, message: dict[str, object]
) -> None:
    chat = {"id": ALICE, "type": "private", "first_name": "Alice"}

    async with serving(telegram, desk_of(db)):
        await telegram.press({**message, "chat": chat}, "/sources")
        (answer,) = await telegram.sent(1)

    assert answer["chat_id"] == ALICE


async def test_an_argument_of_5000_characters_gets_a_clear_answer(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/who " + "ك" * 4090)
        (answer,) = await telegram.sent(1)

    assert 0 < len(answer["text"]) < 500


async def test_a_long_answer_comes_in_several_messages_with_buttons_below_the_last(
    db: Database, telegram: FakeTelegram
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        for number in range(20):
            title = f"خبر رقم {number} " + "طويل جدا " * 110
            await put_article(connection, feed, str(number), title=title)

    async with serving(telegram, desk_of(db)):
        await telegram.say("/latest")
        first, second = await telegram.sent(2)

    assert "reply_markup" not in first
    assert "خبر رقم" in second["text"]
    assert "inline_keyboard" in second["reply_markup"]


async def test_in_a_group_only_its_own_commands_are_answered(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        for text in ("مرحبا", "/unknown", "/latest@other_bot", "/help"):
            await telegram.say(text, chat=GROUP)
        await telegram.say("/unknown@mujaz_bot", chat=GROUP)
        answers = await telegram.sent(2)

    assert [answer["chat_id"] for answer in answers] == [GROUP["id"]] * 2


async def test_a_bug_is_apologised_for_with_the_code_that_the_log_shows(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(None, "ar", UTC, clock=lambda: NOW)  # type: ignore[arg-type]

    async with serving(telegram, desk):
        await telegram.say("/latest")
        (answer,) = await telegram.sent(1)

    (record,) = [line for line in caplog.records if line.name == "bot.chats.answers"]
    code = record.getMessage().partition("code=")[2].split()[0]
    assert code in answer["text"]
    assert "Traceback" not in answer["text"]


async def test_who_asks_too_fast_is_told_once(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        for number in range(BURST + 5):
            await telegram.say("/help", sender=BOB, chat={**GROUP, "id": -number - 1})
        await telegram.say("/sources", sender=ALICE)
        answers = await telegram.sent(BURST + 2)

    notices = [one for one in answers if "طلبات كثيرة" in one["text"]]
    assert len(notices) == 1
    assert len(answers) == BURST + 2


async def test_who_presses_too_fast_is_told_once_and_then_costs_nothing(
    db: Database, telegram: FakeTelegram
) -> None:
    # Chats of their own, so that Telegram's limit for one of them makes nobody wait.
    chats = [private_chat(number) for number in (ALICE, 2001, 2002, 2003)]
    async with serving(telegram, desk_of(db)):
        for chat in chats:
            await telegram.say("/help", chat=chat)
        await telegram.sent(len(chats))
        messages = [telegram.message_of(number) for number in range(len(chats))]
        for number in range(BURST + 5):
            await telegram.press(messages[number % 4], "/help", sender=BOB)
        await telegram.press(messages[3], "/sources", sender=ALICE)
        await telegram.made("editMessageText", BURST + 1)

    told = [call for call in telegram.calls if call.method == "answerCallbackQuery"]
    notices = [call.parameters for call in told if "text" in call.parameters]
    assert [len(told), len(notices)] == [BURST + 2, 1]
    assert "طلبات كثيرة" in notices[0]["text"]


async def test_an_answer_that_takes_too_long_is_given_up(
    db: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    full = Desk(
        db, "ar", UTC, clock=lambda: NOW, patience=0.01, room=asyncio.Semaphore(0)
    )

    async with serving(telegram, full):
        await telegram.say("/latest")
        (answer,) = await telegram.sent(1)

    assert "يستغرق هذا وقتاً أطول" in answer["text"]
    assert "answer given up" in caplog.text


async def test_what_was_answered_is_not_answered_again_after_a_restart(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.say("/help")
        await telegram.sent(1)
    async with serving(telegram, desk_of(db)):
        await telegram.say("/sources")
        answers = await telegram.sent(2)

    assert len(answers) == 2
    assert not telegram.updates or telegram.updates[0]["message"]["text"] == "/sources"
