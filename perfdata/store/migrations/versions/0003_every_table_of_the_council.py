"""Comparators, breakdowns by group, milestones and past surgeries; figures that workbooks give in part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from perfdata.store.column_types import ExactDecimal, UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "benchmarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("frequency", sa.String(length=20), nullable=False),
        sa.Column("council", sa.String(length=200), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("loaded_at", UtcTime(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("source_sheet", sa.String(length=100), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_benchmarks_measure_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_benchmarks_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmarks")),
        sa.UniqueConstraint(
            "measure_id", "period_start", "period_end", "council", "revision", name="uq_benchmarks_revision"
        ),
    )
    op.create_table(
        "breakdowns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("dimension", sa.String(length=200), nullable=False),
        sa.Column("group", sa.String(length=200), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("suppressed", sa.Boolean(), nullable=False),
        sa.Column("numerator", ExactDecimal(), nullable=True),
        sa.Column("denominator", ExactDecimal(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("loaded_at", UtcTime(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("source_sheet", sa.String(length=100), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_breakdowns_measure_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_breakdowns_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breakdowns")),
        sa.UniqueConstraint(
            "measure_id", "period_start", "period_end", "dimension", "group", "revision", name="uq_breakdowns_revision"
        ),
    )
    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directorate", sa.String(length=200), nullable=False),
        sa.Column("objective_ref", sa.String(length=40), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("milestone", sa.String(length=500), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("update", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("loaded_at", UtcTime(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("source_sheet", sa.String(length=100), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_milestones_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("directorate", "objective_ref", "milestone", "revision", name="uq_milestones_revision"),
    )
    op.create_table(
        "past_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("surgery", sa.String(length=40), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("action_ref", sa.String(length=60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("board", sa.String(length=40), nullable=False),
        sa.Column("chaired_by", sa.String(length=200), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("owner_role", sa.String(length=200), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("update", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("loaded_at", UtcTime(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("source_sheet", sa.String(length=100), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_past_actions_measure_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_past_actions_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_actions")),
        sa.UniqueConstraint("surgery", "measure_id", "action_ref", "revision", name="uq_past_actions_revision"),
    )
    op.add_column("observations", sa.Column("source_sheet", sa.String(length=100), server_default="", nullable=False))
    op.add_column("observations", sa.Column("partial", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("observations", sa.Column("completes", sa.Integer(), nullable=True))
