"""Numbers of chats and of what they are sent are never given twice.

A chat may be forgotten while something of its is on its way: by then its number, that
of the message or of the text must not be another chat's. Why SQLite copies the tables
for that is told in revision 0003.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Copy the tables into ones that number on for ever."""
    if op.get_bind().dialect.name != "sqlite":
        return
    _copy("chats", _chats(), constraints=_chat_rules())
    _copy("contents", _contents(), constraints=())
    _copy("deliveries", _deliveries(), constraints=_delivery_rules())
    _index_deliveries()


def _copy(
    table: str,
    columns: Sequence[sa.Column[object]],
    *,
    constraints: Sequence[sa.Constraint],
) -> None:
    """Make a table anew with all its rows; what refers to it goes on doing so."""
    new = f"{table}_new"
    op.create_table(
        new,
        *columns,
        *constraints,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sqlite_autoincrement=True,
    )
    names = ", ".join(f'"{column.name}"' for column in columns)
    # Nothing in this statement comes from outside.
    op.execute(f"INSERT INTO {new} ({names}) SELECT {names} FROM {table} ORDER BY id")  # noqa: S608
    op.drop_table(table)
    op.rename_table(new, table)


def _chats() -> list[sa.Column[object]]:
    return [
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
    ]


def _chat_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "kind IN ('private', 'group', 'channel')", name="ck_chats_kind"
        ),
        sa.UniqueConstraint(
            "platform", "address", "thread", name="uq_chats_platform_address_thread"
        ),
    ]


def _contents() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
    ]


def _deliveries() -> list[sa.Column[object]]:
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
        sa.Column("since", sa.BigInteger()),
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
        sa.UniqueConstraint(
            "chat_id", "kind", "subject", name="uq_deliveries_chat_id_kind_subject"
        ),
        sa.UniqueConstraint(
            "subscription_id",
            "local_day",
            name="uq_deliveries_subscription_id_local_day",
        ),
    ]


def _index_deliveries() -> None:
    op.create_index("ix_deliveries_chat", "deliveries", ["chat_id", "id"])
    op.create_index("ix_deliveries_content", "deliveries", ["content_id"])
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["after", "id"],
        sqlite_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_deliveries_sending",
        "deliveries",
        ["claimed_until"],
        sqlite_where=sa.text("state = 'sending'"),
    )
