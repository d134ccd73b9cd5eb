"""A place that is gone with what was sent there: somebody is told of it, once."""

from collections.abc import Sequence
from datetime import datetime

from handlers.notices import gone_channel
from handlers.stored_reply import stored
from storage.chat_records import Chat, ChatAddress
from storage.chats import chat_at, is_used, remember_chat
from storage.database import Database, Transaction
from storage.deliveries import owe_notice


async def owe_loss(
    db: Database,
    lost: ChatAddress,
    *,
    name: str,
    tell: Sequence[ChatAddress],
    now: datetime,
) -> bool:
    """Owe a notice that a place is gone, if anything was to be sent there.

    Args:
        name: of the place, as people know it.
        tell: where that can be said, the best place first. A person is written to
            only if they have begun a chat with us.

    Returns:
        Whether somebody will be told.
    """
    chat = await chat_at(db, lost)
    where = {"platform": lost.platform, "address": lost.address}
    if chat is None or not chat.active or not await is_used(db, **where):
        return False
    reply = stored(gone_channel(chat.locale, name=name))
    async with db.transaction() as connection:
        for at in tell:
            told = await _open(connection, at, like=chat, now=now)
            if told is None:
                continue
            subject = f"gone {lost.address}"
            return await owe_notice(
                connection, chat_id=told.id, reply=reply, subject=subject, now=now
            )
    return False


async def _open(
    connection: Transaction, at: ChatAddress, *, like: Chat, now: datetime
) -> Chat | None:
    """Return a chat that may be written to; None if it may not."""
    known = await chat_at(connection, at)
    if known is None and not at.is_private:
        return await remember_chat(connection, at, locale=like.locale, now=now)
    return known if known and known.active else None
