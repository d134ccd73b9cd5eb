"""`/with NAME [page N]`: who appears in the news with somebody."""

from collections.abc import Sequence
from typing import Final

from handlers.arguments import checked
from handlers.conversation import Button, Heading, Reply, Request, Text, UserError
from handlers.language import language_of
from handlers.pages import page_buttons, split_page
from handlers.portrait import companions_of
from handlers.who import command_about, only_one
from storage.database import Reader
from storage.records import Actor, Companion

DEFAULT_COUNT: Final = 8


async def company(db: Reader, request: Request) -> Reply:
    """Answer with the names that articles have together with an actor's.

    Raises:
        UserError: no name is given, or the page is out of range.
    """
    language = language_of(request)
    argument = checked(request.argument, language)
    page, name = split_page(argument, language, default=DEFAULT_COUNT)
    if not name:
        raise UserError(language.gettext("With whom? Send a name: /with Gallant"))
    actor = await only_one(db, name, "with", request)
    if isinstance(actor, Reply):
        return actor
    found = await companions_of(db, actor, limit=page.end + 1)
    if not found:
        return _alone(actor, request)
    shown = found[page.start : page.end]
    buttons = page_buttons(
        await command_about(db, "with", actor),
        page,
        language,
        more=language.gettext("More names"),
        found=len(found),
        back=language.gettext("Previous"),
    )
    names = [
        Button(one.actor.name, await command_about(db, "who", one.actor))
        for one in shown
    ]
    who = Button(
        language.gettext("Who is {name}?", name=actor.name),
        await command_about(db, "who", actor),
    )
    heading = language.gettext("In the news with {name}", name=actor.name)
    return Reply(
        (Heading(heading), Text(_listed(shown, request))), (*names, *buttons, who)
    )


def _alone(actor: Actor, request: Request) -> Reply:
    language = language_of(request)
    text = language.gettext(
        "No article here names anybody together with {name} yet.", name=actor.name
    )
    return Reply((Text(text),))


def _listed(shown: Sequence[Companion], request: Request) -> str:
    language = language_of(request)
    if not shown:
        return language.gettext("There is nothing on this page.")
    return "\n".join(
        f"{one.actor.name} \N{MIDDLE DOT} "
        + language.ngettext("{count} article", "{count} articles", one.articles)
        for one in shown
    )
