"""Why a measure stands in an alert: the row of the table of precedence that held, and what the table looked at."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.alerts.alert import Alert, AlertItem
from perfdata.alerts.dividing import AlertRest
from perfdata.errors import NotAllowed, NotFound
from perfdata.people import Person
from perfdata.permissions import Place, may_see
from perfdata.snapshot import Snapshot
from perfdata.store.outbox import Kind
from perfdata.store.tables import OutboxRow
from perfdata.verdicts.precedence import TABLE, Row, row_of


@dataclass(frozen=True, slots=True)
class Explained:
    """An item as its alert told it. `row` is the one that held, the `number`-th of `of` from the top."""

    alert: Alert
    item: AlertItem
    row: Row
    number: int
    of: int


def explain(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, message_ts: str, code: str
) -> Explained:
    """Why the measure stands in the alert that was posted as that message.

    Raises NotFound where no such alert is held there, and NotAllowed where the measure is not for this person to see.
    """
    measure = snapshot.measures.get(code)
    if measure is None or not may_see(person, measure, place):
        raise NotAllowed("That measure is not available here.")
    rows = session.execute(
        select(OutboxRow.kind, OutboxRow.payload).where(
            OutboxRow.posted_channel_id == place.channel_id,
            OutboxRow.posted_ts == message_ts,
            OutboxRow.kind.in_([Kind.ALERT, Kind.ALERT_REST]),
        )
    )
    for kind, payload in rows:
        alert = Alert.from_payload(payload) if kind == Kind.ALERT else AlertRest.from_payload(payload).alert
        for item in alert.items:
            if item.facts.code == code:
                return explained(alert, item)
    raise NotFound("That alert is not held any more, so why it named the measure cannot be told.")


def explained(alert: Alert, item: AlertItem) -> Explained:
    """Why the item stands in the alert."""
    row = row_of(item.standing)
    return Explained(alert, item, row, TABLE.index(row) + 1, len(TABLE))
