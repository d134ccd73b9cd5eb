"""`/top [how many] [page N]`: the stories of the last days that weigh most."""

import asyncio
from typing import Final

from analysis.stories.events import WINDOW
from handlers.arguments import checked, echo
from handlers.conversation import Heading, Reply, Request, Text, UserError
from handlers.language import language_of
from handlers.muting_rules import NOTHING, Muted, muted_by, stories_left
from handlers.pages import page_buttons, split_page
from handlers.story_search import story_items
from handlers.weights import NOBODY, ranked
from storage.articles import latest_stories
from storage.chats import chat_at
from storage.database import Reader
from storage.ranking import recent_stories
from storage.wishes import follows_of, mutes_of

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
    muted, followed = await _taste(db, request)
    # Folding all headlines of these days takes a while.
    left = await asyncio.to_thread(stories_left, recent, muted)
    stories = ranked(left, followed=followed, now=moment, page=page.count)
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


async def _taste(db: Reader, request: Request) -> tuple[Muted, frozenset[int]]:
    """Return what the chat has muted, and the actors it follows."""
    chat = await chat_at(db, request.chat) if request.chat else None
    if chat is None:
        return NOTHING, NOBODY
    followed = frozenset(one.actor_id for one in await follows_of(db, [chat.id]))
    return muted_by(await mutes_of(db, [chat.id])), followed
