"""What every chat platform asks: an answer to what a person wrote, whatever happens."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from handlers.commands import answer, apology, overloaded, parse_message
from handlers.conversation import Attached, Reply, Request
from handlers.feed_finding import FeedDoor
from storage.chat_records import ChatAddress
from storage.database import Database

log = logging.getLogger(__name__)

ANSWER_SECONDS = 5.0
ANSWERS_AT_ONCE = 8


def is_rtl(reply: Reply, desk: "Desk") -> bool:
    """Tell whether a reply is written from right to left."""
    return reply.locale == "ar" if reply.locale else desk.rtl


def utc_now() -> datetime:
    """Return the time of the machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the platforms bring what people ask, and how it is answered.

    Attributes:
        locale: "ar" or "en": the language of the answers.
        timezone: for dates in the answers.
        clock: the time of a request, aware UTC.
        patience: seconds that an answer may take, its waiting for `room` included.
        room: for so many answers in work at the same moment.
        door: how feeds are added from a chat; None where they are not.
    """

    db: Database
    locale: str
    timezone: tzinfo
    clock: Callable[[], datetime] = utc_now
    patience: float = ANSWER_SECONDS
    room: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(ANSWERS_AT_ONCE)
    )
    door: FeedDoor | None = None

    @property
    def rtl(self) -> bool:
        """Tell whether the answers are written from right to left."""
        return self.locale == "ar"


async def answer_text(
    desk: Desk,
    text: str,
    *,
    chat: ChatAddress | None = None,
    administers: bool = False,
    pressed: bool = False,
    attached: Attached | None = None,
) -> Reply:
    """Answer a message as a person wrote it.

    A bug is logged and apologised for with the same code; an answer that takes too
    long is given up.

    Args:
        chat: where it was written; None where nothing is kept about chats.
        administers: an administrator of the chat wrote it.
        pressed: a button gave it.
        attached: a file that came along.
    """
    request = replace(
        _request(desk, text),
        chat=chat,
        administers=administers,
        pressed=pressed,
        attached=attached,
    )
    limit = asyncio.timeout(desk.patience)
    try:
        async with limit, desk.room:
            return await answer(desk.db, request)
    except Exception as error:
        if isinstance(error, TimeoutError) and limit.expired():
            log.warning("answer given up after=%.1fs", desk.patience)
            return overloaded(desk.locale)
        code = secrets.token_hex(3).upper()
        log.exception("answer failed code=%s", code)
        return apology(code, locale=desk.locale)


def _request(desk: Desk, text: str) -> Request:
    command, argument = parse_message(text)
    return Request(
        command=command,
        argument=argument,
        now=desk.clock(),
        locale=desk.locale,
        timezone=desk.timezone,
        door=desk.door,
    )
