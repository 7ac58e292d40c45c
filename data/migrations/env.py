"""What Alembic runs: the steps, on the connection `data.workspace` gives, in its transaction."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
# SQLite cannot alter a column: Alembic copies the table, keeping its constraints.
context.configure(connection=connection, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
