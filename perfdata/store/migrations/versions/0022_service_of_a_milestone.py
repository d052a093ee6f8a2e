"""A milestone may name its service, so that whoever reads of services is told of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    with op.batch_alter_table("milestones") as milestones:
        milestones.add_column(sa.Column("service", sa.String(200), nullable=False, server_default=""))
