"""The Telegram bot at work on a fake server, for the tests of what it does there."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.chats.answers import Desk
from bot.chats.telegram_chat import run_telegram
from bot.chats.telegram_webhook import Webhook
from storage.database import Database
from tests.builders import NOW
from tests.fakes.telegram import TOKEN, FakeTelegram

GROUP = {"id": -1005, "type": "supergroup", "title": "أخبار"}
CHANNEL = {"id": -1007, "type": "channel", "title": "قناة الأخبار"}


def desk_of(db: Database, *, now: datetime = NOW) -> Desk:
    return Desk(db, "ar", UTC, clock=lambda: now)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def serving(
    telegram: FakeTelegram,
    desk: Desk,
    *,
    token: str = TOKEN,
    webhook: Webhook | None = None,
) -> AsyncIterator[None]:
    """Run the bot until the block ends."""
    bot = asyncio.create_task(
        run_telegram(
            desk, token=token, api=telegram.address, webhook=webhook, pause=0.01
        )
    )
    try:
        yield
        assert not bot.done()
    finally:
        bot.cancel()
        await asyncio.wait((bot,), timeout=5)
        assert bot.cancelled()
