"""What tells the entries of one feed from each other, from one fetch to the next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from bot.feeds.entry_text import canonical_address
from handlers.entries import Entry

#: A longer identity is kept as its digest.
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry whose identity is not decided yet, with the guid that it came with.

    Attributes:
        guid: as given; "" for none.
    """

    guid: str
    entry: Entry


def identified(marked: Sequence[Marked]) -> tuple[Entry, ...]:
    """Return the entries with their identities, without those that are listed twice.

    The identity is the first of these that no other entry of the feed shares: the
    guid, guid and link, the link, title and day. Publishers give all entries one guid,
    or link them all to the front page.
    """
    distinct = list({_fingerprint(one): one for one in reversed(marked)}.values())
    distinct.reverse()
    candidates = [_candidates(one) for one in distinct]
    shared = Counter(candidate for each in candidates for candidate in each)
    canonicals = [_bounded(canonical_address(one.entry.url)) for one in distinct]
    linked = Counter(canonicals)
    entries: dict[str, Entry] = {}
    for one, each, canonical in zip(distinct, candidates, canonicals, strict=True):
        own = next(
            (candidate for candidate in each if shared[candidate] == 1), each[-1]
        )
        entry = replace(
            one.entry,
            identity=own,
            canonical=canonical if linked[canonical] == 1 else "",
        )
        entries.setdefault(own, entry)
    return tuple(entries.values())


def _fingerprint(one: Marked) -> tuple[str, str, str]:
    return one.guid, one.entry.url, one.entry.title


def _candidates(one: Marked) -> tuple[str, ...]:
    """Return what may identify an entry, each only once, the best first."""
    guid, url = one.guid, one.entry.url
    day = one.entry.published.date().isoformat() if one.entry.published else ""
    found = [guid, f"{guid} {url}" if guid and url else "", url]
    wanted = [*found, f"{one.entry.title} {day}".strip()]
    return tuple(dict.fromkeys(_bounded(text) for text in wanted if text))


def _bounded(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return "sha256:" + sha256(text.encode("utf-8", "replace")).hexdigest()
