"""Where each month's round stands, and its moves. Rounds of which boards have been told are released."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from perfdata.store.column_types import UtcTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("looked_at", sa.Integer(), server_default="-1", nullable=False),
        sa.Column("previewed", sa.JSON(), nullable=False),
        sa.Column("previews", sa.Integer(), server_default="0", nullable=False),
        sa.Column("released_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("period_start", name=op.f("uq_rounds_period_start")),
    )
    op.create_table(
        "round_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("moved_at", UtcTime(), nullable=False),
        sa.Column("moved_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_moves_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_moves")),
    )
    op.create_index("ix_round_moves_round_id", "round_moves", ["round_id"])
    op.execute(
        "INSERT INTO rounds (period_start, closed_on, state, previewed, released_at) "
        "SELECT period_start, MAX(closed_on), 'released', '{}', MAX(released_at) FROM alerts "
        "WHERE task = 'board alert' GROUP BY period_start"
    )
