"""Addenda: when a revision or a late figure changes what a released alert said, its thread is told, once a load.

What each reader was told last of each measure, in the alert or in an addendum since, is held against what is so now
for the same period. The alert itself is never rewritten. Where several rounds told of the same figure, the newest
alert alone is added to. An addendum is a row unique on (alert, number), written with the message that it owes; whoever
comes second finds that nothing has changed. Exempt measures are left alone.

Corrections (`perfdata/corrections.py`) are of answers: what an alert stated in its own thread is left to addenda.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.alerts.addendum import Addendum, AddendumItem
from perfdata.alerts.alert import Alert, Shown
from perfdata.alerts.remarks import remark_on
from perfdata.facts import Facts, facts_of
from perfdata.periods import Period
from perfdata.rounds import london_date
from perfdata.snapshot import Snapshot, data_version
from perfdata.store import outbox
from perfdata.store.tables import AddendumItemRow, AddendumRow, AlertRow, OutboxRow
from perfdata.verdicts.precedence import State, row_of, standing_of

BY_THE_FIGURES = "the figures"


@dataclass(frozen=True, slots=True)
class _Told:
    """What a reader knows of one measure; `shown` is false where the alert only counted it."""

    facts: Facts
    state: State
    shown: bool


def owe_addenda(session: Session, snapshot: Snapshot, now: datetime, *, version: int) -> int:
    """Owe each alert what has changed since it was released; returns how many messages are newly owed.

    `snapshot` is what may be said in channels, of the data version `version`; where that has moved on in the meantime
    nothing is done, since whoever sees the newer one does it.
    """
    if data_version(session) != version:
        return 0
    since = now - timedelta(days=snapshot.council.correct_within_days)
    query = (
        select(AlertRow, OutboxRow)
        .join(OutboxRow, OutboxRow.key == AlertRow.outbox_key)
        .where(AlertRow.released_at >= since, OutboxRow.kind == str(outbox.Kind.ALERT))
        .order_by(AlertRow.period_start.desc(), AlertRow.id)
        .with_for_update(of=AlertRow)
    )
    spoken_of: set[tuple[str, str, Period]] = set()
    owed = 0
    for row, message in session.execute(query).all():
        alert = Alert.from_payload(dict(message.payload))
        told = _told(session, row, alert)
        items = []
        for code, known in told.items():
            figure = (row.reader, code, known.facts.period)
            if figure not in spoken_of and (item := _changed(snapshot, code, known)) is not None:
                items.append(item)
            spoken_of.add(figure)
        if items:
            _owe(session, snapshot, row, message, alert, items, now)
            owed += 1
    return owed


def of_alert(session: Session, alert_id: int) -> tuple[tuple[datetime, Addendum], ...]:
    """The addenda to an alert, each with when it was owed, the oldest first."""
    rows = session.execute(
        select(AddendumRow.added_at, OutboxRow.payload)
        .join(OutboxRow, OutboxRow.key == AddendumRow.outbox_key)
        .where(AddendumRow.alert_id == alert_id)
        .order_by(AddendumRow.number)
    )
    return tuple((row.added_at, Addendum.from_payload(dict(row.payload))) for row in rows)


def stated_in_threads(session: Session, since: datetime) -> Iterator[tuple[tuple[str, str, str], str, Period]]:
    """Which figures alerts stated in their own threads since then: (team, channel, thread), measure code, period."""
    rows = session.scalars(
        select(OutboxRow)
        .join(AlertRow, AlertRow.outbox_key == OutboxRow.key)
        .where(OutboxRow.posted_ts.is_not(None), AlertRow.released_at >= since)
        .where(OutboxRow.kind == str(outbox.Kind.ALERT))
    )
    for row in rows:
        assert row.posted_ts is not None
        for item in Alert.from_payload(dict(row.payload)).listed:
            yield (row.team_id, row.channel_id, row.posted_ts), item.facts.code, item.facts.period


def _told(session: Session, row: AlertRow, alert: Alert) -> dict[str, _Told]:
    """What the reader was told last of each measure of the alert."""
    shown = (Shown.STATED, Shown.NAMED, Shown.FOLDED)
    told = {item.facts.code: _Told(item.facts, item.state, item.shown in shown) for item in alert.items}
    later = session.scalars(
        select(AddendumItemRow)
        .join(AddendumRow, AddendumRow.id == AddendumItemRow.addendum_id)
        .where(AddendumRow.alert_id == row.id)
        .order_by(AddendumRow.number)
    )
    for item in later:
        told[item.code] = _Told(Facts.from_payload(item.facts), State[item.kind.upper()], shown=True)
    return told


def _changed(snapshot: Snapshot, code: str, told: _Told) -> AddendumItem | None:
    """How the measure stands now, where that is otherwise than was told; None where it is the same.

    Only what came of figures counts: those of the period itself and of the one before, with which it is compared. Of
    a measure that was only counted, another number in the same state is no news.
    """
    measure, period = snapshot.measures.get(code), told.facts.period
    if measure is None or measure.exempt or period.frequency is not measure.frequency:
        return None
    facts = facts_of(snapshot, code, period)
    if (facts.value, facts.status, facts.previous) == (told.facts.value, told.facts.status, told.facts.previous):
        return None
    verdict = snapshot.verdict(code, period)
    state = row_of(standing_of(verdict)).state
    same_figure = (facts.value_words, facts.status) == (told.facts.value_words, told.facts.status)
    if state is told.state and (same_figure or not told.shown):
        return None
    return AddendumItem(told.facts, told.state, facts, state, remark_on(verdict, state))


def _owe(
    session: Session,
    snapshot: Snapshot,
    row: AlertRow,
    message: OutboxRow,
    alert: Alert,
    items: list[AddendumItem],
    now: datetime,
) -> None:
    number = (session.scalar(select(func.max(AddendumRow.number)).where(AddendumRow.alert_id == row.id)) or 0) + 1
    addendum = Addendum(
        reader=alert.reader_name,
        period=alert.period,
        told_on=london_date(row.released_at),
        added_on=snapshot.today,
        items=tuple(sorted(items, key=lambda item: (not item.changes_status, _PRECEDENCE[item.state]))),
    )
    kept = AddendumRow(
        alert_id=row.id,
        number=number,
        outbox_key=f"addendum:{row.id}:{number}",
        added_on=snapshot.today,
        added_at=now,
    )
    session.add(kept)
    session.flush()
    for item in addendum.items:
        session.add(
            AddendumItemRow(
                addendum_id=kept.id, code=item.facts.code, kind=item.state.name.lower(), facts=item.facts.to_payload()
            )
        )
    outbox.owe(
        session,
        key=kept.outbox_key,
        team_id=message.team_id,
        channel_id=message.channel_id,
        kind=outbox.Kind.ADDENDUM,
        payload=addendum.to_payload(),
        now=now,
        after_key=row.outbox_key,
    )
    audit.append(
        session,
        at=now,
        team_id=message.team_id,
        actor=BY_THE_FIGURES,
        act="added to an alert",
        subject=row.outbox_key,
        detail={"measures": [item.facts.code for item in addendum.items], "number": number},
    )


_PRECEDENCE: Mapping[State, int] = {state: place for place, state in enumerate(State)}
