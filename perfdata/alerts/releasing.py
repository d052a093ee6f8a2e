"""Releasing alerts: what a round would say, saying it once, and what was said.

What is owed is asked of the database, never of a clock: an alert is a row unique on (task, round, reader), written
in one transaction with the message that it owes and its audit entry. Whoever loses the race for the row has nothing
to do. What was due while nobody was there is owed still, and says that it is late.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.alerts.alert import Alert
from perfdata.alerts.judging import JudgedRound, board_codes, judge_round
from perfdata.council import Council
from perfdata.errors import IllegalMove
from perfdata.periods import Period
from perfdata.rounds import Round, london_date, round_of, rounds_due
from perfdata.store import outbox
from perfdata.store.database import Database
from perfdata.store.tables import AlertItemRow, AlertRow, BoardRow, ObservationRow, OutboxRow

TASK = "board alert"
BY_THE_CLOCK = "the calendar"


@dataclass(frozen=True, slots=True)
class ReleaseReport:
    """What a release did, by board code: what is owed from now on, and what had been released before."""

    period: Period
    released: tuple[str, ...]
    already: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An alert as it was released, and what became of its message: `state` and, once posted, where."""

    alert: Alert
    released_at: datetime
    released_by: str
    state: str
    posted_channel_id: str | None
    posted_ts: str | None


def preview(
    session: Session, council: Council, period: Period, boards: Collection[str] | None = None
) -> tuple[Alert, ...]:
    """What each board would be told for the round of that month, from what is held now.

    Raises NotFound for an unknown board, and BadInput for a period that is not a month.
    """
    return judge_round(session, council, round_of(period, council.calendar)).alerts(boards)


def release(
    session: Session,
    council: Council,
    period: Period,
    *,
    now: datetime,
    released_by: str,
    boards: Collection[str] | None = None,
    at: datetime | None = None,
) -> ReleaseReport:
    """Owe each board its alert, in the caller's transaction; a board that has been told is left alone.

    `now` is written down; `at` is the moment that the calendar is held against, where the two differ because the
    date is fixed. Raises IllegalMove for a round that has not closed yet, and for one before the first that the
    council's calendar names; NotFound and BadInput as `preview` does.
    """
    at = at or now
    found = round_of(period, council.calendar)
    _require_closed(found, council, at)
    judged = judge_round(session, council, found)
    due_on = london_date(found.due_at)
    late_since = due_on if london_date(at) > due_on else None
    released: list[str] = []
    already: list[str] = []
    for alert in judged.alerts(boards):
        told = _release_one(session, council, judged, replace(alert, late_since=late_since), now, released_by)
        (released if told else already).append(alert.board)
    if released:
        audit.append(
            session,
            at=now,
            team_id=council.team_id,
            actor=released_by,
            act="released alerts",
            subject=f"round {period.label}",
            detail={"boards": released, "closed_on": found.closed_on.isoformat(), "late": late_since is not None},
        )
    return ReleaseReport(period, tuple(released), tuple(already))


def owed(session: Session, council: Council, at: datetime) -> list[tuple[Period, str]]:
    """Rounds that are due at that moment and boards that have not been told, oldest round first.

    A round owes nothing until a figure that was entered since it opened is held: without one there is nothing to
    say, and "not reported" of everything would be false. Once figures are loaded, it is owed, late.
    """
    boards = list(session.scalars(select(BoardRow.code).where(BoardRow.active).order_by(BoardRow.id)))
    newest = session.scalar(select(func.max(ObservationRow.entered_on)))
    if newest is None:
        return []
    told = {
        (start, reader)
        for start, reader in session.execute(
            select(AlertRow.period_start, AlertRow.reader).where(AlertRow.task == TASK)
        )
    }
    return [
        (found.period, board)
        for found in rounds_due(council.calendar, at)
        if found.opened_on <= newest
        for board in boards
        if (found.period.start, _reader(board)) not in told
    ]


def run_once(database: Database, council: Council, now: datetime, *, at: datetime | None = None) -> list[ReleaseReport]:
    """Release what is owed by `now`, one transaction a round; returns what was done, nothing when nothing was owed.

    `at` is as in `release`. Any number of processes may do this at the same moment: each alert is released by one of
    them.
    """
    with database.reading() as session:
        waiting = owed(session, council, at or now)
    rounds: dict[Period, list[str]] = {}
    for period, board in waiting:
        rounds.setdefault(period, []).append(board)
    reports = []
    for period, boards in rounds.items():
        with database.transaction() as session:
            reports.append(release(session, council, period, now=now, released_by=BY_THE_CLOCK, boards=boards, at=at))
    return [report for report in reports if report.released]


@dataclass(frozen=True, slots=True)
class Released:
    """A round that every board has been told of: the day on which it closed, and when the last board was told."""

    closed_on: date
    released_at: datetime


def released_to_all(session: Session) -> Released | None:
    """The newest round that was released to every board that there is now; None where there is none."""
    boards = {_reader(code) for code in session.scalars(select(BoardRow.code).where(BoardRow.active))}
    rounds: dict[date, list[AlertRow]] = {}
    for row in session.scalars(select(AlertRow).where(AlertRow.task == TASK)):
        rounds.setdefault(row.period_start, []).append(row)
    whole = [start for start, rows in rounds.items() if boards and boards <= {row.reader for row in rows}]
    if not whole:
        return None
    newest = rounds[max(whole)]
    return Released(max(row.closed_on for row in newest), max(row.released_at for row in newest))


def show(session: Session, council: Council, period: Period, boards: Collection[str] | None = None) -> tuple[Told, ...]:
    """What boards were told for that round, as it was frozen when released; empty when nothing was.

    Raises NotFound for an unknown board, BadInput for a period that is not a month.
    """
    start = round_of(period, council.calendar).period.start
    query = (
        select(AlertRow, OutboxRow)
        .join(OutboxRow, OutboxRow.key == AlertRow.outbox_key)
        .where(AlertRow.task == TASK, AlertRow.period_start == start)
        .order_by(AlertRow.id)
    )
    if boards is not None:
        names = {row.code: row.name for row in session.scalars(select(BoardRow).order_by(BoardRow.id))}
        query = query.where(AlertRow.reader.in_([_reader(code) for code in board_codes(boards, names)]))
    return tuple(
        Told(
            Alert.from_payload(message.payload),
            row.released_at,
            row.released_by,
            message.state,
            message.posted_channel_id,
            message.posted_ts,
        )
        for row, message in session.execute(query)
    )


def _release_one(
    session: Session, council: Council, judged: JudgedRound, alert: Alert, now: datetime, released_by: str
) -> bool:
    """Write the alert, its items and the owed message; False when the board has been told already."""
    key = f"alert:{alert.board}:{alert.period.start:%Y-%m}"
    row = AlertRow(
        task=TASK,
        period_start=alert.period.start,
        reader=_reader(alert.board),
        closed_on=alert.closed_on,
        due_at=judged.round.due_at,
        released_at=now,
        released_by=released_by,
        outbox_key=key,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        if not _is_told(session, alert):
            raise
        return False
    for item in alert.items:
        session.add(
            AlertItemRow(
                alert_id=row.id,
                measure_id=judged.at_close.measures[item.facts.code].id,
                kind=item.state.name.lower(),
                observation_id=item.facts.receipt.observation_id if item.facts.receipt is not None else None,
                facts=item.facts.to_payload(),
            )
        )
    outbox.owe(
        session,
        key=key,
        team_id=council.team_id,
        channel_id=judged.at_close.boards[alert.board].channel_id,
        kind=outbox.Kind.ALERT,
        payload=alert.to_payload(),
        now=now,
    )
    return True


def _is_told(session: Session, alert: Alert) -> bool:
    query = select(AlertRow.id).where(
        AlertRow.task == TASK, AlertRow.period_start == alert.period.start, AlertRow.reader == _reader(alert.board)
    )
    return session.scalar(query) is not None


def _require_closed(found: Round, council: Council, at: datetime) -> None:
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


def _reader(board: str) -> str:
    return f"board:{board}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
