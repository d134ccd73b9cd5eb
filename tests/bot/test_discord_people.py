"""People on Discord, simulated around the real client: what each may do and sees."""

from typing import Any

import discord
import pytest
import simcord

from bot.chats.discord_chat import NewsClient
from bot.chats.discord_commands import slots_of
from handlers.commands import COMMANDS
from storage.chat_records import ChatAddress
from storage.chats import chat_at, remember_chat
from storage.database import Database
from tests.bot.discord_service import desk_of
from tests.builders import NOW, put_article, put_feed


@pytest.fixture
def simcord_bot(newsroom: Database) -> NewsClient:
    """Return the client that the library's own fixture runs."""
    return NewsClient(desk_of(newsroom))


@pytest.fixture
def env(simcord_env: simcord.Env) -> simcord.Env:
    return simcord_env


class Server:
    """A server with a channel, somebody who manages it and somebody who does not."""

    def __init__(self, env: simcord.Env) -> None:
        self.guild = env.create_guild()
        self.channel = self.guild.create_text_channel("news")
        manager = self.guild.create_role(
            "manager",
            permissions=discord.Permissions(
                manage_guild=True, view_channel=True, send_messages=True
            ),
        )
        self.manager = self.guild.add_member(
            env.create_user("manager"), roles=[manager]
        )
        self.reader = self.guild.add_member(env.create_user("reader"))


def shown(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """Return what somebody was answered."""
    assert result.response is not None
    return result.response


def words(message: Any) -> str:
    parts = [f"{one.title or ''}\n{one.description or ''}" for one in message.embeds]
    return "\n".join(parts).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("command", [one.name for one in COMMANDS])
async def test_every_command_is_answered(env: simcord.Env, command: str) -> None:
    server = Server(env)
    needed = {one.name: "غالانت" for one in slots_of(command) if one.is_required}
    alone = next(one for one in COMMANDS if one.name == command).is_private

    if alone:
        result = await env.create_user("person").slash(command, **needed)
    else:
        result = await server.manager.slash(server.channel, command, **needed)

    assert result.acknowledged
    assert len(words(shown(result))) > 10


async def test_what_is_for_managers_is_not_even_offered_to_others(
    env: simcord.Env,
) -> None:
    server = Server(env)

    offered = server.reader.available_commands(server.channel)
    to_manager = server.manager.available_commands(server.channel)

    theirs = {one.name for one in COMMANDS if one.for_administrators}
    assert theirs.isdisjoint(offered)
    assert theirs <= set(to_manager)


async def test_a_manager_forgets_a_channel_with_a_button(
    env: simcord.Env, newsroom: Database
) -> None:
    server = Server(env)
    at = ChatAddress("discord", str(server.channel.id), "group")
    async with newsroom.transaction() as connection:
        await remember_chat(connection, at, locale="ar", now=NOW)

    asked = await server.manager.slash(server.channel, "forgetme")
    await server.manager.click(shown(asked), label="نعم، احذف")

    assert await chat_at(newsroom, at) is None


async def test_names_are_suggested(env: simcord.Env) -> None:
    server = Server(env)

    found = {
        typed: await server.reader.autocomplete(server.channel, "who", "name", typed)
        for typed in ("غالا", "جالان", "Gall", "يوا غا")
    }

    for typed, suggested in found.items():
        assert "يوآف غالانت" in [one["value"] for one in suggested], typed


async def test_a_person_asks_in_direct_messages(
    env: simcord.Env, newsroom: Database
) -> None:
    person = env.create_user("person")

    result = await person.slash("start")

    assert "موجز" in words(shown(result))
    at = ChatAddress("discord", str(person.id), "private")
    assert await chat_at(newsroom, at) is not None


async def test_buttons_outlive_a_restart(env: simcord.Env, newsroom: Database) -> None:
    server = Server(env)
    card = await server.reader.slash(server.channel, "who", name="غالانت")
    await env.restart_bot(NewsClient(desk_of(newsroom)))
    before = words(shown(card))
    button = shown(card).components[0]["components"][0]

    await server.reader.click(shown(card), custom_id=button["custom_id"])

    assert words(shown(card)) != before
    assert len(server.channel.history()) == 1


async def test_another_reader_gets_an_answer_of_their_own(env: simcord.Env) -> None:
    server = Server(env)
    card = await server.manager.slash(server.channel, "who", name="غالانت")
    before = words(shown(card))
    button = shown(card).components[0]["components"][0]

    own = await server.reader.click(shown(card), custom_id=button["custom_id"])

    assert own.ephemeral
    assert words(shown(own))
    assert words(shown(card)) == before


async def test_a_long_answer_goes_over_several_messages_within_the_limits(
    env: simcord.Env, newsroom: Database
) -> None:
    async with newsroom.transaction() as connection:
        feed = await put_feed(connection)
        for number in range(20):
            title = f"خبر رقم {number} " + "طويل جدا " * 40
            await put_article(connection, feed, str(number), title=title)
    server = Server(env)

    result = await server.reader.slash(server.channel, "latest", how_many="20")

    messages = [shown(result), *result.followups]
    assert len(messages) > 1
    assert all(one.embeds for one in messages)


async def test_no_mention_in_the_news_reaches_anybody(
    env: simcord.Env, newsroom: Database
) -> None:
    async with newsroom.transaction() as connection:
        feed = await put_feed(connection)
        await put_article(connection, feed, "1", title="عاجل @everyone <@&1>")
    server = Server(env)

    await server.reader.slash(server.channel, "latest")

    (message,) = server.channel.history()
    assert not message.mention_everyone
    assert message.mentions == message.role_mentions == []
