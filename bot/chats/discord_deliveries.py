"""What nobody asked for goes out to Discord, once there is a connection."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

import discord

from bot.chats.discord_chats import PLATFORM
from bot.chats.discord_sender import DiscordSender, State
from bot.deliveries import Errand, Outcome, Postman, Report, Send
from bot.tasks import open_tasks
from handlers.stored_reply import restored
from storage.chat_records import Reason
from storage.database import Database

_OUTCOMES: Final = {
    State.SENT: Outcome.SENT,
    State.RETRY: Outcome.AGAIN,
    State.FAILED: Outcome.FAILED,
    State.UNKNOWN: Outcome.UNKNOWN,
    State.CLOSED: Outcome.CLOSED,
}


@asynccontextmanager
async def delivering(
    db: Database,
    sender: DiscordSender,
    client: discord.Client,
    clock: Callable[[], datetime],
) -> AsyncIterator[None]:
    """Send what is owed, from when the client is ready until the block ends."""
    postman = Postman(db, platform=PLATFORM, send=discord_send(sender), clock=clock)

    async def deliver() -> None:
        # What is tried before there is a connection would wait for its next turn.
        await client.wait_until_ready()
        await postman.run()

    async with open_tasks() as tasks:
        work = tasks.create_task(deliver())
        try:
            yield
        finally:
            work.cancel()


def discord_send(sender: DiscordSender) -> Send:
    """Return what sends a message to a place of Discord."""

    async def send(errand: Errand) -> Report:
        parcel = errand.parcel
        reply = restored(parcel.reply)
        if not await errand.begin():
            return Report(Outcome.WITHDRAWN)
        fate = await sender.send(
            parcel.chat.at,
            reply,
            rtl=reply.locale == "ar",
            key=str(parcel.id),
            is_silent=parcel.chat.silent,
        )
        reason = Reason.INTERRUPTED if fate.state is State.UNKNOWN else fate.reason
        return Report(_OUTCOMES[fate.state], fate.message, reason)

    return send
