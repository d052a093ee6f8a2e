"""What one board has in hand: nominations to decide, surgeries, late actions, recommendations, open questions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from perfdata.action_plans.action import Action, actions
from perfdata.boards import Board
from perfdata.council import SurgeryModel
from perfdata.documents.pack import NOT_OUT
from perfdata.people import Person
from perfdata.permissions import Place
from perfdata.service_questions.listing import Waiting, waiting
from perfdata.snapshot import Snapshot
from perfdata.store.tables import SurgeryRow
from perfdata.surgeries.choosing import ChoosersList, choosers_list
from perfdata.surgeries.lifecycles import SURGERY, RecommendationMove
from perfdata.surgeries.models import Deed, allowed, parts_of
from perfdata.surgeries.recommendation import Recommendation, recommendations
from perfdata.surgeries.recommending import may_move
from perfdata.surgeries.surgery import Surgery, surgeries
from perfdata.surgeries.turning import Review


@dataclass(frozen=True, slots=True)
class Running:
    """A surgery. `deeds` are what this person may do with it; `reviews` what the figures since then said last."""

    surgery: Surgery
    deeds: frozenset[Deed]
    reviews: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation that waits for the executive, and the moves that this person may record, as it stands."""

    recommendation: Recommendation
    moves: tuple[RecommendationMove, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """One board's work, as this person may see it."""

    board: Board
    to_choose: ChoosersList
    running: tuple[Running, ...]
    overdue: tuple[Action, ...]
    questions: tuple[Waiting, ...] = ()
    recommended: tuple[Recommended, ...] = ()


def agenda(session: Session, snapshot: Snapshot, *, person: Person, place: Place, board: str) -> Agenda:
    """What the board (a code) has in hand. Raises NotAllowed to outsiders."""
    found = surgeries(session, snapshot, person=person, place=place, board=board)
    return Agenda(
        snapshot.boards[board],
        choosers_list(session, snapshot, person=person, place=place, board=board),
        tuple(Running(one, deeds_of(snapshot, person, one)) for one in found if one.state not in SURGERY.ends),
        actions(session, snapshot, person=person, place=place, board=board, overdue=True),
        waiting(session, snapshot, person=person, place=place, board=board),
        recommended(session, snapshot, person=person, place=place, board=board),
    )


def recommended(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, board: str = ""
) -> tuple[Recommended, ...]:
    """The recommendations that wait for the executive, of a board or of all. Raises NotAllowed to outsiders."""
    found = []
    for one in recommendations(session, snapshot, person=person, place=place, board=board):
        model = SurgeryModel(session.get_one(SurgeryRow, one.surgery).model)
        moves = tuple(move for move in RecommendationMove if may_move(snapshot, person, one, model, move))
        found.append(Recommended(one, moves))
    return tuple(found)


def deeds_of(snapshot: Snapshot, person: Person, surgery: Surgery) -> frozenset[Deed]:
    """What `person` may do with a surgery as it stands, under the model that it was chosen under."""
    parts = parts_of(person, surgery.board, snapshot.measures[surgery.subjects[0].code], snapshot.council)
    deeds = frozenset(deed for deed in Deed if parts & set(allowed(surgery.model, deed)))
    if surgery.state in NOT_OUT and not deeds & {Deed.RECORD, Deed.PROPOSE}:
        return deeds - {Deed.SEE_PACK}
    return deeds
