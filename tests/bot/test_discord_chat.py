"""The Discord bot, against a REST API and a gateway over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

import pytest

from bot.chats.answers import Desk
from bot.chats.discord_chat import run_discord
from handlers.commands import COMMANDS
from storage.database import Database
from tests.builders import NOW, put_article, put_feed
from tests.fakes.discord import TOKEN, FakeDiscord, fake_discord


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with fake_discord() as fake:
        yield fake


@asynccontextmanager
async def serving(
    discord: FakeDiscord, db: Database, *, token: str = TOKEN
) -> AsyncIterator[None]:
    """Run the bot until the block ends."""
    desk = Desk(db, "ar", UTC, clock=lambda: NOW)
    bot = asyncio.create_task(
        run_discord(
            desk, token=token, api=discord.api, gateway=discord.gateway, pause=0.01
        )
    )
    try:
        yield
        assert not bot.done()
    finally:
        bot.cancel()
        await asyncio.wait((bot,), timeout=5)
        assert bot.cancelled()


async def test_every_command_is_registered(db: Database, discord: FakeDiscord) -> None:
    async with serving(discord, db):
        await discord.ready()

    assert discord.commands.keys() == {command.name for command in COMMANDS}
    for command in discord.commands.values():
        assert 1 <= len(command["description"]) <= 100
        for option in command["options"]:
            assert 1 <= len(option["description"]) <= 100
            assert option["description"] != "…"


async def test_a_conversation(db: Database, discord: FakeDiscord) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        await put_article(connection, feed, "1", title="قمة *جدة* @everyone")

    async with serving(discord, db):
        await discord.ready()
        await discord.slash("latest", text="3")
        (latest,) = await discord.messages(1)
        await discord.slash("start")
        _, greeting = await discord.messages(2)
        button = greeting["components"][0]["components"][0]
        await discord.press(greeting, button["custom_id"])
        _, _, pressed = await discord.messages(3)

    text = latest["embeds"][0]["description"]
    assert r"[قمة \*جدة\* \@" in text.replace("\u2068", "")
    assert "(https://news.example/1)" in text
    assert button["custom_id"] == "/latest"
    assert "news.example" in pressed["embeds"][0]["description"]


async def test_a_long_answer_comes_in_several_messages(
    db: Database, discord: FakeDiscord
) -> None:
    async with db.transaction() as connection:
        feed = await put_feed(connection)
        for number in range(20):
            title = f"خبر رقم {number} " + "طويل جدا " * 30
            await put_article(connection, feed, str(number), title=title)

    async with serving(discord, db):
        await discord.ready()
        await discord.slash("latest", text="20")
        messages = await discord.messages(2)

    assert all(message["embeds"] for message in messages)


async def test_a_dropped_gateway_is_taken_up_again(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
        await discord.drop()
        await discord.wait(lambda: discord.connections == 2)
        await discord.slash("help")
        messages = await discord.messages(1)

    assert messages[0]["embeds"]


async def test_a_gateway_that_fell_silent_does_not_hold_up_the_end(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
        discord.stop_hearing()
        await discord.slash("help")
        await discord.messages(1)


async def test_a_refused_token_is_tried_again_and_not_shown(
    db: Database, discord: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(discord, db, token="wrong-token"):  # noqa: S106
        await discord.wait(lambda: len(discord.requests) >= 2)

    assert "refused the token" in caplog.text
    assert "wrong-token" not in caplog.text


async def test_a_server_in_trouble_is_asked_again(
    db: Database, discord: FakeDiscord
) -> None:
    discord.refusals.append((403, {"code": 0, "message": "Forbidden"}))

    async with serving(discord, db):
        await discord.ready()

    assert discord.commands
