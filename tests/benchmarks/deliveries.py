"""How fast messages reach a Bot API server, and how many in the busiest second."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from storage.chat_records import ChatAddress
from storage.database import Database, open_database
from tests.bot.processes import Mujaz
from tests.bot.senders import open_nursery
from tests.bot.test_telegram_deliveries import notice
from tests.fakes.telegram import FakeTelegram, Refusal, fake_telegram
from tests.fakes.telegram_clock import busiest

MESSAGES: Final = 3_000
#: A second, to all chats.
LIMIT: Final = 30
#: This one is told to wait so many seconds.
HELD_UP: Final = 20
HELD_FOR: Final = 60
#: So many come well within what the fake server waits for at most.
STEP: Final = 500


def main() -> None:
    """Let a process of its own send them."""
    print(f"deliveries, {MESSAGES:,} messages")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Mujaz(Path(folder))))


async def measure(mujaz: Mujaz) -> None:
    """Print when messages came in at the server."""
    slow = Refusal(429, "Too Many Requests", parameters={"retry_after": HELD_FOR})
    url = mujaz.environment()["MUJAZ_DATABASE_URL"]
    async with fake_telegram() as telegram:
        telegram.script("sendMessage", slow, chat=HELD_UP)
        telegram.limit = LIMIT
        async with open_database(url) as db:
            await owe(db)
        async with open_nursery(mujaz, telegram.address) as nursery:
            sender = await nursery.start()
            try:
                # The one that had to wait comes twice.
                for count in (*range(STEP, MESSAGES, STEP), MESSAGES + 1):
                    await telegram.made("sendMessage", count)
            finally:
                await nursery.kill(sender)
        report(telegram)


async def owe(db: Database) -> None:
    """Owe each of so many chats a message."""
    for number in range(1, MESSAGES + 1):
        place = ChatAddress("telegram", str(number), "private")
        await notice(db, "موجز", chat=place, owed_at=datetime.now(UTC))


def report(telegram: FakeTelegram) -> None:
    """Print the rate, the busiest second, and when the one that had to wait came."""
    calls = telegram.calls_of("sendMessage")
    moments = [call.moment for call in calls]
    took = moments[-1] - moments[0]
    # The first second's messages may all come at its beginning.
    possible = (len(moments) - LIMIT) / LIMIT
    first, *later = [
        call.moment for call in calls if call.parameters["chat_id"] == HELD_UP
    ]
    print(f"  in {took:.1f} s, {possible / took:.1%} of the possible rate")
    print(f"  {busiest(moments, seconds=1)} in the busiest second")
    # The one that was told to wait was refused by its script.
    refused = len(calls) - MESSAGES - 1
    print(f"  {refused} refused for coming too fast")
    print(f"  told to wait {HELD_FOR} s, sent after {later[0] - first:.1f} s")
