"""Releasing alerts: what a round would say, saying it once, and what was said.

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
from perfdata.alerts.addenda import of_alert
from perfdata.alerts.addendum import Addendum
from perfdata.alerts.alert import Alert
from perfdata.alerts.cycle import RoundMove, RoundState
from perfdata.alerts.dividing import rest_of
from perfdata.alerts.judging import board_codes, judge_round
from perfdata.council import Council
from perfdata.council import Released as ReleaseMode
from perfdata.errors import IllegalMove
from perfdata.periods import Period
from perfdata.rounds import Round, due_for, london_date, round_of, rounds_closed
from perfdata.snapshot import data_version
from perfdata.store import outbox
from perfdata.store.database import Database
from perfdata.store.tables import AlertItemRow, AlertRow, BoardRow, MeasureRow, ObservationRow, OutboxRow, RoundRow

TASK = "board alert"
BY_THE_CLOCK = "the calendar"


@dataclass(frozen=True, slots=True)
class ReleaseReport:
    """What a release did, by board code: what is owed from now on, what had been released before, and which boards are
    told later, each with the day that it has chosen."""

    period: Period
    released: tuple[str, ...]
    already: tuple[str, ...]
    later: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An alert as it was released, and what became of its message: `state` and, once posted, where.

    `addenda` are what was added to it since, the oldest first.
    """

    alert: Alert
    released_at: datetime
    released_by: str
    state: str
    posted_channel_id: str | None
    posted_ts: str | None
    addenda: tuple[Addendum, ...] = ()


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
    move: RoundMove | None = None,
    reason: str = "",
) -> ReleaseReport:
    """Owe each board its alert, in the caller's transaction; a board that has been told is left alone.

    `now` is written down; `at` is the moment that the calendar is held against, where the two differ because the
    date is fixed. Without `boards`, those that have chosen a later day or are in a quiet month are left to the clock.
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
        _as_previewed(session, row, boards) if RoundState(row.state) is RoundState.PREVIEWED and by_a_person else None
    )
    if alerts is None:
        alerts = judge_round(session, council, found).alerts(boards)
        if RoundState(row.state) is RoundState.PREVIEWED and by_a_person:
            _require_as_previewed(row, alerts)
    released: list[str] = []
    already: list[str] = []
    later: list[tuple[str, date]] = []
    for alert in alerts:
        due = due_for(found, council, alert.board)
        if (boards is None or due.held_for) and due.at > max(at, found.due_at):
            later.append((alert.board, london_date(due.at)))
            continue
        late_since = london_date(due.at) if london_date(at) > london_date(due.at) else None
        told = _release_one(
            session, council, replace(alert, late_since=late_since, held_for=due.held_for), due.at, now, released_by
        )
        (released if told else already).append(alert.board)
    if RoundState(row.state) not in cycle.OUT and (boards is None or not untold(session)(found)):
        cycle.make(session, row, move, by=released_by, now=now, reason=reason, detail={"boards": released})
        row.released_at = row.released_at or now
    if released:
        audit.append(
            session,
            at=now,
            team_id=council.team_id,
            actor=released_by,
            act="released alerts",
            subject=f"round {period.label}",
            detail={"boards": released, "closed_on": found.closed_on.isoformat(), "reason": reason},
        )
    return ReleaseReport(period, tuple(released), tuple(already), tuple(later))


def owed(session: Session, council: Council, at: datetime) -> list[tuple[Period, str]]:
    """Rounds that are due at that moment and boards that have not been told, oldest round first.

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
    left = untold(session)
    return [
        (found.period, board)
        for found in rounds_closed(council.calendar, at)
        if found.opened_on <= newest and _may_go(council, states.get(found.period.start, cycle.ROUND.begins))
        for board in left(found)
        if due_for(found, council, board).at <= at
    ]


def waiting_boards(session: Session, council: Council, at: datetime) -> frozenset[str]:
    """Boards that have not been told of a round that has closed, whoever releases it and on whichever day."""
    left = untold(session)
    return frozenset(board for found in rounds_closed(council.calendar, at) for board in left(found))


def run_once(
    database: Database,
    council: Council,
    now: datetime,
    *,
    at: datetime | None = None,
    without: Collection[str] = (),
) -> list[ReleaseReport]:
    """Release what is owed by `now`, one transaction a round; returns what was done, nothing when nothing was owed.

    `at` is as in `release`; boards in `without` have to wait. Any number of processes may do this at the same moment:
    each alert is released by one of them.
    """
    with database.reading() as session:
        waiting = owed(session, council, at or now)
    rounds: dict[Period, list[str]] = {}
    for period, board in waiting:
        if board not in without:
            rounds.setdefault(period, []).append(board)
    reports = []
    for period, boards in rounds.items():
        with database.transaction() as session, suppress(IllegalMove):
            # Somebody may have held the round since it was looked at.
            reports.append(release(session, council, period, now=now, released_by=BY_THE_CLOCK, boards=boards, at=at))
    return [report for report in reports if report.released]


def show(
    session: Session,
    council: Council,
    period: Period,
    boards: Collection[str] | None = None,
    *,
    as_at: date | None = None,
) -> tuple[Told, ...]:
    """What boards were told for that round, as it was frozen when released; empty when nothing was.

    With `as_at`, what had been released and added by the end of that day in London, and whether it had been posted.
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
            message.state if _by(message.settled_at, as_at) else str(outbox.State.OWED),
            message.posted_channel_id if _by(message.settled_at, as_at) else None,
            message.posted_ts if _by(message.settled_at, as_at) else None,
            tuple(one for added_at, one in of_alert(session, row.id) if _by(added_at, as_at)),
        )
        for row, message in session.execute(query).all()
        if _by(row.released_at, as_at)
    )


def _by(moment: datetime | None, as_at: date | None) -> bool:
    """Whether something had happened by the end of that day; without a day, whatever there is counts."""
    return as_at is None or (moment is not None and london_date(moment) <= as_at)


def _release_one(
    session: Session,
    council: Council,
    alert: Alert,
    due_at: datetime,
    now: datetime,
    released_by: str,
) -> bool:
    """Write the alert, its items and the owed messages; False when the board has been told already."""
    key = _free_key(session, f"alert:{alert.board}:{alert.period.start:%Y-%m}")
    row = AlertRow(
        task=TASK,
        period_start=alert.period.start,
        reader=_reader(alert.board),
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
        if not _is_told(session, alert):
            raise
        return False
    measure_ids = dict(session.execute(select(MeasureRow.code, MeasureRow.id)).all())
    channel_id = session.scalars(select(BoardRow.channel_id).where(BoardRow.code == alert.board)).one()
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
        channel_id=channel_id,
        kind=outbox.Kind.ALERT,
        payload=alert.to_payload(),
        now=now,
    )
    for rest in rest_of(alert):
        outbox.owe(
            session,
            key=f"rest of {key}:{rest.place}",
            team_id=council.team_id,
            channel_id=channel_id,
            kind=outbox.Kind.ALERT_REST,
            payload=rest.to_payload(),
            now=now,
            after_key=key,
        )
    return True


def _is_told(session: Session, alert: Alert) -> bool:
    query = select(AlertRow.id).where(
        AlertRow.task == TASK, AlertRow.period_start == alert.period.start, AlertRow.reader == _reader(alert.board)
    )
    return session.scalar(query) is not None


def _free_key(session: Session, key: str) -> str:
    """The key itself; where a message under it could not be posted and the board is told anew, one more in a row."""
    taken = session.scalar(select(func.count()).where(OutboxRow.key.startswith(key, autoescape=True))) or 0
    return f"{key}:{taken + 1}" if taken else key


def digest(alert: Alert) -> str:
    """A short text that is the same for the same alert, whether it comes in time or late."""
    payload = json.dumps(replace(alert, late_since=None, held_for="").to_payload(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(payload.encode()).hexdigest()[:16]


def preview_key(row: RoundRow, board: str) -> str:
    """Under which key the message to that board was previewed last."""
    return f"round:{row.period_start:%Y-%m}:preview:{row.previews}:alert:{board}"


def _as_previewed(session: Session, row: RoundRow, boards: Collection[str] | None) -> tuple[Alert, ...] | None:
    """The alerts exactly as they were previewed; None where what is held has moved since."""
    if row.previewed.get("version") != data_version(session):
        return None
    names = {
        one.code: one.name for one in session.scalars(select(BoardRow).where(BoardRow.active).order_by(BoardRow.id))
    }
    codes = list(names) if boards is None else board_codes(boards, names)
    keys = {preview_key(row, code): code for code in codes}
    rows = session.execute(select(OutboxRow.key, OutboxRow.payload).where(OutboxRow.key.in_(keys)))
    found = {keys[key]: Alert.from_payload(dict(payload)) for key, payload in rows}
    return tuple(found[code] for code in codes) if len(found) == len(codes) else None


def _require_as_previewed(row: RoundRow, alerts: Collection[Alert]) -> None:
    digests = row.previewed.get("boards", {})
    if changed := [alert.board_name for alert in alerts if digests.get(alert.board) != digest(alert)]:
        raise IllegalMove(
            f"What would be said has changed since it was previewed: {', '.join(changed)}. Preview the round again, "
            "then release it."
        )


def _may_go(council: Council, state: RoundState) -> bool:
    """Whether the clock may tell boards of a round that stands so."""
    if state in cycle.OUT:
        return True
    return council.alerts.release is ReleaseMode.BY_THE_CALENDAR and cycle.ROUND.allows(state, RoundMove.RELEASE_UNSEEN)


def untold(session: Session) -> Callable[[Round], list[str]]:
    """For a round: the boards that have not been told, in the council's order."""
    boards = list(session.scalars(select(BoardRow.code).where(BoardRow.active).order_by(BoardRow.id)))
    rows = session.execute(select(AlertRow.period_start, AlertRow.reader).where(AlertRow.task == TASK))
    told = {(start, reader) for start, reader in rows}
    return lambda found: [board for board in boards if (found.period.start, _reader(board)) not in told]


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


def _reader(board: str) -> str:
    return f"board:{board}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
