"""How near to its target a measure still counts as on it, where nearest is best."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from perfdata.store.column_types import ExactDecimal

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("measure_revisions", sa.Column("tolerance_band", ExactDecimal(), server_default="0", nullable=False))
