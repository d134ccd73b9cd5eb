"""Replies on their way into Telegram's queue: new messages, and edited ones."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode

from bot.chats.telegram_queue import Outgoing, Queue
from bot.chats.telegram_text import is_linked, keyboard, messages
from handlers.conversation import Document, Reply


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat, and the topic of it where it has topics."""

    chat: int
    topic: int | None = None


def place_of(message: Message) -> Place:
    """Return where a message was written, to answer there."""
    topic = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, topic)


def post(queue: Queue, bot: Bot, reply: Reply, *, to: Place, rtl: bool) -> None:
    """Send a reply as new messages, its buttons below the last."""
    parts = messages(reply, rtl=rtl, home=home_of(bot))
    for number, text in enumerate(parts, start=1):
        buttons = markup(reply) if number == len(parts) else None
        preview = preview_of(reply, part=number)
        queue.put(new_message(bot, text, to=to, buttons=buttons, preview=preview))
    _post_documents(queue, bot, reply, to=to)


def repost(
    queue: Queue, bot: Bot, reply: Reply, *, message: Message, rtl: bool
) -> None:
    """Put a reply in the place of a message of ours.

    What does not fit there follows as new messages; a message that can no longer be
    edited stays as it is, and the reply comes below.
    """
    parts = messages(reply, rtl=rtl, home=home_of(bot))
    to = place_of(message)
    for number, text in enumerate(parts, start=1):
        buttons = markup(reply) if number == len(parts) else None
        preview = preview_of(reply, part=number)
        new = new_message(bot, text, to=to, buttons=buttons, preview=preview)
        if number == 1:
            edit = _editing(bot, text, message, buttons=buttons, preview=preview)
            new = replace(
                new,
                call=edit,
                shape=f"edit of {new.shape}",
                is_repeatable=True,
                otherwise=new,
            )
        queue.put(new)
    _post_documents(queue, bot, reply, to=to)


def _post_documents(queue: Queue, bot: Bot, reply: Reply, *, to: Place) -> None:
    """Send the files of a reply, below its words."""
    for block in reply.blocks:
        if isinstance(block, Document):
            queue.put(_new_document(bot, block, to=to))


def _new_document(bot: Bot, document: Document, *, to: Place) -> Outgoing:
    async def send(chat: int) -> object:
        return await bot.send_document(
            chat,
            InputFile(document.content, filename=document.name),
            message_thread_id=to.topic,
        )

    return Outgoing(to.chat, send, f"document bytes={len(document.content)}")


def home_of(bot: Bot) -> str:
    """Return what links begin with that open something in a chat with the bot."""
    return f"{bot.link}?start="


def markup(reply: Reply) -> InlineKeyboardMarkup | None:
    """Return the reply's buttons as Telegram takes them, None for none."""
    rows = keyboard(reply.buttons)
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=data) for label, data in row]
            for row in rows
        ]
    )


def preview_of(reply: Reply, *, part: int) -> LinkPreviewOptions:
    """Show a preview where one article is shown, of that one alone, and once."""
    if part > 1 or not is_linked(reply.preview):
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=reply.preview, prefer_small_media=True)


def new_message(
    bot: Bot,
    text: str,
    *,
    to: Place,
    buttons: InlineKeyboardMarkup | None,
    preview: LinkPreviewOptions,
    is_silent: bool = False,
) -> Outgoing:
    """Return what sends `text` as a message of its own."""

    async def send(chat: int) -> object:
        return await bot.send_message(
            chat,
            text,
            parse_mode=ParseMode.HTML,
            link_preview_options=preview,
            message_thread_id=to.topic,
            reply_markup=buttons,
            disable_notification=is_silent or None,
        )

    rows = buttons.inline_keyboard if buttons else ()
    tags, keys = text.count("</"), sum(len(row) for row in rows)
    shape = f"message length={len(text)} tags={tags} buttons={keys}"
    return Outgoing(to.chat, send, shape)


def _editing(
    bot: Bot,
    text: str,
    message: Message,
    *,
    buttons: InlineKeyboardMarkup | None,
    preview: LinkPreviewOptions,
) -> Callable[[int], Awaitable[object]]:
    """Return the call that puts `text` where the message is."""

    async def edit(chat: int) -> object:
        return await bot.edit_message_text(
            text,
            chat_id=chat,
            message_id=message.message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=preview,
            reply_markup=buttons,
        )

    return edit
