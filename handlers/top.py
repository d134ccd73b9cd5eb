"""`/top [how many] [page N]`: the stories of the last days that weigh most."""

from typing import Final

from analysis.stories.events import WINDOW
from handlers.arguments import checked, echo
from handlers.conversation import Heading, Reply, Request, Text, UserError
from handlers.language import language_of
from handlers.pages import page_buttons, split_page
from handlers.story_search import story_items
from handlers.weights import NO_TASTE, Taste, ranked
from storage.articles import latest_stories
from storage.chats import chat_at
from storage.database import Reader
from storage.ranking import followed_actors, muted, recent_stories

DEFAULT_COUNT: Final = 5


async def top(db: Reader, request: Request) -> Reply:
    """Answer with the heaviest stories of the last days that had news.

    Raises:
        UserError: the argument is no number or page in range.
    """
    language = language_of(request)
    argument = checked(request.argument, language)
    page, words = split_page(argument, language, default=DEFAULT_COUNT)
    if words:
        raise UserError(
            language.gettext(
                "For news with certain words, ask /latest {words}", words=echo(words)
            )
        )
    newest = await latest_stories(db, limit=1)
    if not newest:
        return Reply((Text(language.gettext("No news yet. Sources: /sources")),))
    # Where nothing came in for days, the last days that had news are shown.
    moment = min(request.now, newest[0].articles[0].source.published)
    recent = await recent_stories(db, since=moment - WINDOW)
    stories = ranked(recent, await taste_of(db, request), now=moment, page=page.count)
    if not stories:
        text = language.gettext("All the news of these days is muted here.")
        return Reply((Text(text),))
    buttons = page_buttons(
        f"/top {'' if page.count == DEFAULT_COUNT else page.count}".strip(),
        page,
        language,
        more=language.gettext("More news"),
        found=len(stories),
        back=language.gettext("Weightier ones"),
    )
    heading = Heading(language.gettext("Top stories"))
    return Reply((heading, *await story_items(db, stories, page, request)), buttons)


async def taste_of(db: Reader, request: Request) -> Taste:
    """Return what the chat follows and what it has muted."""
    chat = await chat_at(db, request.chat) if request.chat else None
    if chat is None:
        return NO_TASTE
    words, feeds = await muted(db, chat_id=chat.id)
    return Taste(await followed_actors(db, chat_id=chat.id), words, feeds)
