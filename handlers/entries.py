"""An entry as it came off a feed, before it is an article."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes:
        identity: the guid, else the link, else title and day: what tells it from the
            feed's other entries.
        title: plain text, entities resolved, markup removed.
        url: the article's address; "" for none.
        summary: the feed's description as plain text.
        body: the feed's full text as plain text, a paragraph a line; "" where the
            feed carries only a summary.
        published: aware UTC; None where the feed gives no usable date.
        canonical: the address without what only tracks, the same in every feed that
            carries the article; "" where it does not tell the entry from others.
    """

    identity: str
    title: str
    url: str
    summary: str
    body: str
    published: datetime | None
    canonical: str = ""

    @property
    def digest(self) -> str:
        """Return what changes when the publisher edits the entry."""
        said = "\0".join((self.title, self.summary, self.body))
        return sha256(said.encode("utf-8", "replace")).hexdigest()
