"""What becomes of rounds by themselves, when the clock wakes: checked, previewed, known as posted, and how far it is.

Where the calendar releases on the closing day itself there is no time for a preview, and none is made unasked. All of
it is worked out from what is held and owed under keys of its own, so that it may run as often as anybody likes, in as
many processes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata import periods
from perfdata.alerts import cycle, releasing, steps, telling
from perfdata.alerts.cycle import RoundMove, RoundState
from perfdata.alerts.round_news import Happened, RoundNews
from perfdata.alerts.steps import QUESTIONS_SHOWN, Step
from perfdata.care import pre_election_on
from perfdata.council import Council
from perfdata.council import Released as ReleaseMode
from perfdata.periods import Frequency
from perfdata.permissions import TERMINAL
from perfdata.rounds import Round, london_date, released_on, rounds_closed
from perfdata.snapshot import data_version
from perfdata.store import outbox
from perfdata.store.database import Database
from perfdata.store.tables import AlertRow, ObservationRow, OutboxRow, RoundRow

EVERY = timedelta(minutes=5)
"""How often the team reads how far delivery is."""
FOLLOWED_FOR = timedelta(days=1)
"""For how long after a release its messages count as its own."""


def advance(database: Database, council: Council, now: datetime, *, at: datetime) -> int:
    """Take every round a step further where it can go by itself; returns how many messages may be newly owed."""
    with database.reading() as session:
        newest = session.scalar(select(func.max(ObservationRow.entered_on)))
        version = data_version(session)
        held = session.execute(select(RoundRow.period_start, RoundRow.state, RoundRow.looked_at, RoundRow.released_at))
        rows = {start: (RoundState(state), looked_at, released_at) for start, state, looked_at, released_at in held}
    told = _tell_of_election(database, council, now, at)
    for found in rounds_closed(council.calendar, at):
        state, looked_at, released_at = rows.get(found.period.start, (cycle.ROUND.begins, -1, None))
        if newest is None or found.opened_on > newest:
            continue
        if state is RoundState.RELEASED:
            with database.transaction() as session:
                told += _follow(session, council, found, now)
        elif state is RoundState.POSTED and released_at is not None and now - released_at < FOLLOWED_FOR:
            # Its readers have been told; private messages that the release brought about may still be on their way.
            with database.transaction() as session:
                told += _progress(session, council, found, cycle.locked(session, found), now)
        elif _is_prepared(council, found, state, at) and looked_at != version:
            step = Step(steps.the_calendar(council), TERMINAL, now, at)
            with database.transaction() as session:
                told += _prepare(session, council, found, version, step)
    return told


def _tell_of_election(database: Database, council: Council, now: datetime, at: datetime) -> int:
    """Say once, when a pre-election period has begun, what waits until it is over."""
    today = london_date(at)
    if (period := pre_election_on(council, today)) is None:
        return 0
    key = f"pre-election:{period.start.isoformat()}"
    with database.reading() as session:
        if session.scalar(select(OutboxRow.id).where(OutboxRow.key == key)) is not None:
            return 0
    month = periods.containing(today, Frequency.MONTHLY)
    news = RoundNews(month, period.end, Happened.PRE_ELECTION, reason=period.why)
    with database.transaction() as session:
        return telling.tell(session, council, news, key, now)


def _is_prepared(council: Council, found: Round, state: RoundState, at: datetime) -> bool:
    """Whether a round that stands so is checked and previewed unasked: where a person releases it, and before the day
    on which the calendar does."""
    by_a_person = council.alerts.release is ReleaseMode.BY_A_PERSON
    return (by_a_person or at < found.due_at) and cycle.ROUND.allows(state, RoundMove.CHECK)


def _prepare(session: Session, council: Council, found: Round, version: int, step: Step) -> int:
    """Preview a round whose figures have moved, or say what is open."""
    row = cycle.locked(session, found)
    if row.looked_at == version or RoundState(row.state) in (*cycle.OUT, RoundState.HELD):
        return 0
    row.looked_at = version
    if RoundState(row.state) is RoundState.PREVIEWED and not steps.has_changed(session, council, found, row):
        return 0
    questions = steps.preview(session, council, found.period, step)
    if not questions:
        return 1
    shown = [one.sentence for one in questions if not one.exempt]
    news = RoundNews(
        found.period,
        found.closed_on,
        Happened.QUESTIONS,
        questions=tuple(shown[:QUESTIONS_SHOWN]),
        hidden=len(questions) - len(shown[:QUESTIONS_SHOWN]),
        released_on=released_on(found, council),
    )
    return telling.tell(
        session,
        council,
        news,
        f"{telling.key_of(found.period)}:questions:{version}:{telling.moves(session, row)}",
        step.now,
    )


def _follow(session: Session, council: Council, found: Round, now: datetime) -> int:
    """Say that a released round is posted, that part of it could not be, or how far it is."""
    if releasing.untold(session, council)(found):
        return 0
    row = cycle.locked(session, found)
    if RoundState(row.state) is not RoundState.RELEASED:
        return 0
    states = dict(
        session.execute(
            select(OutboxRow.state, func.count())
            .join(AlertRow, AlertRow.outbox_key == OutboxRow.key)
            .where(AlertRow.task == releasing.TASK, AlertRow.period_start == found.period.start)
            .group_by(OutboxRow.state)
        ).all()
    )
    done, total = states.get(str(outbox.State.SENT), 0), sum(states.values())
    lost = states.get(str(outbox.State.FAILED), 0) + states.get(str(outbox.State.UNKNOWN), 0)
    key = f"{telling.key_of(found.period)}:{telling.moves(session, row)}"
    news = RoundNews(found.period, found.closed_on, Happened.POSTED, done=done, all=total)
    if done == total:
        cycle.make(session, row, RoundMove.POST, by=releasing.BY_THE_CLOCK, now=now, detail={"messages": total})
        root = telling.root_of(row, found.period)
        # Where the calendar releases and nobody has asked to see more, nothing needs to be said when all is well.
        return telling.tell(session, council, news, f"{key}:posted", now, after=root) if root else 0
    if done + lost == total:
        news = replace(news, what=Happened.STOPPED)
        root = telling.root_of(row, found.period)
        return telling.tell(session, council, news, f"{key}:stopped:{lost}", now, after=root)
    return _progress(session, council, found, row, now)


def _progress(session: Session, council: Council, found: Round, row: RoundRow, now: datetime) -> int:
    """How many of all messages that the release has brought about are posted, every few minutes until all are.

    Nothing is said where all are posted before the first of these times.
    """
    began = max(row.released_at or now, now - FOLLOWED_FOR)
    if (waited := (now - began) // EVERY) < 1:
        return 0
    key = f"{telling.key_of(found.period)}:under way:"
    said = session.scalar(select(func.max(OutboxRow.id)).where(OutboxRow.key.startswith(key)))
    waiting = select(func.count()).where(OutboxRow.owed_at >= began, OutboxRow.kind.in_(OF_A_RELEASE))
    total = session.scalar(waiting) or 0
    done = session.scalar(waiting.where(OutboxRow.settled_at.is_not(None))) or 0
    if done == total and said is None:
        return 0
    news = RoundNews(found.period, found.closed_on, Happened.UNDER_WAY, done=done, all=total)
    key += f"all {total}" if done == total else str(waited)
    return telling.tell(session, council, news, key, now, after=telling.root_of(row, found.period))


OF_A_RELEASE = (str(outbox.Kind.ALERT), str(outbox.Kind.WATCHES))
"""Kinds of message that a release brings about."""
