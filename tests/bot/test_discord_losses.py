"""A channel or thread that is deleted: its server is told once, if it had anything."""

import asyncio
from datetime import timedelta

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
    HIDDEN,
    HIDDEN_THREAD,
    THREAD,
    Body,
    channel,
    hidden_channel,
)
from tests.handlers.chats import outcomes, pass_time, say

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


async def until_server_known(db: Database, at: ChatAddress) -> None:
    async with asyncio.timeout(10):
        while (chat := await chat_at(db, at)) and not chat.at.server:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


def notices(discord: FakeDiscord, name: str) -> list[Body]:
    return [one for one in discord.sent if f"حُذفت القناة «{name}»" in shown(one)]


def nameless(discord: FakeDiscord) -> list[Body]:
    return [one for one in discord.sent if "حُذفت قناة في خادم «أخبار»" in shown(one)]


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


@pytest.mark.parametrize("server", [GUILD, ""], ids=["known", "learnt at a start"])
async def test_a_channel_that_was_deleted_while_the_bot_was_away_is_told_of_once(
    news: Database, discord: FakeDiscord, server: str
) -> None:
    """Its name is not known any more, only of which server it was."""
    lost = ChatAddress("discord", FORUM, "group", server=server)
    early = NOW - timedelta(hours=1)
    await say(news, "/subscribe 12:00 UTC", chat=lost, now=early, administers=True)
    if not server:
        async with serving(discord, news):
            await until_server_known(news, lost)

    discord.gateway.deleted.add(FORUM)
    await pass_time(news, [NOW])
    async with serving(discord, news):
        await until_closed(news, lost)
        await until(lambda: bool(nameless(discord)))
    await until_settled(news)

    (notice,) = nameless(discord)
    assert notice["channel_id"] == CHANNEL
    assert await outcomes(news, chat=lost) == [("failed", "blocked")]


async def test_a_server_that_is_slow_to_come_is_told_when_it_is_there(
    news: Database, discord: FakeDiscord
) -> None:
    lost = ChatAddress("discord", FORUM, "group", server=GUILD)
    early = NOW - timedelta(hours=1)
    await say(news, "/subscribe 12:00 UTC", chat=lost, now=early, administers=True)
    discord.gateway.deleted.add(FORUM)
    discord.gateway.tells_servers.clear()

    await pass_time(news, [NOW])
    async with serving(discord, news):
        await discord.wait(lambda: f"GET channels/{FORUM}" in discord.requests)
        discord.gateway.tells_servers.set()
        await until(lambda: bool(nameless(discord)))

    assert len(nameless(discord)) == 1


SECRET: dict[str, tuple[str, str, Body]] = {
    "a channel": (HIDDEN, "CHANNEL_DELETE", hidden_channel()),
    "a thread": (
        HIDDEN_THREAD,
        "THREAD_DELETE",
        {"id": HIDDEN_THREAD, "parent_id": HIDDEN, "type": 11},
    ),
    "a thread with its channel": (HIDDEN_THREAD, "CHANNEL_DELETE", hidden_channel()),
}


@pytest.mark.parametrize(("address", "event", "data"), SECRET.values(), ids=SECRET)
async def test_a_place_that_not_everybody_may_see_is_not_named_to_everybody(
    db: Database, discord: FakeDiscord, address: str, event: str, data: Body
) -> None:
    await subscribe(db, address)

    async with serving(discord, db):
        await discord.ready()
        await delete(discord, event, data)
        await until(lambda: bool(nameless(discord)))

    (notice,) = nameless(discord)
    assert notice["channel_id"] == CHANNEL
    for name in ("managers-only", "salaries"):
        assert all(name not in shown(one) for one in discord.sent)


async def test_the_owner_may_know_of_every_place(
    db: Database, discord: FakeDiscord
) -> None:
    await subscribe(db, HIDDEN)
    await remember(db, OWNER)

    async with serving(discord, db):
        await discord.ready()
        await discord.gateway.dispatch("CHANNEL_DELETE", channel(CHANNEL))
        await discord.gateway.dispatch("CHANNEL_DELETE", hidden_channel())
        await until(lambda: bool(notices(discord, "managers-only")))

    (notice,) = notices(discord, "managers-only")
    assert notice["channel_id"] == f"9{ALICE}"
