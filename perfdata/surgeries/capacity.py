"""How many surgeries a board can hold in a quarter, and which ones could make room for another.

A surgery takes one of the places of the quarter of the financial year in which it was chosen; a cancelled one takes
none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata import periods
from perfdata.payloads import Payload
from perfdata.periods import Frequency
from perfdata.rounds import LONDON
from perfdata.snapshot import Snapshot
from perfdata.store.tables import MeasureRow, SurgeryMeasureRow, SurgeryRow
from perfdata.surgeries.lifecycles import SURGERY, SurgeryMove, SurgeryState


@dataclass(frozen=True, slots=True)
class Displaced(Payload):
    """A surgery that makes room, or would: its number and its measure.

    Its nomination is deferred to the next quarter; with `joined` it has joined a newer one on the same measure.
    """

    surgery: int
    title: str
    joined: bool = False


def places_left(session: Session, snapshot: Snapshot, board_id: int) -> int:
    """How many more surgeries the board can choose in the quarter of the snapshot's day; never negative."""
    query = select(func.count()).where(
        SurgeryRow.board_id == board_id,
        SurgeryRow.state != SurgeryState.CANCELLED,
        SurgeryRow.chosen_at >= _quarter_began(snapshot),
    )
    return max(0, snapshot.council.surgeries.a_quarter - (session.scalar(query) or 0))


def displaceable(session: Session, snapshot: Snapshot, board_id: int) -> tuple[Displaced, ...]:
    """The surgeries of this quarter that have not been held yet, oldest first: one of them can make room."""
    query = (
        select(SurgeryRow.id, MeasureRow.code)
        .join(SurgeryMeasureRow, SurgeryMeasureRow.surgery_id == SurgeryRow.id)
        .join(MeasureRow, MeasureRow.id == SurgeryMeasureRow.measure_id)
        .where(
            SurgeryRow.board_id == board_id,
            SurgeryRow.chosen_at >= _quarter_began(snapshot),
            SurgeryRow.state.in_([state for state in SurgeryState if SURGERY.allows(state, SurgeryMove.CANCEL)]),
        )
        .order_by(SurgeryRow.id)
    )
    return tuple(Displaced(number, snapshot.measures[code].title) for number, code in session.execute(query))


def next_quarter(today: date) -> date:
    """The day on which what makes room today is taken up again: the first of the next quarter."""
    return periods.containing(today, Frequency.QUARTERLY).following().start


def _quarter_began(snapshot: Snapshot) -> datetime:
    first = periods.containing(snapshot.today, Frequency.QUARTERLY).start
    return datetime.combine(first, time(), LONDON).astimezone(UTC)
