"""Feeds as bytes (RSS, Atom, JSON Feed) read into entries; runs in a worker process."""

import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any, Final

import feedparser

from bot.errors import FeedError
from bot.feeds.decoding import decode
from bot.feeds.entry_text import full_text, http_address, shortened, title_or_substitute
from bot.feeds.identities import Marked, identified
from bot.feeds.json_feed import is_json, read_json_feed
from bot.feeds.markup import plain_line
from bot.feeds.parsed_feed import MAX_ENTRIES, ParsedFeed
from handlers.entries import Entry

_START: Final = 2_000
_HTML: Final = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_FEED: Final = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_DECLARED: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_NUMERIC: Final = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));?")
#: More digits than any character has.
_TOO_LONG: Final = 8
_EARLIEST: Final = datetime(1995, 1, 1, tzinfo=UTC)
_DATES: Final = ("published_parsed", "updated_parsed", "created_parsed")


def parse_feed(body: bytes, content_type: str, url: str) -> ParsedFeed:
    """Read a feed of any of the known kinds.

    Args:
        body: as received, decompressed.
        content_type: the header of the answer; "" for none.
        url: where it came from: relative links are relative to it.

    Raises:
        FeedError: it is empty, a web page, broken, or holds no entries.
    """
    text = decode(body, declared=_declared(body, content_type)).strip()
    if not text:
        raise FeedError("the answer is empty")
    if is_json(text):
        return read_json_feed(text, url=url)
    start = text[:_START]
    if not _FEED.search(start) and _HTML.search(start):
        raise FeedError("the answer is a web page, not a feed")
    return _read_xml(text, url)


def _declared(body: bytes, content_type: str) -> list[str]:
    in_header = _CHARSET.search(content_type)
    in_body = _DECLARED.search(body[:_START])
    return [
        *([in_header[1]] if in_header else []),
        *([in_body[1].decode("ascii")] if in_body else []),
    ]


def _read_xml(text: str, url: str) -> ParsedFeed:
    parsed = _parsed(text)
    entries = identified(
        [
            one
            for raw in parsed.entries[:MAX_ENTRIES]
            if (one := _entry(raw, url)) is not None
        ]
    )
    if not entries:
        known = bool(parsed.version) and not parsed.bozo
        raise FeedError(
            "the feed holds no entries" if known else "the feed cannot be read"
        )
    return ParsedFeed(
        title=plain_line(parsed.feed.get("title", "")),
        site=http_address(parsed.feed.get("link", ""), base=url),
        entries=entries,
        ttl=_minutes(str(parsed.feed.get("ttl", ""))),
    )


def _minutes(text: str) -> int | None:
    """Return a number of minutes, at most a year; None for anything else."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit():
        return None
    return min(int(digits[:9]), 525_600)


def _parsed(text: str) -> Any:
    try:
        return feedparser.parse(
            BytesIO(_well_declared(text).encode("utf-8")),
            # Not told the feed's address, feedparser leaves guids as they are:
            # resolved, they would change when the feed moves.
            response_headers={"content-type": "application/xml; charset=utf-8"},
            # What is shown is plain text of our own making.
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # It has no errors of its own: what it cannot read ends in all kinds of them.
        raise FeedError("the feed cannot be read") from error


def _well_declared(text: str) -> str:
    """Return XML text as UTF-8 declares it, without references to illegal letters."""
    text = _NUMERIC.sub(_legal_reference, text)
    return "<?xml version='1.0' encoding='utf-8'?>\n" + _DECLARATION.sub("", text, 1)


def _legal_reference(reference: re.Match[str]) -> str:
    digits = reference[1] or reference[2]
    if len(digits) >= _TOO_LONG:
        return ""
    code = int(digits, 16 if reference[1] else 10)
    legal = (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )
    return reference[0] if legal else ""


def _entry(raw: Mapping[str, Any], feed_url: str) -> Marked | None:
    """Return an entry of feedparser's as ours; None without title, link and text."""
    link = raw.get("feedburner_origlink") or raw.get("link", "")
    # A guid stands for a missing link, but one that is no address leads nowhere.
    is_guid = raw.get("guidislink", False) and link == raw.get("id")
    url = http_address(link, base="" if is_guid else feed_url)
    description = raw.get("summary", "")
    contents = [
        one.get("value", "")
        for one in raw.get("content", ())
        if one.get("type", "text/html").startswith(("text/", "application/xhtml"))
    ]
    text = description or max(contents, key=len, default="")
    summary = shortened(plain_line(text))
    title = plain_line(raw.get("title", "")) or title_or_substitute(summary, url)
    if not title:
        return None
    entry = Entry(
        identity="",
        title=title,
        url=url,
        summary=summary,
        body=full_text(contents, description),
        published=_published(raw),
    )
    return Marked(guid=str(raw.get("id", "")).strip(), entry=entry)


def _published(raw: Mapping[str, Any]) -> datetime | None:
    """Return the first usable date; feedparser gives them as UTC."""
    for key in _DATES:
        # Asked for a date that is not there, feedparser warns and gives another one.
        given = raw[key] if key in raw else None  # noqa: SIM401
        if isinstance(given, struct_time):
            try:
                found = datetime.fromtimestamp(timegm(given), tz=UTC)
            except (OverflowError, ValueError, OSError):
                continue
            if found >= _EARLIEST:
                return found
    return None
