"""The Discord bot at work on a fake server, for the tests of what it does there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.chats.answers import Desk
from bot.chats.discord_chat import run_discord
from bot.chats.discord_chats import ChannelBook
from bot.chats.discord_sender import DiscordSender
from storage.database import Database
from tests.builders import NOW
from tests.fakes.discord import TOKEN, FakeDiscord


def desk_of(db: Database, *, now: datetime = NOW, locale: str = "ar") -> Desk:
    return Desk(db, locale, UTC, clock=lambda: now)


def sender_of(db: Database) -> DiscordSender:
    return DiscordSender(ChannelBook(db, clock=lambda: NOW), locale="ar")


@asynccontextmanager
async def serving(
    discord: FakeDiscord,
    db: Database,
    *,
    token: str = TOKEN,
    sender: DiscordSender | None = None,
    now: datetime = NOW,
    locale: str = "ar",
    desk: Desk | None = None,
) -> AsyncIterator[None]:
    """Run the bot until the block ends."""
    sender = sender or sender_of(db)
    bot = asyncio.create_task(
        run_discord(
            desk or desk_of(db, now=now, locale=locale),
            token=token,
            api=discord.api,
            gateway=discord.gateway.address,
            sender=sender,
            pause=0.01,
        )
    )
    try:
        yield
        assert not bot.done()
        if discord.gateway.connections:
            # The library does not like to be stopped while it starts.
            await until(lambda: sender.is_connected)
    finally:
        bot.cancel()
        await asyncio.wait((bot,), timeout=5)
        assert bot.cancelled()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that nothing tells of."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


def shown(message: dict[str, object]) -> str:
    """Return the words of a message, without marks of direction."""
    embeds = message["embeds"]
    assert isinstance(embeds, list)
    words = [
        f"{one.get('title') or ''}\n{one.get('description') or ''}" for one in embeds
    ]
    text = "\n".join([str(message["content"]), *words])
    return text.replace("\u2068", "").replace("\u2069", "")
