"""The cases that people bring, what is said of them, their pictures, and the operator's keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_file",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("receipt", sa.String(), nullable=False, unique=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("piece", sa.String(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("received", sa.Float(), nullable=False),
        sa.Column("due", sa.Float(), nullable=False),
        sa.Column("seen", sa.Float(), nullable=True),
        sa.Column("answered", sa.Float(), nullable=True),
        sa.Column("closed", sa.Float(), nullable=True),
        sa.Column("wants_public", sa.Boolean(), nullable=False),
        sa.Column("speaker_checked", sa.Float(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.Column("outcome_at", sa.Float(), nullable=True),
        sa.Column("published", sa.Float(), nullable=True),
        sa.Column("public_text", sa.Text(), nullable=False),
    )
    op.create_index("ix_case_file_incident", "case_file", ["incident"])
    op.create_table(
        "case_word",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case", sa.String(), _case(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
    )
    op.create_index("ix_case_word_case", "case_word", ["case"])
    op.create_table(
        "case_picture",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case", sa.String(), _case(), nullable=False),
        sa.Column("sha", sa.String(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.UniqueConstraint("case", "sha"),
    )
    op.create_table(
        "case_erased",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("at", sa.Float(), nullable=False),
    )
    op.create_table(
        "operator_key",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("until", sa.Float(), nullable=False),
    )


def _case() -> sa.ForeignKey:
    return sa.ForeignKey("case_file.id", ondelete="CASCADE")


def downgrade() -> None:
    for table in ("operator_key", "case_erased", "case_picture", "case_word", "case_file"):
        op.drop_table(table)
