"""The tables beside `feeds`: who added one, what they are told, how articles came."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    literal_column,
)

from storage.schema import metadata
from storage.types import Moment, PlainText

#: Which chats added a feed: they hear what becomes of it, and it counts for them.
feed_adders: Final = Table(
    "feed_adders",
    metadata,
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("added", Moment, nullable=False),
    Index("ix_feed_adders_chat", "chat_id", "added"),
    sqlite_with_rowid=False,
)

#: What became of a feed, for a chat that added it; sent once, then settled.
feed_notes: Final = Table(
    "feed_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("kind", PlainText, nullable=False),
    # In the words of `FeedError`; "" where nothing failed.
    Column("reason", PlainText, nullable=False),
    Column("made", Moment, nullable=False),
    Column("settled", Moment),
    CheckConstraint("kind IN ('broken', 'missing', 'ended', 'recovered')", name="kind"),
    Index("ix_feed_notes_feed", "feed_id"),
    Index("ix_feed_notes_chat", "chat_id"),
)
Index(
    "ix_feed_notes_owed",
    feed_notes.c.id,
    sqlite_where=feed_notes.c.settled.is_(None),
    postgresql_where=feed_notes.c.settled.is_(None),
)

#: Feeds that were shown to somebody and wait for a yes. A button has no room for an
#: address, but for a number.
feed_proposals: Final = Table(
    "feed_proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("made", Moment, nullable=False),
    Index("ix_feed_proposals_made", "made"),
    # Numbers are never given twice: an old button must not say yes to another feed.
    sqlite_autoincrement=True,
)

#: How an article came: by what it is known again, and whether its page is owed. Beside
#: `articles`, whose long rows no other question should have to read past.
article_origins: Final = Table(
    "article_origins",
    metadata,
    Column(
        "article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    ),
    # The address without what only tracks; "" where it tells nothing.
    Column("canonical", PlainText, nullable=False),
    # Of what the feed said of it: another one means that it was edited.
    Column("digest", PlainText, nullable=False),
    Column("revisions", Integer, nullable=False),
    # When its page is asked for again; None where it is not.
    Column("page_due", Moment),
    Column("page_tries", Integer, nullable=False),
)
#: Spelled out, not bound: only so does SQLite see that the index serves the query.
ADDRESSED: Final = article_origins.c.canonical != literal_column("''")
Index(
    "ix_article_origins_canonical",
    article_origins.c.canonical,
    sqlite_where=ADDRESSED,
    postgresql_where=ADDRESSED,
)
Index(
    "ix_article_origins_page_due",
    article_origins.c.page_due,
    sqlite_where=article_origins.c.page_due.is_not(None),
    postgresql_where=article_origins.c.page_due.is_not(None),
)
