"""`/who NAME`: the card of an actor, or which one is meant."""

from handlers.actor_search import ActorSearch, find_actors, reference
from handlers.arguments import checked, echo
from handlers.conversation import Button, Reply, Request, Text, UserError
from handlers.language import Language, language_of
from handlers.pages import MAX_COMMAND
from handlers.portrait import card, kind_of, portrait
from handlers.roles import distinct_roles, role_in_short
from storage.chat_records import ChatAddress
from storage.chats import chat_at
from storage.database import Reader
from storage.records import Actor
from storage.roles import roles_of
from storage.wishes import follows_of


async def who(db: Reader, request: Request) -> Reply:
    """Answer with what is known of an actor.

    Raises:
        UserError: no name is given, or it is none.
    """
    language = language_of(request)
    name = checked(request.argument, language)
    if not name:
        raise UserError(language.gettext("Whom do you mean? Send a name: /who Gallant"))
    search = await find_actors(db, name)
    if not search.actors:
        return not_found(name, search, "who", language)
    if len(search.actors) > 1:
        return await which_one(db, search.actors, "/who {name}", request)
    return await _card_of(db, search, request)


def not_found(
    name: str, search: ActorSearch, command: str, language: Language
) -> Reply:
    """Say that nobody is called so, with the nearest names as buttons."""
    blocks = [Text(language.gettext("I know nobody called “{name}”.", name=echo(name)))]
    if search.near:
        blocks.append(
            Text(
                language.gettext(
                    "The nearest names: {names}", names=language.joined(search.near)
                )
            )
        )
    else:
        blocks.append(Text(language.gettext("Perhaps the articles have it: /search")))
    buttons = [Button(near, f"/{command} {near}") for near in search.near]
    buttons.append(Button(language.gettext("Search the articles"), f"/search {name}"))
    return Reply(tuple(blocks), tuple(buttons))


async def only_one(
    db: Reader, name: str, command: str, request: Request
) -> Actor | Reply:
    """Return whom a name means; an answer that asks back, if not one actor alone."""
    search = await find_actors(db, name)
    if not search.actors:
        return not_found(name, search, command, language_of(request))
    if len(search.actors) > 1:
        return await which_one(db, search.actors, f"/{command} {{name}}", request)
    return search.actors[0]


async def command_about(db: Reader, command: str, actor: Actor) -> str:
    """Return a command with what finds this actor alone, short enough for a button."""
    named = f"/{command} {await reference(db, actor)}"
    return named if len(named.encode()) <= MAX_COMMAND else f"/{command} #{actor.id}"


async def which_one(
    db: Reader, actors: tuple[Actor, ...], command: str, request: Request
) -> Reply:
    """Ask which of several actors is meant; `command` has a field {name}."""
    language = language_of(request)
    described = [await _described(db, actor, request) for actor in actors]
    names = language.gettext(" or ").join(described)
    buttons = [
        Button(one.name, command.format(name=await reference(db, one)))
        for one in actors
    ]
    text = language.gettext("Do you mean {names}?", names=names)
    return Reply((Text(text),), tuple(buttons))


async def _card_of(db: Reader, search: ActorSearch, request: Request) -> Reply:
    language = language_of(request)
    actor = search.actors[0]
    shown = await portrait(db, actor)
    offered = (
        (language.gettext("More statements"), "quotes", shown.quotes),
        (language.gettext("What others said"), "about", shown.about),
        (language.gettext("More news"), "latest", actor.articles),
        (language.gettext("With whom"), "with", shown.companions),
    )
    buttons = [
        Button(label, await command_about(db, command, actor))
        for label, command, has_any in offered
        if has_any
    ]
    if request.chat:
        buttons.append(await _follow_button(db, actor, request.chat, language))
    buttons += [
        Button(one.name, f"/who {await reference(db, one)}") for one in search.others
    ]
    return Reply(card(shown, request), tuple(buttons))


async def _follow_button(
    db: Reader, actor: Actor, at: ChatAddress, language: Language
) -> Button:
    """Return what begins or ends that the chat hears of an actor."""
    chat = await chat_at(db, at)
    own = await follows_of(db, [chat.id]) if chat else ()
    if any(one.actor_id == actor.id for one in own):
        label, command = language.gettext("Stop following"), "unfollow"
    else:
        label, command = language.gettext("Follow"), "follow"
    return Button(label, await command_about(db, command, actor))


async def _described(db: Reader, actor: Actor, request: Request) -> str:
    language = language_of(request)
    roles = distinct_roles(await roles_of(db, actor_id=actor.id))
    role = role_in_short(roles, language, today=request.now.date())
    what = role or kind_of(actor, language)
    return language.gettext("{name} ({role})", name=actor.name, role=what)
