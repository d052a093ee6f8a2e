"""Decisions on nominations, surgeries, and the actions agreed there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from perfdata.store.column_types import UtcTime

revision = "0005"
down_revision = "0004"

OPEN = "state IN ('nominated', 'deferred', 'left undecided')"


def upgrade() -> None:
    op.create_table(
        "surgeries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("chosen_at", UtcTime(), nullable=False),
        sa.Column("chosen_by", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=200), server_default="", nullable=False),
        sa.Column("papers_out_at", UtcTime(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("close_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("outbox_key", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_surgeries_board_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surgeries")),
    )
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("surgery_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_role", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("evidence_wanted", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("agreed_at", UtcTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_actions_measure_id")),
        sa.ForeignKeyConstraint(["surgery_id"], ["surgeries.id"], name=op.f("fk_actions_surgery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index("ix_actions_state_due_on", "actions", ["state", "due_on"], unique=False)
    op.create_index("ix_actions_surgery_id", "actions", ["surgery_id"], unique=False)
    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("surgery_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("team_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("given_at", UtcTime(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["replaces"], ["contributions.id"], name=op.f("fk_contributions_replaces")),
        sa.ForeignKeyConstraint(["surgery_id"], ["surgeries.id"], name=op.f("fk_contributions_surgery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("replaces", name=op.f("uq_contributions_replaces")),
    )
    op.create_index("ix_contributions_surgery_id", "contributions", ["surgery_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=40), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("team_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("decided_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["nomination_id"], ["nominations.id"], name=op.f("fk_decisions_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_nomination_id", "decisions", ["nomination_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("surgery_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["surgery_id"], ["surgeries.id"], name=op.f("fk_invitations_surgery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    op.create_index("ix_invitations_surgery_id", "invitations", ["surgery_id"], unique=False)
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("surgery_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["surgery_id"], ["surgeries.id"], name=op.f("fk_recommendations_surgery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
    )
    op.create_table(
        "surgery_measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("surgery_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("baseline", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_surgery_measures_measure_id")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nominations.id"], name=op.f("fk_surgery_measures_nomination_id")),
        sa.ForeignKeyConstraint(["surgery_id"], ["surgeries.id"], name=op.f("fk_surgery_measures_surgery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surgery_measures")),
        sa.UniqueConstraint("surgery_id", "measure_id", name=op.f("uq_surgery_measures_surgery_id_measure_id")),
    )
    op.create_table(
        "action_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("file_id", sa.String(length=40), server_default="", nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("team_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reported_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_action_updates_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_updates")),
    )
    op.create_index("ix_action_updates_action_id", "action_updates", ["action_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("surgery_measure_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("reviewed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["surgery_measure_id"], ["surgery_measures.id"], name=op.f("fk_reviews_surgery_measure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("surgery_measure_id", "period_start", "period_end", "revision", name="uq_reviews_revision"),
    )
    with op.batch_alter_table("nominations") as nominations:
        nominations.drop_index("uq_nominations_open")
        nominations.alter_column(
            "state", existing_type=sa.String(length=20), type_=sa.String(length=40), existing_nullable=False
        )
        nominations.add_column(sa.Column("heard", sa.Text(), server_default="", nullable=False))
        nominations.add_column(sa.Column("decide_by", sa.Date(), nullable=True))
        nominations.add_column(sa.Column("deferred_until", sa.Date(), nullable=True))
        nominations.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        nominations.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        nominations.create_foreign_key(op.f("fk_nominations_merged_into_id"), "nominations", ["merged_into_id"], ["id"])
    op.create_index(
        "uq_nominations_open",
        "nominations",
        ["board_id", "measure_id"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
