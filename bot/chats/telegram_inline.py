"""Inline mode: "@bot غالانت" in any chat offers a card, statements and headlines."""

from collections.abc import Iterable, Iterator
from hashlib import blake2s
from typing import Final

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.chats.answers import Desk, answer_text
from bot.chats.shown_text import one_line
from bot.chats.telegram_text import messages
from handlers.conversation import Block, Heading, Item, Quotation, Reply, Text

#: Results a page; more come when somebody scrolls on.
PAGE: Final = 10
CACHE_SECONDS: Final = 60
#: What stands at the end of a card that was too long.
MORE: Final = "\N{HORIZONTAL ELLIPSIS}"
_TITLE_LENGTH: Final = 120


async def answer_inline(bot: Bot, desk: Desk, query: InlineQuery) -> None:
    """Answer an inline query with one page of results.

    What stands in the chat box while somebody types is the same for everybody, so
    Telegram may keep it for a minute.
    """
    results = await inline_results(desk, one_line(query.query))
    first = int(query.offset) if query.offset.isdecimal() else 0
    rest = first + PAGE < len(results)
    await bot.answer_inline_query(
        query.id,
        results[first : first + PAGE],
        cache_time=CACHE_SECONDS,
        is_personal=False,
        next_offset=str(first + PAGE) if rest else "",
    )


async def inline_results(desk: Desk, text: str) -> list[InlineQueryResultArticle]:
    """Return all that is offered for a text: the card first; without one, the news."""
    if not text:
        return _unique(_singles(await answer_text(desk, "/latest 20"), rtl=desk.rtl))
    asked = (text, f"/quotes 10 {text}", f"/latest 10 {text}")
    card, *lists = [await answer_text(desk, one) for one in asked]
    results = [*_whole(card, rtl=desk.rtl)]
    for reply in (*lists, card):
        results += _singles(reply, rtl=desk.rtl)
    return _unique(results)


def _whole(reply: Reply, *, rtl: bool) -> Iterator[InlineQueryResultArticle]:
    """Yield the answer as one result, if it opens with a heading as a card does."""
    opening = reply.blocks[0] if reply.blocks else None
    if isinstance(opening, Heading):
        blocks = list(reply.blocks)
        if html := _one_message(blocks, rtl=rtl):
            yield _result(opening.text, "", html)


def _singles(reply: Reply, *, rtl: bool) -> Iterator[InlineQueryResultArticle]:
    for block in reply.blocks:
        title, below = _described(block)
        if title and (html := _one_message([block], rtl=rtl)):
            yield _result(title, below, html)


def _one_message(blocks: list[Block], *, rtl: bool) -> str:
    """Return blocks as one message, the last ones left out for a mark if need be.

    What is sent from an inline query cannot be continued in a second message. "" if
    not even the first block fits.
    """
    parts = messages(Reply(tuple(blocks)), rtl=rtl)
    while len(parts) > 1 and len(blocks) > 1:
        blocks = blocks[:-1]
        while isinstance(blocks[-1], Heading) and len(blocks) > 1:
            blocks = blocks[:-1]
        parts = messages(Reply((*blocks, Text(MORE))), rtl=rtl)
    return parts[0] if len(parts) == 1 else ""


def _described(block: Block) -> tuple[str, str]:
    """Return the line and the small line that stand for a block in the list."""
    match block:
        case Item(title=title, source=source, when=when):
            return title, f"{source} {when}".strip()
        case Quotation(text=text, speaker=speaker, source=source):
            return text, f"{speaker} {source}".strip()
    return "", ""


def _result(title: str, below: str, html: str) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=blake2s(html.encode(), digest_size=16).hexdigest(),
        title=one_line(title)[:_TITLE_LENGTH],
        description=one_line(below)[:_TITLE_LENGTH],
        input_message_content=InputTextMessageContent(
            html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )


def _unique(
    results: Iterable[InlineQueryResultArticle],
) -> list[InlineQueryResultArticle]:
    """Drop what says the same again; Telegram refuses a page with two alike."""
    return list({result.id: result for result in results}.values())
