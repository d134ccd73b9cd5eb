"""What is owed goes out to Discord: digests that people asked for, each once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from handlers.known_actors import seed_actors
from storage.chat_records import ChatAddress
from storage.chats import chat_at
from storage.database import Database
from tests.bot.discord_service import serving, shown
from tests.builders import NOW
from tests.fakes.discord import FakeDiscord, fake_discord
from tests.fakes.discord_objects import ALICE, CHANNEL, LOCKED
from tests.handlers.chats import outcomes, pass_time, say
from tests.handlers.newsroom import GALLANT, MEETING, report

SERVER_CHANNEL = ChatAddress("discord", CHANNEL, "group")
LOCKED_CHANNEL = ChatAddress("discord", LOCKED, "group")
PERSON = ChatAddress("discord", ALICE, "private")
ASKED_AT = NOW - timedelta(minutes=10)
PATIENCE = 10


@pytest.fixture
async def news(db: Database) -> Database:
    await seed_actors(db, (GALLANT,))
    await report(db, MEETING)
    return db


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with fake_discord() as fake:
        yield fake


async def owe_digest(db: Database, chat: ChatAddress) -> None:
    """Subscribe a chat to a digest that is due now."""
    await say(db, "/settings zone UTC", chat=chat, now=ASKED_AT, administers=True)
    await say(db, f"/subscribe {NOW:%H:%M}", chat=chat, now=ASKED_AT, administers=True)
    await pass_time(db, [NOW])


async def until_tried(db: Database, chat: ChatAddress) -> list[tuple[str, str]]:
    """Wait until what a chat was owed was tried; return what became of it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await outcomes(db, chat=chat)
            if all(one not in {("pending", ""), ("sending", "")} for one in found):
                return found
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("chat", [SERVER_CHANNEL, PERSON], ids=["channel", "person"])
async def test_a_subscribed_digest_arrives_once(
    news: Database, discord: FakeDiscord, chat: ChatAddress
) -> None:
    await owe_digest(news, chat)

    # A second start finds nothing more to send.
    for _ in range(2):
        async with serving(discord, news):
            assert await until_tried(news, chat) == [("sent", "")]

    (message,) = discord.sent
    assert "غالانت" in shown(message)
    assert message["nonce"] == "1.0"


async def test_a_quiet_chat_is_written_to_without_a_sound(
    news: Database, discord: FakeDiscord
) -> None:
    await say(news, "/settings sound off", chat=SERVER_CHANNEL, administers=True)
    await owe_digest(news, SERVER_CHANNEL)

    async with serving(discord, news):
        await until_tried(news, SERVER_CHANNEL)

    (message,) = discord.sent
    assert message["flags"] & 1 << 12


async def test_a_channel_that_is_shut_ends_its_digests(
    news: Database, discord: FakeDiscord
) -> None:
    await owe_digest(news, LOCKED_CHANNEL)

    async with serving(discord, news):
        ends = await until_tried(news, LOCKED_CHANNEL)

    chat = await chat_at(news, LOCKED_CHANNEL)
    assert ends == [("failed", "blocked")]
    assert chat is not None
    assert not chat.active


async def test_what_discord_cannot_take_now_is_tried_again_later(
    news: Database, discord: FakeDiscord
) -> None:
    await owe_digest(news, SERVER_CHANNEL)
    discord.fail(503, route="messages")

    async with serving(discord, news):
        tried = await until_tried(news, SERVER_CHANNEL)

    assert tried == [("pending", "unreachable")]
    assert not discord.failures
    assert not discord.sent
