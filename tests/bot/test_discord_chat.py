"""The connection to Discord: registered commands, dropped lines, lost channels."""

import asyncio
from collections.abc import Sequence

import pytest

from handlers.commands import COMMANDS
from handlers.conversation import Reply, Request, Text
from storage.chat_records import ChatAddress
from storage.chats import chat_at, close_chat, remember_chat
from storage.database import Database, Reader
from tests.bot.discord_service import serving, shown
from tests.builders import NOW
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_objects import CHANNEL, FORUM, GUILD, THREAD, channel, guild

from .tables import answer_all

TREE = "PUT applications/1003/commands"


async def test_every_command_is_registered_once(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
    async with serving(discord, db):
        await discord.wait(lambda: discord.gateway.connections == 2)

    assert discord.commands.keys() == {command.name for command in COMMANDS}
    assert discord.requests.count(TREE) == 1


async def test_commands_that_changed_are_registered_anew(
    db: Database, discord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(discord, db):
        await discord.ready()
    monkeypatch.setattr("bot.chats.discord_commands.COMMANDS", COMMANDS[1:])

    async with serving(discord, db):
        await discord.wait(lambda: discord.requests.count(TREE) == 2)

    assert COMMANDS[0].name not in discord.commands


async def test_refused_commands_do_not_keep_the_bot_away(
    db: Database, discord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(discord, db):
        await discord.ready()
    monkeypatch.setattr("bot.chats.discord_commands.COMMANDS", COMMANDS[1:])
    discord.fail(400, 50035, route="PUT")

    async with serving(discord, db):
        await discord.wait(lambda: discord.gateway.connections == 2)
        await discord.slash("help")
        await discord.messages(1)


async def test_a_command_that_is_registered_no_more_is_answered(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
        discord.commands["latset"] = {"id": "1"}
        await discord.slash("latset", count="3")
        (answer,) = await discord.messages(1)

    assert "/latest" in shown(answer)


@pytest.mark.parametrize("code", [4000, 1001, 4008])
async def test_a_dropped_gateway_is_taken_up_where_it_was(
    db: Database, discord: FakeDiscord, code: int
) -> None:
    async with serving(discord, db):
        await discord.ready()
        await discord.gateway.drop(code)
        await discord.slash("help")
        await discord.wait(lambda: discord.gateway.connections == 2)
        messages = await discord.messages(1)

    assert messages[0]["embeds"]
    assert len(discord.gateway.identified) == 1
    assert discord.gateway.resumed[0]["session_id"] == "session"


async def test_a_gateway_that_asks_for_it_is_connected_to_anew(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
        await discord.gateway.ask_to_reconnect()
        await discord.wait(lambda: discord.gateway.connections == 2)

    assert len(discord.gateway.resumed) == 1


async def test_a_gateway_that_closes_for_good_is_tried_again(
    db: Database, discord: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(discord, db):
        await discord.ready()
        await discord.slash("help")
        await discord.messages(1)
        await discord.gateway.drop(4014)
        await discord.wait(lambda: discord.gateway.connections == 2)

    assert len(discord.gateway.identified) == 2
    assert "discord failed" in caplog.text


async def test_nothing_but_servers_is_asked_of_the_gateway(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()

    assert discord.gateway.identified[0]["intents"] == 1


async def test_a_gateway_that_fell_silent_does_not_hold_up_the_end(
    db: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, db):
        await discord.ready()
        discord.gateway.stop_hearing()
        await discord.slash("help")
        await discord.messages(1)


async def test_what_is_being_answered_when_the_end_comes_is_answered(
    db: Database, discord: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def long(_db: Reader, _request: Request) -> Reply:
        begun.set()
        for _ in range(50):
            # Whoever stops the bot has every chance to.
            await asyncio.sleep(0)
        return Reply((Text("done"),))

    answer_all(monkeypatch, long)
    async with serving(discord, db):
        await discord.ready()
        await discord.slash("help")
        await begun.wait()

    (answer,) = discord.sent
    assert shown(answer).strip() == "done"


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
    discord.fail(403)

    async with serving(discord, db):
        await discord.ready()

    assert discord.commands


async def remembered(db: Database, *addresses: str) -> None:
    async with db.transaction() as connection:
        for address in addresses:
            at = ChatAddress("discord", address, "group")
            await remember_chat(connection, at, locale="ar", now=NOW)


async def open_ones(db: Database, *addresses: str) -> set[str]:
    found = set()
    for address in addresses:
        chat = await chat_at(db, ChatAddress("discord", address, "group"))
        if chat and chat.active:
            found.add(address)
    return found


async def until_open(db: Database, places: Sequence[str], expected: set[str]) -> None:
    """Wait until those are the places that may be written to."""
    async with asyncio.timeout(10):
        while await open_ones(db, *places) != expected:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


GONE = {
    "channel with its thread": ("CHANNEL_DELETE", channel(CHANNEL), {FORUM}),
    "thread": (
        "THREAD_DELETE",
        {"id": THREAD, "guild_id": GUILD, "parent_id": CHANNEL, "type": 11},
        {CHANNEL, FORUM},
    ),
    "server": ("GUILD_DELETE", {"id": GUILD}, set[str]()),
}


@pytest.mark.parametrize(("event", "data", "left"), GONE.values(), ids=GONE)
async def test_what_is_gone_is_written_to_no_more(
    db: Database,
    discord: FakeDiscord,
    event: str,
    data: dict[str, object],
    left: set[str],
) -> None:
    places = (CHANNEL, FORUM, THREAD)
    await remembered(db, *places)

    async with serving(discord, db):
        await discord.ready()
        await discord.gateway.dispatch(event, data)
        await until_open(db, places, left)


async def test_a_server_that_lets_the_bot_in_again_is_written_to_again(
    db: Database, discord: FakeDiscord
) -> None:
    places = (CHANNEL, FORUM)
    await remembered(db, *places)

    async with serving(discord, db):
        await discord.ready()
        await discord.gateway.dispatch("GUILD_DELETE", {"id": GUILD})
        await until_open(db, places, set())
        again = {key: one for key, one in guild().items() if key != "unavailable"}
        await discord.gateway.dispatch("GUILD_CREATE", again)
        await until_open(db, places, set(places))


async def test_an_outage_of_discord_closes_nothing(
    db: Database, discord: FakeDiscord
) -> None:
    await remembered(db, CHANNEL, FORUM)

    async with serving(discord, db):
        await discord.ready()
        outage = {"id": GUILD, "unavailable": True}
        await discord.gateway.dispatch("GUILD_DELETE", outage)
        # Events are worked off in order: what the outage did is done by then.
        await discord.gateway.dispatch("GUILD_CREATE", guild())
        await discord.gateway.dispatch("CHANNEL_DELETE", channel(FORUM))
        await until_open(db, (CHANNEL, FORUM), {CHANNEL})


async def test_a_command_in_a_closed_channel_opens_it_again(
    db: Database, discord: FakeDiscord
) -> None:
    await remembered(db, CHANNEL)
    async with db.transaction() as connection:
        await close_chat(
            connection, platform="discord", address=CHANNEL, reason="no permission"
        )

    async with serving(discord, db):
        await discord.ready()
        for _ in range(2):
            await discord.slash("help")
            first, *rest = await discord.messages(len(discord.sent) + 1)

    assert await open_ones(db, CHANNEL) == {CHANNEL}
    assert "وسيصل من جديد" in shown(first)
    assert "وسيصل من جديد" not in shown(rest[-1])
