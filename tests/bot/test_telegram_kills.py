"""A sender that is killed loses nothing and repeats nothing."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.chats.telegram_pace import OVERALL
from storage.chat_records import ChatAddress
from storage.chat_schema import chats, deliveries
from storage.database import Database, open_database
from storage.deliveries import settle_interrupted
from tests.bot.processes import Mujaz
from tests.bot.test_telegram_deliveries import notice
from tests.fakes.telegram import TOKEN, FakeTelegram, fake_telegram

CHATS = 240
#: The process is killed when so many messages have come in.
KILLED_AT = (1, 40, 90, 91, 150)

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with fake_telegram() as fake:
        yield fake


async def test_killed_at_any_moment_each_message_is_sent_once_or_unknown(
    mujaz: Mujaz, telegram: FakeTelegram
) -> None:
    mujaz.settings.update(
        MUJAZ_TELEGRAM_TOKEN=TOKEN, MUJAZ_TELEGRAM_API=telegram.address
    )
    url = mujaz.environment()["MUJAZ_DATABASE_URL"]
    async with open_database(url) as db:
        for number in range(1, CHATS + 1):
            place = ChatAddress("telegram", str(number), "private")
            await notice(db, "موجز", chat=place, owed_at=datetime.now(UTC))

    for count in KILLED_AT:
        async with mujaz.running("run") as process:
            await telegram.sent(count)
            process.kill()
            await process.wait()
    async with mujaz.running("run"), open_database(url) as db, asyncio.timeout(60):
        while await states(db, "pending"):
            await asyncio.wait((asyncio.create_task(asyncio.sleep(0.05)),))

    async with open_database(url) as db:
        async with db.transaction() as connection:
            later = datetime.now(UTC) + timedelta(minutes=10)
            await settle_interrupted(connection, now=later)
        ended = Counter(
            {state: len(await states(db, state)) for state in ("sent", "unknown")}
        )
        sent = await states(db, "sent")
    arrived = Counter(chat for chat, _ in telegram.shown)
    assert ended.total() == CHATS
    assert max(arrived.values()) == 1
    assert set(sent) <= set(arrived)
    # What was on its way at a kill, at most what Telegram lets out in a second.
    assert ended["unknown"] <= OVERALL.count * len(KILLED_AT)


async def states(db: Database, state: str) -> list[int]:
    """Return the chats whose delivery is in this state."""
    query = select(chats.c.address).join_from(deliveries, chats)
    rows = await db.fetch_all(query.where(deliveries.c.state == state))
    return [int(row.address) for row in rows]
