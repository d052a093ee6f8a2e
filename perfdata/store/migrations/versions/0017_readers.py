"""A board is one kind of reader: what was frozen of alerts and rounds says reader where it said board."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

REST = "rest of an alert"
RENAMED = {"board": "reader", "board_name": "reader_name"}
OF_ALERTS = ("alert", "alert preview", "why an alert says so")
OUTBOX = sa.table("outbox", sa.column("id", sa.Integer), sa.column("kind", sa.String), sa.column("payload", sa.JSON))
ALERTS = sa.table("alerts", sa.column("task", sa.String))


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(sa.update(ALERTS).values(task="alert"))
    kinds = (*OF_ALERTS, REST, "round")
    for number, kind, payload in connection.execute(
        sa.select(OUTBOX.c.id, OUTBOX.c.kind, OUTBOX.c.payload).where(OUTBOX.c.kind.in_(kinds))
    ).all():
        renamed = _renamed(kind, payload)
        connection.execute(sa.update(OUTBOX).where(OUTBOX.c.id == number).values(payload=renamed))


def _renamed(kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    if kind == "round":
        return {"readers" if key == "boards" else key: value for key, value in payload.items()}
    if kind == REST:
        return {**payload, "alert": _renamed("alert", payload["alert"])}
    return {RENAMED.get(key, key): value for key, value in payload.items()}
