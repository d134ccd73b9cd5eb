"""How feeds are fetched: pace, moves, failures; who added them; how articles came.

Why the tables are as they are is told in `storage/feed_schema.py` and in `Feed` of
`storage/records.py`; this file stays as it was shipped.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables and columns."""
    for column in _feed_columns():
        op.add_column("feeds", column)
    _create_adders()
    _create_notes()
    _create_proposals()
    _create_origins()


def _feed_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("site", sa.Text()),
        sa.Column("digest", sa.Text()),
        sa.Column("ttl", sa.Integer()),
        sa.Column("paced_since", sa.BigInteger()),
        sa.Column("paced_count", sa.Integer()),
        sa.Column("failing_since", sa.BigInteger()),
        sa.Column("missing_since", sa.BigInteger()),
        sa.Column("moved_to", sa.Text()),
        sa.Column("moved_since", sa.BigInteger()),
        sa.Column("told", sa.Text()),
    ]


def _create_adders() -> None:
    op.create_table(
        "feed_adders",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        _reference("feed_adders", "feed_id", "feeds.id"),
        _reference("feed_adders", "chat_id", "chats.id"),
        sa.PrimaryKeyConstraint("feed_id", "chat_id", name="pk_feed_adders"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_feed_adders_chat", "feed_adders", ["chat_id", "added"])


def _create_notes() -> None:
    op.create_table(
        "feed_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger()),
        sa.CheckConstraint(
            "kind IN ('broken', 'missing', 'ended', 'recovered')",
            name="ck_feed_notes_kind",
        ),
        _reference("feed_notes", "feed_id", "feeds.id"),
        _reference("feed_notes", "chat_id", "chats.id"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_notes"),
    )
    op.create_index("ix_feed_notes_feed", "feed_notes", ["feed_id"])
    op.create_index("ix_feed_notes_chat", "feed_notes", ["chat_id"])
    _create_partial_index("ix_feed_notes_owed", "feed_notes", "id", "settled IS NULL")


def _create_proposals() -> None:
    op.create_table(
        "feed_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_proposals_made", "feed_proposals", ["made"])


def _create_origins() -> None:
    table = "article_origins"
    op.create_table(
        table,
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.Column("page_due", sa.BigInteger()),
        sa.Column("page_tries", sa.Integer(), nullable=False),
        _reference(table, "article_id", "articles.id"),
        sa.PrimaryKeyConstraint("article_id", name="pk_article_origins"),
    )
    _create_partial_index(
        "ix_article_origins_canonical", table, "canonical", "canonical != ''"
    )
    _create_partial_index(
        "ix_article_origins_page_due", table, "page_due", "page_due IS NOT NULL"
    )


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )


def _create_partial_index(name: str, table: str, column: str, where: str) -> None:
    op.create_index(
        name,
        table,
        [column],
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
