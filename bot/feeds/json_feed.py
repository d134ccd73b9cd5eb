"""JSON Feed 1.1 (and 1.0): https://www.jsonfeed.org/version/1.1/."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from bot.errors import FeedError
from bot.feeds.entry_text import full_text, http_address, shortened, title_or_substitute
from bot.feeds.identities import Marked, identified
from bot.feeds.markup import plain_line
from bot.feeds.parsed_feed import MAX_ENTRIES, ParsedFeed
from handlers.entries import Entry

_VERSIONS: Final = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")


def is_json(text: str) -> bool:
    """Say whether a document is JSON rather than XML, by its first letter."""
    return text.startswith(("{", "["))


def read_json_feed(text: str, *, url: str) -> ParsedFeed:
    """Read a JSON Feed that came from `url`.

    Raises:
        FeedError: it is broken, other JSON, or holds no entries.
    """
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError("the feed cannot be read") from error
    if not isinstance(feed, dict) or not _text(feed, "version").startswith(_VERSIONS):
        raise FeedError("the feed cannot be read")
    items = feed.get("items")
    entries = identified(
        [
            one
            for item in (items if isinstance(items, list) else [])[:MAX_ENTRIES]
            if isinstance(item, dict) and (one := _entry(item, url)) is not None
        ]
    )
    if not entries:
        raise FeedError("the feed holds no entries")
    return ParsedFeed(
        title=plain_line(_text(feed, "title")),
        site=http_address(_text(feed, "home_page_url"), base=url),
        entries=entries,
    )


def _entry(item: Mapping[str, Any], feed_url: str) -> Marked | None:
    """Return an item as an entry; None without title, link and text."""
    url = http_address(_text(item, "url") or _text(item, "external_url"), base=feed_url)
    content = _text(item, "content_html") or _text(item, "content_text")
    summary = shortened(plain_line(_text(item, "summary") or content))
    title = plain_line(_text(item, "title")) or title_or_substitute(summary, url)
    if not title:
        return None
    entry = Entry(
        identity="",
        title=title,
        url=url,
        summary=summary,
        body=full_text([content], ""),
        published=_date(_text(item, "date_published") or _text(item, "date_modified")),
    )
    return Marked(guid=_text(item, "id").strip(), entry=entry)


def _text(values: Mapping[str, Any], key: str) -> str:
    """Return a string of a JSON object; ids may come as numbers; "" for all else."""
    value = values.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _date(text: str) -> datetime | None:
    """Read an RFC 3339 date; one without an offset is taken as UTC."""
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
