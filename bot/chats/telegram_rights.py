"""Who may change what concerns a whole group: its administrators, hidden ones too.

Telegram lists the administrators to every member; who one person is it tells for sure
only to a bot that is an administrator itself.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from telegram import Bot, Message
from telegram.error import TelegramError

log = logging.getLogger(__name__)

#: So long an answer of Telegram counts; who is an administrator no more, soon is none.
KNOWN_FOR: Final = timedelta(minutes=1)
_TIDY_AT: Final = 1000
_NOBODY: Final[frozenset[int]] = frozenset()


class Rights:
    """Asks Telegram who administers a chat, and knows it for a minute."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known: dict[int, tuple[frozenset[int], datetime]] = {}

    async def sender_administers(self, bot: Bot, message: Message) -> bool:
        """Tell whether a message comes from an administrator of its chat.

        A hidden one writes as the group itself. Whoever writes as a channel of theirs
        is nobody that Telegram would tell us of.
        """
        if message.sender_chat:
            return message.sender_chat.id == message.chat.id
        person = message.from_user
        return person is not None and await self.administers(
            bot, chat=message.chat.id, person=person.id
        )

    async def administers(self, bot: Bot, *, chat: int, person: int) -> bool:
        """Tell whether a person is an administrator; if Telegram is silent, no."""
        now = self._clock()
        known, until = self._known.get(chat, (_NOBODY, now))
        if now < until:
            return person in known
        try:
            members = await bot.get_chat_administrators(chat)
        except TelegramError as error:
            log.warning("telegram rights not known chat=%d reason=%s", chat, error)
            return False
        if len(self._known) >= _TIDY_AT:
            self._known.clear()
        administrators = frozenset(member.user.id for member in members)
        self._known[chat] = administrators, now + KNOWN_FOR
        return person in administrators
