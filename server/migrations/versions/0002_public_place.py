"""What the public place adds: a chained log, branches, consent to counts, moving and sharing a play."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.play.log_chain import START, chained

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain columns, never a table made again: SQLite would drop the old one and, by cascade, every log.
    op.add_column(
        "playthrough", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("playthrough", sa.Column("parent", sa.String(), nullable=True))
    op.add_column("playthrough", sa.Column("forked_at", sa.Integer(), nullable=True))
    for name in ("salt", "digest", "chain"):
        op.add_column("event", sa.Column(name, sa.String(), nullable=False, server_default=""))
    _chain_what_is_there(op.get_bind())
    op.create_table(
        "holder",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("playthrough", sa.String(), _play(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.UniqueConstraint("playthrough", "owner"),
    )
    op.create_index("ix_holder_owner", "holder", ["owner"])
    op.create_table(
        "move_code",
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("playthrough", sa.String(), _play(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
    )
    op.create_table(
        "share",
        sa.Column("token", sa.String(), primary_key=True),
        sa.Column("playthrough", sa.String(), _play(), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.Column("words", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_share_playthrough", "share", ["playthrough"])


def _chain_what_is_there(connection: sa.Connection) -> None:
    event = sa.table(
        "event", *map(sa.column, ("id", "playthrough", "seq", "payload", "salt", "digest", "chain"))
    )
    plays = connection.execute(sa.select(event.c.playthrough).distinct()).scalars().all()
    for play in plays:
        chosen = sa.select(event.c.seq, event.c.payload).where(event.c.playthrough == play)
        rows = connection.execute(chosen.order_by(event.c.seq)).all()
        for link in chained(START, [(seq, payload) for seq, payload in rows]):
            where = (event.c.playthrough == play) & (event.c.seq == link.seq)
            kept = {"salt": link.salt, "digest": link.digest, "chain": link.chain}
            connection.execute(sa.update(event).where(where).values(**kept))


def _play() -> sa.ForeignKey:
    return sa.ForeignKey("playthrough.id", ondelete="CASCADE")


def downgrade() -> None:
    for table in ("share", "move_code", "holder"):
        op.drop_table(table)
    for name in ("salt", "digest", "chain"):
        op.drop_column("event", name)
    for name in ("counted", "parent", "forked_at"):
        op.drop_column("playthrough", name)
