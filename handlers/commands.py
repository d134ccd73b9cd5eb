"""The commands: their one table, how a message becomes one, and its answer."""

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final

from analysis.naming.names import nearest
from analysis.text.folding import fold, normalise
from handlers.adding import add_source
from handlers.arguments import echo
from handlers.chat_settings import with_settings
from handlers.company import company
from handlers.conversation import Button, Reply, Request, Text, UserError
from handlers.digest import digest
from handlers.feed_files import export
from handlers.following import follow_actor, following, unfollow_actor
from handlers.forgetting import forget
from handlers.headlines import headlines
from handlers.language import Language, language, language_of, translatable
from handlers.links import follow_link
from handlers.muting import mute, muted, unmute_word
from handlers.question import question
from handlers.quotes import quotes
from handlers.remarks import remarks
from handlers.search import search
from handlers.settings import settings
from handlers.sources import sources
from handlers.subscribing import subscribe, unsubscribe
from handlers.top import top
from handlers.vocabulary import vocabulary
from handlers.welcome import CommandLine, greeting, guide, hint, welcome
from handlers.who import who
from handlers.why import why
from storage.chats import remember_chat
from storage.database import Database, StorageError

log = logging.getLogger(__name__)

#: A longer message is no command; its rest is not even looked at, in characters.
MAX_MESSAGE: Final = 8000

_COMMAND: Final = re.compile(r"[/\N{FRACTION SLASH}\N{DIVISION SLASH}]\s?(\S+)\s*")


@dataclass(frozen=True, slots=True)
class Command:
    """A command that platforms offer.

    Attributes:
        name: in Latin letters, as every platform wants it.
        usage: what may follow it, as a message id; "" for nothing.
        description: in one line of at most 100 characters, as a message id.
        handle: answers it.
        for_administrators: where several people are, only they may give it.
        is_private: menus offer it only where one person is alone with the bot.
        is_of_chat: it concerns what is sent to the chat or kept about it; of a channel
            that is spoken of in a chat of one's own.
        takes_file: a file can come along, and stands for what must follow else.
        suggests: what is suggested for what may follow it, where only some of that
            makes sense: "followed" or "muted".
    """

    name: str
    usage: str
    description: str
    handle: Callable[[Database, Request], Awaitable[Reply]]
    for_administrators: bool = False
    is_private: bool = False
    is_of_chat: bool = False
    takes_file: bool = False
    suggests: str = ""


async def _start(db: Database, request: Request) -> Reply:
    # An old button can carry a link; whoever presses it has not started anything.
    if request.chat and request.chat.is_private and not request.pressed:
        async with db.transaction() as connection:
            await remember_chat(
                connection, request.chat, locale=request.locale, now=request.now
            )
    if linked := await follow_link(db, request):
        return linked
    return welcome(request, _lines(request))


async def _help(_db: Database, request: Request) -> Reply:
    return guide(request, _lines(request))


COMMANDS: Final = (
    Command(
        "latest",
        translatable("[how many] [words]"),
        translatable("The latest news, each story once"),
        headlines,
    ),
    Command(
        "top",
        translatable("[how many]"),
        translatable("The stories of these days that weigh most"),
        top,
    ),
    Command(
        "who",
        translatable("NAME"),
        translatable("Who somebody is, what they said and what was said about them"),
        who,
    ),
    Command(
        "quotes",
        translatable("[NAME] [about WORDS]"),
        translatable("Statements with their speakers and sources"),
        quotes,
    ),
    Command(
        "search",
        translatable("WORDS"),
        translatable("Search the articles and the statements"),
        search,
    ),
    Command(
        "about",
        translatable("NAME"),
        translatable("What others said about somebody"),
        remarks,
    ),
    Command(
        "with",
        translatable("NAME"),
        translatable("Who appears in the news with somebody"),
        company,
    ),
    Command("sources", "", translatable("Where the news comes from"), sources),
    Command(
        "addfeed",
        translatable("ADDRESS"),
        translatable("Add a source: a feed, or a site that has one"),
        add_source,
        for_administrators=True,
        takes_file=True,
    ),
    Command("export", "", translatable("All sources, as a file"), export),
    Command(
        "digest",
        "",
        translatable("The digest, as it would be sent now"),
        digest,
        is_of_chat=True,
    ),
    Command(
        "subscribe",
        translatable("[HH:MM] [city]"),
        translatable("A digest every day, at your time"),
        subscribe,
        for_administrators=True,
        is_of_chat=True,
    ),
    Command(
        "unsubscribe",
        translatable("[HH:MM]"),
        translatable("No digest any more"),
        unsubscribe,
        for_administrators=True,
        is_of_chat=True,
    ),
    Command(
        "follow",
        translatable("NAME"),
        translatable("New statements by or about somebody, at once"),
        follow_actor,
        for_administrators=True,
        is_of_chat=True,
    ),
    Command(
        "unfollow",
        translatable("NAME"),
        translatable("Follow somebody no more"),
        unfollow_actor,
        for_administrators=True,
        is_of_chat=True,
        suggests="followed",
    ),
    Command(
        "following",
        "",
        translatable("Whom this chat follows"),
        following,
        is_of_chat=True,
    ),
    Command(
        "mute",
        translatable("WORD or SOURCE"),
        translatable("Leave a word or a source out of what is sent"),
        mute,
        for_administrators=True,
        is_of_chat=True,
    ),
    Command(
        "unmute",
        translatable("WORD or SOURCE"),
        translatable("Show again what was muted"),
        unmute_word,
        for_administrators=True,
        is_of_chat=True,
        suggests="muted",
    ),
    Command("muted", "", translatable("What is muted here"), muted, is_of_chat=True),
    Command(
        "settings",
        translatable("[setting] [value]"),
        translatable("Times, days, length, language and more"),
        settings,
        for_administrators=True,
        is_of_chat=True,
    ),
    Command(
        "why",
        "",
        translatable("Why something was sent or was not sent"),
        why,
        is_of_chat=True,
    ),
    Command("help", "", translatable("The list of commands"), _help),
    Command(
        "start",
        "",
        translatable("What Mujaz is and how to begin"),
        _start,
        is_private=True,
    ),
    Command(
        "forgetme",
        "",
        translatable("Delete all that is kept about this chat"),
        forget,
        for_administrators=True,
        is_of_chat=True,
    ),
)


def parse_message(text: str) -> tuple[str, str]:
    """Take a message apart into a command's name and its argument.

    The slash may be a full-width one, invisible marks and odd spaces do not matter,
    "@BotName" behind the command is dropped, and other names of a command (Arabic
    ones too) become its name. A message without a slash has the command "".
    """
    message = normalise(text[:MAX_MESSAGE])
    match = _COMMAND.match(message)
    if not match:
        return "", message
    name = fold(match[1].partition("@")[0])
    return vocabulary().commands.get(name, name), message[match.end() :].strip()


async def answer(db: Database, request: Request) -> Reply:
    """Answer a request; what a person or the storage did wrong is an answer too."""
    try:
        request = await with_settings(db, request)
        reply = await _answer(db, request)
        return replace(reply, locale=reply.locale or request.locale)
    except UserError as error:
        return Reply((Text(str(error)),), locale=request.locale)
    except StorageError:
        log.exception("storage failed command=%s", request.command)
        text = language_of(request).gettext(
            "I cannot reach my archive just now. Please try again in a few minutes."
        )
        return Reply((Text(text),))


def is_for_administrators(text: str) -> bool:
    """Tell whether a message asks for what only administrators may do in a group."""
    name, _ = parse_message(text)
    return any(one.name == name and one.for_administrators for one in COMMANDS)


def concerns_chat(text: str) -> bool:
    """Tell whether a message is about what is sent to a chat or kept about it."""
    name, _ = parse_message(text)
    return any(one.name == name and one.is_of_chat for one in COMMANDS)


def apology(code: str, locale: str) -> Reply:
    """Return what a person is told of a bug; `code` finds it in the log."""
    text = _spoken(locale).gettext(
        "Something went wrong here, and it is not your fault. Code: {code}", code=code
    )
    return Reply((Text(text),))


def hurried(locale: str) -> Reply:
    """Return what a person is told, once, who asks faster than anybody reads."""
    text = _spoken(locale).gettext(
        "That was a lot at once. Give me a few seconds, then ask again."
    )
    return Reply((Text(text),))


def overloaded(locale: str) -> Reply:
    """Return what a person is told whose answer took too long."""
    text = _spoken(locale).gettext(
        "That is taking me too long just now. Please try again in a minute."
    )
    return Reply((Text(text),))


def administrators_only(locale: str) -> Reply:
    """Return what somebody is told who may not do that in a group."""
    text = _spoken(locale).gettext("Only the administrators of this group may do that.")
    return Reply((Text(text),))


def elsewhere(username: str, locale: str) -> Reply:
    """Return what somebody is told who asks where an answer would be everybody's."""
    text = _spoken(locale).gettext(
        "This post is the same for everybody. Ask me in a chat of our own: @{name}",
        name=username,
    )
    return Reply((Text(text),))


def introduction(locale: str) -> tuple[str, str]:
    """Return what Mujaz is, in a sentence (120 characters) and in more (512)."""
    spoken = _spoken(locale)
    sentence = greeting(spoken)
    return sentence, f"{sentence}\n\n{hint(spoken)}"


def description(command: Command, locale: str) -> str:
    """Return what a command does, in a line of at most 100 characters."""
    return _spoken(locale).gettext(command.description)


def usage(command: Command, locale: str) -> str:
    """Return what may follow a command, "" for nothing."""
    return _spoken(locale).gettext(command.usage) if command.usage else ""


async def _answer(db: Database, request: Request) -> Reply:
    if not request.command:
        return (
            await question(db, request)
            if request.argument
            else await _help(db, request)
        )
    for command in COMMANDS:
        if command.name == request.command:
            if command.for_administrators and not _may_change(request):
                return administrators_only(request.locale)
            return await command.handle(db, request)
    return _unknown(request)


def _may_change(request: Request) -> bool:
    """Tell whether settings of the chat are up to whoever asks."""
    return not request.chat or request.chat.is_private or request.administers


def _unknown(request: Request) -> Reply:
    """Say that there is no such command, and name the nearest one."""
    language = language_of(request)
    names = [command.name for command in COMMANDS]
    near = nearest(request.command, names, 1)
    text = language.gettext("There is no command /{name}.", name=echo(request.command))
    if near:
        text += " " + language.gettext("Perhaps you mean /{name}?", name=near[0])
    buttons = [
        Button(f"/{name}", f"/{name} {request.argument}".strip()) for name in near
    ]
    buttons.append(Button(language.gettext("All commands"), "/help"))
    return Reply((Text(text),), tuple(buttons))


def _lines(request: Request) -> Sequence[CommandLine]:
    return [
        CommandLine(
            command.name,
            usage(command, request.locale),
            description(command, request.locale),
        )
        for command in COMMANDS
    ]


def _spoken(locale: str) -> Language:
    """Return a language for texts without dates."""
    return language(locale, UTC)
