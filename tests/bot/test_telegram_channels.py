"""A channel is served: subscribed from the private chat, by its administrators only."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.chat_records import ChatAddress
from storage.chats import chat_at
from storage.database import Database
from storage.subscriptions import subscriptions_of
from tests.bot.telegram_service import CHANNEL, GROUP, desk_of, serving
from tests.builders import NOW
from tests.fakes.telegram import ALICE, BOB, Body, FakeTelegram, fake_telegram
from tests.fakes.telegram_objects import BOT
from tests.fakes.telegram_parser import parse_html
from tests.handlers.chats import pass_time

PLACE = ChatAddress("telegram", "-1007", "channel")
NAMED = CHANNEL | {"username": "mujaz_news"}


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """Return a Telegram with a channel that Alice and the bot are administrators of."""
    async with fake_telegram() as fake:
        fake.directory.chats |= {-1007: NAMED, -1005: GROUP}
        fake.members |= {
            (-1007, ALICE): "creator",
            (-1007, BOT): "administrator",
            (-1005, ALICE): "creator",
        }
        yield fake


def text_of(message: Body) -> str:
    text = parse_html(message["text"]).text
    return text.replace("\u2068", "").replace("\u2069", "")


def buttons_under(message: Body) -> list[str]:
    rows = message["reply_markup"]["inline_keyboard"]
    return [one["callback_data"] for row in rows for one in row]


async def times(db: Database) -> list[int]:
    """Return the minutes at which the channel gets digests."""
    chat = await chat_at(db, PLACE)
    own = await subscriptions_of(db, chat_id=chat.id) if chat else ()
    return [one.minute for one in own]


async def test_who_lets_the_bot_in_is_offered_a_digest_and_sets_it_with_buttons(
    news: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(news)):
        await telegram.say("/start")
        await telegram.sent(1)
        await telegram.member(before="left", after="administrator", chat=CHANNEL)
        _, offer = await telegram.sent(2)
        pressed = buttons_under(offer)[0]
        for count in (1, 2, 3):
            await telegram.press(telegram.message_of(1), pressed)
            edit = (await telegram.made("editMessageText", count))[-1].parameters
            pressed = buttons_under(edit)[0]

    assert "قناة الأخبار" in text_of(offer)
    assert text_of(edit).startswith("عن القناة «قناة الأخبار»")
    assert len(await times(news)) == 1
    assert pressed == "/digest -1007"
    own = await chat_at(news, ChatAddress("telegram", str(ALICE), "private"))
    assert own
    assert not await subscriptions_of(news, chat_id=own.id)


async def test_a_channel_gets_its_digest_until_it_is_unsubscribed(
    news: Database, telegram: FakeTelegram
) -> None:
    an_hour_ago = NOW - timedelta(hours=1)

    async with serving(telegram, desk_of(news, now=an_hour_ago)):
        await telegram.say("/subscribe @mujaz_news 12:00 UTC")
        (done,) = await telegram.sent(1)
    await pass_time(news, [NOW])
    async with serving(telegram, desk_of(news)):
        _, digest = await telegram.sent(2)
        await telegram.say("/unsubscribe t.me/mujaz_news")
        ended = (await telegram.sent(3))[-1]

    assert done["chat_id"] == ended["chat_id"] == ALICE
    assert digest["chat_id"] == -1007
    assert "موجز السبت" in digest["text"]
    assert "لن يُرسل" in ended["text"]
    assert await times(news) == []


STRANGERS = {
    "somebody who is no administrator": (BOB, "@mujaz_news", "administrator"),
    "a channel without the bot": (ALICE, "@mujaz_news", "member"),
    "a channel that is unknown": (ALICE, "@nowhere_news", "administrator"),
    "a number that is no channel's": (ALICE, "-1005", "administrator"),
}


@pytest.mark.parametrize(
    ("sender", "named", "status"), STRANGERS.values(), ids=STRANGERS
)
@pytest.mark.parametrize("command", ["/subscribe {} 12:00 UTC", "/forgetme {} نعم"])
async def test_nobody_else_speaks_for_a_channel(
    db: Database,
    telegram: FakeTelegram,
    command: str,
    sender: int,
    named: str,
    status: str,
) -> None:
    telegram.members[-1007, BOT] = status

    async with serving(telegram, desk_of(db)):
        await telegram.say(command.format(named), sender=sender)
        (refusal,) = await telegram.sent(1)

    assert f"لا أعرف قناة {named}" in text_of(refusal)
    assert await chat_at(db, PLACE) is None


async def test_who_has_not_started_the_bot_is_offered_nothing(
    db: Database, telegram: FakeTelegram
) -> None:
    async with serving(telegram, desk_of(db)):
        await telegram.member(before="left", after="administrator", chat=CHANNEL)
        await telegram.taken()
        await telegram.say("/help", sender=BOB)
        await telegram.sent(1)

    assert {
        call.parameters["chat_id"] for call in await telegram.made("sendMessage", 1)
    } == {BOB}
