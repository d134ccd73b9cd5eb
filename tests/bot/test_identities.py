"""What tells entries from each other."""

from datetime import UTC, datetime

import pytest

from bot.feeds.entry_text import canonical_address
from bot.feeds.identities import Marked, identified
from handlers.entries import Entry

DAY = datetime(2024, 8, 16, 7, 30, tzinfo=UTC)
CASES = {
    "guids": ([("g1", "/1", "أ"), ("g2", "/2", "ب")], ["g1", "g2"]),
    "no guid": ([("", "/1", "أ"), ("", "/2", "ب")], ["/1", "/2"]),
    "one guid for all": ([("g", "/1", "أ"), ("g", "/2", "ب")], ["g /1", "g /2"]),
    "one guid and one link for all": (
        [("g", "/", "أ"), ("g", "/", "ب")],
        ["أ 2024-08-16", "ب 2024-08-16"],
    ),
    "one link for all": (
        [("", "/", "أ"), ("", "/", "ب")],
        ["أ 2024-08-16", "ب 2024-08-16"],
    ),
    "neither": ([("", "", "أ")], ["أ 2024-08-16"]),
    "listed twice": (
        [("g1", "/1", "أ"), ("g1", "/1", "أ"), ("g2", "/2", "ب")],
        ["g1", "g2"],
    ),
    "title and day shared": ([("", "/", "أ"), ("", "/", "أ")], ["/"]),
}


#: Addresses of one article, a line each; and one that is another's.
CANONICAL = {
    "as it is": ("https://news.example/a/1", "news.example/a/1"),
    "http": ("http://news.example/a/1", "news.example/a/1"),
    "www and port": ("https://WWW.news.example:443/a/1/", "news.example/a/1"),
    "fragment": ("https://news.example/a/1#top", "news.example/a/1"),
    "tracking": (
        "https://news.example/a/1?utm_source=x&fbclid=y&ref=z",
        "news.example/a/1",
    ),
    "an id stays": ("https://news.example/?id=5&utm_x=1", "news.example?id=5"),
    "a port stays": ("http://news.example:8080/1", "news.example:8080/1"),
    "escaped": ("https://news.example/%D8%A3", "news.example/أ"),
    "front page": ("https://news.example/?utm_source=x", ""),
    "no address": ("", ""),
    "broken": ("http://news.example:x/1", ""),
}


@pytest.mark.parametrize(("url", "expected"), CANONICAL.values(), ids=CANONICAL)
def test_an_address_without_what_only_tracks(url: str, expected: str) -> None:
    assert canonical_address(url) == expected


def test_an_address_that_entries_share_identifies_none() -> None:
    urls = ("https://a.example/x?ref=1", "https://a.example/x", "https://a.example/y")
    entries = identified([marked(f"guid of {url}", url, url) for url in urls])

    assert [one.canonical for one in entries] == ["", "", "a.example/y"]


def marked(guid: str, url: str, title: str) -> Marked:
    return Marked(guid, Entry("", title, url, "", "", DAY))


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES)
def test_identities(given: list[tuple[str, str, str]], expected: list[str]) -> None:
    entries = identified([marked(*one) for one in given])

    assert [entry.identity for entry in entries] == expected


def test_an_endless_guid_is_kept_as_its_digest() -> None:
    (entry,) = identified([marked("g" * 10_000, "/1", "أ")])

    assert entry.identity.startswith("sha256:")
    assert len(entry.identity) == len("sha256:") + 64
