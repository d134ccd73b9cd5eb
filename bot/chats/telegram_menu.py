"""What Telegram shows about the bot: its commands for each kind of chat, and itself."""

import logging
from collections.abc import Iterable, Iterator

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import InvalidToken, TelegramError

from handlers.commands import COMMANDS, Command, description, introduction
from handlers.language import LOCALES

log = logging.getLogger(__name__)


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
    shared = [command for command in COMMANDS if not command.is_private]
    for_all = [command for command in shared if not command.for_administrators]
    yield BotCommandScopeAllPrivateChats(), _menu(COMMANDS, locale)
    yield BotCommandScopeAllGroupChats(), _menu(for_all, locale)
    yield BotCommandScopeAllChatAdministrators(), _menu(shared, locale)


def _menu(commands: Iterable[Command], locale: str) -> list[BotCommand]:
    return [BotCommand(one.name, description(one, locale)) for one in commands]
