"""The list that is put before those who choose: open nominations, ordered by evidence, with the room there is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.council import RankWeights
from perfdata.people import Person
from perfdata.permissions import Act, Place, may_see, require
from perfdata.snapshot import Snapshot
from perfdata.store.tables import BoardRow, DecisionRow, MeasureRow, NominationRow
from perfdata.surgeries.capacity import places_left
from perfdata.surgeries.lifecycles import OPEN_NOMINATION, NominationMove
from perfdata.surgeries.models import Deed, Part, allowed, parts_of
from perfdata.surgeries.nomination import Nomination, nomination_of
from perfdata.surgeries.ranking import Points, points_of
from perfdata.surgeries.room import GivenUp, could_make_room


@dataclass(frozen=True, slots=True)
class Ranked:
    """One nomination with its points. `agreed_by` has agreed to it and waits for the other; blank where nobody has."""

    nomination: Nomination
    points: Points
    agreed_by: str = ""


@dataclass(frozen=True, slots=True)
class ChoosersList:
    """What one board has before it. `left` is the room in this quarter; `could_go` what could make more.

    `may_choose` says whether this person is among those who choose, and `choosers` who those are.
    """

    board: str
    board_name: str
    ranked: tuple[Ranked, ...]
    left: int
    a_quarter: int
    could_go: tuple[GivenUp, ...]
    may_choose: bool
    choosers: tuple[Part, ...]
    weights: RankWeights


def choosers_list(session: Session, snapshot: Snapshot, *, person: Person, place: Place, board: str) -> ChoosersList:
    """The open nominations of a board (by code), most points first, those with the same points the oldest first.

    Raises NotAllowed to outsiders.
    """
    require(person, Act.SEE_NOMINATIONS, None, place)
    held, council = snapshot.boards[board], snapshot.council
    rows = session.execute(
        select(NominationRow, MeasureRow.code)
        .join(BoardRow, BoardRow.id == NominationRow.board_id)
        .join(MeasureRow, MeasureRow.id == NominationRow.measure_id)
        .where(BoardRow.code == board, NominationRow.state.in_(OPEN_NOMINATION))
        .order_by(NominationRow.id)
    ).all()
    choosers = allowed(council.surgery_model, Deed.CHOOSE)
    ranked, may_choose = [], False
    for row, code in rows:
        measure = snapshot.measures.get(code)
        if measure is None or not may_see(person, measure, place):
            continue
        nomination = nomination_of(session, row)
        points = points_of(nomination.evidence, len(nomination.seconds), council.surgeries.weights)
        ranked.append(Ranked(nomination, points, _agreed_by(session, row.id)))
        may_choose = may_choose or bool(parts_of(person, board, measure, council) & set(choosers))
    return ChoosersList(
        board=board,
        board_name=held.name,
        ranked=tuple(sorted(ranked, key=lambda one: -one.points.total)),
        left=places_left(session, snapshot, held.id),
        a_quarter=council.surgeries.a_quarter,
        could_go=could_make_room(session, snapshot, held.id),
        may_choose=may_choose,
        choosers=choosers,
        weights=council.surgeries.weights,
    )


def _agreed_by(session: Session, nomination_id: int) -> str:
    query = select(DecisionRow.title).where(
        DecisionRow.nomination_id == nomination_id,
        DecisionRow.move == NominationMove.CHOOSE,
        DecisionRow.settles.is_(False),
    )
    return session.scalar(query) or ""
