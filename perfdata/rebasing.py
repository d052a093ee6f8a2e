"""Rebases as they are kept: decided by the Performance Team with a reason, withdrawn with another, never erased.

What was known on a past day is known again: a rebase counts from the day on which it was decided to the day on which it
was withdrawn.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.errors import BadInput, IllegalMove, NotFound
from perfdata.measures import Measure
from perfdata.people import Person
from perfdata.periods import Period
from perfdata.permissions import Act, Place, require
from perfdata.snapshot import Snapshot
from perfdata.store.tables import RebaseRow
from perfdata.verdicts.obstacles import FEWEST_POINTS, never_charted
from perfdata.verdicts.rebase import Rebase

LONGEST_REASON = 500


def decide(
    session: Session,
    snapshot: Snapshot,
    person: Person,
    place: Place,
    code: str,
    start: Period,
    reason: str,
    *,
    fixed_on: int = 0,
    now: datetime,
) -> Rebase:
    """Begin the usual range of the measure anew with `start`, in the caller's transaction; audited.

    `snapshot` is what is held on the day that counts as the day of decision. Raises NotAllowed for anybody but the
    Performance Team, NotFound for a measure that is not held, BadInput for a measure that has no chart, a period that
    it has no figure for, a missing reason or a fixed range of too few figures, and IllegalMove where that period
    begins a range already.
    """
    measure = _measure(snapshot, person, place, code)
    words = _reason(reason)
    if (obstacle := never_charted(measure)) is not None:
        raise BadInput(f"{measure.code} has no usual range that could begin anew. {obstacle}")
    if fixed_on and fixed_on < FEWEST_POINTS:
        raise BadInput(f"A usual range cannot be fixed on {fixed_on} figures; {FEWEST_POINTS} are needed.")
    if start.frequency is not measure.frequency:
        noun = measure.frequency.noun
        raise BadInput(
            f"{measure.code} is reported {measure.frequency}, and {start.words} is no {noun}. Name a {noun}."
        )
    found = snapshot.series[measure.code].at(start)
    if found is None or found.value is None:
        raise BadInput(f"{measure.code} has no figure for {start.words}. Begin with a period that has one.")
    row = RebaseRow(
        measure_id=measure.id,
        period_start=start.start,
        period_end=start.end,
        fixed_on=fixed_on,
        reason=words,
        decided_on=snapshot.today,
        decided_at=now,
        decided_by=_who(person),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise IllegalMove(
            f"The usual range of {measure.code} begins anew in {start.words} already. Withdraw that first."
        ) from None
    _note(session, snapshot, person, "began a usual range anew", measure, start, words, now, fixed_on)
    return Rebase(start, fixed_on, words, snapshot.today, row.decided_by)


def withdraw(
    session: Session,
    snapshot: Snapshot,
    person: Person,
    place: Place,
    code: str,
    start: Period,
    reason: str,
    *,
    now: datetime,
) -> None:
    """Take back the decision that the range begins anew with `start`; audited. Raises as `decide`, and NotFound."""
    measure = _measure(snapshot, person, place, code)
    words = _reason(reason)
    query = select(RebaseRow).where(
        RebaseRow.measure_id == measure.id,
        RebaseRow.period_start == start.start,
        RebaseRow.period_end == start.end,
        RebaseRow.withdrawn_on.is_(None),
    )
    row = session.scalar(query.with_for_update())
    if row is None:
        raise NotFound(f"No usual range of {measure.code} begins anew in {start.words}. `bot.py rebase` lists those.")
    row.withdrawn_on, row.withdrawn_at = snapshot.today, now
    row.withdrawn_by, row.withdrawn_reason = _who(person), words
    _note(session, snapshot, person, "withdrew a new usual range", measure, start, words, now, row.fixed_on)


def _measure(snapshot: Snapshot, person: Person, place: Place, code: str) -> Measure:
    measure = snapshot.measures.get(code.strip().upper())
    require(person, Act.REBASE, measure, place)
    if measure is None:
        raise NotFound(f"No measure has the code {code}. `bot.py status` lists those held.")
    return measure


def _reason(given: str) -> str:
    words = " ".join(given.split())
    if not words:
        raise BadInput("A usual range begins anew only for a reason. Say what has changed and why it will last.")
    if len(words) > LONGEST_REASON:
        raise BadInput(f"The reason has {len(words)} characters; {LONGEST_REASON} is the most.")
    return words


def _who(person: Person) -> str:
    return person.title[:100]


def _note(
    session: Session,
    snapshot: Snapshot,
    person: Person,
    act: str,
    measure: Measure,
    start: Period,
    reason: str,
    now: datetime,
    fixed_on: int,
) -> None:
    detail = {"from": start.label, "reason": reason, "fixed_on": fixed_on, "on": snapshot.today.isoformat()}
    audit.append(
        session,
        at=now,
        team_id=snapshot.council.team_id,
        actor=person.user_id or person.title,
        act=act,
        subject=measure.code,
        detail=detail,
    )
