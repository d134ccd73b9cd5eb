"""`/who NAME`: the card of an actor, or which one is meant."""

from typing import Final

from handlers.actor_search import ActorSearch, find_actors, reference
from handlers.arguments import checked, echo
from handlers.conversation import Button, Reply, Request, Text, UserError
from handlers.language import Language, language_of
from handlers.portrait import card, kind_of, portrait
from handlers.roles import distinct_roles, role_in_short
from storage.database import Reader
from storage.records import Actor
from storage.roles import roles_of

#: Companions that a card offers as buttons.
MAX_COMPANIONS: Final = 2


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
    near = [companion.actor for companion in shown.companions[:MAX_COMPANIONS]]
    buttons = [
        Button(one.name, f"/who {await reference(db, one)}")
        for one in (*near, *search.others)
    ]
    if actor.articles:
        news = language.gettext("More news")
        buttons.insert(0, Button(news, f"/latest {actor.name}"))
    if shown.quotes:
        statements = language.gettext("More statements")
        name = await reference(db, actor)
        buttons.insert(0, Button(statements, f"/quotes {name}"))
    return Reply(card(shown, request), tuple(buttons))


async def _described(db: Reader, actor: Actor, request: Request) -> str:
    language = language_of(request)
    roles = distinct_roles(await roles_of(db, actor_id=actor.id))
    role = role_in_short(roles, language, today=request.now.date())
    what = role or kind_of(actor, language)
    return language.gettext("{name} ({role})", name=actor.name, role=what)
