"""Who clerks each board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    with op.batch_alter_table("boards") as boards:
        boards.add_column(sa.Column("clerk_title", sa.String(length=200), nullable=False, server_default=""))
        boards.add_column(sa.Column("clerk_user_id", sa.String(length=40), nullable=False, server_default=""))
