"""What comes in on Telegram and what goes back: messages, buttons, inline queries."""

import contextlib
import logging
from dataclasses import dataclass, field

from telegram import (
    Bot,
    CallbackQuery,
    ChatMemberUpdated,
    InlineQuery,
    MaybeInaccessibleMessage,
    Message,
    Update,
)
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.chats.answers import Desk, answer_text, is_rtl
from bot.chats.telegram_channels import answer_for_channel, offer, split_channel
from bot.chats.telegram_chats import ChatBook, address_of
from bot.chats.telegram_files import attached
from bot.chats.telegram_inline import answer_inline
from bot.chats.telegram_posting import Place, place_of, post, repost
from bot.chats.telegram_queue import Queue
from bot.chats.telegram_rights import Rights
from bot.chats.visitors import Visitors, Welcome
from handlers.commands import (
    COMMANDS,
    administrators_only,
    elsewhere,
    hurried,
    is_for_administrators,
    parse_message,
)
from handlers.conversation import Reply, Text

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """What updates are answered with.

    Attributes:
        visitors: who asks too fast.
        typists: who types too fast into an inline query.
    """

    bot: Bot
    desk: Desk
    queue: Queue
    book: ChatBook
    rights: Rights
    visitors: Visitors = field(default_factory=Visitors)
    typists: Visitors = field(default_factory=Visitors)

    async def work(self, update: Update) -> None:
        """Work one update off."""
        if update.message:
            await _on_message(self, update.message)
        elif update.callback_query:
            await _on_button(self, update.callback_query)
        elif update.inline_query:
            await _on_inline(self, update.inline_query)
        elif update.my_chat_member:
            await _on_membership(self, update.my_chat_member)


async def _on_message(service: Service, message: Message) -> None:
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        await service.book.migrated(message)
        return
    text, bot = _words(message), service.bot
    if message.via_bot and message.via_bot.id == bot.id:
        # A card of ours that somebody chose from an inline query is no question.
        return
    if text is None or not _is_for_us(message, text, username=bot.username):
        return
    # Hidden administrators and channels write as a chat.
    sender = message.sender_chat or message.from_user
    met = _meet(service, sender.id) if sender else Welcome.ANSWER
    if met == Welcome.SILENCE:
        return
    if met == Welcome.NOTICE:
        reply = hurried(service.desk.locale)
    else:
        reply = await _answer_message(service, message, text)
    rtl = is_rtl(reply, service.desk)
    post(service.queue, bot, reply, to=place_of(message), rtl=rtl)


async def _on_membership(service: Service, change: ChatMemberUpdated) -> None:
    is_new = await service.book.changed(change)
    if not is_new or change.chat.type != ChatType.CHANNEL:
        return
    if reply := await offer(service.desk, change):
        to, rtl = Place(change.from_user.id), is_rtl(reply, service.desk)
        post(service.queue, service.bot, reply, to=to, rtl=rtl)


async def _answer_message(service: Service, message: Message, text: str) -> Reply:
    named, rest = split_channel(text)
    if named and message.chat.type == ChatType.PRIVATE:
        return await answer_for_channel(
            service.bot, service.desk, rest, named=named, person=message.chat.id
        )
    administers = (
        is_for_administrators(text)
        and message.chat.type != ChatType.PRIVATE
        and await service.rights.sender_administers(service.bot, message)
    )
    at = address_of(message.chat, topic=place_of(message).topic)
    file = message.document
    return await answer_text(
        service.desk,
        text,
        chat=at,
        administers=administers,
        attached=attached(service.bot, file) if file else None,
    )


async def _on_button(service: Service, query: CallbackQuery) -> None:
    message, data = query.message, query.data
    if message is None or not data:
        return
    met = _meet(service, query.from_user.id)
    if met == Welcome.SILENCE:
        return
    if met == Welcome.NOTICE:
        await _acknowledge(query, hurried(service.desk.locale))
        return
    if message.chat.type == ChatType.CHANNEL:
        # Each of its readers would put another answer into the place of the post.
        notice = elsewhere(service.bot.username, service.desk.locale)
        await _acknowledge(query, notice)
        return
    is_theirs = message.chat.type != ChatType.PRIVATE and is_for_administrators(data)
    administers = is_theirs and await service.rights.administers(
        service.bot, chat=message.chat.id, person=query.from_user.id
    )
    if is_theirs and not administers:
        # The message is everybody's, so it stays as it is.
        await _acknowledge(query, administrators_only(service.desk.locale))
        return
    await _acknowledge(query, None)
    await _answer_button(service, message, data=data, administers=administers)


async def _acknowledge(query: CallbackQuery, notice: Reply | None) -> None:
    """Tell Telegram that a button was seen, with a line over the chat for a notice."""
    with contextlib.suppress(TelegramError):
        # Too old to be acknowledged is not too old to be answered.
        await query.answer(_line(notice) if notice else None)


async def _answer_button(
    service: Service,
    message: MaybeInaccessibleMessage,
    *,
    data: str,
    administers: bool,
) -> None:
    """Put the answer in the message's place; below, if Telegram keeps it no more."""
    queue, bot = service.queue, service.bot
    topic = place_of(message).topic if isinstance(message, Message) else None
    at = address_of(message.chat, topic=topic)
    named, rest = split_channel(data)
    if named and at.is_private:
        reply = await answer_for_channel(
            bot, service.desk, rest, named=named, person=message.chat.id, pressed=True
        )
    else:
        reply = await answer_text(
            service.desk, data, chat=at, administers=administers, pressed=True
        )
    rtl = is_rtl(reply, service.desk)
    if isinstance(message, Message):
        repost(queue, bot, reply, message=message, rtl=rtl)
    else:
        post(queue, bot, reply, to=Place(message.chat.id), rtl=rtl)


async def _on_inline(service: Service, query: InlineQuery) -> None:
    met = service.typists.meet(query.from_user.id, now=service.desk.clock())
    if met != Welcome.ANSWER:
        # The next letter asks again.
        return
    try:
        await answer_inline(service.bot, service.desk, query)
    except TelegramError as error:
        log.warning("telegram inline query not answered reason=%s", error)


def _meet(service: Service, person: int) -> Welcome:
    return service.visitors.meet(person, now=service.desk.clock())


def _line(reply: Reply) -> str:
    return " ".join(block.text for block in reply.blocks if isinstance(block, Text))


def _words(message: Message) -> str | None:
    """Return what a message asks for in words; None for nothing.

    A file without a command is a list of feeds where one person is alone with us. A
    moving picture comes as a file too, and is none.
    """
    if message.document is None or message.animation:
        return message.text
    caption = message.caption or ""
    is_alone = message.chat.type == ChatType.PRIVATE
    return "/addfeed" if is_alone and not parse_message(caption)[0] else caption


def _is_for_us(message: Message, text: str, *, username: str) -> bool:
    """Tell whether a message wants an answer from this bot.

    In a group that is a command of ours that names no other bot; in a private chat
    it is everything.
    """
    first_word = next(iter(text.split()), "")
    _, at, addressee = first_word.partition("@")
    is_ours = text.startswith("/") and addressee.casefold() == username.casefold()
    if message.chat.type == ChatType.PRIVATE:
        return is_ours or not (at and text.startswith("/"))
    command, _ = parse_message(text)
    return is_ours or (not at and any(known.name == command for known in COMMANDS))
