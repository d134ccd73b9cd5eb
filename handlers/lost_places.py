"""A place that nothing can be sent to any more: somebody is told of it, once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.conversation import Reply
from handlers.notices import gone_channel, lost_channel
from handlers.stored_reply import stored
from storage.chat_records import Chat, ChatAddress
from storage.chats import chat_at, is_used, remember_chat
from storage.database import Database, Transaction
from storage.deliveries import owe_notice


@dataclass(frozen=True, slots=True)
class LostPlace:
    """A channel or a thread of a server that nothing can be sent to any more.

    Attributes:
        name: as people know it; "" where it is not known.
        server: the name of its server.
        is_secret: not everybody in the server may know of it.
        tell: where that can be said, the best place first. A person is written to only
            if they have begun a chat with us.
    """

    at: ChatAddress
    name: str
    server: str
    is_secret: bool
    tell: Sequence[ChatAddress]

    def name_in(self, at: ChatAddress) -> str:
        """Return its name, as far as it may be said in a place; "" if it may not.

        Who is written to alone runs the server and may know of all that is there.
        """
        may_know = not self.is_secret or at.is_private or at == self.at
        return self.name if may_know else ""


async def owe_gone(db: Database, lost: LostPlace, *, now: datetime) -> bool:
    """Owe a notice that a place is gone, if anything was to be sent there.

    Returns:
        Whether somebody will be told.
    """
    chat = await chat_at(db, lost.at)
    where = {"platform": lost.at.platform, "address": lost.at.address}
    if chat is None or not chat.active or not await is_used(db, **where):
        return False

    def notice(told: Chat) -> Reply:
        name = lost.name_in(told.at)
        return gone_channel(told.locale, name=name, server=lost.server)

    subject = f"gone {lost.at.address}"
    return await _owe(db, lost, notice, locale=chat.locale, subject=subject, now=now)


async def owe_closed(
    db: Database, lost: LostPlace, *, locale: str, now: datetime
) -> bool:
    """Owe a notice that we may not write to a place any more; see `owe_gone`."""

    def notice(told: Chat) -> Reply:
        name = lost.name_in(told.at)
        return lost_channel(told.locale, name=name, server=lost.server)

    # It may happen again, and is told again then.
    subject = f"closed {lost.at.address} {now:%Y-%m-%d}"
    return await _owe(db, lost, notice, locale=locale, subject=subject, now=now)


async def _owe(
    db: Database,
    lost: LostPlace,
    notice: Callable[[Chat], Reply],
    *,
    locale: str,
    subject: str,
    now: datetime,
) -> bool:
    async with db.transaction() as connection:
        for at in lost.tell:
            told = await _open(connection, at, locale=locale, now=now)
            if told is not None:
                reply = stored(notice(told))
                return await owe_notice(
                    connection, chat_id=told.id, reply=reply, subject=subject, now=now
                )
    return False


async def _open(
    connection: Transaction, at: ChatAddress, *, locale: str, now: datetime
) -> Chat | None:
    """Return a chat that may be written to; None if it may not."""
    known = await chat_at(connection, at)
    if known is None and not at.is_private:
        return await remember_chat(connection, at, locale=locale, now=now)
    return known if known and known.active else None
