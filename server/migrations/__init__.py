"""Alembic's revisions of the tables, run when a store opens."""

import server.case_tables  # noqa: F401  # a new database is made from the tables, and needs these too

HEAD = "0003"
"""The last revision. A database that is at it needs no alembic, whose import takes a third of a second."""
