"""The feeds that a web page names; runs in a worker process."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from bot.feeds.decoding import declared_encodings, decode
from bot.feeds.entry_text import http_address
from bot.feeds.markup import plain_line
from handlers.feed_finding import FeedLink

#: Pages name a feed for each tag; nobody reads a longer list.
MAX_LINKS: Final = 20
_TYPES: Final = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/x.atom+xml",
        "application/x-atom+xml",
    }
)
#: Addresses that feeds have, for pages that only link to them.
_LIKELY: Final = re.compile(
    r"(?:^|[/._-])(?:rss|feeds?|atom)(?:\d*)(?:\.(?:xml|rss|php|aspx|json))?/?(?:$|\?)"
    r"|\.(?:rss|rdf|atom)(?:$|\?)",
    re.IGNORECASE,
)
_COMMENTS: Final = re.compile(r"comments?(?:/|$|\b)", re.IGNORECASE)


def feed_links(body: bytes, content_type: str, url: str) -> tuple[FeedLink, ...]:
    """Return the feeds of a page: those it declares, else those it links to.

    Feeds of comments come last.
    """
    page = decode(body, declared=declared_encodings(body, content_type))
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = document_fromstring(page.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ()
    base = http_address(_base(root), base=url) or url
    found: dict[str, FeedLink] = {}
    for link in _declared(root, base):
        found.setdefault(link.url, link)
    if not found:
        for link in _linked(root, base):
            found.setdefault(link.url, link)
    ordered = sorted(found.values(), key=lambda one: bool(_COMMENTS.search(one.url)))
    return tuple(ordered[:MAX_LINKS])


def _base(root: HtmlElement) -> str:
    found = root.find(".//base[@href]")
    return "" if found is None else str(found.get("href"))


def _declared(root: HtmlElement, base: str) -> Iterator[FeedLink]:
    for link in root.iterfind(".//link[@href]"):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if ("alternate" in relations and kind in _TYPES) or "feed" in relations:
            url = http_address(link.get("href"), base=base)
            if url:
                yield FeedLink(url, plain_line(link.get("title") or ""))


def _linked(root: HtmlElement, base: str) -> Iterator[FeedLink]:
    for anchor in root.iterfind(".//a[@href]"):
        url = http_address(anchor.get("href"), base=base)
        if url and _LIKELY.search(url.partition("#")[0]):
            yield FeedLink(url, plain_line(str(anchor.text_content()))[:100])
