"""Files that people send to the bot."""

import logging

from telegram import Bot, Document
from telegram.error import TelegramError

from handlers.conversation import Attached

log = logging.getLogger(__name__)


def attached(bot: Bot, document: Document) -> Attached:
    """Return a file that is fetched when somebody wants it."""

    async def fetch() -> bytes | None:
        try:
            file = await bot.get_file(document.file_id)
            return bytes(await file.download_as_bytearray())
        except (TelegramError, OSError) as error:
            # The text of the error may hold the address, and that the token.
            log.warning("telegram file not fetched reason=%s", type(error).__name__)
            return None

    return Attached(document.file_size or 0, fetch)
