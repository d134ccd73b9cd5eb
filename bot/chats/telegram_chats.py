"""Which chats of Telegram are open to us: what it tells of them, kept in storage."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

import telegram
from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
)
from telegram.constants import ChatType

from storage.chat_records import ChatAddress
from storage.chats import (
    close_chat,
    forget_chat,
    is_used,
    move_chat,
    remember_chat,
    reopen_chat,
)
from storage.database import Database, StorageError

log = logging.getLogger(__name__)

PLATFORM: Final = "telegram"

_KINDS: Final = {ChatType.PRIVATE: "private", ChatType.CHANNEL: "channel"}
_OUTSIDE: Final = frozenset({ChatMember.BANNED, ChatMember.LEFT})


def address_of(chat: telegram.Chat, *, topic: int | None = None) -> ChatAddress:
    """Return a chat of Telegram, or a topic of it, as storage knows it."""
    kind = _KINDS.get(ChatType(chat.type), "group")
    thread = "" if topic is None else str(topic)
    return ChatAddress(PLATFORM, str(chat.id), kind, thread)


class ChatBook:
    """Keeps which chats are open to us; a storage that fails stops nothing."""

    def __init__(
        self, db: Database, *, locale: str, clock: Callable[[], datetime]
    ) -> None:
        self._db, self._locale, self._clock = db, locale, clock

    async def closed(self, chat: int, reason: str) -> None:
        """Note that a chat does not want us any more."""
        log.info("telegram chat closed to us chat=%s reason=%s", _shown(chat), reason)
        with _failures_logged(chat):
            async with self._db.transaction() as connection:
                await close_chat(
                    connection, platform=PLATFORM, address=str(chat), reason=reason
                )

    async def moved(self, old: int, new: int) -> None:
        """Note that a group goes on under another number, with all it has."""
        log.info("telegram group became a supergroup chat=%d now=%d", old, new)
        with _failures_logged(old):
            async with self._db.transaction() as connection:
                await move_chat(
                    connection, platform=PLATFORM, old=str(old), new=str(new)
                )

    async def migrated(self, message: Message) -> None:
        """Note what the old group and the new one say of the move."""
        if message.migrate_to_chat_id:
            await self.moved(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self.moved(message.migrate_from_chat_id, message.chat.id)

    async def changed(self, change: ChatMemberUpdated) -> bool:
        """Note where the bot was blocked, removed, let in again, or added.

        A person is remembered when they start the bot, not here; a group when the bot
        comes in, a channel when the bot may post there. No other change of the bot's
        rights remembers a group: it may have asked to be forgotten.

        Returns:
            Whether the chat is open to us now and was not before.
        """
        at, member = address_of(change.chat), change.new_chat_member
        if not _is_served(member, at):
            reason = "blocked" if at.is_private else member.status
            await self.closed(change.chat.id, reason)
            if not at.is_private and _is_outside(member, at):
                await self._left(change.chat.id, at)
            return False
        log.info("telegram chat open to us chat=%s", _shown(change.chat.id))
        with _failures_logged(change.chat.id):
            async with self._db.transaction() as connection:
                await reopen_chat(connection, platform=PLATFORM, address=at.address)
                if _is_new(change, at):
                    await remember_chat(
                        connection, at, locale=self._locale, now=self._clock()
                    )
        return not _is_served(change.old_chat_member, at)

    async def _left(self, chat: int, at: ChatAddress) -> None:
        """Forget where the bot was put out, unless a group has something to keep.

        Nobody can say /forgetme in a channel.
        """
        where = {"platform": PLATFORM, "address": at.address}
        with _failures_logged(chat):
            async with self._db.transaction() as connection:
                if at.kind == "channel" or not await is_used(connection, **where):
                    await forget_chat(connection, **where)


def _is_served(member: ChatMember, at: ChatAddress) -> bool:
    """Tell whether the bot, being such a member, can write there."""
    if at.kind == "channel":
        return isinstance(member, ChatMemberAdministrator) and bool(
            member.can_post_messages
        )
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status not in _OUTSIDE


def _is_outside(member: ChatMember, at: ChatAddress) -> bool:
    """Tell whether the bot, being such a member, is not in the chat at all."""
    if at.kind == "channel":
        return not isinstance(member, ChatMemberAdministrator)
    if isinstance(member, ChatMemberRestricted):
        return not member.is_member
    return member.status in _OUTSIDE


def _is_new(change: ChatMemberUpdated, at: ChatAddress) -> bool:
    """Tell whether a chat that is open to us is to be remembered."""
    if at.kind == "group":
        return _is_outside(change.old_chat_member, at)
    return at.kind == "channel"


def _shown(chat: int) -> str:
    """Return what the log tells of a chat; nothing of a person, whose number is one."""
    return "private" if chat > 0 else str(chat)


@contextlib.contextmanager
def _failures_logged(chat: int) -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        log.warning(
            "telegram chat change not kept chat=%s reason=%s", _shown(chat), error
        )
