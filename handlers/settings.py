"""`/settings`: how digests and alerts come to a chat, all with buttons."""

from dataclasses import replace
from typing import Final

from handlers.chat_settings import place_of, spoken_to
from handlers.conversation import Button, Reply, Request, Text
from handlers.language import language_of
from handlers.settings_changes import CHANGES, change
from handlers.settings_pages import PAGES, State, overview
from storage.chats import chat_at
from storage.database import Database
from storage.subscriptions import subscriptions_of
from storage.wishes import follows_of

#: What is changed elsewhere than it is shown.
_SHOWN_ON: Final = {
    "add": "times",
    "remove": "times",
    "limit": "alerts",
    "quiet": "alerts",
}


async def settings(db: Database, request: Request) -> Reply:
    """Show what is set, or a part of it with its choices, once changed as wanted.

    Raises:
        UserError: there is no such choice, or nothing is sent here.
    """
    at = place_of(request)
    word, _, value = request.argument.partition(" ")
    if word in CHANGES and value:
        await change(db, request, word, value.strip())
    chat = await chat_at(db, at)
    if chat is None:
        return _nothing(request)
    request = spoken_to(chat, request)
    state = State(
        chat,
        await subscriptions_of(db, chat_id=chat.id),
        await follows_of(db, [chat.id]),
        language_of(request),
    )
    show = PAGES.get(_SHOWN_ON.get(word, word))
    if show is None:
        return replace(overview(state), locale=request.locale)
    page = show(state)
    back = Button(state.language.gettext("All settings"), "/settings")
    return replace(page, buttons=(*page.buttons, back), locale=request.locale)


def _nothing(request: Request) -> Reply:
    language = language_of(request)
    text = language.gettext("Nothing is set here yet. It begins with a digest.")
    return Reply(
        (Text(text),),
        (
            Button(language.gettext("Subscribe"), "/subscribe"),
            Button(language.gettext("Arabic"), "/settings language ar"),
            Button(language.gettext("English"), "/settings language en"),
        ),
    )
