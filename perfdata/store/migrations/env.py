"""Runs the numbered migrations on the connection that `perfdata.store.schema` hands over."""

from __future__ import annotations

from alembic import context

from perfdata.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    include_schemas=False,
)
context.run_migrations()
