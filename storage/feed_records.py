"""What is kept about fetching feeds and about how articles came, as frozen records."""

from dataclasses import dataclass
from datetime import datetime

from storage.chat_records import ChatAddress


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What a feed's body said when it was read; see `Feed` for the fields."""

    title: str
    site: str
    digest: str | None
    ttl: int | None
    paced_since: datetime | None
    paced_count: int


@dataclass(frozen=True, slots=True)
class FeedNote:
    """What a chat that added a feed is to be told of it.

    Attributes:
        kind: "broken", "missing", "ended" or "recovered".
        reason: why it fails, in the words of `FeedError`; "" where it does not.
        feed_site: the address of the feed's web page; "" where it is not known.
    """

    id: int
    kind: str
    reason: str
    made: datetime
    chat: ChatAddress
    locale: str
    feed_title: str
    feed_url: str
    feed_site: str


@dataclass(frozen=True, slots=True)
class FeedProposal:
    """A feed that was shown and waits for a yes."""

    id: int
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """A stored article, as far as an entry may be the same one.

    Attributes:
        feed_url: of the feed that brought it.
        canonical: "" where its address tells nothing.
        digest: of what the feed said of it; None where that was not kept.
        revisions: how often it was read again because it was edited.
    """

    article_id: int
    feed_id: int
    feed_url: str
    identity: str
    title: str
    published: datetime
    canonical: str
    digest: str | None
    revisions: int


@dataclass(frozen=True, slots=True)
class OwedPage:
    """An article whose page is to be asked for again.

    Attributes:
        tries: how often that was done in vain.
    """

    article_id: int
    url: str
    title: str
    summary: str
    tries: int


@dataclass(frozen=True, slots=True)
class Revision:
    """What an article says after it was edited, or read from its page after all."""

    title: str
    summary: str
    body: str
    body_from: str
    language: str
    gist: tuple[str, ...]
    terms: str
    analysis_version: int
