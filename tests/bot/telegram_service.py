"""The Telegram bot at work on a fake server, for the tests of what it does there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

from bot.chats.answers import Desk
from bot.chats.telegram_chat import run_telegram
from storage.database import Database
from tests.builders import NOW
from tests.fakes.telegram import TOKEN, FakeTelegram

GROUP = {"id": -1005, "type": "supergroup", "title": "أخبار"}


def desk_of(db: Database) -> Desk:
    return Desk(db, "ar", UTC, clock=lambda: NOW)


@asynccontextmanager
async def serving(
    telegram: FakeTelegram, desk: Desk, *, token: str = TOKEN
) -> AsyncIterator[None]:
    """Run the bot until the block ends."""
    bot = asyncio.create_task(
        run_telegram(desk, token=token, api=telegram.address, pause=0.01)
    )
    try:
        yield
        assert not bot.done()
    finally:
        bot.cancel()
        await asyncio.wait((bot,), timeout=5)
        assert bot.cancelled()
