"""Evidence that a nominator brings, and how the executive responded to a recommendation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("nominations", sa.Column("brought", sa.Text(), nullable=False, server_default=""))
    op.add_column("nominations", sa.Column("brought_from", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("recommendations", sa.Column("response", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("recommendations", sa.Column("answered_by", sa.String(length=200), nullable=False, server_default=""))
    op.create_index("ix_recommendations_surgery_id", "recommendations", ["surgery_id"])
