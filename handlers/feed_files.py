"""Lists of feeds as files: one that somebody sent, and `/export`, all as one."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final

from handlers.arguments import echo
from handlers.conversation import (
    Attached,
    Block,
    Document,
    Heading,
    Reply,
    Request,
    Text,
    UserError,
)
from handlers.feed_finding import FeedDoor
from handlers.feed_lists import FeedList, Listed, listed_feeds
from handlers.language import Language, language_of, translatable
from storage.database import Reader

#: A list of a thousand feeds is a quarter of that, in bytes.
MAX_BYTES: Final = 1_000_000
#: Feeds of one file: all are added at once, and everybody else waits for it.
MAX_LISTED: Final = 1000
#: Of what was not added, so much is named.
MAX_NAMED: Final = 10
FILE_NAME: Final = "mujaz-feeds.opml"

#: Why a file is no list, in the words of whoever reads it (`FeedDoor.read`).
PROBLEMS: Final = frozenset(
    {
        translatable("the file is empty"),
        translatable("this is not an OPML file"),
        translatable("this is not an OPML file, or a broken one"),
        translatable("the OPML file lists no feeds"),
        translatable("the OPML file lists too many feeds"),
        translatable("the file took too long to read"),
    }
)


async def export(db: Reader, request: Request) -> Reply:
    """Answer with the sources as a file that every feed reader takes in.

    Raises:
        UserError: there are none, or no files can be written here.
    """
    language = language_of(request)
    feeds = await listed_feeds(db)
    if request.door is None or not feeds:
        raise UserError(language.gettext("There are no sources to export yet."))
    count = language.ngettext("{count} source", "{count} sources", len(feeds))
    text = language.gettext(
        "{sources}, as an OPML file. Every feed reader takes it in, and so do I, where"
        " you may add sources.",
        sources=count,
    )
    # Thousands take a tenth of a second, in which others want answers.
    content = await asyncio.to_thread(request.door.write, feeds)
    return Reply((Text(text), Document(FILE_NAME, content)))


async def read_file(file: Attached, door: FeedDoor, language: Language) -> FeedList:
    """Return the list of feeds that a file holds.

    Raises:
        UserError: it is too large, cannot be had, or is no list of feeds.
    """
    _check_size(file.size, language)
    data = await file.fetch()
    if data is None:
        raise UserError(
            language.gettext("I could not fetch that file. Please send it once more.")
        )
    _check_size(len(data), language)
    found = await door.read(data)
    if found.problem:
        known = found.problem in PROBLEMS
        reason = language.gettext(found.problem) if known else found.problem
        raise UserError(
            language.gettext(
                "I cannot take sources from that file: {reason}. Send an OPML file, as"
                " feed readers export it.",
                reason=reason,
            )
        )
    if len(found.feeds) > MAX_LISTED:
        raise UserError(
            language.gettext(
                "That file lists more than {limit} sources. Send it in parts.",
                limit=MAX_LISTED,
            )
        )
    return found


def list_reply(done: Listed, wrong: Sequence[str], language: Language) -> Reply:
    """Return what became of a list: how many, and what was not added.

    Args:
        wrong: what the list has that is no address of a feed.
    """
    parts = [language.ngettext("{count} feed added", "{count} feeds added", done.added)]
    if done.known:
        parts.append(
            language.ngettext(
                "{count} was here already", "{count} were here already", done.known
            )
        )
    blocks: list[Block] = [Text(language.joined(parts))]
    left_out = [one.title or one.url for one in done.left_out]
    blocks += _named(
        language.gettext("Left out, for your share is used up"), left_out, language
    )
    blocks += _named(language.gettext("Not an address of the web"), wrong, language)
    return Reply(tuple(blocks))


def _named(title: str, names: Sequence[str], language: Language) -> Iterable[Block]:
    if not names:
        return ()
    lines = [echo(name) for name in names[:MAX_NAMED]]
    if (rest := len(names) - MAX_NAMED) > 0:
        lines.append(
            language.ngettext("And {count} more", "And {count} more", rest),
        )
    return (Heading(title), Text("\n".join(lines)))


def _check_size(size: int, language: Language) -> None:
    if size > MAX_BYTES:
        raise UserError(
            language.gettext(
                "That file is too large: a list of sources has {limit} MB at most.",
                limit=MAX_BYTES // 1_000_000,
            )
        )
