"""Lists of feeds as OPML 2.0, as every feed reader reads and writes them."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import groupby
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.errors import OpmlError
from bot.feeds.decoding import decode
from bot.feeds.entry_text import http_address
from bot.feeds.markup import plain_line
from bot.workers import WorkerLateError, WorkerLostError, Workers
from handlers.feed_lists import FeedList, ListedFeed

#: More feeds than anybody reads; a longer list is a mistake.
MAX_FEEDS: Final = 10_000
#: For a file that somebody sent; an answer in a chat has five.
READ_SECONDS: Final = 3.0
_DECLARATION_END: Final = "?>"


def read_opml(data: bytes) -> tuple[ListedFeed, ...]:
    """Return the feeds of an OPML file; see `read_list`.

    Raises:
        OpmlError: it is no OPML, or lists no feed.
    """
    return read_list(data).feeds


def read_list(data: bytes) -> FeedList:
    """Return the feeds of an OPML file in its order, each address once.

    The category is the outline's own, else the title of the folder it stands in.
    Addresses that are none of the web are told apart.

    Raises:
        OpmlError: it is no OPML, or lists no feed.
    """
    root = _parsed(data)
    if root.tag.rpartition("}")[2].lower() != "opml":
        raise OpmlError("this is not an OPML file")
    feeds: dict[str, ListedFeed] = {}
    wrong: list[str] = []
    for outline, folder in _outlines(root):
        given = outline.get("xmlUrl") or outline.get("xmlurl")
        url = http_address(given)
        if url:
            feeds.setdefault(url, _listed(outline, url=url, folder=folder))
        elif given:
            wrong.append(_title(outline) or plain_line(given))
    if not feeds:
        raise OpmlError("the OPML file lists no feeds")
    if len(feeds) > MAX_FEEDS:
        raise OpmlError("the OPML file lists too many feeds")
    return FeedList(tuple(feeds.values()), tuple(wrong))


def list_reader(workers: Workers) -> Callable[[bytes], Awaitable[FeedList]]:
    """Return what reads a file that anybody sent, away from the event loop."""

    async def read(data: bytes) -> FeedList:
        try:
            return await workers.run(read_list, data, deadline=READ_SECONDS)
        except OpmlError as error:
            return FeedList(problem=str(error))
        except (WorkerLateError, WorkerLostError):
            return FeedList(problem="the file took too long to read")

    return read


def write_opml(feeds: Iterable[ListedFeed], *, title: str = "Mujaz") -> bytes:
    """Return the feeds as an OPML file, each category a folder.

    Reading it gives the same feeds with the same titles and categories.

    Args:
        title: of the list itself.
    """
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    ordered = sorted(feeds, key=lambda feed: feed.category)
    for category, group in groupby(ordered, key=lambda feed: feed.category):
        folder = SubElement(body, "outline", text=category) if category else body
        for feed in group:
            _write_feed(folder, feed)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _parsed(data: bytes) -> Element:
    text = decode(data).strip()
    if not text:
        raise OpmlError("the file is empty")
    if text.startswith("<?xml"):
        # It names an encoding, and `text` is in none any more.
        text = text.partition(_DECLARATION_END)[2].lstrip()
    try:
        root: Element = fromstring(text)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise OpmlError("this is not an OPML file, or a broken one") from error
    return root


def _outlines(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield every outline in order, with the title of the folder around it."""
    waiting = [(child, "") for child in reversed(root)]
    while waiting:
        element, folder = waiting.pop()
        is_outline = element.tag.rpartition("}")[2].lower() == "outline"
        if is_outline:
            yield element, folder
        inside = _title(element) if is_outline else ""
        waiting.extend((child, inside or folder) for child in reversed(element))


def _listed(outline: Element, *, url: str, folder: str) -> ListedFeed:
    own = outline.get("category", "").split(",")[0].strip("/ ")
    title = _title(outline)
    return ListedFeed(
        url=url,
        # A list has to call a feed without a title something: its address.
        title="" if title == url else title,
        category=plain_line(own) or folder,
    )


def _title(outline: Element) -> str:
    return plain_line(outline.get("title") or outline.get("text") or "")


def _write_feed(folder: Element, feed: ListedFeed) -> None:
    values = {"type": "rss", "text": feed.title or feed.url, "xmlUrl": feed.url}
    if feed.title:
        values["title"] = feed.title
    if feed.category:
        values["category"] = feed.category
    SubElement(folder, "outline", values)
