"""What directorates plan: objectives and their milestones, each with a delivery status that is a judgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.receipts import place_of
from perfdata.store.tables import MilestoneRow, SourceRow


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone of an objective, with its receipt. `status` and `update` are in the council's own words.

    `entered_on` is when the council said so, or the day of loading where the file does not say. `service` is blank
    where the file names none.
    """

    directorate: str
    objective_ref: str
    objective: str
    milestone: str
    due: date | None
    status: str
    update: str
    revision: int
    entered_on: date
    source_file: str
    source_row: int
    service: str = ""


def milestones(session: Session, *, known_on: date | None = None) -> tuple[Milestone, ...]:
    """All current milestones, in the order of the file; with `known_on`, what was known on that day."""
    table = MilestoneRow
    query = (
        select(table, SourceRow.name)
        .join(SourceRow, SourceRow.id == table.source_id)
        .order_by(table.entered_on, table.revision, table.id)
    )
    if known_on is not None:
        query = query.where(table.entered_on <= known_on)
    current: dict[tuple[str, str, str], Milestone] = {}
    for row, file in session.execute(query):
        current[row.directorate, row.objective_ref, row.milestone] = Milestone(
            directorate=row.directorate,
            objective_ref=row.objective_ref,
            objective=row.objective,
            milestone=row.milestone,
            due=row.due,
            status=row.status,
            update=row.update,
            revision=row.revision,
            entered_on=row.entered_on,
            source_file=place_of(file, row.source_sheet),
            source_row=row.source_row,
            service=row.service,
        )
    return tuple(current.values())
