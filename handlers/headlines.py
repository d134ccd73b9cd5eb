"""`/latest [how many] [words] [page N]`: the newest stories, each once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.actor_search import actor_of_number, known_actor
from handlers.arguments import checked, echo
from handlers.conversation import Button, Heading, Reply, Request, Text
from handlers.language import language_of
from handlers.pages import MAX_COMMAND, Page, page_buttons, split_page
from handlers.story_search import nothing_found, stories_about, story_items
from handlers.who import command_about
from storage.articles import latest_stories
from storage.database import Reader
from storage.records import Story

DEFAULT_COUNT: Final = 5
#: In bytes: what a button that turns the page has room for beside "/latest 20".
MAX_NAME: Final = MAX_COMMAND - len("/latest 20 ")


async def headlines(db: Reader, request: Request) -> Reply:
    """Answer with the newest stories: all, or those with certain words.

    Raises:
        UserError: the argument is no number or page in range and no words.
    """
    language = language_of(request)
    argument = checked(request.argument, language)
    page, words = split_page(argument, language, default=DEFAULT_COUNT)
    if words:
        return await _with_words(db, words, page, request)
    stories = await latest_stories(db, limit=page.end + 1)
    if not stories:
        return Reply((Text(language.gettext("No news yet. Sources: /sources")),))
    heading = language.gettext("Latest news")
    return await _reply(db, stories, heading, "", page, request)


async def _with_words(db: Reader, words: str, page: Page, request: Request) -> Reply:
    language = language_of(request)
    numbered = await actor_of_number(db, words)
    actor = numbered or await known_actor(db, words)
    name = numbered.name if numbered else words
    stories = await stories_about(db, name, actor, limit=page.end + 1)
    if not stories:
        return await nothing_found(db, name, language)
    heading = language.gettext("Latest news: {words}", words=echo(name))
    again = f"#{actor.id}" if actor and len(words.encode()) > MAX_NAME else words
    reply = await _reply(db, stories, heading, again, page, request)
    if actor is None:
        return reply
    who = Button(
        language.gettext("Who is {name}?", name=actor.name),
        await command_about(db, "who", actor),
    )
    return replace(reply, buttons=(*reply.buttons, who))


async def _reply(
    db: Reader,
    stories: Sequence[Story],
    heading: str,
    words: str,
    page: Page,
    request: Request,
) -> Reply:
    language = language_of(request)
    count = "" if page.count == DEFAULT_COUNT else page.count
    buttons = page_buttons(
        " ".join(f"/latest {count} {words}".split()),
        page,
        language,
        more=language.gettext("More news"),
        found=len(stories),
    )
    shown = await story_items(db, stories, page, request)
    return Reply((Heading(heading), *shown), buttons)
