"""`/addfeed`: a new source, looked at before anybody says yes to it."""

import re
from collections.abc import Sequence
from typing import Final

from analysis.text.folding import fold
from handlers.arguments import echo
from handlers.conversation import (
    Block,
    Button,
    Heading,
    Item,
    Reply,
    Request,
    Text,
    UserError,
)
from handlers.feed_files import list_reply, read_file
from handlers.feed_finding import FeedDoor, FeedLink, FeedPreview, Finding
from handlers.feed_lists import Listed, ListedFeed, subscribe_all
from handlers.language import language_of
from handlers.sources import plain_reason
from handlers.vocabulary import vocabulary
from storage.chats import chat_at, remember_chat
from storage.database import Database, Reader, Transaction
from storage.feed_notes import add_proposal, count_added, proposal
from storage.feeds import feed_by_url

#: Feeds of one page that are offered; some name one for each tag.
MAX_LINKS: Final = 6

_NUMBERED: Final = re.compile(r"#(\d{1,15})(?:\s+(.*))?", re.DOTALL)
_LONGEST_ADDRESS: Final = 2_000


async def add_source(db: Database, request: Request) -> Reply:
    """Show the feed at an address, and add it once somebody says yes.

    The argument is an address of a feed or of a web page that names one; behind a
    button it is the number of a feed that was shown, with a yes. A file that came along
    is a list of feeds, all of which are added.

    Raises:
        UserError: whoever asks may not add feeds, has added their share, or gave no
            address.
    """
    door = _door(request)
    language = language_of(request)
    if request.attached:
        sent = await read_file(request.attached, door, language)
        return await add_list(db, request, sent.feeds, wrong=sent.wrong)
    argument = request.argument.strip()
    if fold(argument) in vocabulary().no:
        return _told(language.gettext("Nothing was added."))
    numbered = _NUMBERED.fullmatch(argument)
    if numbered is None:
        return await _look(db, request, door, _address(argument, request))
    shown = await proposal(db, proposal_id=int(numbered[1]))
    if shown is None:
        raise UserError(
            language.gettext("That offer is too old. Send the address once more.")
        )
    if fold(numbered[2] or "") in vocabulary().yes:
        return await _add(db, request, door, ListedFeed(shown.url, shown.title, ""))
    return await _look(db, request, door, shown.url)


async def add_list(
    db: Database,
    request: Request,
    listed: Sequence[ListedFeed],
    *,
    wrong: Sequence[str] = (),
) -> Reply:
    """Add the feeds of a list that somebody sent as a file.

    Args:
        wrong: what the file has that is no address of a feed.

    Raises:
        UserError: whoever asks may not add feeds.
    """
    done = await _subscribe(db, request, _door(request), listed)
    return list_reply(done, wrong, language_of(request))


def _door(request: Request) -> FeedDoor:
    """Return the way in for whoever asks.

    Raises:
        UserError: there is none for them.
    """
    door, language = request.door, language_of(request)
    if door is None or (request.chat is None and not door.is_operator):
        raise UserError(language.gettext("Feeds cannot be added from here."))
    if door.is_operator or door.for_everyone or _administers(door, request):
        return door
    raise UserError(
        language.gettext(
            "Only the administrators of this bot may add feeds. If you run it, put"
            " {chat} into MUJAZ_ADMINISTRATORS.",
            chat=_name(request),
        )
    )


def _administers(door: FeedDoor, request: Request) -> bool:
    return door.is_operator or _name(request) in door.administrators


def _name(request: Request) -> str:
    """Return how the settings name the chat."""
    return f"{request.chat.platform}:{request.chat.address}" if request.chat else ""


def _address(argument: str, request: Request) -> str:
    """Return the address that was given.

    Raises:
        UserError: it is none.
    """
    language = language_of(request)
    if not argument:
        raise UserError(
            language.gettext(
                "Which site? Send its address: /addfeed https://news.example.com"
            )
        )
    if len(argument.split()) > 1 or len(argument) > _LONGEST_ADDRESS:
        raise UserError(
            language.gettext(
                "“{text}” is no address of a site. Send one like"
                " https://news.example.com",
                text=echo(argument),
            )
        )
    return argument


async def _look(db: Database, request: Request, door: FeedDoor, url: str) -> Reply:
    """Show what is at an address."""
    language = language_of(request)
    if await _is_known(db, url):
        return _told(language.gettext("This source is here already. See /sources."))
    found = await door.find(url)
    if found.is_busy:
        raise UserError(
            language.gettext(
                "I am looking at other sites just now. Please try again in a few"
                " seconds."
            )
        )
    if found.preview:
        return await _preview(db, request, found.preview)
    if found.links:
        return await _choice(db, request, found.links)
    return await _nothing(db, request, found, url)


async def _preview(db: Database, request: Request, shown: FeedPreview) -> Reply:
    """Show a feed with its newest entries, and ask whether to add it."""
    language = language_of(request)
    if await _is_known(db, shown.url):
        return _told(language.gettext("This source is here already. See /sources."))
    title = shown.title or shown.url
    blocks: list[Block] = [
        Heading(title),
        Text(_outline(shown, request)),
        *(
            Item(
                title=line,
                url=url,
                source=title,
                when=language.relative(when, now=request.now) if when else "",
            )
            for line, url, when in shown.newest
        ),
        Text(language.gettext("Shall I add it?")),
    ]
    return Reply(tuple(blocks), await _buttons(db, request, shown.url, shown.title))


def _outline(shown: FeedPreview, request: Request) -> str:
    language = language_of(request)
    count = language.ngettext("{count} entry", "{count} entries", shown.entries)
    if shown.with_body * 2 > shown.entries:
        return language.gettext("{entries}, with their full text.", entries=count)
    return language.gettext(
        "{entries}, in short; I read the articles from the site where it allows that.",
        entries=count,
    )


async def _choice(db: Database, request: Request, links: Sequence[FeedLink]) -> Reply:
    """Show the feeds that a page names, a button each."""
    language = language_of(request)
    buttons = []
    for link in links[:MAX_LINKS]:
        async with db.transaction() as connection:
            number = await add_proposal(
                connection, url=link.url, title=link.title, now=request.now
            )
        buttons.append(Button(link.title or link.url, f"/addfeed #{number}"))
    text = language.gettext("This site has several feeds. Which one?")
    return Reply((Text(text),), tuple(buttons))


async def _nothing(db: Database, request: Request, found: Finding, url: str) -> Reply:
    """Say why nothing was found; what was only slow may be added unseen."""
    language = language_of(request)
    reason = plain_reason(found.problem, language)
    text = language.gettext("I find no feed there: {reason}.", reason=reason)
    if not found.is_late or not url.startswith(("http://", "https://")):
        return _told(text)
    question = language.gettext(
        "If you are sure that this is the address of a feed, I can add it unseen."
    )
    return Reply((Text(text), Text(question)), await _buttons(db, request, url, ""))


async def _buttons(
    db: Database, request: Request, url: str, title: str
) -> tuple[Button, ...]:
    language = language_of(request)
    async with db.transaction() as connection:
        number = await add_proposal(connection, url=url, title=title, now=request.now)
    yes, no = language.gettext("yes"), language.gettext("no")
    return (
        Button(language.gettext("Yes, add it"), f"/addfeed #{number} {yes}"),
        Button(language.gettext("No"), f"/addfeed {no}"),
    )


async def _add(
    db: Database, request: Request, door: FeedDoor, feed: ListedFeed
) -> Reply:
    """Subscribe to a feed that was shown.

    Raises:
        UserError: the chat has added its share.
    """
    language = language_of(request)
    done = await _subscribe(db, request, door, [feed])
    if done.left_out:
        raise UserError(
            language.ngettext(
                "You have added {count} feed already, and that is all there is for a"
                " chat.",
                "You have added {count} feeds already, and that is all there is for a"
                " chat.",
                door.quota,
            )
        )
    if done.known:
        return _told(language.gettext("This source is here already. See /sources."))
    return _told(
        language.gettext(
            "Added: {title}. Its news comes within a minute or two; /sources shows how"
            " it is doing.",
            title=feed.title or feed.url,
        )
    )


async def _subscribe(
    db: Database, request: Request, door: FeedDoor, listed: Sequence[ListedFeed]
) -> Listed:
    async with db.transaction() as connection:
        chat_id = await _chat_id(connection, request)
        room = None
        if not _administers(door, request) and chat_id is not None:
            room = max(door.quota - await count_added(connection, chat_id=chat_id), 0)
        return await subscribe_all(
            connection, listed, now=request.now, chat_id=chat_id, room=room
        )


async def _chat_id(connection: Transaction, request: Request) -> int | None:
    """Return the number of the chat that asks, which is remembered from now on."""
    if request.chat is None:
        return None
    known = await chat_at(connection, request.chat)
    if known is None:
        known = await remember_chat(
            connection, request.chat, locale=request.locale, now=request.now
        )
    return known.id


async def _is_known(reader: Reader, url: str) -> bool:
    feed = await feed_by_url(reader, url=url)
    return feed is not None and feed.active


def _told(text: str) -> Reply:
    return Reply((Text(text),))
