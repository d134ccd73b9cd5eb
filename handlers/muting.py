"""`/mute WORD|SOURCE`, `/unmute`, `/muted`: what a chat does not want to see."""

from typing import Final

from analysis.text.folding import fold
from handlers.arguments import checked
from handlers.chat_settings import place_of, remembered
from handlers.conversation import Button, Heading, Reply, Request, Text, UserError
from handlers.language import Language, language_of
from storage.chat_records import Mute
from storage.chats import chat_at
from storage.database import Database, Reader
from storage.feeds import active_feeds
from storage.wishes import mute_feed, mute_word, mutes_of, unmute

#: More than these are a list, not a wish.
MAX_MUTES: Final = 50
MAX_BUTTONS: Final = 20
MAX_WORD: Final = 60


async def mute(db: Database, request: Request) -> Reply:
    """Leave a source or a word out of what is sent to the chat.

    A word is looked for as it is, after folding, with what Arabic writes onto its
    beginning; it is no pattern.

    Raises:
        UserError: nothing is given, it is too long, or nothing is sent here.
    """
    language = language_of(request)
    place_of(request)
    word = checked(request.argument, language)
    if not word or len(word) > MAX_WORD:
        raise UserError(
            language.gettext("Mute what? A word or a source: /mute football")
        )
    named = {word, fold(word)}
    feeds = [
        one for one in await active_feeds(db) if named & {one.url, fold(one.title)}
    ]
    async with db.transaction() as connection:
        chat = await remembered(connection, request)
        _check_room(len(await mutes_of(connection, [chat.id])), language)
        if feeds:
            is_new = await mute_feed(
                connection, chat_id=chat.id, feed_id=feeds[0].id, now=request.now
            )
        else:
            is_new = await mute_word(
                connection,
                chat_id=chat.id,
                word=word,
                folded=fold(word),
                now=request.now,
            )
    text = _done(word, language, is_new=is_new, is_source=bool(feeds))
    all_muted = Button(language.gettext("All you muted"), "/muted")
    return Reply((Text(text),), (all_muted,))


def _done(word: str, language: Language, *, is_new: bool, is_source: bool) -> str:
    if not is_new:
        return language.gettext("“{name}” is muted here already.", name=word)
    if is_source:
        return language.gettext(
            "Done: nothing of the source “{name}” is sent here.", name=word
        )
    return language.gettext(
        "Done: no story and no statement with “{name}” is sent here.", name=word
    )


async def unmute_word(db: Database, request: Request) -> Reply:
    """Show the chat again what it had muted.

    Raises:
        UserError: nothing is sent here.
    """
    language = language_of(request)
    word = checked(request.argument, language)
    chat = await chat_at(db, place_of(request))
    own = await mutes_of(db, [chat.id]) if chat else []
    found = next((one for one in own if _is_meant(one, word)), None)
    if not word or chat is None or found is None:
        return await muted(db, request)
    async with db.transaction() as connection:
        await unmute(connection, chat_id=chat.id, mute_id=found.id)
    name = found.word or found.source
    text = language.gettext("Shown again: {name}", name=name)
    return Reply((Text(text),), (Button(language.gettext("All you muted"), "/muted"),))


async def muted(db: Reader, request: Request) -> Reply:
    """Answer with what the chat has muted.

    Raises:
        UserError: nothing is sent here.
    """
    language = language_of(request)
    chat = await chat_at(db, place_of(request))
    own = await mutes_of(db, [chat.id]) if chat else []
    if not own:
        text = language.gettext(
            "Nothing is muted here. Words and sources can be: /mute football"
        )
        return Reply((Text(text),))
    lines = "\n".join(_line(one, language) for one in own)
    buttons = tuple(
        Button(
            language.gettext("Show: {name}", name=one.word or one.source),
            f"/unmute #{one.id}",
        )
        for one in own[:MAX_BUTTONS]
    )
    return Reply((Heading(language.gettext("Muted here")), Text(lines)), buttons)


def _is_meant(one: Mute, word: str) -> bool:
    return word == f"#{one.id}" or fold(word) in (one.folded, fold(one.source))


def _line(one: Mute, language: Language) -> str:
    if one.word:
        return one.word
    return language.gettext("{source} (source)", source=one.source)


def _check_room(number: int, language: Language) -> None:
    if number >= MAX_MUTES:
        raise UserError(
            language.gettext(
                "{limit} are muted already, and more is too much. /muted shows them.",
                limit=MAX_MUTES,
            )
        )
