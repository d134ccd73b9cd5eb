"""Alembic's entry: revisions run on the connection that `run_migrations` passes."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
