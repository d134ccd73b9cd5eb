"""The tables of what arrives by itself: chats, subscriptions, follows, deliveries."""

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    true,
)

from storage.schema import metadata
from storage.types import Moment, PlainText

_DAY: Final = "BETWEEN 0 AND 1439"

#: One conversation. All that is kept about a person hangs on the private chat with
#: them and goes with it (/forgetme), so everything below cascades.
chats: Final = Table(
    "chats",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", PlainText, nullable=False),
    # Text, since platforms differ; it changes when a group becomes a supergroup.
    Column("address", PlainText, nullable=False),
    # A forum topic or thread; "" for none, so that the unique key holds for it too.
    Column("thread", PlainText, nullable=False),
    Column("kind", PlainText, nullable=False),
    # Of a channel: the server it is a part of, which is told when it is gone; then the
    # platform itself does not say any more. None: there is none, or not known yet.
    Column("server", PlainText),
    # Blocked or removed: nothing is sent, everything is kept until it comes back.
    Column("active", Boolean, nullable=False),
    Column("inactive_reason", PlainText),
    Column("locale", PlainText, nullable=False),
    # An IANA name; none until somebody says so, it is never guessed.
    Column("timezone", PlainText),
    Column("latin_digits", Boolean, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("previews", Boolean, nullable=False),
    Column("added", Moment, nullable=False),
    UniqueConstraint("platform", "address", "thread"),
    CheckConstraint("kind IN ('private', 'group', 'channel')", name="kind"),
    # A chat may be forgotten while a message is on its way to it: no other chat has
    # its number then, and nothing else that of the message or of its text.
    sqlite_autoincrement=True,
)

#: One digest a day at one local time; a chat may have several.
subscriptions: Final = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    # Minutes after local midnight. The local time is the promise; the moment follows
    # from it anew each day, since offsets change.
    Column("minute", Integer, nullable=False),
    Column("timezone", PlainText, nullable=False),
    # A bit a day, Monday is 1, Sunday is 64.
    Column("weekdays", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("skips_empty", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    # The next moment, computed when the last was settled.
    Column("due", Moment, nullable=False),
    # Up to where the last digest reached; the next begins there.
    Column("covered", Moment),
    Column("added", Moment, nullable=False),
    UniqueConstraint("chat_id", "minute"),
    CheckConstraint(f"minute {_DAY}", name="minute"),
    CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays"),
    CheckConstraint("length BETWEEN 1 AND 50", name="length"),
)
Index(
    "ix_subscriptions_due",
    subscriptions.c.due,
    sqlite_where=subscriptions.c.active == true(),
    postgresql_where=subscriptions.c.active == true(),
)

#: A chat that wants to hear of an actor at once.
follows: Final = Table(
    "follows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("actor_id", ForeignKey("actors.id", ondelete="CASCADE"), nullable=False),
    Column("daily_limit", Integer, nullable=False),
    # Local minutes; the end may lie before the start, over midnight. None: no quiet.
    Column("quiet_from", Integer),
    Column("quiet_until", Integer),
    Column("added", Moment, nullable=False),
    UniqueConstraint("chat_id", "actor_id"),
    CheckConstraint("daily_limit > 0", name="daily_limit"),
    CheckConstraint(f"quiet_from {_DAY}", name="quiet_from"),
    CheckConstraint(f"quiet_until {_DAY}", name="quiet_until"),
    CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_hours"),
    # A new article asks who follows its actors.
    Index("ix_follows_actor", "actor_id"),
)

#: A word or a source that a chat does not want to see.
mutes: Final = Table(
    "mutes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("word", PlainText),
    Column("folded", PlainText),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE")),
    Column("added", Moment, nullable=False),
    UniqueConstraint("chat_id", "folded"),
    UniqueConstraint("chat_id", "feed_id"),
    CheckConstraint("(folded IS NULL) <> (feed_id IS NULL)", name="one_thing"),
    CheckConstraint("(folded IS NULL) = (word IS NULL)", name="word"),
    Index("ix_mutes_feed", "feed_id"),
)

#: What is sent, stored once for all chats that get the same.
contents: Final = Table(
    "contents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("added", Moment, nullable=False),
    # The blocks of a reply as JSON; rendered for its platform when it is sent.
    Column("reply", PlainText, nullable=False),
    sqlite_autoincrement=True,
)

#: The outbox: one message owed to one chat, a row before it is sent.
deliveries: Final = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("subscription_id", ForeignKey("subscriptions.id", ondelete="SET NULL")),
    # The day in the subscription's time zone; with it the digest is unique, whatever
    # clocks, restarts and daylight saving do. A skipped day has its row too.
    Column("local_day", Date),
    Column("kind", PlainText, nullable=False),
    # What an alert or a notice is about: no chat hears of one thing twice.
    Column("subject", PlainText),
    Column("state", PlainText, nullable=False),
    # Why it was skipped or failed, for /why.
    Column("reason", PlainText),
    Column("attempts", Integer, nullable=False),
    Column("owed", Moment, nullable=False),
    # Not before: quiet hours, a limit, or the wait after a failure.
    Column("after", Moment, nullable=False),
    # Whoever sends it has it until then; past that it was interrupted in the middle
    # and is unknown, never blindly sent again.
    Column("claimed_until", Moment),
    Column("settled", Moment),
    # The platform's number of the message, to edit or find it by.
    Column("message", PlainText),
    # None for a day that was skipped.
    Column("content_id", ForeignKey("contents.id")),
    # Of a digest: from when on it tells. If it certainly does not arrive, the next one
    # tells from then on.
    Column("since", Moment),
    UniqueConstraint("subscription_id", "local_day"),
    UniqueConstraint("chat_id", "kind", "subject"),
    CheckConstraint("kind IN ('digest', 'alert', 'notice')", name="kind"),
    CheckConstraint(
        "state IN ('pending', 'sending', 'sent', 'failed', 'unknown', 'skipped')",
        name="state",
    ),
    CheckConstraint("state = 'skipped' OR content_id IS NOT NULL", name="content"),
    CheckConstraint(
        "(state = 'sending') = (claimed_until IS NOT NULL)", name="claimed"
    ),
    # A chat's messages go out in the order they were owed; /why reads the last ones.
    Index("ix_deliveries_chat", "chat_id", "id"),
    Index("ix_deliveries_content", "content_id"),
    sqlite_autoincrement=True,
)
Index(
    "ix_deliveries_pending",
    deliveries.c.after,
    deliveries.c.id,
    sqlite_where=deliveries.c.state == "pending",
    postgresql_where=deliveries.c.state == "pending",
)
Index(
    "ix_deliveries_sending",
    deliveries.c.claimed_until,
    sqlite_where=deliveries.c.state == "sending",
    postgresql_where=deliveries.c.state == "sending",
)
