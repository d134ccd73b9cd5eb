"""What tells entries from each other."""

from datetime import UTC, datetime

import pytest

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
