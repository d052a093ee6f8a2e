"""An action as it stands, with all that was reported of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.action_plans.showing import showing
from perfdata.errors import NotAllowed, NotFound
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, may_see, require
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ActionRow, ActionUpdateRow, BoardRow, MeasureRow, SurgeryRow
from perfdata.surgeries.lifecycles import OPEN_ACTION, ActionMove, ActionState


@dataclass(frozen=True, slots=True)
class Update(Payload):
    """One thing reported: by whom (a role title), when, in which words, with evidence where there is some.

    `file` is the name of the file in the chat that the evidence is a link to; blank where it is none.
    """

    move: ActionMove | None
    text: str
    evidence: str
    due_before: date | None
    due_after: date | None
    title: str
    reported_at: datetime
    file: str = ""


@dataclass(frozen=True, slots=True)
class Action(Payload):
    """Who (`owner_role`) does what by when, and what it should do to the measure, in words.

    `updates` are oldest first. `board` is a code.
    """

    id: int
    surgery: int
    board: str
    board_name: str
    code: str
    title: str
    text: str
    owner_role: str
    due_on: date
    effect: str
    evidence_wanted: str
    state: ActionState
    agreed_at: datetime
    updates: tuple[Update, ...] = ()
    version: int = 1

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN_ACTION

    def overdue(self, today: date) -> bool:
        """Whether it is still to be done and its day has passed."""
        return self.open and self.due_on < today


def action_of(session: Session, snapshot: Snapshot, row: ActionRow) -> Action:
    """The action that a row holds."""
    board = session.scalars(
        select(BoardRow).join(SurgeryRow, SurgeryRow.board_id == BoardRow.id).where(SurgeryRow.id == row.surgery_id)
    ).one()
    measure = measure_of(session, snapshot, row)
    updates = session.scalars(
        select(ActionUpdateRow).where(ActionUpdateRow.action_id == row.id).order_by(ActionUpdateRow.id)
    )
    return Action(
        id=row.id,
        surgery=row.surgery_id,
        board=board.code,
        board_name=board.name,
        code=measure.code,
        title=measure.title,
        text=row.text,
        owner_role=row.owner_role,
        due_on=row.due_on,
        effect=row.effect,
        evidence_wanted=row.evidence_wanted,
        state=ActionState(row.state),
        agreed_at=row.agreed_at,
        updates=tuple(_update(one) for one in updates),
        version=row.version,
    )


def actions(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    board: str = "",
    mine: bool = False,
    overdue: bool = False,
    surgery: int | None = None,
) -> tuple[Action, ...]:
    """Actions by due date: of one board (a code), of this person's role (`mine`),
    those that are overdue, or of one surgery; closed ones only for a surgery.

    Those on measures that this person may not see here are left out. Raises NotAllowed to outsiders.
    """
    require(person, Act.SEE_SURGERIES, None, place)
    query = select(ActionRow).join(SurgeryRow, SurgeryRow.id == ActionRow.surgery_id)
    if surgery is not None:
        query = query.where(ActionRow.surgery_id == surgery)
    else:
        query = query.where(ActionRow.state.in_(OPEN_ACTION))
    if board:
        query = query.join(BoardRow, BoardRow.id == SurgeryRow.board_id).where(BoardRow.code == board)
    if overdue:
        query = query.where(ActionRow.due_on < snapshot.today)
    found: Iterable[ActionRow] = session.scalars(query.order_by(ActionRow.due_on, ActionRow.id)).all()
    if mine:
        found = [row for row in found if row.owner_role == person.title]
    return tuple(
        action_of(session, snapshot, row) for row in found if may_see(person, measure_of(session, snapshot, row), place)
    )


def action_by_number(session: Session, snapshot: Snapshot, *, person: Person, place: Place, number: int) -> Action:
    """One action. Raises NotFound, and NotAllowed where this person, here, may not see its measure."""
    require(person, Act.SEE_SURGERIES, None, place)
    row = session.get(ActionRow, number)
    if row is None:
        raise NotFound("That action is not held any more.")
    if not may_see(person, measure_of(session, snapshot, row), place):
        raise NotAllowed("That measure is not available here.")
    return action_of(session, snapshot, row)


def measure_of(session: Session, snapshot: Snapshot, row: ActionRow) -> Measure:
    """The measure that an action should move."""
    return snapshot.measures[session.get_one(MeasureRow, row.measure_id).code]


def _update(row: ActionUpdateRow) -> Update:
    return Update(
        ActionMove(row.move) if row.move else None,
        row.text,
        row.evidence,
        row.due_before,
        row.due_after,
        row.title,
        row.reported_at,
        showing(row.evidence).file_name if row.file_id else "",
    )
