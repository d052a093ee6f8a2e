"""A surgery as it stands: what is looked into, who comes, what was said, what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.asking.amounts import joined
from perfdata.council import SurgeryModel
from perfdata.errors import IllegalMove, NotAllowed, NotFound
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, may_see, require
from perfdata.snapshot import Snapshot
from perfdata.store.tables import (
    BoardRow,
    ContributionRow,
    InvitationRow,
    MeasureRow,
    SurgeryMeasureRow,
    SurgeryRow,
)
from perfdata.surgeries.contributions import Contribution, current_of
from perfdata.surgeries.lifecycles import InvitationState, SurgeryState
from perfdata.surgeries.models import Deed, require_part


@dataclass(frozen=True, slots=True)
class Invitation(Payload):
    """Somebody asked to come. An outsider, who has no account, is known by `title` alone.

    `attended` is None until the record says.
    """

    id: int
    title: str
    part: str
    state: InvitationState
    user_id: str = ""
    attended: bool | None = None


@dataclass(frozen=True, slots=True)
class Subject(Payload):
    """One measure of a surgery, with the number of the nomination that brought it."""

    code: str
    title: str
    nomination: int | None = None


@dataclass(frozen=True, slots=True)
class Surgery(Payload):
    """A surgery of one board. `contributions` are those that stand, oldest first; times are London's."""

    id: int
    board: str
    board_name: str
    model: SurgeryModel
    state: SurgeryState
    subjects: tuple[Subject, ...]
    chosen_at: datetime
    chosen_by: str
    held_on: date | None = None
    starts_at: time | None = None
    place: str = ""
    papers_out_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: str = ""
    invitations: tuple[Invitation, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    version: int = 1

    @property
    def title(self) -> str:
        """What it looks into, in words."""
        return joined([f"“{one.title}”" for one in self.subjects])


def surgery_of(session: Session, snapshot: Snapshot, row: SurgeryRow) -> Surgery:
    """The surgery that a row holds."""
    board = session.get_one(BoardRow, row.board_id)
    subjects = session.execute(
        select(SurgeryMeasureRow.nomination_id, MeasureRow.code)
        .join(MeasureRow, MeasureRow.id == SurgeryMeasureRow.measure_id)
        .where(SurgeryMeasureRow.surgery_id == row.id)
        .order_by(SurgeryMeasureRow.id)
    ).all()
    invitations = session.scalars(
        select(InvitationRow).where(InvitationRow.surgery_id == row.id).order_by(InvitationRow.id)
    )
    contributions = session.scalars(
        select(ContributionRow).where(ContributionRow.surgery_id == row.id).order_by(ContributionRow.id)
    )
    return Surgery(
        id=row.id,
        board=board.code,
        board_name=board.name,
        model=SurgeryModel(row.model),
        state=SurgeryState(row.state),
        subjects=tuple(Subject(code, snapshot.measures[code].title, nomination) for nomination, code in subjects),
        chosen_at=row.chosen_at,
        chosen_by=row.chosen_by,
        held_on=row.held_on,
        starts_at=row.starts_at,
        place=row.place,
        papers_out_at=row.papers_out_at,
        closed_at=row.closed_at,
        close_reason=row.close_reason,
        invitations=tuple(
            Invitation(one.id, one.title, one.part, InvitationState(one.state), one.user_id, one.attended)
            for one in invitations
        ),
        contributions=current_of(contributions),
        version=row.version,
    )


def locked(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, surgery_id: int, seen_version: int | None
) -> tuple[SurgeryRow, Measure]:
    """The row of a surgery, held until the commit, and the first of its measures, by which parts are told.

    Raises NotFound, NotAllowed where one of its measures may not be seen here, and IllegalMove when it has changed
    since `seen_version`.
    """
    query = select(SurgeryRow).where(SurgeryRow.id == surgery_id).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("That surgery is not held any more.")
    measures = [snapshot.measures[code] for code in _codes(session, row)]
    if not all(may_see(person, measure, place) for measure in measures):
        raise NotAllowed("That measure is not available here.")
    if seen_version is not None and seen_version != row.version:
        raise IllegalMove("Somebody has changed this surgery since you opened it. Please open it again.")
    return row, measures[0]


def require_deed(
    session: Session, snapshot: Snapshot, row: SurgeryRow, person: Person, place: Place, measure: Measure, deed: Deed
) -> BoardRow:
    """The surgery's board, where this person, here, may do this under the model that it was chosen under.

    Raises NotAllowed, with the sentence to show.
    """
    require(person, Act.RUN_SURGERY, measure, place)
    board = session.get_one(BoardRow, row.board_id)
    require_part(SurgeryModel(row.model), deed, person, board.code, measure, snapshot.council)
    return board


def surgeries(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, board: str = ""
) -> tuple[Surgery, ...]:
    """All surgeries, of one board where a code is given, the newest first; those that may not be seen are left out.

    Raises NotAllowed to outsiders.
    """
    require(person, Act.SEE_SURGERIES, None, place)
    query = select(SurgeryRow).order_by(SurgeryRow.id.desc())
    if board:
        query = query.join(BoardRow, BoardRow.id == SurgeryRow.board_id).where(BoardRow.code == board)
    found = [surgery_of(session, snapshot, row) for row in session.scalars(query)]
    return tuple(
        one for one in found if all(may_see(person, snapshot.measures[sub.code], place) for sub in one.subjects)
    )


def _codes(session: Session, row: SurgeryRow) -> list[str]:
    query = (
        select(MeasureRow.code)
        .join(SurgeryMeasureRow, SurgeryMeasureRow.measure_id == MeasureRow.id)
        .where(SurgeryMeasureRow.surgery_id == row.id)
        .order_by(SurgeryMeasureRow.id)
    )
    return list(session.scalars(query))
