"""What Telegram shows about the bot: its commands for each kind of chat, and itself."""

import logging
from collections.abc import Iterator
from typing import Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import InvalidToken, TelegramError

from handlers.commands import COMMANDS, description, introduction
from handlers.language import LOCALES

log = logging.getLogger(__name__)

#: What makes no sense where many people listen.
_PRIVATE_ONLY: Final = frozenset({"start"})


async def register_menu(bot: Bot, *, locale: str) -> None:
    """Tell Telegram the commands and descriptions, in every language.

    Telegram counts such calls; one that it refuses is tried at the next start.

    Args:
        locale: for people whose language is not among ours.

    Raises:
        InvalidToken: Telegram does not know the token.
    """
    try:
        await _register(bot, locale=locale)
    except InvalidToken:
        raise
    except TelegramError as error:
        log.warning("telegram menu not registered reason=%s", error)


async def _register(bot: Bot, *, locale: str) -> None:
    for language in (None, *LOCALES):
        spoken = language or locale
        for scope, menu in _menus(spoken):
            await bot.set_my_commands(menu, scope=scope, language_code=language)
        short, full = introduction(spoken)
        await bot.set_my_short_description(short, language_code=language)
        await bot.set_my_description(full, language_code=language)


def _menus(locale: str) -> Iterator[tuple[BotCommandScope, list[BotCommand]]]:
    menu = [
        BotCommand(command.name, description(command, locale)) for command in COMMANDS
    ]
    in_groups = [command for command in menu if command.command not in _PRIVATE_ONLY]
    yield BotCommandScopeAllPrivateChats(), menu
    yield BotCommandScopeAllGroupChats(), in_groups
    yield BotCommandScopeAllChatAdministrators(), in_groups
