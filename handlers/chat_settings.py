"""How a chat wants to be spoken to, applied to what is asked there."""

from dataclasses import replace

from handlers.conversation import Reply, Request, Text, UserError
from handlers.language import LOCALES, language_of
from handlers.zones import zone_or_none
from storage.chat_records import Chat, ChatAddress
from storage.chats import chat_at, remember_chat
from storage.database import Reader, Transaction


async def with_settings(reader: Reader, request: Request) -> Request:
    """Return a request with the language, digits and time zone of its chat."""
    chat = await chat_at(reader, request.chat) if request.chat else None
    return request if chat is None else spoken_to(chat, request)


def spoken_to(chat: Chat, request: Request) -> Request:
    """Return a request as this chat wants it answered."""
    return replace(
        request,
        locale=chat.locale if chat.locale in LOCALES else request.locale,
        timezone=zone_or_none(chat.timezone) or request.timezone,
        latin_digits=chat.latin_digits,
    )


def place_of(request: Request) -> ChatAddress:
    """Return where something is to be sent from now on.

    Raises:
        UserError: the terminal is no chat that could be sent anything.
    """
    if request.chat is None:
        raise UserError(
            language_of(request).gettext(
                "Nothing is sent here by itself: that is for chats on Telegram and"
                " Discord. /digest shows what would be sent."
            )
        )
    return request.chat


async def remembered(connection: Transaction, request: Request) -> Chat:
    """Return the chat of a request, remembered from now on."""
    return await remember_chat(
        connection, place_of(request), locale=request.locale, now=request.now
    )


def told(text: str) -> Reply:
    """Return a reply of one paragraph."""
    return Reply((Text(text),))
