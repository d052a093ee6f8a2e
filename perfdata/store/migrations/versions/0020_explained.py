"""What has been explained to whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from perfdata.store.column_types import UtcTime

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "explained",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("shown_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explained")),
        sa.UniqueConstraint("team_id", "user_id", "subject", name=op.f("uq_explained_team_id_user_id_subject")),
    )
