"""`/follow NAME`, `/unfollow NAME`, `/following`: whom a chat hears of at once."""

from collections.abc import Sequence
from typing import Final

from handlers.alerts import DAILY_LIMIT, QUIET
from handlers.arguments import checked
from handlers.chat_settings import place_of, remembered
from handlers.conversation import (
    Block,
    Button,
    Heading,
    Reply,
    Request,
    Text,
    UserError,
)
from handlers.language import Language, language_of
from handlers.who import command_about, only_one
from storage.chat_records import Chat, Follow
from storage.chats import chat_at
from storage.database import Database, Reader
from storage.wishes import follow, follows_of, unfollow

#: A chat that follows more hears of everybody.
MAX_FOLLOWS: Final = 50
MAX_BUTTONS: Final = 20


async def follow_actor(db: Database, request: Request) -> Reply:
    """Let the chat hear of new statements by or about somebody.

    Raises:
        UserError: no name is given, too many are followed, or nothing is sent here.
    """
    language = language_of(request)
    place_of(request)
    name = checked(request.argument, language)
    if not name:
        raise UserError(language.gettext("Follow whom? Send a name: /follow Gallant"))
    actor = await only_one(db, name, "follow", request)
    if isinstance(actor, Reply):
        return actor
    async with db.transaction() as connection:
        chat = await remembered(connection, request)
        own = await follows_of(connection, [chat.id])
        _check_room(own, language)
        limit, quiet = alert_settings(own)
        is_new = await follow(
            connection,
            chat_id=chat.id,
            actor_id=actor.id,
            daily_limit=limit,
            quiet=quiet,
            now=request.now,
        )
    stop = await command_about(db, "unfollow", actor)
    alerts = alerts_in_words(own, chat, language) if is_new else ""
    return _follows(actor.name, alerts, stop, language)


async def unfollow_actor(db: Database, request: Request) -> Reply:
    """Let the chat hear of somebody no more.

    Raises:
        UserError: no name is given, or nothing is sent here.
    """
    language = language_of(request)
    chat = await chat_at(db, place_of(request))
    name = checked(request.argument, language)
    if not name:
        return await following(db, request)
    actor = await only_one(db, name, "unfollow", request)
    if isinstance(actor, Reply):
        return actor
    gone = False
    if chat:
        async with db.transaction() as connection:
            gone = await unfollow(connection, chat_id=chat.id, actor_id=actor.id)
    text = language.gettext("You do not follow {name}.", name=actor.name)
    if gone:
        text = language.gettext("You follow {name} no more.", name=actor.name)
    again = Button(
        language.gettext("Follow again"), await command_about(db, "follow", actor)
    )
    rest = Button(language.gettext("All you follow"), "/following")
    return Reply((Text(text),), (again, rest) if gone else (rest,))


async def following(db: Reader, request: Request) -> Reply:
    """Answer with whom the chat follows.

    Raises:
        UserError: nothing is sent here.
    """
    chat = await chat_at(db, place_of(request))
    return _followed(await follows_of(db, [chat.id]) if chat else [], request, chat)


def alert_settings(own: Sequence[Follow]) -> tuple[int, tuple[int, int] | None]:
    """Return how many alerts a day a chat gets and its quiet hours, as it set them."""
    if not own:
        return DAILY_LIMIT, QUIET
    first = own[0]
    if first.quiet_from is None or first.quiet_until is None:
        return first.daily_limit, None
    return first.daily_limit, (first.quiet_from, first.quiet_until)


def alerts_in_words(own: Sequence[Follow], chat: Chat, language: Language) -> str:
    """Return how many alerts come and when none does."""
    limit, quiet = alert_settings(own)
    most = language.ngettext(
        "At most {count} alert a day", "At most {count} alerts a day", limit
    )
    if quiet is None:
        return language.gettext("{most}, at any hour.", most=most)
    if chat.timezone is None:
        return language.gettext(
            "{most}. Name your time zone, and nights stay quiet: /settings zone",
            most=most,
        )
    return language.gettext(
        "{most}, and none between {start} and {end}: they come after that.",
        most=most,
        start=language.time(quiet[0]),
        end=language.time(quiet[1]),
    )


def _follows(name: str, alerts: str, stop: str, language: Language) -> Reply:
    """Say that somebody is followed; `alerts` is "" if they were before."""
    buttons = (
        Button(language.gettext("All you follow"), "/following"),
        Button(language.gettext("Stop following"), stop),
    )
    if not alerts:
        text = language.gettext("You follow {name} already.", name=name)
        return Reply((Text(text),), buttons)
    text = language.gettext(
        "You follow {name} now. What they say and what is said about them comes at"
        " once, and opens your digest.",
        name=name,
    )
    return Reply((Text(text), Text(alerts)), buttons)


def _check_room(own: Sequence[Follow], language: Language) -> None:
    if len(own) >= MAX_FOLLOWS:
        raise UserError(
            language.gettext(
                "You follow {limit} already, and more is too much. /following shows"
                " them.",
                limit=MAX_FOLLOWS,
            )
        )


def _followed(
    own: Sequence[Follow], request: Request, chat: Chat | None = None
) -> Reply:
    language = language_of(request)
    if not own:
        text = language.gettext(
            "Nobody is followed here yet. To begin: /follow Gallant"
        )
        return Reply((Text(text),))
    blocks: list[Block] = [
        Heading(language.gettext("Followed here")),
        Text("\n".join(one.name for one in own)),
    ]
    if chat:
        blocks.append(Text(alerts_in_words(own, chat, language)))
    remove = [
        Button(
            language.gettext("Stop: {name}", name=one.name),
            f"/unfollow #{one.actor_id}",
        )
        for one in own[:MAX_BUTTONS]
    ]
    settings = Button(language.gettext("Alerts"), "/settings alerts")
    return Reply(tuple(blocks), (*remove, settings))
