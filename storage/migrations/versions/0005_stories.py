"""What became of stories: which is part of another now, and which texts are copies.

Links to a story that became part of another must go on working, and an agency's text
is one source, however many outlets print it. Why the tables are as they are is told in
`storage/schema.py`; this file stays as it was shipped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "story_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["stories.id"],
            name="fk_story_merges_story_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_story_merges"),
        sa.UniqueConstraint("gone", name="uq_story_merges_gone"),
    )
    op.create_index("ix_story_merges_story", "story_merges", ["story_id"])
    op.create_table(
        "copies",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_copies_article_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_copies"),
    )
