"""A decision on a nomination: how it is kept, told to those whom it concerns, and put on the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.council import Council
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import BoardRow, DecisionRow, NominationRow
from perfdata.surgeries.capacity import Displaced
from perfdata.surgeries.lifecycles import NominationMove
from perfdata.surgeries.models import RULES, Part, parts_of

BY_THE_CALENDAR = "the calendar"


@dataclass(frozen=True, slots=True)
class Decision(Payload):
    """One decision as it is told. `settles` is false for an agreement that still waits for `waits_for`.

    `by` is the role title of whoever decided, or the calendar. `until` is the day to which it is deferred;
    `merged_into` the number of the nomination that goes on, on `merged_title`; `surgery` the number of the surgery that
    it became. `decided_by` is the day by which what goes on is decided; the board next meets on `meets_on`, None where
    that is not known.
    """

    nomination: int
    board: str
    board_name: str
    code: str
    title: str
    move: NominationMove
    reason: str
    by: str
    decided_at: datetime
    settles: bool = True
    waits_for: str = ""
    until: date | None = None
    merged_into: int | None = None
    surgery: int | None = None
    displaced: Displaced | None = None
    decided_by: date | None = None
    merged_title: str = ""
    meets_on: date | None = None


def decide_by(day: date, council: Council) -> date:
    """The day by which a nomination made, or taken up again, on `day` is decided."""
    # Working days take a while to import, and answering a question does not need them.
    from perfdata.working_days import after_working_days

    return after_working_days(day, council.surgeries.decide_within, council.calendar.extra_holidays)


def meets_on(board: BoardRow, today: date) -> date | None:
    """The day of the board's next meeting; None where it is not held, or has passed."""
    return board.next_meeting if board.next_meeting is not None and board.next_meeting >= today else None


def keep(
    session: Session,
    snapshot: Snapshot,
    row: NominationRow,
    board: BoardRow,
    measure: Measure,
    decision: Decision,
    *,
    part: str,
    actor: tuple[str, str],
    now: datetime,
) -> None:
    """Keep a decision, owe it to all concerned, and put it on the record; `actor` is a team and user id.

    Last of all in a transaction, since the record stays locked until the commit.
    """
    team_id, user_id = actor
    kept = DecisionRow(
        nomination_id=row.id,
        move=str(decision.move),
        settles=decision.settles,
        reason=decision.reason,
        part=part,
        team_id=team_id,
        user_id=user_id,
        title=decision.by,
        decided_at=now,
    )
    session.add(kept)
    session.flush()
    _tell(session, snapshot, row, board, measure, decision, kept.id, now)
    _record(session, team_id, user_id or BY_THE_CALENDAR, decision, now)


def _tell(
    session: Session,
    snapshot: Snapshot,
    row: NominationRow,
    board: BoardRow,
    measure: Measure,
    decision: Decision,
    number: int,
    now: datetime,
) -> None:
    """The board in the nomination's thread; the nominator, and those who will be asked to come, by themselves."""
    payload = decision.to_payload()
    outbox.owe(
        session,
        key=f"decision:{number}",
        team_id=snapshot.council.team_id,
        channel_id=board.channel_id,
        kind=outbox.Kind.DECISION,
        payload=payload,
        now=now,
        after_key=row.outbox_key,
    )
    for team_id, user_id in _concerned(snapshot, row, board, measure, decision):
        outbox.owe(
            session,
            key=f"decision:{number}:{user_id}",
            team_id=team_id,
            channel_id=user_id,
            kind=outbox.Kind.DECISION,
            payload=payload,
            now=now,
        )


def _concerned(
    snapshot: Snapshot, row: NominationRow, board: BoardRow, measure: Measure, decision: Decision
) -> Iterable[tuple[str, str]]:
    """The nominator; for a settled choice also all whom the model invites; for a first agreement, who is waited for."""
    found = {(row.team_id, row.user_id): None} if row.user_id else {}
    council = snapshot.council
    wanted: set[Part] = set()
    if decision.move is NominationMove.CHOOSE:
        rules = RULES[council.surgery_model]
        wanted = set(rules.invited) if decision.settles else {Part(decision.waits_for)}
    for who, person in snapshot.people.items():
        if wanted & parts_of(person, board.code, measure, council) and person.title != decision.by:
            found[who] = None
    return found


def _record(session: Session, team_id: str, actor: str, decision: Decision, now: datetime) -> None:
    audit.append(
        session,
        at=now,
        team_id=team_id,
        actor=actor,
        act=f"nomination {decision.move}",
        subject=f"nomination {decision.nomination}",
        detail={
            "board": decision.board,
            "measure": decision.code,
            "title": decision.by,
            "reason": decision.reason,
            "settles": decision.settles,
        },
    )
