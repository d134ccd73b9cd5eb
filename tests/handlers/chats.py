"""Chats with their wishes, in short, for the tests of what arrives by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from handlers.alerts import owe_alerts
from handlers.commands import answer, parse_message
from handlers.conversation import Reply, Request
from handlers.dispatch import owe_digests
from handlers.stored_reply import restored
from storage.chat_records import ChatAddress, Delivery
from storage.chat_schema import contents, deliveries
from storage.chats import chat_at
from storage.database import Database
from storage.deliveries import claim, deliveries_of, sendable, settle
from tests.builders import NOW

ALICE = ChatAddress("telegram", "1001", "private")
BOB = ChatAddress("telegram", "1002", "private")
GROUP = ChatAddress("telegram", "-1005", "group")


async def say(
    db: Database,
    text: str,
    *,
    chat: ChatAddress | None = ALICE,
    now: datetime = NOW,
    administers: bool = False,
) -> Reply:
    """Answer a message as a chat gets its answer."""
    command, argument = parse_message(text)
    request = Request(command, argument, now, chat=chat)
    return await answer(db, replace(request, administers=administers))


async def say_all(
    db: Database,
    texts: Iterable[str],
    *,
    chat: ChatAddress = ALICE,
    now: datetime = NOW,
) -> None:
    for text in texts:
        await say(db, text, chat=chat, now=now)


async def owed(
    db: Database, *, chat: ChatAddress = ALICE, limit: int = 100
) -> list[Delivery]:
    """Return what a chat was owed, the oldest first."""
    known = await chat_at(db, chat)
    assert known
    return list(await deliveries_of(db, chat_id=known.id, limit=limit))[::-1]


async def outcomes(db: Database, *, chat: ChatAddress = ALICE) -> list[tuple[str, str]]:
    """Return (state, reason) of what a chat was owed, the oldest first."""
    return [(one.state, one.reason) for one in await owed(db, chat=chat)]


async def contents_of(db: Database) -> list[Reply]:
    """Return what is stored to be sent, in order."""
    rows = await db.fetch_all(select(contents).order_by(contents.c.id))
    return [restored(row.reply) for row in rows]


async def content_ids(db: Database) -> list[int | None]:
    """Return which content each delivery has, in order."""
    rows = await db.fetch_all(select(deliveries).order_by(deliveries.c.id))
    return [row.content_id for row in rows]


async def deliver(db: Database, *, now: datetime, state: str = "sent") -> None:
    """Let all that may be sent to Telegram now arrive, or end in another state."""
    until = now + timedelta(minutes=5)
    # A chat's next message may be sent once this one is settled.
    while parcels := await sendable(db, platform="telegram", now=now, limit=1000):
        async with db.transaction() as connection:
            for one in parcels:
                await claim(connection, delivery_id=one.id, now=now, until=until)
                await settle(connection, delivery_id=one.id, state=state, now=now)


async def pass_time(db: Database, moments: Iterable[datetime]) -> None:
    """Do what the scheduler does at these moments."""
    for moment in moments:
        await owe_digests(db, now=moment)
        await owe_alerts(db, now=moment)
