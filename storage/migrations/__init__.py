"""The schema's history, run by Alembic from inside the package.

A new revision is a new file in `versions/`, named and numbered after the last one,
with `NEWEST` raised; a test compares the result with `storage/schema.py`. A shipped
revision is never edited.
"""

from typing import Final

from sqlalchemy import Connection

#: The revision that this program works with; four digits, so that they sort.
NEWEST: Final = "0008"


def run_migrations(connection: Connection) -> None:
    """Run the revisions that a database has not seen, in the caller's transaction."""
    # Alembic takes as long to import as the rest of storage together, and a database
    # that is up to date, which is nearly every time, does not need it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "storage:migrations")
    command.upgrade(config, "head")
