"""Stories that a few words mean: by what articles say, and by whom they name."""

from collections.abc import Iterable, Sequence
from typing import Final

from handlers.actor_search import near_names
from handlers.arguments import echo, words_of
from handlers.citations import story_item
from handlers.conversation import Block, Button, Reply, Request, Text
from handlers.language import Language, language_of
from handlers.pages import Page
from handlers.selection import best_quotes
from storage.articles import articles_of_actor
from storage.database import Reader
from storage.quotes import direct_quotes
from storage.records import Actor, Article, Story
from storage.search import stories_matching

MAX_SUGGESTIONS: Final = 3
#: Articles of an actor read for each story that is wanted.
SPARE: Final = 6


async def stories_about(
    reader: Reader, words: str, actor: Actor | None, *, limit: int
) -> Sequence[Story]:
    """Return stories with all the words or with the actor they name, newest first."""
    stories = await stories_matching(reader, words=words_of(words), limit=limit)
    found = {one.id: one for story in stories for one in story.articles}
    if actor:
        articles = await articles_of_actor(
            reader, actor_id=actor.id, limit=limit * SPARE
        )
        found |= {article.id: article for article in articles}
    newest = sorted(
        found.values(), key=lambda one: (one.source.published, one.id), reverse=True
    )
    return _grouped(newest)[:limit]


async def story_items(
    reader: Reader, stories: Sequence[Story], page: Page, request: Request
) -> tuple[Block, ...]:
    """Show the stories of one page, or that it has none."""
    language = language_of(request)
    shown = stories[page.start : page.end]
    if not shown:
        return (Text(language.gettext("There is nothing on this page.")),)
    numbers = [one.id for story in shown for one in story.articles]
    said = best_quotes(await direct_quotes(reader, article_ids=numbers), shown)
    return tuple(
        story_item(one, language, now=request.now, quote=said.get(one.id))
        for one in shown
    )


async def nothing_found(reader: Reader, words: str, language: Language) -> Reply:
    """Say that no article has these words, with the nearest names as buttons."""
    near = (await near_names(reader, words))[:MAX_SUGGESTIONS]
    blocks = [
        Text(language.gettext("I found no news with “{words}”.", words=echo(words)))
    ]
    if near:
        text = language.gettext("Do you mean {names}?", names=_either(near, language))
        blocks.append(Text(text))
    latest = Button(language.gettext("Latest news"), "/latest")
    buttons = [Button(name, f"/who {name}") for name in near]
    return Reply(tuple(blocks), (*buttons, latest))


def _either(names: Sequence[str], language: Language) -> str:
    return language.gettext(" or ").join(names)


def _grouped(articles: Iterable[Article]) -> list[Story]:
    """Group articles, newest first, by their story."""
    groups: dict[int, list[Article]] = {}
    for article in articles:
        groups.setdefault(article.story_id, []).append(article)
    return [Story(number, tuple(group)) for number, group in groups.items()]
