"""Performance surgeries that were held before the product was there, and what came of their actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.receipts import place_of
from perfdata.store.tables import MeasureRow, PastActionRow, SourceRow

COMPLETE = frozenset({"complete", "completed", "done", "done, with evidence", "closed"})
GIVEN_UP = frozenset({"cancelled", "dropped", "given up", "withdrawn", "superseded"})
ENDED = COMPLETE | GIVEN_UP
"""How files, and the product's own record, say that an action has come to its end; any other status leaves it open."""


@dataclass(frozen=True, slots=True)
class PastAction:
    """One action of a past or planned surgery, with its receipt; words are the council's own.

    `code` is the measure's. A surgery without actions has one entry in which `action_ref` and `action` are blank.
    """

    surgery: str
    held_on: date
    code: str
    board: str
    chaired_by: str
    action_ref: str
    action: str
    owner_role: str
    due: date | None
    status: str
    update: str
    outcome: str
    revision: int
    entered_on: date
    source_file: str
    source_row: int

    @property
    def complete(self) -> bool:
        """Whether the file says that the action was done."""
        return self.status.strip().casefold() in COMPLETE

    @property
    def open(self) -> bool:
        """Whether there is an action that is still to be done, as far as the file says."""
        return bool(self.action) and self.status.strip().casefold() not in ENDED


def past_actions(session: Session, *, known_on: date | None = None) -> tuple[PastAction, ...]:
    """All current actions, in the order of the file; with `known_on`, what was known on that day."""
    table = PastActionRow
    query = (
        select(table, MeasureRow.code, SourceRow.name)
        .join(SourceRow, SourceRow.id == table.source_id)
        .join(MeasureRow, MeasureRow.id == table.measure_id)
        .order_by(table.entered_on, table.revision, table.id)
    )
    if known_on is not None:
        query = query.where(table.entered_on <= known_on)
    current: dict[tuple[str, str, str], PastAction] = {}
    for row, code, file in session.execute(query):
        current[row.surgery, code, row.action_ref] = PastAction(
            surgery=row.surgery,
            held_on=row.held_on,
            code=code,
            board=row.board,
            chaired_by=row.chaired_by,
            action_ref=row.action_ref,
            action=row.action,
            owner_role=row.owner_role,
            due=row.due,
            status=row.status,
            update=row.update,
            outcome=row.outcome,
            revision=row.revision,
            entered_on=row.entered_on,
            source_file=place_of(file, row.source_sheet),
            source_row=row.source_row,
        )
    return tuple(current.values())
