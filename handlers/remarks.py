"""`/about NAME [page N]`: what others said about somebody."""

import asyncio
from typing import Final

from handlers.arguments import checked
from handlers.citations import quotation
from handlers.conversation import (
    Block,
    Button,
    Heading,
    Reply,
    Request,
    Text,
    UserError,
)
from handlers.language import language_of
from handlers.lexicon import lexicons
from handlers.pages import page_buttons, split_page
from handlers.portrait import views
from handlers.selection import distinct_quotes
from handlers.who import command_about, only_one
from storage.database import Reader
from storage.quotes import quotes_about
from storage.records import Actor

DEFAULT_COUNT: Final = 6
#: Statements among which all pages choose, so that none is on two of them.
CANDIDATES: Final = 300


async def remarks(db: Reader, request: Request) -> Reply:
    """Answer with what others said about an actor, as the card has the first of it.

    Raises:
        UserError: no name is given, or the page is out of range.
    """
    language = language_of(request)
    argument = checked(request.argument, language)
    page, name = split_page(argument, language, default=DEFAULT_COUNT)
    if not name:
        raise UserError(language.gettext("About whom? Send a name: /about Gallant"))
    actor = await only_one(db, name, "about", request)
    if isinstance(actor, Reply):
        return actor
    found = await quotes_about(db, actor_id=actor.id, limit=CANDIDATES)
    if not found:
        return await _nothing(db, actor, request)
    ordered = views(found, await lexicons())
    distinct = await asyncio.to_thread(distinct_quotes, ordered, limit=page.end + 1)
    heading = language.gettext("What others said about {name}", name=actor.name)
    blocks: list[Block] = [Heading(heading)]
    blocks += [
        quotation(quote, language, now=request.now)
        for quote in distinct[page.start : page.end]
    ] or [Text(language.gettext("There is nothing on this page."))]
    buttons = page_buttons(
        await command_about(db, "about", actor),
        page,
        language,
        more=language.gettext("More statements"),
        found=len(distinct),
        back=language.gettext("Previous"),
    )
    who = Button(
        language.gettext("Who is {name}?", name=actor.name),
        await command_about(db, "who", actor),
    )
    return Reply(tuple(blocks), (*buttons, who))


async def _nothing(db: Reader, actor: Actor, request: Request) -> Reply:
    language = language_of(request)
    text = language.gettext(
        "I have no statement of others about {name} yet.", name=actor.name
    )
    who = language.gettext("Who is {name}?", name=actor.name)
    about = await command_about(db, "who", actor)
    return Reply((Text(text),), (Button(who, about),))
