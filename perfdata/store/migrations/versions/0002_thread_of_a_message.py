"""What was said in a thread is found without reading all that was ever said."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("ix_outbox_channel_id_thread_ts", "outbox", ["channel_id", "thread_ts"])
