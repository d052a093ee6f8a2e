"""Saying that an alert is late where its message could not be posted on the day of its release.

A release on a later day than the alert's own says so by itself. A message that was released in time, and then waited
for a machine, for Slack or for its channel, is marked as it is taken up to be posted, in the transaction that holds it:
what is kept is what was posted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from perfdata.rounds import london_date
from perfdata.store.outbox import Kind, State
from perfdata.store.sending import Claim
from perfdata.store.tables import AlertRow, OutboxRow


def marked_late(session: Session, claims: Sequence[Claim], now: datetime) -> Sequence[Claim]:
    """The claims as they are to be sent; those of alerts that are late by now say since when they were due."""
    return [_marked(session, one, now) if _may_be_late(one, now) else one for one in claims]


def _may_be_late(claim: Claim, now: datetime) -> bool:
    """Whether it is an alert that is sent on a later day than it was owed, and does not say that it is late."""
    return (
        claim.kind == Kind.ALERT
        and claim.state is State.SENDING
        and claim.payload.get("late_since") is None
        and london_date(claim.owed_at) < london_date(now)
    )


def _marked(session: Session, claim: Claim, now: datetime) -> Claim:
    due_on = _due_on(session, claim)
    # Where it was released before its day, it may still be in time.
    if due_on is None or (london_date(claim.owed_at) < due_on and london_date(now) <= due_on):
        return claim
    payload = {**claim.payload, "late_since": due_on.isoformat()}
    session.execute(update(OutboxRow).where(OutboxRow.id == claim.id).values(payload=payload))
    return replace(claim, payload=payload)


def _due_on(session: Session, claim: Claim) -> date | None:
    due_at = session.scalar(select(AlertRow.due_at).where(AlertRow.outbox_key == claim.key))
    return london_date(due_at) if due_at is not None else None
