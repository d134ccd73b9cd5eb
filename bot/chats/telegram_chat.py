"""The Telegram bot: long polling inside our own loop, an answer to each command."""

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from telegram import Bot, ChatMember, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatType
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.chats.answers import Desk, answer_text
from bot.chats.telegram_inline import answer_inline
from bot.chats.telegram_menu import register_menu
from bot.chats.telegram_posting import Place, place_of, post, repost
from bot.chats.telegram_queue import Queue, log_closed, open_queue
from bot.chats.telegram_visitors import Visitors, Welcome
from handlers.commands import COMMANDS, hurried, parse_message
from handlers.conversation import Text

log = logging.getLogger(__name__)

POLL_SECONDS = 25
STOP_SECONDS = 3
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
CONCURRENT_UPDATES = 16
QUEUED_UPDATES = 100
UPDATES = ("message", "callback_query", "inline_query", "my_chat_member")

_OUTSIDE = frozenset({ChatMember.BANNED, ChatMember.LEFT})
#: What a link of ours starts the bot with: t.me/mujaz_bot?start=who_12
_LINK = re.compile(r"/start(?:@\w+)?\s+who_(\d{1,18})$")

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


@dataclass(frozen=True, slots=True)
class _Service:
    """What the handlers of updates work with.

    Attributes:
        visitors: who asks too fast.
        typists: who types too fast into an inline query.
        pressed: buttons that are being answered: (chat, message, data).
    """

    desk: Desk
    queue: Queue
    visitors: Visitors = field(default_factory=Visitors)
    typists: Visitors = field(default_factory=Visitors)
    pressed: set[tuple[int, int, str]] = field(default_factory=set)


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
    try:
        async with application, open_queue() as queue:
            _add_handlers(application, _Service(desk, queue))
            await register_menu(application.bot, locale=desk.locale)
            await _run(application, pause=pause)
    finally:
        # What failed to start is not shut down by the library.
        await application.bot.shutdown()


def _add_handlers(application: Chat, service: _Service) -> None:
    text = filters.TEXT & filters.UpdateType.MESSAGE
    application.add_handler(MessageHandler(text, partial(_on_message, service)))
    application.add_handler(CallbackQueryHandler(partial(_on_button, service)))
    application.add_handler(InlineQueryHandler(partial(_on_inline, service)))
    application.add_handler(ChatMemberHandler(_on_membership))


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
    service: _Service, update: Update, context: ContextTypes.DEFAULT_TYPE
) -> None:
    message, desk = update.message, service.desk
    if message is None or message.text is None:
        return
    if not _is_for_us(message, username=context.bot.username):
        return
    met = _meet(service, update)
    if met == Welcome.SILENCE:
        return
    reply = (
        hurried(desk.locale)
        if met == Welcome.NOTICE
        else await answer_text(desk, _followed(message.text))
    )
    post(service.queue, context.bot, reply, to=place_of(message), rtl=desk.rtl)


async def _on_button(
    service: _Service, update: Update, context: ContextTypes.DEFAULT_TYPE
) -> None:
    query = update.callback_query
    if query is None or not query.data:
        return
    met = _meet(service, update)
    with contextlib.suppress(TelegramError):
        # Too old to be acknowledged is not too old to be answered.
        await query.answer(_notice(service) if met == Welcome.NOTICE else None)
    if met != Welcome.ANSWER:
        return
    if query.message is None:
        return
    press = (query.message.chat.id, query.message.message_id, query.data)
    if press in service.pressed:
        return
    service.pressed.add(press)
    try:
        await _answer_button(service, context.bot, query.message, data=query.data)
    finally:
        service.pressed.discard(press)


async def _answer_button(
    service: _Service, bot: Bot, message: MaybeInaccessibleMessage, *, data: str
) -> None:
    """Put the answer in the message's place; below, if Telegram keeps it no more."""
    queue, rtl = service.queue, service.desk.rtl
    reply = await answer_text(service.desk, data)
    if isinstance(message, Message):
        repost(queue, bot, reply, message=message, rtl=rtl)
    else:
        post(queue, bot, reply, to=Place(message.chat.id), rtl=rtl)


async def _on_inline(
    service: _Service, update: Update, context: ContextTypes.DEFAULT_TYPE
) -> None:
    query, desk = update.inline_query, service.desk
    if query is None:
        return
    met = service.typists.meet(query.from_user.id, now=desk.clock())
    if met != Welcome.ANSWER:
        # The next letter asks again.
        return
    try:
        await answer_inline(context.bot, desk, query)
    except TelegramError as error:
        log.warning("telegram inline query not answered reason=%s", error)


async def _on_membership(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Note where the bot was blocked or removed, and where it was let in again."""
    change = update.my_chat_member
    if change is None:
        return
    if change.new_chat_member.status in _OUTSIDE:
        await log_closed(change.chat.id)
    elif change.old_chat_member.status in _OUTSIDE:
        log.info("telegram chat open to us chat=%d", change.chat.id)


def _meet(service: _Service, update: Update) -> Welcome:
    """Tell how to meet whoever sent this; channels and hidden administrators too."""
    sender = update.effective_sender
    now = service.desk.clock()
    return service.visitors.meet(sender.id, now=now) if sender else Welcome.ANSWER


def _followed(text: str) -> str:
    """Return the command that a link of ours stands for, else the text as it is."""
    link = _LINK.match(text)
    return f"/who #{link[1]}" if link else text


def _notice(service: _Service) -> str:
    """Return the notice for who presses too fast, as a line over the chat."""
    blocks = hurried(service.desk.locale).blocks
    return " ".join(block.text for block in blocks if isinstance(block, Text))


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
