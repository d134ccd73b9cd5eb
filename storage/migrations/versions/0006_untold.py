"""Where a digest began, so that news of one that did not arrive is told by the next.

Why the columns are as they are is told in `storage/chat_schema.py`; this file stays as
it was shipped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; digests of before have no beginning and are left as they are."""
    op.add_column("deliveries", sa.Column("since", sa.BigInteger(), nullable=True))
