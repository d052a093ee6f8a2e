"""Previewing an alert: the Performance Team sees why each item is in it, and each of its messages as it will be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from perfdata.alerts.alert import Alert
from perfdata.alerts.challenge import owe_pack
from perfdata.alerts.dividing import rest_of
from perfdata.council import Council
from perfdata.rounds import Round
from perfdata.store import outbox
from perfdata.store.outbox import Kind


def owe_preview(
    session: Session, council: Council, found: Round, alert: Alert, root: str, key: str, now: datetime
) -> None:
    """Owe the team's channel, under the message with the key `root`, what will be posted; the alert itself as `key`."""
    common: dict[str, Any] = {
        "team_id": council.team_id,
        "channel_id": council.performance_channel,
        "now": now,
        "after_key": root,
    }
    whole = alert.to_payload()
    outbox.owe(session, key=f"{root}:why:{alert.reader}", kind=Kind.ALERT_WHY, payload=whole, **common)
    outbox.owe(session, key=key, kind=Kind.ALERT_PREVIEW, payload=whole, **common)
    for rest in rest_of(alert):
        outbox.owe(
            session, key=f"rest of {key}:{rest.place}", kind=Kind.ALERT_REST, payload=rest.to_payload(), **common
        )
    owe_pack(session, council, found, alert, channel_id=council.performance_channel, after_key=key, now=now)
