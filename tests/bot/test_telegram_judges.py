"""The judges of the fake server have teeth: what Telegram would refuse, they refuse."""

from typing import Any

import pytest
from aiohttp import ClientSession

from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram_objects import (
    ALICE,
    DATE,
    chat_of,
    membership,
    myself,
    person,
)
from tests.fakes.telegram_parser import HtmlRefusedError, parse_html
from tests.fakes.telegram_spec import MISSING, BotApi, bot_api

Body = dict[str, Any]


@pytest.fixture
def judge() -> BotApi:
    found = bot_api()
    if found is None:
        pytest.skip(MISSING)
    return found


SENT: Body = {"chat_id": ALICE, "text": "مرحبا", "parse_mode": "HTML"}
BAD_CALLS: dict[str, tuple[str, Body, str]] = {
    "no such method": ("sendMesage", SENT, "no such method"),
    "a parameter too many": ("sendMessage", SENT | {"silent": True}, "unknown silent"),
    "one too few": ("sendMessage", {"chat_id": ALICE}, "text is missing"),
    "a wrong kind": ("sendMessage", SENT | {"message_thread_id": "7"}, "no Integer"),
    "a wrong kind inside": (
        "sendMessage",
        SENT | {"reply_markup": {"inline_keyboard": [[{"label": "x"}]]}},
        "reply_markup",
    ),
    "a button's data too long": (
        "sendMessage",
        SENT
        | {
            "reply_markup": {
                "inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]]
            }
        },
        "65 bytes",
    ),
    "a secret too long": (
        "setWebhook",
        {"url": "https://x.example", "secret_token": "x" * 257},
        "257 characters",
    ),
    "a notice too long": (
        "answerCallbackQuery",
        {"callback_query_id": "1", "text": "x" * 201},
        "201 characters",
    ),
}


@pytest.mark.parametrize(
    ("method", "given", "problem"), BAD_CALLS.values(), ids=BAD_CALLS
)
def test_a_wrong_call_is_told(
    judge: BotApi, method: str, given: Body, problem: str
) -> None:
    assert problem in "\n".join(judge.call_problems(method, given))


def test_a_right_call_and_its_answer_pass(judge: BotApi) -> None:
    message = {"message_id": 1, "date": DATE, "chat": chat_of(ALICE), "text": "مرحبا"}

    assert judge.call_problems("sendMessage", SENT) == []
    assert judge.answer_problems("sendMessage", message) == []
    assert judge.answer_problems("sendMessage", {"message_id": 1})


@pytest.mark.parametrize(
    "status", ["member", "left", "kicked", "creator", "administrator"]
)
def test_what_the_server_says_of_members_is_the_bot_apis(
    judge: BotApi, status: str
) -> None:
    made = membership(status, of=person())

    assert judge.answer_problems("getChatMember", made) == []
    assert judge.answer_problems("getMe", myself()) == []


@pytest.mark.parametrize("html", ["<b>x", "<foo>x</foo>", "<b><i>x</b></i>", "a < b"])
def test_telegrams_own_parser_refuses_what_is_no_html(html: str) -> None:
    with pytest.raises(HtmlRefusedError):
        parse_html(html)


async def test_a_server_with_a_limit_refuses_what_comes_too_fast(
    telegram: FakeTelegram,
) -> None:
    telegram.limit = 2
    statuses = []
    async with ClientSession() as session:
        for _ in range(3):
            url = f"{telegram.address}/bot{TOKEN}/sendMessage"
            async with session.post(url, data={"chat_id": ALICE, "text": "x"}) as sent:
                statuses.append(sent.status)

    assert statuses == [200, 200, 429]
