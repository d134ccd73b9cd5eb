"""What goes out by itself: chats, subscriptions, follows, deliveries.

Why they are as they are is told in `storage/chat_schema.py`; this file stays as it was
shipped.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    _create_chats()
    _create_subscriptions()
    _create_follows()
    _create_mutes()
    _create_contents()
    _create_deliveries()


def _create_chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("inactive_reason", sa.Text()),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text()),
        sa.Column("latin_digits", sa.Boolean(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("previews", sa.Boolean(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('private', 'group', 'channel')", name="ck_chats_kind"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint(
            "platform", "address", "thread", name="uq_chats_platform_address_thread"
        ),
    )


def _create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("skips_empty", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("covered", sa.BigInteger()),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length BETWEEN 1 AND 50", name="ck_subscriptions_length"),
        sa.CheckConstraint("minute BETWEEN 0 AND 1439", name="ck_subscriptions_minute"),
        sa.CheckConstraint(
            "weekdays BETWEEN 1 AND 127", name="ck_subscriptions_weekdays"
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.id"],
            name="fk_subscriptions_chat_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint(
            "chat_id", "minute", name="uq_subscriptions_chat_id_minute"
        ),
    )
    op.create_index(
        "ix_subscriptions_due",
        "subscriptions",
        ["due"],
        sqlite_where=sa.text("active = 1"),
        postgresql_where=sa.text("active = 1"),
    )


def _create_follows() -> None:
    op.create_table(
        "follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("daily_limit", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer()),
        sa.Column("quiet_until", sa.Integer()),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL)",
            name="ck_follows_quiet_hours",
        ),
        sa.CheckConstraint("daily_limit > 0", name="ck_follows_daily_limit"),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 1439", name="ck_follows_quiet_from"
        ),
        sa.CheckConstraint(
            "quiet_until BETWEEN 0 AND 1439", name="ck_follows_quiet_until"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.id"], name="fk_follows_actor_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_follows_chat_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_follows"),
        sa.UniqueConstraint("chat_id", "actor_id", name="uq_follows_chat_id_actor_id"),
    )
    op.create_index("ix_follows_actor", "follows", ["actor_id"])


def _create_mutes() -> None:
    op.create_table(
        "mutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text()),
        sa.Column("folded", sa.Text()),
        sa.Column("feed_id", sa.Integer()),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(folded IS NULL) <> (feed_id IS NULL)", name="ck_mutes_one_thing"
        ),
        sa.CheckConstraint("(folded IS NULL) = (word IS NULL)", name="ck_mutes_word"),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_mutes_chat_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_mutes_feed_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mutes"),
        sa.UniqueConstraint("chat_id", "feed_id", name="uq_mutes_chat_id_feed_id"),
        sa.UniqueConstraint("chat_id", "folded", name="uq_mutes_chat_id_folded"),
    )
    op.create_index("ix_mutes_feed", "mutes", ["feed_id"])


def _create_contents() -> None:
    op.create_table(
        "contents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contents"),
    )


def _create_deliveries() -> None:
    op.create_table("deliveries", *_delivery_columns(), *_delivery_rules())
    op.create_index("ix_deliveries_chat", "deliveries", ["chat_id", "id"])
    op.create_index("ix_deliveries_content", "deliveries", ["content_id"])
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["after", "id"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_deliveries_sending",
        "deliveries",
        ["claimed_until"],
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )


def _delivery_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer()),
        sa.Column("local_day", sa.Date()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owed", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("claimed_until", sa.BigInteger()),
        sa.Column("settled", sa.BigInteger()),
        sa.Column("message", sa.Text()),
        sa.Column("content_id", sa.Integer()),
    ]


def _delivery_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(state = 'sending') = (claimed_until IS NOT NULL)",
            name="ck_deliveries_claimed",
        ),
        sa.CheckConstraint(
            "kind IN ('digest', 'alert', 'notice')", name="ck_deliveries_kind"
        ),
        sa.CheckConstraint(
            "state = 'skipped' OR content_id IS NOT NULL", name="ck_deliveries_content"
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'failed', 'unknown', 'skipped')",
            name="ck_deliveries_state",
        ),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_deliveries_chat_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["contents.id"], name="fk_deliveries_content_id"
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name="fk_deliveries_subscription_id",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint(
            "chat_id", "kind", "subject", name="uq_deliveries_chat_id_kind_subject"
        ),
        sa.UniqueConstraint(
            "subscription_id",
            "local_day",
            name="uq_deliveries_subscription_id_local_day",
        ),
    ]
