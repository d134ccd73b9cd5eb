"""Texts and addresses of an entry, the same for every kind of feed."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from bot.feeds.clutter import without_clutter
from bot.feeds.markup import paragraphs

#: From this many characters on an entry's content is the article itself ...
_FULL_CONTENT: Final = 400
#: ... and its description, which mostly is a summary.
_FULL_DESCRIPTION: Final = 1_000
_SUMMARY: Final = 1_000
_TITLE: Final = 120
_LONGEST_ADDRESS: Final = 2_000
#: Parameters that say where a reader came from, not what they read.
_TRACKING: Final = re.compile(
    r"(?:utm|at)_\w+|mc_[ce]id|mkt_tok|(?:fb|g|dc|ms|y|tw|wbr|gbr)clid|igshid?|ocid"
    r"|cmp(?:id)?|ito|ncid|spm|smid|sref|ref|referrer|source|rss|xtor|maca|_g[al]"
    r"|traffic_source",
    re.IGNORECASE,
)
_CUT: Final = ("...", "\N{HORIZONTAL ELLIPSIS}", "[...]", "[\N{HORIZONTAL ELLIPSIS}]")


def full_text(contents: Sequence[str], description: str) -> str:
    """Return an entry's article as text, a paragraph a line; "" if it has none.

    Args:
        contents: HTML of content elements (content:encoded, Atom's content).
        description: HTML of the description: some feeds put the article there.
    """
    content = max((_article(one) for one in contents), key=len, default="")
    if len(content) >= _FULL_CONTENT and not content.endswith(_CUT):
        return content
    text = _article(description)
    return text if len(text) >= _FULL_DESCRIPTION and not text.endswith(_CUT) else ""


def _article(markup: str) -> str:
    return without_clutter(paragraphs(markup))


def shortened(text: str, *, limit: int = _SUMMARY) -> str:
    """Return text of `limit` characters at most, cut between words."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"


def title_or_substitute(summary: str, url: str) -> str:
    """Return what stands for a missing title: how the summary begins, or the link."""
    return shortened(summary, limit=_TITLE) or shortened(url, limit=_TITLE)


def http_address(given: object, *, base: str = "") -> str:
    """Return an absolute web address; "" for anything else.

    Args:
        given: as published; relative addresses need `base`.
    """
    if not isinstance(given, str) or not given.strip():
        return ""
    # Addresses are broken over lines, and have spaces that belong to them.
    text = "".join(line.strip() for line in given.splitlines()).replace(" ", "%20")
    try:
        address = urljoin(base, text)
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return address if usable and len(address) <= _LONGEST_ADDRESS else ""


def canonical_address(url: str) -> str:
    """Return what is the same of an article's address in every feed that has it.

    Scheme, "www.", fragment, default port, the last slash and parameters that only
    track are left out. "" for a front page, which says nothing of one article.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = unquote(parts.path).rstrip("/")
    kept = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(pair[0])
    ]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{path}{query}" if host and (path or query) else ""
