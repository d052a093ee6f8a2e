"""Questions to the service that a measure belongs to, and who is told the answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from perfdata.store.column_types import UtcTime

revision = "0012"
down_revision = "0011"

_OPEN = sa.text("state IN ('with the service', 'with the service until a day that it named')")


def upgrade() -> None:
    op.create_table(
        "service_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), server_default="", nullable=False),
        sa.Column("named_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_service_questions_board_id")),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_service_questions_measure_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["service_questions.id"], name=op.f("fk_service_questions_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_questions")),
    )
    op.create_index(
        "uq_service_questions_open",
        "service_questions",
        ["board_id", "measure_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "service_askers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("thread_ts", sa.String(length=40), nullable=True),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["service_questions.id"], name=op.f("fk_service_askers_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_askers")),
        sa.UniqueConstraint(
            "question_id", "team_id", "user_id", name=op.f("uq_service_askers_question_id_team_id_user_id")
        ),
    )
