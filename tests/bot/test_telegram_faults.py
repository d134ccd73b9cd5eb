"""What the Telegram bot does when the server, the network or a chat fails it."""

import asyncio
import logging

import pytest

from storage.database import Database
from tests.bot.telegram_service import GROUP, desk_of, serving
from tests.fakes.telegram import (
    ALICE,
    BOB,
    TOKEN,
    FakeTelegram,
    Refusal,
    Reset,
    Slow,
)


async def test_a_chat_that_must_wait_holds_back_no_other(
    db: Database, telegram: FakeTelegram
) -> None:
    an_hour = Refusal(429, "Too Many Requests", {"retry_after": 3600})
    telegram.script("sendMessage", an_hour, chat=BOB)

    async with serving(telegram, desk_of(db)):
        for _ in range(20):
            await telegram.say("/help", sender=BOB)
        await telegram.say("/help", sender=ALICE)
        sent = await telegram.sent(2)

    assert {one["chat_id"] for one in sent} == {ALICE, BOB}
    assert [chat for chat, _ in telegram.shown] == [ALICE]


async def test_a_slow_answer_holds_back_no_other_chat(
    db: Database, telegram: FakeTelegram
) -> None:
    released = asyncio.Event()
    telegram.script("sendMessage", Slow(released), chat=BOB)

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help", sender=BOB)
        await telegram.sent(1)
        await telegram.say("/help", sender=ALICE)
        await telegram.sent(2)
        released.set()

    assert ALICE in {chat for chat, _ in telegram.shown}


async def test_a_message_that_arrived_before_the_connection_broke_is_not_repeated(
    db: Database, telegram: FakeTelegram
) -> None:
    telegram.script("sendMessage", Reset(is_accepted=True), chat=BOB)

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help", sender=BOB)
        await telegram.sent(1)
        await telegram.say("/sources", sender=BOB)
        await telegram.sent(2)

    texts = [text for text, _ in telegram.shown.values()]
    assert len(texts) == len(set(texts)) == 2


async def test_a_server_error_is_tried_again(
    db: Database, telegram: FakeTelegram
) -> None:
    telegram.script("sendMessage", Refusal(500, "Internal Server Error"))

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help")
        first, second = await telegram.sent(2)

    assert first == second
    assert len(telegram.shown) == 1


async def test_a_refused_message_is_logged_by_its_shape_and_not_its_text(
    news: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    refused = Refusal(400, "Bad Request: can't parse entities")
    telegram.script("sendMessage", refused)

    async with serving(telegram, desk_of(news)):
        await telegram.say("/who غالانت")
        (lost,) = await telegram.sent(1)
        await telegram.say("/help")
        await telegram.sent(2)

    (line,) = [one for one in caplog.messages if "telegram send failed" in one]
    assert f"shape=message length={len(lost['text'])} tags=" in line
    assert "غالانت" in lost["text"]
    assert "غالانت" not in caplog.text


async def test_a_broken_connection_loses_no_edit(
    db: Database, telegram: FakeTelegram
) -> None:
    telegram.script("editMessageText", Reset(is_accepted=False))

    async with serving(telegram, desk_of(db)):
        await telegram.say("/start")
        (greeting,) = await telegram.sent(1)
        await telegram.press(telegram.message_of(0), "/sources")
        await telegram.made("editMessageText", 2)
        await telegram.say("/help")
        await telegram.sent(2)

    assert next(iter(telegram.shown.values()))[0] != greeting["text"]


async def test_a_group_that_became_a_supergroup_gets_its_answer_there(
    db: Database, telegram: FakeTelegram
) -> None:
    moved = {"migrate_to_chat_id": GROUP["id"]}
    telegram.script("sendMessage", Refusal(400, "Bad Request", moved), chat=-5)

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help", chat={"id": -5, "type": "group", "title": "x"})
        old, new = await telegram.sent(2)

    assert (old["chat_id"], new["chat_id"]) == (-5, GROUP["id"])
    assert old["text"] == new["text"]


async def test_who_blocked_the_bot_is_sent_nothing_more_of_that_answer(
    db: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    blocked = Refusal(403, "Forbidden: bot was blocked by the user")
    telegram.script("sendMessage", blocked, chat=BOB)

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help", sender=BOB)
        await telegram.say("/help", sender=ALICE)
        sent = await telegram.sent(2)

    assert sorted(one["chat_id"] for one in sent) == [ALICE, BOB]
    assert "closed to us chat=private" in caplog.text
    assert str(BOB) not in caplog.text


async def test_a_refused_token_is_tried_again_and_not_shown(
    db: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(telegram, desk_of(db), token="42:wrong"):  # noqa: S106
        await telegram.made("getMe", 2)

    assert "refused the token" in caplog.text
    assert "42:wrong" not in caplog.text


async def test_a_token_that_is_taken_back_is_told_and_not_shown(
    db: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.script("getUpdates", Refusal(401, "Unauthorized"))

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help")
        answers = await telegram.sent(1)

    assert answers
    assert "refused the token" in caplog.text
    assert "Traceback" not in caplog.text
    assert TOKEN not in caplog.text


async def test_a_server_in_trouble_is_asked_again(
    db: Database, telegram: FakeTelegram
) -> None:
    trouble = [Refusal(502, "Bad Gateway"), Refusal(409, "Conflict: other getUpdates")]
    telegram.script("getMe", trouble[0])
    telegram.script("getUpdates", *trouble)

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help")
        answers = await telegram.sent(1)

    assert answers


async def test_too_many_requests_are_waited_for(
    db: Database, telegram: FakeTelegram
) -> None:
    slow_down = Refusal(429, "Too Many Requests: retry after 1", {"retry_after": 1})
    telegram.script("sendMessage", slow_down)

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help")
        first, second = await telegram.sent(2)

    assert first == second


async def test_an_update_that_cannot_be_read_keeps_no_other_back(
    db: Database, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"update_id": 1, "message": {"date": "yesterday", "text": "سر خاص"}}
    telegram.updates += [broken, {"message": {"text": "سر آخر"}}]

    async with serving(telegram, desk_of(db)):
        await telegram.say("/help")
        await telegram.sent(1)
        await telegram.taken()

    assert "not understood update=1" in caplog.text
    assert "message:{date:str text:str}" in caplog.text
    assert "سر" not in caplog.text
