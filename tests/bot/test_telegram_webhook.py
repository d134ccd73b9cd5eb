"""Updates brought by Telegram to an address of ours, and nobody else's."""

import logging
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout
from yarl import URL

from bot.chats.telegram_webhook import HEADER, MAX_BYTES, Webhook
from storage.database import Database
from tests.bot.telegram_service import desk_of, free_port, serving
from tests.fakes.telegram import ALICE, BOB, FakeTelegram, fake_telegram
from tests.fakes.telegram_objects import DATE, chat_of, person
from tests.fakes.telegram_parser import parse_html

SECRET = {HEADER: "the-secret_1"}


@pytest.fixture
def webhook() -> Webhook:
    """Return a webhook on this machine that nothing listens at yet."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram/hook"
    return Webhook(url=url, host="127.0.0.1", port=port, secret=SECRET[HEADER])


def update(number: int, text: str = "/help") -> dict[str, Any]:
    message = {"message_id": number, "date": DATE, "chat": chat_of(ALICE)}
    return {
        "update_id": number,
        "message": message | {"from": person(), "text": text},
    }


async def test_telegram_is_told_the_address_and_brings_a_conversation_to_it(
    db: Database, telegram: FakeTelegram, webhook: Webhook
) -> None:
    async with serving(telegram, desk_of(db), webhook=webhook):
        (told,) = await telegram.made("setWebhook", 1)
        await telegram.say("/start")
        (greeting,) = await telegram.sent(1)
        await telegram.press(telegram.message_of(0), "/sources")
        await telegram.made("editMessageText", 1)

    assert told.parameters["url"] == webhook.url
    assert told.parameters["secret_token"] == webhook.secret
    assert "my_chat_member" in told.parameters["allowed_updates"]
    assert "/latest" in parse_html(greeting["text"]).text
    assert telegram.brought == [200, 200]
    assert not [call for call in telegram.calls if call.method == "getUpdates"]


async def test_answers_of_a_chat_come_in_the_order_of_its_questions(
    db: Database, telegram: FakeTelegram, webhook: Webhook
) -> None:
    asked = [f"/who اسم{number}" for number in range(5)]

    async with serving(telegram, desk_of(db), webhook=webhook):
        await telegram.made("setWebhook", 1)
        for text in asked:
            await telegram.say(text, sender=BOB)
        answers = await telegram.sent(len(asked))

    for text, answer in zip(asked, answers, strict=True):
        assert text.partition(" ")[2] in answer["text"]


async def test_what_came_while_the_bot_was_away_is_answered_after_its_return(
    db: Database, telegram: FakeTelegram, webhook: Webhook
) -> None:
    async with serving(telegram, desk_of(db), webhook=webhook):
        await telegram.made("setWebhook", 1)
    await telegram.say("/help")

    async with serving(telegram, desk_of(db), webhook=webhook):
        await telegram.made("setWebhook", 2)
        await telegram.bring()
        answers = await telegram.sent(1)

    assert telegram.brought == [200]
    assert not [call for call in telegram.calls if call.method == "deleteWebhook"]
    assert answers[0]["chat_id"] == ALICE


async def test_polling_takes_the_webhook_of_an_earlier_start_away(
    db: Database, telegram: FakeTelegram
) -> None:
    telegram.webhook = ("https://old.example/", "")

    async with serving(telegram, desk_of(db)):
        await telegram.made("getUpdates", 1)
        await telegram.say("/help")
        answers = await telegram.sent(1)

    assert answers
    assert telegram.webhook is None


PATHS = {
    "Arabic": ("/\N{ARABIC LETTER BEH}\N{ARABIC LETTER WAW}", "/%d8%a8%d9%88"),
    "escaped without need": ("/%74elegram", "/telegram"),
    "escaped by the proxy": ("/telegram", "/%74elegram"),
    "a space": ("/my bot", "/my%20bot"),
    "none": ("", "/"),
}


@pytest.mark.parametrize(("path", "requested"), PATHS.values(), ids=PATHS)
async def test_a_path_is_known_however_its_letters_are_escaped(
    db: Database, telegram: FakeTelegram, webhook: Webhook, path: str, requested: str
) -> None:
    place = f"http://127.0.0.1:{webhook.port}"
    webhook = replace(webhook, url=f"{place}{path}")

    async with serving(telegram, desk_of(db), webhook=webhook), ClientSession() as web:
        (told,) = await telegram.made("setWebhook", 1)
        url = URL(f"{place}{requested}", encoded=True)
        async with web.post(url, json=update(7), headers=SECRET) as answer:
            assert answer.status == 200
        await telegram.sent(1)

    assert told.parameters["url"].isascii()


STRANGERS: dict[str, tuple[dict[str, Any], int]] = {
    "another path": ({"path": "/"}, 404),
    "a path below": ({"path": "/telegram/hook/more"}, 404),
    "a parent path": ({"path": "/telegram"}, 404),
    "two slashes": ({"path": "//x/telegram/hook", "headers": SECRET}, 404),
    "another path with the secret": ({"path": "/hook", "headers": SECRET}, 404),
    "a look": ({"method": "GET", "headers": SECRET}, 405),
    "no secret": ({}, 403),
    "a wrong secret": ({"headers": {HEADER: "the-secret_2"}}, 403),
    "a secret that is none of Latin": ({"headers": {HEADER: "سر"}}, 403),
    "no JSON": ({"headers": SECRET, "data": b"{"}, 400),
    "no UTF-8": ({"headers": SECRET, "data": b'"\xff"'}, 400),
    "no update": ({"headers": SECRET, "data": b'{"update_id": "1"}'}, 400),
    "a list": ({"headers": SECRET, "data": b"[]"}, 400),
    "too much": ({"headers": SECRET, "data": b" " * (MAX_BYTES + 1)}, 413),
}


@pytest.mark.parametrize(("request_", "status"), STRANGERS.values(), ids=STRANGERS)
async def test_whoever_is_not_telegram_gets_nothing(
    db: Database,
    telegram: FakeTelegram,
    webhook: Webhook,
    request_: dict[str, Any],
    status: int,
) -> None:
    sent: dict[str, Any] = {"method": "POST", "path": "/telegram/hook", **request_}
    url = f"http://127.0.0.1:{webhook.port}{sent.pop('path')}"

    async with serving(telegram, desk_of(db), webhook=webhook), ClientSession() as web:
        await telegram.made("setWebhook", 1)
        async with web.request(url=url, timeout=ClientTimeout(10), **sent) as answer:
            assert answer.status == status
            assert await answer.read() == b"" or status == 413

    assert not [call for call in telegram.calls if call.method == "sendMessage"]


async def test_an_update_that_is_brought_twice_is_answered_once(
    db: Database, telegram: FakeTelegram, webhook: Webhook
) -> None:
    async with serving(telegram, desk_of(db), webhook=webhook), ClientSession() as web:
        await telegram.made("setWebhook", 1)
        for number in (7, 7, 8):
            post = web.post(webhook.url, json=update(number), headers=SECRET)
            async with post as answer:
                assert answer.status == 200
        await telegram.sent(2)
        await telegram.say("/sources")
        first, second, third = (await telegram.sent(3))[:3]

    assert first["text"] == second["text"] != third["text"]


async def test_an_update_that_cannot_be_read_does_not_come_again(
    db: Database,
    telegram: FakeTelegram,
    webhook: Webhook,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = {"update_id": 7, "message": {"date": "yesterday", "text": "سر خاص"}}

    async with serving(telegram, desk_of(db), webhook=webhook), ClientSession() as web:
        await telegram.made("setWebhook", 1)
        async with web.post(webhook.url, json=broken, headers=SECRET) as answer:
            assert answer.status == 200

    assert "update not understood update=7" in caplog.text
    assert "message:{date:str text:str}" in caplog.text
    assert "سر خاص" not in caplog.text


async def test_an_address_that_is_taken_is_told_and_tried_again(
    db: Database,
    telegram: FakeTelegram,
    webhook: Webhook,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    async with (
        fake_telegram() as other,
        serving(other, desk_of(db), webhook=webhook),
    ):
        await other.made("setWebhook", 1)
        async with serving(telegram, desk_of(db), webhook=webhook):
            # A second attempt begins with getMe again.
            await telegram.made("getMe", 2)

    assert "check MUJAZ_TELEGRAM_WEBHOOK_HOST" in caplog.text
    assert "Traceback" not in caplog.text
