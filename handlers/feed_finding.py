"""What is found at an address that somebody wants news from; a platform's gift."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from handlers.feed_lists import FeedList, ListedFeed


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a web page names.

    Attributes:
        title: as the page calls it; "" for nothing.
    """

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class FeedPreview:
    """A feed as it would be taken in.

    Attributes:
        entries: how many it holds now.
        with_body: how many of them carry the article itself.
        newest: title, address and time of its newest entries.
    """

    url: str
    title: str
    entries: int
    with_body: int
    newest: tuple[tuple[str, str, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is at an address: a feed, or a page that names several, or neither.

    Attributes:
        problem: why there is neither, in the words of `handlers.sources.REASONS`.
        is_late: it did not answer in the time that an answer may take.
        is_busy: others are being looked at, and it was not.
    """

    preview: FeedPreview | None = None
    links: tuple[FeedLink, ...] = ()
    problem: str = ""
    is_late: bool = False
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class FeedDoor:
    """Who may add feeds from a chat, and how one is looked at before.

    Attributes:
        find: looks at an address; never raises for what is wrong there.
        read: reads a file as a list of feeds; never raises for what is wrong with it.
        write: writes feeds as such a file.
        administrators: chats that may add as many as they like: "telegram:1001".
        for_everyone: other chats may add feeds too, `quota` each.
        is_operator: whoever asks runs the program: it is their terminal.
    """

    find: Callable[[str], Awaitable[Finding]]
    read: Callable[[bytes], Awaitable[FeedList]]
    write: Callable[[Iterable[ListedFeed]], bytes]
    administrators: frozenset[str] = field(default=frozenset())
    for_everyone: bool = False
    quota: int = 0
    is_operator: bool = False
