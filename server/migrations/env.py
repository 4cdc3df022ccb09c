"""Alembic's entry: hands it the open connection and all tables; refuses to open one itself."""

from __future__ import annotations

from alembic import context

import server.services  # noqa: F401 - registers every domain's tables
from server.core.db import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
context.run_migrations()
