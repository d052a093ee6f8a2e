"""What a snapshot holds of surgeries that were chosen and held with the product: to answer what came of them.

Actions have the same shape as those of surgeries from before, so that both are answered alike. As at a past day only
what had been recorded by then is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.past_surgeries import PastAction
from perfdata.periods import Frequency, Period
from perfdata.rounds import london_date
from perfdata.store.tables import (
    ActionRow,
    ActionUpdateRow,
    AuditHeadRow,
    BoardRow,
    MeasureRow,
    RecommendationRow,
    ReviewRow,
    SurgeryMeasureRow,
    SurgeryRow,
)
from perfdata.surgeries.lifecycles import ACTION, SURGERY, ActionMove, ActionState, SurgeryState
from perfdata.verdicts.series import Series

SURGERIES_VERSION = (
    select(func.coalesce(func.max(AuditHeadRow.last_id), 0)).scalar_subquery()
    + select(func.coalesce(func.max(ReviewRow.id), 0)).scalar_subquery()
)
"""A number that rises with every decision on the record and every look at a curve: whatever changes a surgery."""


@dataclass(frozen=True, slots=True)
class RunSurgery:
    """One measure of one surgery. `codes` are those of all its measures, by which who may see it is told.

    `outcome` is the reason for closing it, blank while it is open and where the curve's turn was reason enough. `turn`
    is what its figures said when they were last looked at, for `turn_in`; blank before. `recommended` are its
    recommendations to the executive, each with how it stands.
    """

    number: int
    code: str
    codes: tuple[str, ...]
    board: str
    state: SurgeryState
    held_on: date | None
    outcome: str
    turn: str
    turn_in: Period | None
    actions: tuple[PastAction, ...]
    recommended: tuple[tuple[str, str], ...] = ()

    @property
    def called_off(self) -> bool:
        """Whether it will not be held, or was not."""
        return self.state is SurgeryState.CANCELLED


def surgeries_on_record(
    session: Session, frequencies: Mapping[str, Frequency], *, known_on: date | None = None
) -> tuple[RunSurgery, ...]:
    """All surgeries, by number; `frequencies` are those of the measures, by code. With `known_on`, as known then."""
    rows = session.execute(
        select(SurgeryRow, SurgeryMeasureRow.id, MeasureRow.code, BoardRow.code)
        .join(SurgeryMeasureRow, SurgeryMeasureRow.surgery_id == SurgeryRow.id)
        .join(MeasureRow, MeasureRow.id == SurgeryMeasureRow.measure_id)
        .join(BoardRow, BoardRow.id == SurgeryRow.board_id)
        .order_by(SurgeryRow.id, SurgeryMeasureRow.id)
    ).all()
    rows = [one for one in rows if _by(one[0].chosen_at, known_on)]
    if not rows:
        return ()
    codes: dict[int, list[str]] = defaultdict(list)
    for row, _, code, _ in rows:
        codes[row.id].append(code)
    turns = _turns(session, known_on)
    actions = _actions(session, known_on)
    recommended = _recommended(session, known_on)
    found = []
    for row, subject, code, board in rows:
        state = _state_then(row, known_on)
        outcome = row.close_reason if state in SURGERY.ends else ""
        finding, start, end = turns.get(subject, ("", None, None))
        found.append(
            RunSurgery(
                number=row.id,
                code=code,
                codes=tuple(codes[row.id]),
                board=board,
                state=state,
                held_on=row.held_on,
                outcome=outcome,
                turn=finding,
                turn_in=Period(start, end, frequencies[code]) if start is not None and end is not None else None,
                actions=tuple(
                    _past(action, state_of, updates, row, code, board, outcome or finding)
                    for action, of_code, state_of, updates in actions.get(row.id, ())
                    if of_code == code
                ),
                recommended=recommended.get(row.id, ()),
            )
        )
    return tuple(found)


def as_released(run: tuple[RunSurgery, ...], series: Mapping[str, Series]) -> tuple[RunSurgery, ...]:
    """The surgeries without what was found by figures that `series`, by code, does not have."""
    return tuple(
        one
        if one.turn_in is None or series[one.code].at(one.turn_in) is not None
        else replace(one, turn="", turn_in=None)
        for one in run
    )


def _by(moment: datetime | None, known_on: date | None) -> bool:
    """Whether something that was recorded at that moment was known on that day; None is now."""
    return moment is not None and (known_on is None or london_date(moment) <= known_on)


def _state_then(row: SurgeryRow, known_on: date | None) -> SurgeryState:
    state = SurgeryState(row.state)
    if known_on is None or (state in SURGERY.ends and _by(row.closed_at, known_on)):
        return state
    # Of a past day only its outline can be told: chosen, with a date or held.
    if row.held_on is not None and row.held_on <= known_on and state not in (SurgeryState.CANCELLED,):
        return SurgeryState.HELD
    return SurgeryState.SCHEDULED if row.held_on is not None else SurgeryState.CHOSEN


def _turns(session: Session, known_on: date | None) -> dict[int, tuple[str, date | None, date | None]]:
    """The newest finding on each measure of a surgery, by the number of that."""
    rows = session.scalars(select(ReviewRow).order_by(ReviewRow.period_end, ReviewRow.revision))
    return {
        row.surgery_measure_id: (row.finding, row.period_start, row.period_end)
        for row in rows
        if _by(row.reviewed_at, known_on)
    }


def _actions(
    session: Session, known_on: date | None
) -> dict[int, list[tuple[ActionRow, str, ActionState, list[ActionUpdateRow]]]]:
    updates: dict[int, list[ActionUpdateRow]] = defaultdict(list)
    for update in session.scalars(select(ActionUpdateRow).order_by(ActionUpdateRow.id)):
        if _by(update.reported_at, known_on):
            updates[update.action_id].append(update)
    query = select(ActionRow, MeasureRow.code).join(MeasureRow, MeasureRow.id == ActionRow.measure_id)
    found: dict[int, list[tuple[ActionRow, str, ActionState, list[ActionUpdateRow]]]] = defaultdict(list)
    for row, code in session.execute(query.order_by(ActionRow.id)):
        if _by(row.agreed_at, known_on):
            found[row.surgery_id].append((row, code, _after(updates[row.id]), updates[row.id]))
    return found


def _after(updates: Iterable[ActionUpdateRow]) -> ActionState:
    state = ACTION.begins
    for update in updates:
        state = ACTION.after(state, ActionMove(update.move)) if update.move else state
    return state


def _recommended(session: Session, known_on: date | None) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in session.scalars(select(RecommendationRow).order_by(RecommendationRow.id)):
        if _by(row.made_at, known_on):
            answered = f"answered: {row.response}" if _by(row.answered_at, known_on) else "not answered yet"
            found[row.surgery_id].append((row.text, answered))
    return {number: tuple(each) for number, each in found.items()}


def _past(
    row: ActionRow,
    state: ActionState,
    updates: list[ActionUpdateRow],
    surgery: SurgeryRow,
    code: str,
    board: str,
    outcome: str,
) -> PastAction:
    """An action in the shape of those from before; its receipt is the record of the surgery."""
    said = [one for one in updates if one.text or one.evidence]
    return PastAction(
        surgery=f"number {surgery.id}",
        held_on=surgery.held_on or london_date(surgery.chosen_at),
        code=code,
        board=board,
        chaired_by="",
        action_ref=f"action {row.id}",
        action=row.text,
        owner_role=row.owner_role,
        due=row.due_on,
        status=state.value,
        update=(said[-1].text or said[-1].evidence) if said else "",
        outcome=outcome,
        revision=len(updates) + 1,
        entered_on=london_date(updates[-1].reported_at if updates else row.agreed_at),
        source_file=f"the record of surgery number {surgery.id}",
        source_row=row.id,
    )
