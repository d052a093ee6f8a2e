"""Releasing alerts: what a round would say, and saying it once.

What is owed is asked of the database, never of a clock: an alert is a row unique on (task, round, reader), written
in one transaction with the message that it owes and its audit entry. Whoever loses the race for the row has nothing
to do. What was due while nobody was there is owed still, and says that it is late.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.alerts import cycle
from perfdata.alerts.alert import Alert
from perfdata.alerts.challenge import owe_pack
from perfdata.alerts.cycle import RoundMove, RoundState
from perfdata.alerts.dividing import rest_of
from perfdata.alerts.judging import judge_round, named_readers
from perfdata.alerts.unheld_posts import tell_of_unheld_posts
from perfdata.council import Council
from perfdata.council import Released as ReleaseMode
from perfdata.errors import IllegalMove
from perfdata.periods import Period
from perfdata.readers import Reader, readers_of
from perfdata.rounds import Round, due_for, london_date, round_of, rounds_closed
from perfdata.snapshot import data_version
from perfdata.store import outbox
from perfdata.store.database import Database
from perfdata.store.tables import AlertItemRow, AlertRow, MeasureRow, ObservationRow, OutboxRow, RoundRow

TASK = "alert"
"""What an alert is called among the tasks of which each is done once."""
BY_THE_CLOCK = "the calendar"


@dataclass(frozen=True, slots=True)
class ReleaseReport:
    """What a release did, by the readers' codes: what is owed from now on, what had been released before, and who is
    told later, each with the day that it has chosen."""

    period: Period
    released: tuple[str, ...]
    already: tuple[str, ...]
    later: tuple[tuple[str, date], ...] = ()


def preview(
    session: Session, council: Council, period: Period, readers: Collection[str] | None = None
) -> tuple[Alert, ...]:
    """What each reader would be told for the round of that month, from what is held now.

    Raises NotFound for an unknown reader, IllegalMove for one that does not read this round, and BadInput for a period
    that is not a month.
    """
    return judge_round(session, council, round_of(period, council.calendar)).alerts(readers)


def release(
    session: Session,
    council: Council,
    period: Period,
    *,
    now: datetime,
    released_by: str,
    readers: Collection[str] | None = None,
    at: datetime | None = None,
    move: RoundMove | None = None,
    reason: str = "",
) -> ReleaseReport:
    """Owe each reader its alert, in the caller's transaction; a reader that has been told is left alone.

    `now` is written down; `at` is the moment that the calendar is held against, where the two differ because the
    date is fixed. Without `readers`, those that have chosen a later day or are in a quiet month are left to the clock.
    `move` is what becomes of the round, by default what the council's configuration says; `reason` is noted with it.
    Raises IllegalMove for a round that has not closed yet, one before the first that the council's calendar names, one
    that is held, and one that has changed since it was previewed, or was not, where the council wants it to be;
    NotFound and BadInput as `preview` does.
    """
    at = at or now
    found = round_of(period, council.calendar)
    require_closed(found, council, at)
    row = cycle.locked(session, found)
    by_a_person = council.alerts.release is ReleaseMode.BY_A_PERSON
    move = move or (RoundMove.RELEASE if by_a_person else RoundMove.RELEASE_UNSEEN)
    if RoundState(row.state) not in cycle.OUT:
        cycle.ROUND.after(RoundState(row.state), move)
    alerts = (
        _as_previewed(session, council, found, row, readers)
        if RoundState(row.state) is RoundState.PREVIEWED and by_a_person
        else None
    )
    if alerts is None:
        judged = judge_round(session, council, found)
        alerts = judged.owed() if readers is None else judged.alerts(readers)
        if RoundState(row.state) is RoundState.PREVIEWED and by_a_person:
            _require_as_previewed(row, alerts)
    released: list[str] = []
    already: list[str] = []
    later: list[tuple[str, date]] = []
    known = {one.code: one for one in readers_of(session, council)}
    for alert in alerts:
        reader = known[alert.reader]
        if not reader.is_owed(period):
            assert reader.first_round is not None
            raise IllegalMove(
                f"{reader.name} is told from the round of {reader.first_round.words} on, by readers.toml; "
                f"{period.words} is before that."
            )
        due = due_for(found, council, reader.options)
        if (readers is None or due.held_for) and due.at > max(at, found.due_at):
            later.append((alert.reader, london_date(due.at)))
            continue
        late_since = london_date(due.at) if london_date(at) > london_date(due.at) else None
        told = _release_one(
            session,
            council,
            found,
            reader,
            replace(alert, late_since=late_since, held_for=due.held_for),
            due.at,
            now,
            released_by,
        )
        (released if told else already).append(alert.reader)
    if RoundState(row.state) not in cycle.OUT and (readers is None or not untold(session, council)(found)):
        cycle.make(session, row, move, by=released_by, now=now, reason=reason, detail={"readers": released})
        row.released_at = row.released_at or now
    if released:
        tell_of_unheld_posts(session, council, found, now)
        audit.append(
            session,
            at=now,
            team_id=council.team_id,
            actor=released_by,
            act="released alerts",
            subject=f"round {period.label}",
            detail={"readers": released, "closed_on": found.closed_on.isoformat(), "reason": reason},
        )
    return ReleaseReport(period, tuple(released), tuple(already), tuple(later))


def owed(session: Session, council: Council, at: datetime) -> list[tuple[Period, str]]:
    """Rounds that are due at that moment and readers that have not been told, by code, oldest round first.

    A round owes nothing until a figure that was entered since it opened is held: without one there is nothing to
    say, and "not reported" of everything would be false. Once figures are loaded, it is owed, late. A round that is
    held owes nothing, nor does one that a person has still to release.
    """
    newest = session.scalar(select(func.max(ObservationRow.entered_on)))
    if newest is None:
        return []
    states = {
        start: RoundState(state) for start, state in session.execute(select(RoundRow.period_start, RoundRow.state))
    }
    left = untold(session, council)
    return [
        (found.period, reader.code)
        for found in rounds_closed(council.calendar, at)
        if found.opened_on <= newest and _may_go(council, states.get(found.period.start, cycle.ROUND.begins))
        for reader in left(found)
        if due_for(found, council, reader.options).at <= at
    ]


def waiting_readers(session: Session, council: Council, at: datetime) -> tuple[Reader, ...]:
    """Readers that have not been told of a round that has closed, whoever releases it and on whichever day."""
    left = untold(session, council)
    return tuple(dict.fromkeys(reader for found in rounds_closed(council.calendar, at) for reader in left(found)))


def run_once(
    database: Database,
    council: Council,
    now: datetime,
    *,
    at: datetime | None = None,
    without: Collection[str] = (),
) -> list[ReleaseReport]:
    """Release what is owed by `now`, one transaction a round; returns what was done, nothing when nothing was owed.

    `at` is as in `release`; readers in `without` have to wait. Any number of processes may do this at the same moment:
    each alert is released by one of them.
    """
    with database.reading() as session:
        waiting = owed(session, council, at or now)
    rounds: dict[Period, list[str]] = {}
    for period, reader in waiting:
        if reader not in without:
            rounds.setdefault(period, []).append(reader)
    reports = []
    for period, readers in rounds.items():
        with database.transaction() as session, suppress(IllegalMove):
            # Somebody may have held the round since it was looked at.
            reports.append(release(session, council, period, now=now, released_by=BY_THE_CLOCK, readers=readers, at=at))
    return [report for report in reports if report.released]


def _release_one(
    session: Session,
    council: Council,
    found: Round,
    reader: Reader,
    alert: Alert,
    due_at: datetime,
    now: datetime,
    released_by: str,
) -> bool:
    """Write the alert, its items and the owed messages; False when the reader has been told already."""
    key = _free_key(session, f"alert:{alert.reader}:{alert.period.start:%Y-%m}")
    row = AlertRow(
        task=TASK,
        period_start=alert.period.start,
        reader=reader.key,
        closed_on=alert.closed_on,
        due_at=due_at,
        released_at=now,
        released_by=released_by,
        outbox_key=key,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        if not _is_told(session, reader, alert.period):
            raise
        return False
    measure_ids = dict(session.execute(select(MeasureRow.code, MeasureRow.id)).all())
    for item in alert.items:
        session.add(
            AlertItemRow(
                alert_id=row.id,
                measure_id=measure_ids[item.facts.code],
                kind=item.state.name.lower(),
                observation_id=item.facts.receipt.observation_id if item.facts.receipt is not None else None,
                facts=item.facts.to_payload(),
            )
        )
    outbox.owe(
        session,
        key=key,
        team_id=council.team_id,
        channel_id=reader.channel_id,
        kind=outbox.Kind.ALERT,
        payload=alert.to_payload(),
        now=now,
    )
    for rest in rest_of(alert):
        outbox.owe(
            session,
            key=f"rest of {key}:{rest.place}",
            team_id=council.team_id,
            channel_id=reader.channel_id,
            kind=outbox.Kind.ALERT_REST,
            payload=rest.to_payload(),
            now=now,
            after_key=key,
        )
    owe_pack(session, council, found, alert, channel_id=reader.channel_id, after_key=key, now=now)
    return True


def _is_told(session: Session, reader: Reader, period: Period) -> bool:
    query = select(AlertRow.id).where(
        AlertRow.task == TASK, AlertRow.period_start == period.start, AlertRow.reader == reader.key
    )
    return session.scalar(query) is not None


def _free_key(session: Session, key: str) -> str:
    """The key itself; where a message under it could not be posted and the reader is told anew, one more in a row."""
    taken = session.scalar(select(func.count()).where(OutboxRow.key.startswith(key, autoescape=True))) or 0
    return f"{key}:{taken + 1}" if taken else key


def digest(alert: Alert) -> str:
    """A short text that is the same for the same alert, whether it comes in time or late."""
    payload = json.dumps(replace(alert, late_since=None, held_for="").to_payload(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(payload.encode()).hexdigest()[:16]


def preview_key(row: RoundRow, reader: str) -> str:
    """Under which key the message to the reader with that code was previewed last."""
    return f"round:{row.period_start:%Y-%m}:preview:{row.previews}:alert:{reader}"


def _as_previewed(
    session: Session, council: Council, found: Round, row: RoundRow, readers: Collection[str] | None
) -> tuple[Alert, ...] | None:
    """The alerts exactly as they were previewed; None where what is held has moved since."""
    if row.previewed.get("version") != data_version(session):
        return None
    known = readers_of(session, council)
    meant = known if readers is None else named_readers(readers, known)
    keys = {preview_key(row, one.code): one.code for one in meant if one.is_owed(found.period)}
    rows = session.execute(select(OutboxRow.key, OutboxRow.payload).where(OutboxRow.key.in_(keys)))
    alerts = {keys[key]: Alert.from_payload(dict(payload)) for key, payload in rows}
    return tuple(alerts[code] for code in keys.values()) if len(alerts) == len(keys) else None


def _require_as_previewed(row: RoundRow, alerts: Collection[Alert]) -> None:
    digests = row.previewed.get("readers", {})
    if changed := [alert.reader_name for alert in alerts if digests.get(alert.reader) != digest(alert)]:
        raise IllegalMove(
            f"What would be said has changed since it was previewed: {', '.join(changed)}. Preview the round again, "
            "then release it."
        )


def _may_go(council: Council, state: RoundState) -> bool:
    """Whether the clock may tell readers of a round that stands so."""
    if state in cycle.OUT:
        return True
    return council.alerts.release is ReleaseMode.BY_THE_CALENDAR and cycle.ROUND.allows(state, RoundMove.RELEASE_UNSEEN)


def untold(session: Session, council: Council) -> Callable[[Round], list[Reader]]:
    """For a round: those of its readers that have not been told, in the council's order."""
    readers = readers_of(session, council)
    rows = session.execute(select(AlertRow.period_start, AlertRow.reader).where(AlertRow.task == TASK))
    told = {(start, reader) for start, reader in rows}
    return lambda found: [
        one for one in readers if one.is_owed(found.period) and (found.period.start, one.key) not in told
    ]


def require_closed(found: Round, council: Council, at: datetime) -> None:
    """Raise IllegalMove, with when it closes, for a round that is still open, and for one before the first."""
    first = council.calendar.first_round
    if found.period < first:
        raise IllegalMove(
            f"Alerts begin with the round of {first.words}; {found.period.words} is before that. "
            "The council's calendar names the first round."
        )
    if london_date(at) < found.closed_on:
        raise IllegalMove(
            f"The round of {found.period.words} closes on {_day(found.closed_on)}; it cannot be released before. "
            "A preview shows what is held so far."
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
