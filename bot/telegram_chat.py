"""The Telegram bot: long polling inside our own loop, an answer to each command."""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.answers import Desk, answer_text
from bot.telegram_text import keyboard, messages
from handlers.commands import COMMANDS, description, parse_message
from handlers.conversation import Reply
from handlers.language import LOCALES

log = logging.getLogger(__name__)

POLL_SECONDS = 25
STOP_SECONDS = 3
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
LONGEST_WAIT = 30
CONCURRENT_UPDATES = 16
QUEUED_UPDATES = 100
UPDATES = ("message", "callback_query")

Chat = Application[Any, Any, Any, Any, Any, Any]


async def run_telegram(
    desk: Desk, *, token: str, api: str, pause: float = FIRST_PAUSE
) -> None:
    """Serve Telegram until cancelled.

    A refused token or an unreachable server is logged and tried again, later and
    later; nothing of it reaches the caller.

    Args:
        api: address of the Bot API server, without a slash at the end.
        pause: seconds before the second attempt.
    """
    # The library's waiting times as they will be in its next version; it would warn.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    while True:
        try:
            await _serve(desk, token=token, api=api, pause=pause)
        except InvalidToken:
            # The library's own text repeats the token.
            log.warning("telegram refused the token: check MUJAZ_TELEGRAM_TOKEN")
        except TelegramError as error:
            log.warning("telegram failed reason=%s again_in=%.0fs", error, pause)
        except Exception:
            log.exception("telegram stopped again_in=%.0fs", pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _serve(desk: Desk, *, token: str, api: str, pause: float) -> None:
    application: Chat = (
        Application.builder()
        .token(token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .updater(None)
        .update_queue(asyncio.Queue(maxsize=QUEUED_UPDATES))
        .concurrent_updates(CONCURRENT_UPDATES)
        .build()
    )
    text = filters.TEXT & filters.UpdateType.MESSAGE
    application.add_handler(MessageHandler(text, partial(_on_message, desk)))
    application.add_handler(CallbackQueryHandler(partial(_on_button, desk)))
    try:
        async with application:
            await _register_commands(application.bot, locale=desk.locale)
            await _run(application, pause=pause)
    finally:
        # What failed to start is not shut down by the library.
        await application.bot.shutdown()


async def _run(application: Chat, *, pause: float) -> None:
    """Hand updates to the application until cancelled, then let it finish them."""
    await application.start()
    log.info("telegram serves bot=%s", application.bot.username)
    try:
        async for update in _updates(application.bot, pause=pause):
            await application.update_queue.put(update)
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await application.stop()


async def _register_commands(bot: Bot, *, locale: str) -> None:
    """Show the commands in Telegram's menu: in each language, ours for all others."""
    for language in (None, *LOCALES):
        menu = [
            BotCommand(command.name, description(command, locale=language or locale))
            for command in COMMANDS
        ]
        await bot.set_my_commands(menu, language_code=language)


async def _updates(bot: Bot, *, pause: float) -> AsyncIterator[Update]:
    """Yield what comes in, by long polling, for ever.

    Asking for the next ones confirms those before: they do not come again. The
    library's own updater would end silently at the first refused token.
    """
    offset, wait = 0, pause
    while True:
        try:
            updates = await bot.get_updates(
                offset=offset, timeout=POLL_SECONDS, allowed_updates=UPDATES
            )
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("telegram lost reason=%s again_in=%.0fs", error, wait)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_PAUSE)
            continue
        wait = pause
        for update in updates:
            offset = update.update_id + 1
            yield update


async def _on_message(
    desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE
) -> None:
    message = update.message
    if message is None or message.text is None:
        return
    if not _is_for_us(message, username=context.bot.username):
        return
    reply = await answer_text(desk, message.text)
    await _send(context.bot, reply, to=message, rtl=desk.rtl)


async def _on_button(
    desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE
) -> None:
    query = update.callback_query
    if query is None or not query.data:
        return
    with contextlib.suppress(TelegramError):
        # Too old to be acknowledged is not too old to be answered.
        await query.answer()
    if isinstance(query.message, Message):
        reply = await answer_text(desk, query.data)
        await _send(context.bot, reply, to=query.message, rtl=desk.rtl)


def _is_for_us(message: Message, *, username: str) -> bool:
    """Tell whether a message wants an answer from this bot.

    In a group that is a command of ours that names no other bot; in a private chat
    it is everything.
    """
    text = message.text or ""
    first_word = next(iter(text.split()), "")
    _, at, addressee = first_word.partition("@")
    is_ours = text.startswith("/") and addressee.casefold() == username.casefold()
    if message.chat.type == ChatType.PRIVATE:
        return is_ours or not (at and text.startswith("/"))
    command, _ = parse_message(text)
    return is_ours or (not at and any(known.name == command for known in COMMANDS))


async def _send(bot: Bot, reply: Reply, *, to: Message, rtl: bool) -> None:
    parts = messages(reply, rtl=rtl)
    for number, text in enumerate(parts, start=1):
        buttons = _markup(reply) if number == len(parts) else None
        try:
            await _send_part(bot, text, to=to, buttons=buttons)
        except Forbidden:
            log.info("telegram chat closed to us")
            return
        except TelegramError as error:
            # Not repeated: a send that timed out may have arrived.
            log.warning("telegram send failed length=%d reason=%s", len(text), error)
            return


async def _send_part(
    bot: Bot, text: str, *, to: Message, buttons: InlineKeyboardMarkup | None
) -> None:
    send = partial(
        bot.send_message,
        chat_id=to.chat.id,
        text=text,
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        message_thread_id=to.message_thread_id if to.is_topic_message else None,
        reply_markup=buttons,
    )
    try:
        await send()
    except RetryAfter as error:
        wait = error.retry_after
        seconds = wait if isinstance(wait, int) else wait.total_seconds()
        await asyncio.sleep(min(seconds, LONGEST_WAIT))
        await send()


def _markup(reply: Reply) -> InlineKeyboardMarkup | None:
    rows = keyboard(reply.buttons)
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=data) for label, data in row]
            for row in rows
        ]
    )
