"""What every chat platform asks: an answer to what a person wrote, whatever happens."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from handlers.commands import answer, apology, parse_message
from handlers.conversation import Reply, Request
from storage.database import Database

log = logging.getLogger(__name__)


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
    """

    db: Database
    locale: str
    timezone: tzinfo
    clock: Callable[[], datetime] = utc_now

    @property
    def rtl(self) -> bool:
        """Tell whether the answers are written from right to left."""
        return self.locale == "ar"


async def answer_text(desk: Desk, text: str) -> Reply:
    """Answer a message as a person wrote it.

    A bug is logged and apologised for with the same code.
    """
    try:
        command, argument = parse_message(text)
        request = Request(
            command=command,
            argument=argument,
            now=desk.clock(),
            locale=desk.locale,
            timezone=desk.timezone,
        )
        return await answer(desk.db, request)
    except Exception:
        code = secrets.token_hex(3).upper()
        log.exception("answer failed code=%s", code)
        return apology(code, locale=desk.locale)
