"""The Telegram bot: its parts put together, and started again when something fails."""

import asyncio
import logging
from typing import Final

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.chats.answers import Desk
from bot.chats.telegram_answers import Service
from bot.chats.telegram_chats import PLATFORM, ChatBook
from bot.chats.telegram_deliveries import telegram_send
from bot.chats.telegram_menu import register_menu
from bot.chats.telegram_queue import open_queue
from bot.chats.telegram_reading import UpdatesRequest
from bot.chats.telegram_rights import Rights
from bot.chats.telegram_updates import LONGEST_PAUSE, open_lanes, poll
from bot.chats.telegram_webhook import Webhook, receive
from bot.deliveries import delivering

log = logging.getLogger(__name__)

FIRST_PAUSE: Final = 5.0
#: Messages on their way at once: 30 a second, and each may take some.
CONNECTIONS: Final = 256


async def run_telegram(
    desk: Desk,
    *,
    token: str,
    api: str,
    webhook: Webhook | None = None,
    pause: float = FIRST_PAUSE,
) -> None:
    """Serve Telegram until cancelled.

    A refused token or an unreachable server is logged and tried again, later and
    later; nothing of it reaches the caller.

    Args:
        api: address of the Bot API server, without a slash at the end.
        webhook: where Telegram brings updates; None to fetch them by long polling.
        pause: seconds before the second attempt.
    """
    while True:
        try:
            await _serve(desk, token=token, api=api, webhook=webhook, pause=pause)
        except InvalidToken:
            # The library's own text repeats the token.
            log.warning("telegram refused the token: check MUJAZ_TELEGRAM_TOKEN")
        except TelegramError as error:
            log.warning("telegram failed reason=%s again_in=%.0fs", error, pause)
        except OSError as error:
            log.warning(
                "telegram webhook cannot listen reason=%s again_in=%.0fs: check"
                " MUJAZ_TELEGRAM_WEBHOOK_HOST and MUJAZ_TELEGRAM_WEBHOOK_PORT",
                error,
                pause,
            )
        except Exception:
            log.exception("telegram stopped again_in=%.0fs", pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _serve(
    desk: Desk, *, token: str, api: str, webhook: Webhook | None, pause: float
) -> None:
    bot = Bot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=HTTPXRequest(connection_pool_size=CONNECTIONS),
        get_updates_request=UpdatesRequest(),
    )
    book = ChatBook(desk.db, locale=desk.locale, clock=desk.clock)
    try:
        async with (
            bot,
            open_queue(closed=book.closed, moved=book.moved) as queue,
            delivering(
                desk.db,
                platform=PLATFORM,
                send=telegram_send(queue, bot),
                clock=desk.clock,
            ),
        ):
            service = Service(bot, desk, queue, book, Rights(desk.clock))
            await register_menu(bot, locale=desk.locale)
            async with open_lanes(service.work) as lanes:
                if webhook:
                    await receive(bot, lanes, webhook)
                else:
                    await poll(bot, lanes, pause=pause)
    finally:
        # What failed to start is not shut down by the library.
        await bot.shutdown()
