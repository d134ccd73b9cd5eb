"""Files on this machine as sources: feeds of any kind, and articles as plain text."""

import asyncio
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from bot.errors import FeedError
from bot.feeds.article_text import ArticleTextError, read_text, split_article
from bot.feeds.fetching import MAX_BYTES
from bot.workers import Workers
from handlers.entries import Entry

#: Articles without a feed of their own belong to this one.
ARTICLES_URL: Final = "file:articles"
ARTICLES_TITLE: Final = "Files"
_INVISIBLE: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
#: How a feed begins; no headline does.
_FEED: Final = re.compile(r"<(?:\?xml|!|\w)|\{\s*\"")


@dataclass(frozen=True, slots=True)
class FileSource:
    """What a file holds, as the feed it is stored under.

    Attributes:
        url: "file:" and what tells the feed from others.
        title: of the feed; "" where it gives none.
        is_article: the file is one article, no feed.
    """

    url: str
    title: str
    entries: tuple[Entry, ...]
    is_article: bool


async def read_source(workers: Workers, path: Path) -> FileSource:
    """Read a feed, or a plain text whose first line is the headline.

    Args:
        path: of the file; one that was pasted with quotes, spaces or as a `file:`
            address is found too.

    Raises:
        FeedError: there is no such file, or it is neither; the text says which.
    """
    found, data = await asyncio.to_thread(_read, path)
    try:
        start = read_text(data).lstrip()
        if not _FEED.match(start):
            return _article(data)
    except ArticleTextError as error:
        raise FeedError(str(error)) from error
    url = found.resolve().as_uri()
    parsed = await workers.parse_feed(data, url=url)
    return FileSource(
        url=url,
        title=parsed.title or found.stem,
        entries=parsed.entries,
        is_article=False,
    )


def _article(data: bytes) -> FileSource:
    title, body = split_article(data)
    digest = sha256(f"{title}\n{body.strip()}".encode("utf-8", "replace")).hexdigest()
    entry = Entry(
        identity=f"sha256:{digest}",
        title=title,
        url="",
        summary="",
        body=body,
        published=None,
    )
    return FileSource(ARTICLES_URL, ARTICLES_TITLE, (entry,), is_article=True)


def _read(path: Path) -> tuple[Path, bytes]:
    try:
        found = path if path.exists() else _unpasted(path)
        if found.is_dir():
            raise FeedError("this is a folder: name the files in it")
        if not found.is_file():
            raise FeedError("there is no such file")
        if found.stat().st_size > MAX_BYTES:
            raise FeedError(f"the file is larger than {MAX_BYTES / 1e6:g} MB")
        return found, found.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no name of a file"
        raise FeedError(f"the file cannot be read: {reason}") from error


def _unpasted(path: Path) -> Path:
    """Return a path without what copying it brought along."""
    text = _INVISIBLE.sub("", str(path)).strip().strip("\"'").strip()
    if text.startswith("file:"):
        text = unquote(urlsplit(text).path)
    return Path(text)
