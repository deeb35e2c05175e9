"""Alembic's entry: runs the revisions on the connection that ``migrate`` opened.

Example: ``command.upgrade(config, "head")`` with ``config.attributes["connection"]`` set.
"""

from __future__ import annotations

from alembic import context

from engine.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a column: Alembic then copies the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
