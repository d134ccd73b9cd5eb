"""`/search WORDS`: stories and statements with all of the words."""

from typing import Final

from handlers.actor_search import known_actor
from handlers.arguments import checked, echo, words_of
from handlers.citations import quotation, story_item
from handlers.conversation import Block, Button, Heading, Reply, Request, UserError
from handlers.language import language_of
from handlers.selection import distinct_quotes
from handlers.story_search import nothing_found, stories_about
from storage.database import Reader
from storage.quotes import newest_quotes

MAX_STORIES: Final = 8
MAX_QUOTES: Final = 3


async def search(db: Reader, request: Request) -> Reply:
    """Answer with stories that have all of the words, then with statements.

    Raises:
        UserError: no words are given.
    """
    language = language_of(request)
    words = checked(request.argument, language)
    if not words:
        raise UserError(
            language.gettext("Search for what? Send words: /search Gaza ceasefire")
        )
    actor = await known_actor(db, words)
    stories = await stories_about(db, words, actor, limit=MAX_STORIES)
    if not stories:
        return await nothing_found(db, words, language)
    heading = language.gettext("In the articles: {words}", words=echo(words))
    blocks: list[Block] = [Heading(heading)]
    blocks += [story_item(story, language, now=request.now) for story in stories]
    found = await newest_quotes(db, words=words_of(words), limit=MAX_QUOTES * 4)
    if found:
        blocks.append(Heading(language.gettext("In the statements")))
        for quote in distinct_quotes(found, limit=MAX_QUOTES):
            blocks.append(quotation(quote, language, now=request.now))
    if actor is None:
        return Reply(tuple(blocks))
    who = Button(
        language.gettext("Who is {name}?", name=actor.name), f"/who {actor.name}"
    )
    return Reply(tuple(blocks), (who,))
