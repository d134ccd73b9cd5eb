"""What is owed goes out to Discord: subscribed by a slash command, sent by itself."""

import asyncio
from datetime import timedelta

import pytest

from storage.chat_records import ChatAddress
from storage.chats import chat_at
from storage.database import Database
from tests.bot.discord_service import serving, shown
from tests.bot.test_telegram_deliveries import notice
from tests.bot.test_telegram_deliveries import until_settled as until_all_settled
from tests.builders import NOW
from tests.fakes.discord import FakeDiscord, fake_discord
from tests.fakes.discord_objects import (
    ALICE,
    BASEM,
    CHANNEL,
    FORUM,
    LOCKED,
    MANAGE_GUILD,
    THREAD,
)
from tests.handlers.chats import outcomes, pass_time

IN_CHANNEL = ChatAddress("discord", CHANNEL, "group")
TO_ALICE = ChatAddress("discord", ALICE, "private")
GONE = ChatAddress("discord", "404404404", "group")
SETTLED = {"sent", "failed", "unknown", "skipped"}


def group(address: str) -> ChatAddress:
    return ChatAddress("discord", address, "group")


async def until_settled(db: Database, at: ChatAddress) -> list[tuple[str, str]]:
    """Wait until what a chat is owed is settled; return what became of it."""
    async with asyncio.timeout(20):
        while {state for state, _ in await outcomes(db, chat=at)} - SETTLED:
            await _a_turn()
    return await outcomes(db, chat=at)


async def _a_turn() -> None:
    """Let others do something; the database tells no test when it is written."""
    await asyncio.sleep(0.01)


async def subscribe(discord: FakeDiscord, **options: str) -> None:
    """Let the manager of the server subscribe a channel to a digest at 12:00."""
    said = len(discord.sent)
    given = {"hh_mm": "12:00", "city": "UTC", **options}
    await discord.slash("subscribe", may=MANAGE_GUILD, **given)
    await discord.messages(said + 1)
    assert "١٢:٠٠" in shown(discord.sent[-1])


@pytest.mark.parametrize(
    ("options", "place"),
    [({}, CHANNEL), ({"channel": FORUM}, FORUM), ({"channel": THREAD}, THREAD)],
    ids=["where it was given", "a forum", "a thread"],
)
async def test_a_subscribed_channel_gets_its_digest(
    news: Database, discord: FakeDiscord, options: dict[str, str], place: str
) -> None:
    early = NOW - timedelta(hours=1)
    async with serving(discord, news, now=early):
        await discord.ready()
        await subscribe(discord, **options)

    await pass_time(news, [NOW])
    async with serving(discord, news):
        await until_settled(news, group(place))

    _, digest = discord.sent
    assert "غالانت" in shown(digest)
    # In a forum it is a post of its own, with a number of its own.
    assert (digest["channel_id"] == place) == (place != FORUM)
    assert await outcomes(news, chat=group(place)) == [("sent", "")]


async def test_a_person_gets_it_in_direct_messages(
    news: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, news, now=NOW - timedelta(hours=1)):
        await discord.ready()
        await discord.slash_privately(
            "subscribe", by=BASEM, hh_mm="15:00", city="Asia/Gaza"
        )
        await discord.messages(1)

    await pass_time(news, [NOW])
    person = ChatAddress("discord", BASEM, "private")
    async with serving(discord, news):
        found = await until_settled(news, person)

    assert found == [("sent", "")]
    assert discord.sent[1]["channel_id"] == f"9{BASEM}"


async def test_who_closed_their_direct_messages_is_told_where_they_ask_next(
    news: Database, discord: FakeDiscord
) -> None:
    person = ChatAddress("discord", BASEM, "private")
    async with serving(discord, news, now=NOW - timedelta(hours=1)):
        await discord.ready()
        await discord.slash_privately("subscribe", by=BASEM, hh_mm="12:00", city="UTC")
        await discord.messages(1)

    await pass_time(news, [NOW])
    discord.fail(403, 50007, route="messages")
    async with serving(discord, news):
        found = await until_settled(news, person)
        closed = await chat_at(news, person)
        for count in (2, 3):
            await discord.slash_privately("help", by=BASEM)
            await discord.messages(count)

    _, first, second = discord.sent
    opened = await chat_at(news, person)
    assert found == [("failed", "blocked")]
    assert closed
    assert opened
    assert (closed.active, opened.active) == (False, True)
    assert "لم أستطع" in shown(first)
    assert "لم أستطع" not in shown(second)


async def test_a_lost_channel_is_owed_nothing_more(
    news: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, news, now=NOW - timedelta(hours=1)):
        await discord.ready()
        await subscribe(discord, channel=LOCKED)

    await pass_time(news, [NOW])
    async with serving(discord, news):
        found = await until_settled(news, group(LOCKED))
        await discord.messages(2)

    chat = await chat_at(news, group(LOCKED))
    assert chat is not None
    assert not chat.active
    assert found == [("failed", "blocked")]
    assert "locked" in discord.sent[-1]["content"]


async def test_who_does_not_manage_the_server_subscribes_nothing(
    news: Database, discord: FakeDiscord
) -> None:
    async with serving(discord, news):
        await discord.ready()
        await discord.slash("subscribe", by=BASEM, hh_mm="12:00", city="UTC")
        (refused,) = await discord.messages(1)

    assert "لمشرفي" in shown(refused)
    assert await chat_at(news, group(CHANNEL)) is None


async def test_each_chat_gets_what_it_is_owed_and_a_lost_one_is_closed(
    db: Database,
) -> None:
    for place in (IN_CHANNEL, TO_ALICE, GONE):
        await notice(db, "موجز اليوم", chat=place)

    async with fake_discord() as discord, serving(discord, db):
        await until_all_settled(db)

    assert await outcomes(db, chat=IN_CHANNEL) == [("sent", "")]
    assert await outcomes(db, chat=TO_ALICE) == [("sent", "")]
    assert await outcomes(db, chat=GONE) == [("failed", "blocked")]
    assert sum("موجز اليوم" in shown(one) for one in discord.sent) == 2
