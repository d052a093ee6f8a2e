"""Who asked in a thread is found by the key of a message, without reading all that was asked in the channel."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("UPDATE inbox SET thread_ts = '' WHERE thread_ts = ts")
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_constraint("uq_inbox_team_id_channel_id_ts", type_="unique")
        inbox.create_unique_constraint(
            "uq_inbox_team_id_channel_id_thread_ts_ts", ["team_id", "channel_id", "thread_ts", "ts"]
        )
