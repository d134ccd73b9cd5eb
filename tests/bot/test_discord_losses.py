"""A channel or thread that is deleted: its server is told once, if it had anything."""

import asyncio

import pytest

from storage.chat_records import ChatAddress
from storage.chats import chat_at, close_chat, remember_chat
from storage.database import Database
from tests.bot.discord_service import serving, shown, until
from tests.bot.test_telegram_deliveries import until_settled
from tests.builders import NOW
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_objects import (
    ALICE,
    CHANNEL,
    FORUM,
    FORUM_TYPE,
    GUILD,
    THREAD,
    Body,
    channel,
)
from tests.handlers.chats import say

#: Channels are named in the server's list, threads in their own.
LOST: dict[str, tuple[str, str, Body, str]] = {
    "a channel": (
        FORUM,
        "CHANNEL_DELETE",
        channel(FORUM, FORUM_TYPE, name="digests"),
        "digests",
    ),
    "a thread": (
        THREAD,
        "THREAD_DELETE",
        {"id": THREAD, "guild_id": GUILD, "parent_id": CHANNEL, "type": 11},
        "thread",
    ),
}
OWNER = ChatAddress("discord", ALICE, "private")


async def subscribe(db: Database, address: str) -> ChatAddress:
    at = ChatAddress("discord", address, "group")
    await say(db, "/subscribe 12:00 UTC", chat=at, administers=True)
    return at


async def remember(db: Database, at: ChatAddress) -> None:
    async with db.transaction() as connection:
        await remember_chat(connection, at, locale="ar", now=NOW)


async def delete(discord: FakeDiscord, event: str, data: Body) -> None:
    """Let a place be deleted, and wait until the bot has worked that off."""
    await discord.gateway.dispatch(event, data | {"guild_id": GUILD})
    before = len(discord.sent)
    await discord.slash("help")
    await until(lambda: any("/latest" in shown(one) for one in discord.sent[before:]))


async def until_closed(db: Database, at: ChatAddress) -> None:
    """Wait until nothing is written there any more."""
    async with asyncio.timeout(10):
        while (chat := await chat_at(db, at)) and chat.active:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


def notices(discord: FakeDiscord, name: str) -> list[Body]:
    return [one for one in discord.sent if f"حُذفت القناة «{name}»" in shown(one)]


@pytest.mark.parametrize(("address", "event", "data", "name"), LOST.values(), ids=LOST)
async def test_a_place_with_a_subscription_that_is_deleted_is_told_of_once(
    db: Database,
    discord: FakeDiscord,
    address: str,
    event: str,
    data: Body,
    name: str,
) -> None:
    lost = await subscribe(db, address)

    async with serving(discord, db):
        await discord.ready()
        await delete(discord, event, data)
        await until(lambda: bool(notices(discord, name)))
        await delete(discord, event, data)
    await until_settled(db)

    (notice,) = notices(discord, name)
    assert notice["channel_id"] == CHANNEL
    chat = await chat_at(db, lost)
    assert chat
    assert not chat.active


async def test_a_place_without_any_is_nobodys_loss(
    db: Database, discord: FakeDiscord
) -> None:
    address, event, data, name = LOST["a channel"]
    await remember(db, ChatAddress("discord", address, "group"))

    async with serving(discord, db):
        await discord.ready()
        await delete(discord, event, data)
    await until_settled(db)

    assert notices(discord, name) == []


async def test_the_owner_is_told_who_has_begun_a_chat_where_the_server_cannot_be(
    db: Database, discord: FakeDiscord
) -> None:
    """Where the system's messages go is the channel that was deleted itself."""
    await subscribe(db, CHANNEL)
    await remember(db, OWNER)

    async with serving(discord, db):
        await discord.ready()
        await discord.gateway.dispatch("CHANNEL_DELETE", channel(CHANNEL))
        await until(lambda: bool(notices(discord, "news")))

    (notice,) = notices(discord, "news")
    assert notice["channel_id"] == f"9{ALICE}"


async def test_nobody_is_written_to_who_is_closed_or_never_began(
    db: Database, discord: FakeDiscord
) -> None:
    lost = await subscribe(db, FORUM)
    system = ChatAddress("discord", CHANNEL, "group")
    await remember(db, system)
    async with db.transaction() as connection:
        await close_chat(
            connection, platform="discord", address=CHANNEL, reason="no permission"
        )

    async with serving(discord, db):
        await discord.ready()
        _, event, data, _ = LOST["a channel"]
        await discord.gateway.dispatch(event, data)
        await until_closed(db, lost)
    await until_settled(db)

    assert discord.sent == []
    assert await chat_at(db, OWNER) is None
