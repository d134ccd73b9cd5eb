"""Whole conversations on Telegram: every command, every button, restarts in between."""

from typing import Any

import pytest
from sqlalchemy import select

from handlers.commands import COMMANDS
from storage.database import Database
from storage.schema import quotes, stories
from tests.bot.telegram_service import GROUP, desk_of, serving
from tests.fakes.telegram import ALICE, Body, FakeTelegram
from tests.fakes.telegram_parser import parse_html


def buttons_under(message: Body) -> list[Body]:
    rows: list[list[Any]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def text_of(message: Body) -> str:
    return parse_html(message["text"]).text


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
@pytest.mark.parametrize("chat", [None, GROUP], ids=["private", "group"])
async def test_every_command_is_answered(
    newsroom: Database, telegram: FakeTelegram, command: str, chat: Body | None
) -> None:
    argument = "غالانت" if command not in {"start", "help", "forgetme"} else ""

    async with serving(telegram, desk_of(newsroom)):
        await telegram.say(f"/{command} {argument}".strip(), chat=chat)
        (answer,) = await telegram.sent(1)

    assert text_of(answer).strip()
    assert answer["chat_id"] == (GROUP["id"] if chat else ALICE)


async def test_every_button_that_is_ever_shown_changes_its_message(
    newsroom: Database, telegram: FakeTelegram
) -> None:
    pressed: dict[str, str] = {}
    waiting = ["/start", "/who غالانت", "/who نتنيهار", "ذهبية", "/nonsense"]

    async with serving(telegram, desk_of(newsroom)):
        while waiting:
            data = waiting.pop()
            if data in pressed:
                continue
            # Everybody presses one button, so that nobody is too fast.
            reader = 2000 + len(pressed)
            await telegram.say("/forgetme", sender=reader)
            await telegram.sent(len(pressed) + 1)
            message = telegram.message_of(len(pressed))
            await telegram.press(message, data, sender=reader)
            edits = await telegram.made("editMessageText", len(pressed) + 1)
            pressed[data] = text_of(edits[-1].parameters)
            waiting += [
                button["callback_data"]
                for button in buttons_under(edits[-1].parameters)
            ]

    commands = {data.split()[0] for data in pressed}
    assert {"/who", "/quotes", "/about", "/with", "/latest", "/search"} <= commands
    assert len(pressed) > 20
    assert all(pressed.values())
    assert len(telegram.shown) == len(pressed)


async def test_a_card_is_read_on_in_its_place_before_and_after_a_restart(
    newsroom: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(newsroom)):
        await telegram.say("غالانت")
        (card,) = await telegram.sent(1)
        under = [one["callback_data"] for one in buttons_under(card)]
        await telegram.press(telegram.message_of(0), under[0])
        await telegram.made("editMessageText", 1)
    async with serving(telegram, desk_of(newsroom)):
        for count, data in enumerate(under[1:], 2):
            await telegram.press(telegram.message_of(0), data)
            await telegram.made("editMessageText", count)
        edits = await telegram.made("editMessageText", len(under))

    assert [data.split()[0] for data in under] == [
        "/quotes",
        "/about",
        "/latest",
        "/with",
        "/follow",
    ]
    shown = [text_of(edit.parameters) for edit in edits]
    assert "تصريحات يوآف غالانت" in shown[0]
    assert "ما قاله آخرون عن يوآف غالانت" in shown[1]
    assert "آخر الأخبار: يوآف غالانت" in shown[2]
    assert "في الأخبار مع يوآف غالانت" in shown[3]
    assert "تتابع الآن يوآف غالانت" in shown[4]
    assert len(telegram.shown) == 1


async def test_pressing_twice_does_no_harm(
    newsroom: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(telegram, desk_of(newsroom)):
        await telegram.say("غالانت")
        await telegram.sent(1)
        for _ in range(2):
            await telegram.press(telegram.message_of(0), "/about غالانت")
        await telegram.made("editMessageText", 2)
        await telegram.say("/help")
        await telegram.sent(2)

    acknowledged = [
        one for one in telegram.calls if one.method == "answerCallbackQuery"
    ]
    assert len(acknowledged) == 2
    assert len(telegram.shown) == 2
    assert "WARNING" not in caplog.text


LINKS = {"quote": quotes, "story": stories}


@pytest.mark.parametrize("kind", LINKS)
async def test_a_link_opens_what_it_names_with_a_preview_of_one_article(
    newsroom: Database, telegram: FakeTelegram, kind: str
) -> None:
    table = LINKS[kind]
    row = await newsroom.fetch_one(select(table.c.id).order_by(table.c.id))
    assert row is not None

    async with serving(telegram, desk_of(newsroom)):
        await telegram.say(f"/start {kind}_{row.id}")
        (answer,) = await telegram.sent(1)

    preview = answer["link_preview_options"]
    assert preview["url"] in answer["text"]
    assert not preview.get("is_disabled")
