"""What one board has in hand: nominations to decide, surgeries, late actions, and open questions to services."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from perfdata.action_plans.action import Action, actions
from perfdata.boards import Board
from perfdata.people import Person
from perfdata.permissions import Place
from perfdata.service_questions.listing import Waiting, waiting
from perfdata.snapshot import Snapshot
from perfdata.surgeries.choosing import ChoosersList, choosers_list
from perfdata.surgeries.lifecycles import SURGERY
from perfdata.surgeries.models import Deed, allowed, parts_of
from perfdata.surgeries.surgery import Surgery, surgeries


@dataclass(frozen=True, slots=True)
class Running:
    """A surgery that has not ended. `deeds` are what this person may do with it."""

    surgery: Surgery
    deeds: frozenset[Deed]


@dataclass(frozen=True, slots=True)
class Agenda:
    """One board's work, as this person may see it."""

    board: Board
    to_choose: ChoosersList
    running: tuple[Running, ...]
    overdue: tuple[Action, ...]
    questions: tuple[Waiting, ...] = ()


def agenda(session: Session, snapshot: Snapshot, *, person: Person, place: Place, board: str) -> Agenda:
    """What the board (a code) has in hand. Raises NotAllowed to outsiders."""
    found = surgeries(session, snapshot, person=person, place=place, board=board)
    return Agenda(
        snapshot.boards[board],
        choosers_list(session, snapshot, person=person, place=place, board=board),
        tuple(Running(one, deeds_of(snapshot, person, one)) for one in found if one.state not in SURGERY.ends),
        actions(session, snapshot, person=person, place=place, board=board, overdue=True),
        waiting(session, snapshot, person=person, place=place, board=board),
    )


def deeds_of(snapshot: Snapshot, person: Person, surgery: Surgery) -> frozenset[Deed]:
    """What `person` may do with a surgery, under the model that it was chosen under."""
    parts = parts_of(person, surgery.board, snapshot.measures[surgery.subjects[0].code], snapshot.council)
    return frozenset(deed for deed in Deed if parts & set(allowed(surgery.model, deed)))
