"""HTML as plain text: a paragraph a line, or all in one line."""

import html
import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from bot.feeds.decoding import unscrambled

_HIDDEN: Final = frozenset(
    {
        "audio",
        "button",
        "canvas",
        "figcaption",
        "form",
        "head",
        "iframe",
        "math",
        "nav",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    }
)
_INLINE: Final = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp"),
        *("small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
        "wbr",
    }
)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_REFERENCE: Final = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
#: Marks that turn the direction of whatever is shown after them.
_DIRECTION: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ILLEGAL: Final = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)


def plain_line(text: str) -> str:
    """Return a title or summary without markup and entities, in one line.

    Feeds escape what is escaped already ("&amp;quot;"), so a second layer is taken
    off too; a "<" that opens no tag stays.
    """
    # Some publishers scramble one title of a feed that is sound otherwise.
    text = unscrambled(text)
    for _ in range(2):
        if _TAG.search(text):
            text = paragraphs(text)
        elif _REFERENCE.search(text):
            text = html.unescape(text)
    text = _ILLEGAL.sub("", _DIRECTION.sub("", unscrambled(text)))
    return " ".join(text.split())


def paragraphs(markup: str) -> str:
    """Return the text of HTML, a paragraph a line, no empty lines.

    Captions, scripts, forms and embedded media are left out. Text without a tag keeps
    its own lines.
    """
    if not _TAG.search(markup):
        return _tidy(html.unescape(markup).splitlines())
    pieces: list[str] = []
    root = _parsed(markup)
    if root is not None:
        _collect(root, pieces)
    return _tidy("".join(pieces).split("\n"))


def _parsed(markup: str) -> HtmlElement | None:
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = _ILLEGAL.sub("", markup).encode("utf-8", "ignore")
    try:
        return document_fromstring(b"<div>" + data + b"</div>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _collect(root: HtmlElement, pieces: list[str]) -> None:
    """Append the text below `root`, with a line end where a block begins or ends."""
    hidden: HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        edge = "" if tag in _INLINE else "\n"
        if event == "start":
            if hidden is None and tag in _HIDDEN:
                hidden = element
            if hidden is None:
                pieces.append(edge + _one_line(element.text))
        else:
            if hidden is element:
                hidden = None
            if hidden is None:
                pieces.append(edge + _one_line(element.tail))


def _one_line(text: str | None) -> str:
    """Return text in which line ends mean no more than spaces, as in HTML."""
    return re.sub(r"[ \t\n]+", " ", text or "")


def _tidy(lines: list[str]) -> str:
    tidied = (re.sub(r"[ \t]+", " ", _ILLEGAL.sub("", line)).strip() for line in lines)
    return "\n".join(line for line in tidied if line)
