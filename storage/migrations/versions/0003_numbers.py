"""Numbers that stand in links and buttons are never given twice.

Without AUTOINCREMENT SQLite numbers on from the highest row there is: once the newest
statement, story or actor was removed, an old link to it opened somebody else. SQLite
has no other way to change a key than to copy the table. PostgreSQL never gives a
number twice.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Copy the tables into ones that number on for ever."""
    if op.get_bind().dialect.name != "sqlite":
        return
    _copy("stories", _stories(), constraints=())
    op.create_index("ix_stories_newest", "stories", ["newest", "id"])
    _copy(
        "actors",
        _actors(),
        constraints=(
            sa.CheckConstraint("gender IN ('m', 'f')", name="ck_actors_gender"),
            sa.CheckConstraint("type IN ('PER', 'ORG')", name="ck_actors_type"),
            sa.UniqueConstraint("key", name="uq_actors_key"),
        ),
    )
    op.create_index("ix_actors_articles", "actors", ["articles", "id"])
    _copy("quotes", _quotes(), constraints=_quote_constraints())
    _index_quotes()


def _copy(
    table: str,
    columns: Sequence[sa.Column[object]],
    *,
    constraints: Sequence[sa.Constraint],
) -> None:
    """Make a table anew with all its rows; what refers to it goes on doing so.

    That needs foreign keys switched off on the connection: else the rows that refer
    to the old table would go with it.
    """
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


def _stories() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
    ]


def _actors() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("gender", sa.Text()),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
    ]


def _quotes() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("speaker_id", sa.Integer()),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("speaker_folded", sa.Text(), nullable=False),
        sa.Column("speaker_type", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("via", sa.Text()),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("headline", sa.Boolean(), nullable=False),
        sa.Column("earlier", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
    ]


def _quote_constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "kind IN ('direct', 'indirect', 'mixed')", name="ck_quotes_kind"
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="ck_quotes_confidence"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_quotes_article_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["actors.id"], name="fk_quotes_speaker_id"
        ),
    ]


def _index_quotes() -> None:
    op.create_index("ix_quotes_article", "quotes", ["article_id"])
    op.create_index(
        "ix_quotes_name",
        "quotes",
        ["speaker_folded", "published", "id"],
        sqlite_where=sa.text("speaker_id IS NULL"),
    )
    op.create_index(
        "ix_quotes_published",
        "quotes",
        ["published", "id"],
        sqlite_where=sa.text("speaker != ''"),
    )
    op.create_index("ix_quotes_speaker", "quotes", ["speaker_id", "published", "id"])
