"""What a link of ours opens: t.me/mujaz_bot?start=quote_12, and who_12, story_12."""

import re
from dataclasses import replace
from typing import Final

from handlers.citations import article_item, lead, quotation, shortened
from handlers.conversation import Block, Button, Heading, Item, Reply, Request, Text
from handlers.language import language_of
from handlers.who import command_about, who
from storage.actors import actor
from storage.articles import article, story
from storage.database import Reader
from storage.quotes import quote
from storage.records import Article, Quote, Story

#: Articles of one story that are shown; an event has hundreds at times.
MAX_ARTICLES: Final = 10

_LINK: Final = re.compile(r"(who|quote|story)_(\d{1,15})")


async def follow_link(db: Reader, request: Request) -> Reply | None:
    """Return what the link that the bot was started with opens; None for no link."""
    match = _LINK.fullmatch(request.argument)
    if not match:
        return None
    kind, number = match[1], int(match[2])
    if kind == "quote":
        found = await quote(db, quote_id=number)
        return await _quote(db, found, request) if found else _gone(request)
    if kind == "story":
        event = await story(db, story_id=number)
        return _story(event, request) if event else _gone(request)
    if await actor(db, actor_id=number) is None:
        return _gone(request)
    return await who(db, replace(request, command="who", argument=f"#{number}"))


def link_to(kind: str, number: int) -> str:
    """Return what a link carries that opens an actor ("who"), a quote or a story."""
    return f"{kind}_{number}"


async def _quote(db: Reader, shown: Quote, request: Request) -> Reply:
    """Show a statement, and below it the article that it stands in."""
    language = language_of(request)
    blocks: list[Block] = [quotation(shown, language, now=request.now)]
    buttons = []
    if source := await article(db, article_id=shown.source.article_id):
        heading = language.gettext("From the article")
        blocks += [Heading(heading), _opened(source, request)]
        event = await story(db, story_id=source.story_id)
        if event and len(event.articles) > 1:
            every = language.gettext("All articles of this story")
            buttons.append(Button(every, f"/start story_{event.id}"))
    speaker = shown.speaker_id and await actor(db, actor_id=shown.speaker_id)
    if speaker:
        label = language.gettext("Who is {name}?", name=speaker.name)
        buttons.insert(0, Button(label, await command_about(db, "who", speaker)))
    return Reply(tuple(blocks), tuple(buttons), preview=shown.source.url)


def _story(shown: Story, request: Request) -> Reply:
    """Show a story: its newest headline with a sentence, then the other articles."""
    language = language_of(request)
    now, first = request.now, lead(shown)
    others = [one for one in shown.articles if one is not first]
    blocks: list[Block] = [_opened(first, request)]
    if others:
        blocks.append(Heading(language.gettext("The same story elsewhere")))
        blocks += [
            article_item(one, language, now=now) for one in others[:MAX_ARTICLES]
        ]
    if (rest := len(others) - MAX_ARTICLES) > 0:
        text = language.ngettext(
            "And {count} more article of this story.",
            "And {count} more articles of this story.",
            rest,
        )
        blocks.append(Text(text))
    return Reply(tuple(blocks), preview="" if others else first.source.url)


def _opened(source: Article, request: Request) -> Item:
    """Show one article with a few sentences of it."""
    note = shortened(" ".join(source.gist) or source.summary)
    return article_item(source, language_of(request), now=request.now, note=note)


def _gone(request: Request) -> Reply:
    """Say that what the link opened is not there any more."""
    language = language_of(request)
    text = language.gettext("What this link opened is not here any more.")
    latest = Button(language.gettext("Latest news"), "/latest")
    return Reply((Text(text),), (latest,))
