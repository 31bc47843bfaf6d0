"""How alembic reaches the database: through the connection that the store hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import server.tables  # noqa: F401  # fills the metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
