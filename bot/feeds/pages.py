"""Article pages read into the article's text; runs in a worker process."""

import json
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import extract

from bot.errors import FeedError
from bot.feeds.clutter import without_clutter
from bot.feeds.decoding import declared_encodings, decode
from bot.feeds.markup import paragraphs, plain_line

#: A shorter text is a teaser, a cookie notice or an error message.
_SHORTEST: Final = 200
#: One line of this length has lost its paragraphs.
_LONG_LINE: Final = 800
#: A line of a menu is shorter than one of an article.
_SENTENCE: Final = 60


def extract_page(body: bytes, content_type: str, url: str) -> str:
    """Return the text of the article on a page, a paragraph a line.

    What the page itself declares as its article (JSON-LD `articleBody`) comes first,
    unless its paragraphs are lost; else what trafilatura finds. Links to other articles
    and calls to share are left out.

    Raises:
        FeedError: there is no article on the page.
    """
    page = decode(body, declared=declared_encodings(body, content_type))
    root = _parsed(page)
    title = "" if root is None else plain_line(root.findtext(".//h1") or "")
    stated = max(_stated_articles(root), key=len, default="")
    stated = without_clutter(stated, title=title)
    if len(stated) >= _SHORTEST and max(map(len, stated.split("\n"))) < _LONG_LINE:
        return stated
    found = without_clutter(_extracted(page, url), title=title)
    # A text without its paragraphs is still better than a part of it.
    text = found if len(found) >= 0.7 * len(stated) else stated
    if sum(len(line) for line in text.split("\n") if len(line) > _SENTENCE) < _SHORTEST:
        raise FeedError("the answer is not an article page")
    return text


def _extracted(page: str, url: str) -> str:
    found = extract(
        page,
        url=url,
        include_comments=False,
        include_tables=False,
        target_language=None,
    )
    return "\n".join(
        line.strip() for line in (found or "").splitlines() if line.strip()
    )


def _parsed(page: str) -> HtmlElement | None:
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return document_fromstring(page.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _stated_articles(root: HtmlElement | None) -> Iterator[str]:
    """Yield the articles that a page's JSON-LD holds."""
    if root is None:
        return
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _article_bodies(data)


def _article_bodies(data: object) -> Iterator[str]:
    """Yield every `articleBody` in JSON, however deep, as paragraphs."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            body = value.get("articleBody")
            if isinstance(body, str):
                yield paragraphs(body)
            waiting.extend(value.values())
