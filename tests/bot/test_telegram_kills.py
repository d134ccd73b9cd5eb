"""A sender that is killed loses nothing and repeats nothing."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from storage.chat_records import ChatAddress
from storage.chat_schema import chats, deliveries
from storage.database import Database, open_database
from storage.deliveries import settle_interrupted
from tests.bot.processes import Mujaz
from tests.bot.senders import Nursery, open_nursery
from tests.bot.test_telegram_deliveries import notice
from tests.fakes.telegram import FakeTelegram, Refusal, Reset

CHATS = 700
KILLS = 50
#: Seconds until a sender dies, at most: from its start, or from its first message.
LONGEST_LIFE = 0.6
#: Chats that refuse what they are sent, and those whose connection breaks off.
REFUSING, BREAKING = range(5, CHATS, 40), range(15, CHATS, 40)

pytestmark = pytest.mark.timeout(300)


async def test_killed_50_times_each_message_is_sent_once_failed_or_unknown(
    mujaz: Mujaz, telegram: FakeTelegram
) -> None:
    seed = random.randrange(1_000_000)
    print(f"seed={seed}")
    for chat in REFUSING:
        telegram.script("sendMessage", Refusal(400, "Bad Request: no"), chat=chat)
    for chat in BREAKING:
        telegram.script("sendMessage", Reset(is_accepted=chat % 80 == 15), chat=chat)
    url = mujaz.environment()["MUJAZ_DATABASE_URL"]

    async with open_database(url) as db, open_nursery(mujaz, telegram.address) as born:
        for number in range(1, CHATS + 1):
            place = ChatAddress("telegram", str(number), "private")
            await notice(db, "موجز", chat=place, owed_at=datetime.now(UTC))
        await kill_often(born, telegram, random.Random(seed))
        killed_after = len(telegram.shown)
        await send_the_rest(born, db)
        ended = await settled(db)

    arrived = Counter(chat for chat, _ in telegram.shown)
    calls = telegram.calls_of("sendMessage")
    asked = Counter(call.parameters["chat_id"] for call in calls)
    print(f"after the last kill {killed_after} had arrived; {Counter(ended.values())}")
    assert set(ended) == set(range(1, CHATS + 1))
    assert set(ended.values()) == {"sent", "failed", "unknown"}
    assert max(asked.values()) == 1
    assert {chat for chat, state in ended.items() if state == "sent"} <= set(arrived)
    assert {chat for chat, state in ended.items() if state == "failed"} <= set(REFUSING)
    assert KILLS / 2 <= killed_after < CHATS
    # At a kill no more than a few are on their way.
    assert list(ended.values()).count("unknown") <= len(BREAKING) + 3 * KILLS


async def kill_often(
    nursery: Nursery, telegram: FakeTelegram, chance: random.Random
) -> None:
    """Start a sender and kill it at a random moment, again and again.

    Every other one has sent something by then, however slow the machine is.
    """
    loop = asyncio.get_running_loop()
    for number in range(KILLS):
        before = len(telegram.calls_of("sendMessage"))
        sender, moment = await nursery.start(), loop.create_future()
        if number % 2:
            await telegram.made("sendMessage", before + 1)
        loop.call_later(chance.random() * LONGEST_LIFE, moment.set_result, None)
        await moment
        await nursery.kill(sender)


async def send_the_rest(nursery: Nursery, db: Database) -> None:
    """Let a sender send all that is still owed."""
    sender = await nursery.start()
    try:
        async with asyncio.timeout(120):
            while "pending" in (await states(db)).values():
                await asyncio.wait((asyncio.create_task(asyncio.sleep(0.05)),))
    finally:
        await nursery.kill(sender)


async def settled(db: Database) -> dict[int, str]:
    """Return what became of each message, once all claims have run out."""
    async with db.transaction() as connection:
        later = datetime.now(UTC) + timedelta(minutes=10)
        await settle_interrupted(connection, now=later)
    return await states(db)


async def states(db: Database) -> dict[int, str]:
    """Return the state of each chat's delivery."""
    query = select(chats.c.address, deliveries.c.state).join_from(deliveries, chats)
    return {int(row.address): row.state for row in await db.fetch_all(query)}
