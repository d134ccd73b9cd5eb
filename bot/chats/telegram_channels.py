"""Channels, which their administrators speak for in a chat of their own with the bot.

Under a post nobody is answered, since all would see it.
"""

import logging
import re
from dataclasses import replace
from typing import Final

from telegram import Bot, ChatFullInfo, ChatMemberAdministrator, ChatMemberUpdated
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.chats.answers import Desk, answer_text
from bot.chats.telegram_chats import PLATFORM
from handlers.arguments import echo
from handlers.commands import concerns_chat, parse_message
from handlers.conversation import Button, Reply
from handlers.notices import meant_channel, new_channel, unknown_channel
from storage.chat_records import ChatAddress
from storage.chats import chat_at
from storage.database import StorageError

log = logging.getLogger(__name__)

#: "@my_channel", its address on the web, or Telegram's number of it.
_CHANNEL: Final = re.compile(r"(?:(?:https?://)?t\.me/|@)(\w{4,32})|(-\d{3,15})", re.I)


def split_channel(text: str) -> tuple[str, str]:
    """Take a message apart into the channel that it is about, and the rest.

    Returns:
        "@name" or a number, and the command without it; "" and the message as it is,
        if it is about no channel.
    """
    command, argument = parse_message(text)
    first, *rest = argument.split(maxsplit=1) or [""]
    match = _CHANNEL.fullmatch(first)
    if not match or not concerns_chat(text):
        return "", text
    return match[2] or f"@{match[1]}", " ".join((f"/{command}", *rest))


async def answer_for_channel(
    bot: Bot, desk: Desk, text: str, *, named: str, person: int, pressed: bool = False
) -> Reply:
    """Answer a command about a channel, if whoever gives it is administrator there.

    The buttons of the answer mean the channel too.

    Args:
        text, named: as `split_channel` took them apart.
        pressed: a button gave it.
    """
    channel = await _channel(bot, named, person=person)
    if channel is None:
        return unknown_channel(desk.locale, address=echo(named))
    at = ChatAddress(PLATFORM, str(channel.id), "channel")
    reply = await answer_text(desk, text, chat=at, administers=True, pressed=pressed)
    above = meant_channel(
        reply.locale or desk.locale,
        name=echo(channel.title or named),
        address=f"@{channel.username}" if channel.username else str(channel.id),
    )
    return replace(
        reply,
        blocks=(above, *reply.blocks),
        buttons=tuple(_of_channel(one, channel.id) for one in reply.buttons),
    )


async def offer(desk: Desk, change: ChatMemberUpdated) -> Reply | None:
    """Return what somebody is told who let the bot into a channel.

    None for a person who has not started the bot: Telegram lets it write to nobody
    else.
    """
    at = ChatAddress(PLATFORM, str(change.from_user.id), "private")
    try:
        person = await chat_at(desk.db, at)
    except StorageError as error:
        log.warning("telegram channel not offered reason=%s", error)
        return None
    if person is None or not person.active:
        return None
    name = echo(change.chat.title or "")
    return new_channel(person.locale, name=name, address=str(change.chat.id))


async def _channel(bot: Bot, named: str, *, person: int) -> ChatFullInfo | None:
    """Return a channel that the person administers and the bot may post in."""
    try:
        chat = await bot.get_chat(named if named.startswith("@") else int(named))
        if chat.type != ChatType.CHANNEL:
            return None
        members = await bot.get_chat_administrators(chat.id)
    except TelegramError as error:
        log.info("telegram channel not known reason=%s", error)
        return None
    posts = any(
        isinstance(one, ChatMemberAdministrator) and one.can_post_messages
        for one in members
        if one.user.id == bot.id
    )
    return chat if posts and any(one.user.id == person for one in members) else None


def _of_channel(button: Button, channel: int) -> Button:
    """Return a button that means the channel, where what it asks for is about one."""
    if not concerns_chat(button.command):
        return button
    command, _, argument = button.command.partition(" ")
    return replace(button, command=f"{command} {channel} {argument}".strip())
