"""The server of each chat, so that it can be told of a channel that is gone.

Why the column is as it is is told in `storage/chat_schema.py`; this file stays as it
was shipped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; chats of before learn their server when Discord tells of it."""
    op.add_column("chats", sa.Column("server", sa.Text(), nullable=True))
