"""What `/settings WORD VALUE` changes; each change is the same when made twice."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from handlers.chat_settings import remembered
from handlers.clock_times import split_time
from handlers.conversation import Request, UserError
from handlers.following import alert_settings
from handlers.language import LOCALES, language_of
from handlers.schedule import EVERY_DAY
from handlers.subscribing import MAX_TIMES, add_time, reschedule, set_zone
from handlers.zones import zones_named
from storage.chat_records import Chat
from storage.chats import change_chat
from storage.database import Database, Transaction
from storage.subscriptions import end_subscriptions, subscriptions_of
from storage.wishes import change_follows, follows_of

#: Stories in a digest, and alerts a day, to choose from.
LENGTHS: Final = (5, 10, 20)
LIMITS: Final = (1, 3, 5, 10, 20)
ON, OFF = "on", "off"

Change = Callable[[Transaction, Chat, str, Request], Awaitable[None]]


async def change(db: Database, request: Request, word: str, value: str) -> None:
    """Change one setting of the chat.

    Raises:
        UserError: there is no such value.
    """
    async with db.transaction() as connection:
        chat = await remembered(connection, request)
        await CHANGES[word](connection, chat, value, request)


async def _add(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    minute = _minute(value, request)
    language = language_of(request)
    if chat.timezone is None:
        raise UserError(
            language.gettext("Name your time zone first: /settings zone Cairo")
        )
    own = await subscriptions_of(connection, chat_id=chat.id)
    if len(own) >= MAX_TIMES and minute not in {one.minute for one in own}:
        raise UserError(
            language.gettext("{limit} times a day are the most.", limit=MAX_TIMES)
        )
    await add_time(connection, chat, minute, request.now)


async def _remove(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    minute = _minute(value, request)
    await end_subscriptions(connection, chat_id=chat.id, minutes=[minute])


async def _days(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    days = _number(value, range(1, EVERY_DAY + 1), request)
    for one in await subscriptions_of(connection, chat_id=chat.id):
        await reschedule(connection, replace(one, weekdays=days), request.now)


async def _length(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    length = _number(value, LENGTHS, request)
    for one in await subscriptions_of(connection, chat_id=chat.id):
        await reschedule(connection, replace(one, length=length), request.now)


async def _empty(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    skips = _choice(value, ("skip", "tell"), request) == "skip"
    for one in await subscriptions_of(connection, chat_id=chat.id):
        await reschedule(connection, replace(one, skips_empty=skips), request.now)


async def _zone(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    zones = zones_named(value)
    if len(zones) != 1:
        raise UserError(
            language_of(request).gettext(
                "I do not know which place “{place}” is. Choose a city: /settings zone",
                place=value,
            )
        )
    await set_zone(connection, chat, zones[0], request.now)


async def _sound(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    silent = _choice(value, (ON, OFF), request) == OFF
    await change_chat(connection, chat_id=chat.id, silent=silent)


async def _previews(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    previews = _choice(value, (ON, OFF), request) == ON
    await change_chat(connection, chat_id=chat.id, previews=previews)


async def _language(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    locale = _choice(value, LOCALES, request)
    await change_chat(connection, chat_id=chat.id, locale=locale)


async def _digits(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    latin = _choice(value, ("latin", "arabic"), request) == "latin"
    await change_chat(connection, chat_id=chat.id, latin_digits=latin)


async def _limit(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    _, quiet = alert_settings(await follows_of(connection, [chat.id]))
    limit = _number(value, LIMITS, request)
    await change_follows(connection, chat_id=chat.id, daily_limit=limit, quiet=quiet)


async def _quiet(
    connection: Transaction, chat: Chat, value: str, request: Request
) -> None:
    limit, _ = alert_settings(await follows_of(connection, [chat.id]))
    quiet = None
    if value != OFF:
        start, _, end = value.partition("-")
        quiet = _minute(start, request), _minute(end, request)
    await change_follows(connection, chat_id=chat.id, daily_limit=limit, quiet=quiet)


def _minute(value: str, request: Request) -> int:
    minute, _ = split_time(value, language_of(request))
    if minute is None:
        raise _no_such_choice(request)
    return minute


def _number(value: str, allowed: range | tuple[int, ...], request: Request) -> int:
    number = int(value) if value.isdecimal() and len(value) < 5 else 0
    if number not in allowed:
        raise _no_such_choice(request)
    return number


def _choice(value: str, allowed: tuple[str, ...], request: Request) -> str:
    if value not in allowed:
        raise _no_such_choice(request)
    return value


def _no_such_choice(request: Request) -> UserError:
    return UserError(
        language_of(request).gettext("There is no such choice. All of them: /settings")
    )


CHANGES: Final[Mapping[str, Change]] = {
    "add": _add,
    "remove": _remove,
    "days": _days,
    "length": _length,
    "empty": _empty,
    "zone": _zone,
    "sound": _sound,
    "previews": _previews,
    "language": _language,
    "digits": _digits,
    "limit": _limit,
    "quiet": _quiet,
}
