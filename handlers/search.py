"""`/search WORDS [page N]`: stories and statements with all of the words."""

from typing import Final

from handlers.actor_search import known_actor
from handlers.arguments import checked, echo, words_of
from handlers.citations import quotation
from handlers.conversation import Block, Button, Heading, Reply, Request, UserError
from handlers.language import language_of
from handlers.pages import checked_page, page_buttons, split_number
from handlers.selection import distinct_quotes
from handlers.story_search import nothing_found, stories_about, story_items
from handlers.who import command_about
from storage.database import Reader
from storage.quotes import newest_quotes

MAX_STORIES: Final = 8
MAX_QUOTES: Final = 3


async def search(db: Reader, request: Request) -> Reply:
    """Answer with stories that have all of the words, then with statements.

    Raises:
        UserError: no words are given, or the page is out of range.
    """
    language = language_of(request)
    argument = checked(request.argument, language)
    number, words = split_number(argument)
    if not words:
        raise UserError(
            language.gettext("Search for what? Send words: /search Gaza ceasefire")
        )
    page = checked_page(MAX_STORIES, number, language)
    actor = await known_actor(db, words)
    stories = await stories_about(db, words, actor, limit=page.end + 1)
    if not stories:
        return await nothing_found(db, words, language)
    heading = language.gettext("In the articles: {words}", words=echo(words))
    blocks: list[Block] = [Heading(heading)]
    blocks += await story_items(db, stories, page, request)
    if page.number == 1:
        blocks += await _statements(db, words, request)
    more = language.gettext("More news")
    buttons = page_buttons(
        f"/search {words}", page, language, more=more, found=len(stories)
    )
    if actor is None:
        return Reply(tuple(blocks), buttons)
    who = Button(
        language.gettext("Who is {name}?", name=actor.name),
        await command_about(db, "who", actor),
    )
    return Reply(tuple(blocks), (*buttons, who))


async def _statements(db: Reader, words: str, request: Request) -> list[Block]:
    language = language_of(request)
    found = await newest_quotes(db, words=words_of(words), limit=MAX_QUOTES * 4)
    if not found:
        return []
    shown = distinct_quotes(found, limit=MAX_QUOTES)
    heading = Heading(language.gettext("In the statements"))
    return [heading, *(quotation(one, language, now=request.now) for one in shown)]
