"""What choosing beyond a board's capacity would displace: the evidence for each, and what becomes of it, by when.

Those who choose read it before they do; `perfdata/surgeries/displacing.py` then does what is said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.snapshot import Snapshot
from perfdata.store.tables import NominationRow, SurgeryMeasureRow, SurgeryRow
from perfdata.surgeries.capacity import displaceable, next_quarter
from perfdata.surgeries.decisions import decide_by
from perfdata.surgeries.lifecycles import OPEN_NOMINATION
from perfdata.surgeries.nomination import Nomination, nomination_of
from perfdata.surgeries.ranking import Points, points_of


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A surgery (its number) that could make room, with the nomination that it came from and its points.

    `held_on` is its day, None before one is set. The nomination would be taken up again on `resumed_on` and be decided
    by `decided_by`; with `joins` it would go on, at once, in the newer nomination of the same measure.
    """

    surgery: int
    nomination: Nomination
    points: Points
    held_on: date | None
    resumed_on: date
    decided_by: date
    joins: bool


def could_make_room(session: Session, snapshot: Snapshot, board_id: int) -> tuple[GivenUp, ...]:
    """What each surgery of this quarter that has not been held yet would give up, the oldest first."""
    found = []
    council, resumed_on = snapshot.council, next_quarter(snapshot.today)
    for one in displaceable(session, snapshot, board_id):
        row = session.scalars(
            select(NominationRow)
            .join(SurgeryMeasureRow, SurgeryMeasureRow.nomination_id == NominationRow.id)
            .where(SurgeryMeasureRow.surgery_id == one.surgery)
        ).first()
        if row is None:
            continue
        newer = select(NominationRow.id).where(
            NominationRow.board_id == board_id,
            NominationRow.measure_id == row.measure_id,
            NominationRow.state.in_(OPEN_NOMINATION),
        )
        nomination = nomination_of(session, row)
        found.append(
            GivenUp(
                one.surgery,
                nomination,
                points_of(nomination.evidence, len(nomination.seconds), council.surgeries.weights),
                session.get_one(SurgeryRow, one.surgery).held_on,
                resumed_on,
                decide_by(resumed_on, council),
                session.scalar(newer) is not None,
            )
        )
    return tuple(found)
