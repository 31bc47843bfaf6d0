"""Alembic's revisions of the tables, run when a store opens."""

HEAD = "0002"
"""The last revision. A database that is at it needs no alembic, whose import takes a third of a second."""
