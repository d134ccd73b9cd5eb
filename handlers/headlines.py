"""`/latest [how many] [words]`: the newest stories, each once."""

from typing import Final

from handlers.actor_search import known_actor
from handlers.arguments import MAX_COUNT, checked, echo, split_count
from handlers.citations import story_item
from handlers.conversation import Button, Heading, Reply, Request, Text
from handlers.language import Language, language_of
from handlers.story_search import nothing_found, stories_about
from storage.articles import latest_stories
from storage.database import Reader

DEFAULT_COUNT: Final = 5


async def headlines(db: Reader, request: Request) -> Reply:
    """Answer with the newest stories: all, or those with certain words.

    Raises:
        UserError: the argument is no number in range and no words.
    """
    language = language_of(request)
    argument = checked(request.argument, language)
    count, words = split_count(argument, language, default=DEFAULT_COUNT)
    if words:
        return await _with_words(db, words, count, request)
    stories = await latest_stories(db, limit=count)
    if not stories:
        return Reply((Text(language.gettext("No news yet. Sources: /sources")),))
    items = [story_item(story, language, now=request.now) for story in stories]
    buttons = _more("", count, len(stories), language)
    return Reply((Heading(language.gettext("Latest news")), *items), buttons)


async def _with_words(db: Reader, words: str, count: int, request: Request) -> Reply:
    language = language_of(request)
    actor = await known_actor(db, words)
    stories = await stories_about(db, words, actor, limit=count)
    if not stories:
        return await nothing_found(db, words, language)
    heading = language.gettext("Latest news: {words}", words=echo(words))
    items = [story_item(story, language, now=request.now) for story in stories]
    buttons = _more(words, count, len(stories), language)
    if actor:
        name = actor.name
        who = language.gettext("Who is {name}?", name=name)
        buttons += (Button(who, f"/who {name}"),)
    return Reply((Heading(heading), *items), buttons)


def _more(words: str, count: int, shown: int, language: Language) -> tuple[Button, ...]:
    """Offer twice as many, where there can be more and that is allowed."""
    wanted = min(count * 2, MAX_COUNT)
    if shown < count or wanted == count:
        return ()
    command = f"/latest {wanted} {words}".strip()
    return (Button(language.gettext("More news"), command),)
