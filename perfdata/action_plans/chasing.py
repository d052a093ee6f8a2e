"""The chase: an action's owner before, on and after its day; then the director; then the chair's agenda.

| stage      | when                                 | who                                |
|------------|--------------------------------------|------------------------------------|
| before     | five working days before its day     | the owner                          |
| on the day | on its day                           | the owner                          |
| late       | the working day after its day        | the owner                          |
| director   | five working days after its day      | the director of the measure        |
| agenda     | ten working days after its day       | whoever chairs, and the board      |

Each stage happens once for a day agreed. What fell due while nobody was there is caught up with its latest stage
alone: nobody needs yesterday's reminder.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.action_plans.action import Action, action_of, measure_of
from perfdata.action_plans.reporting import subject_of
from perfdata.council import Council, SurgeryModel
from perfdata.people import Person
from perfdata.reminders import About, Reminder, queue
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ActionRow, BoardRow, SurgeryRow
from perfdata.surgeries.lifecycles import OPEN_ACTION
from perfdata.surgeries.models import RULES, Part, parts_of
from perfdata.working_days import after_working_days, is_working_day, working_day_before

WARNING, TO_DIRECTOR, TO_AGENDA = 5, 5, 10
"""Working days before and after the day agreed."""


class Stage(StrEnum):
    """How far the chase has come."""

    BEFORE = "before"
    ON_THE_DAY = "on the day"
    LATE = "late"
    DIRECTOR = "director"
    AGENDA = "agenda"


def stage_on(today: date, due_on: date, council: Council) -> Stage | None:
    """The stage that an open action due on `due_on` has come to by `today`; None while there is time."""
    closed = council.calendar.extra_holidays
    if today >= after_working_days(due_on, TO_AGENDA, closed):
        return Stage.AGENDA
    if today >= after_working_days(due_on, TO_DIRECTOR, closed):
        return Stage.DIRECTOR
    if today > due_on:
        return Stage.LATE
    if today == due_on:
        return Stage.ON_THE_DAY
    return Stage.BEFORE if today >= working_day_before(due_on, WARNING, closed) else None


def chase(session: Session, snapshot: Snapshot, *, now: datetime) -> int:
    """Queue what open actions have come to by the snapshot's day; returns how many reminders are new.

    Actions on the chair's agenda are counted by the board's list; nobody is told twice of the same stage.
    """
    if not is_working_day(snapshot.today, snapshot.council.calendar.extra_holidays):
        return 0
    queued = 0
    rows = session.scalars(select(ActionRow).where(ActionRow.state.in_(OPEN_ACTION)).order_by(ActionRow.due_on))
    for row in rows.all():
        stage = stage_on(snapshot.today, row.due_on, snapshot.council)
        if stage is None:
            continue
        action = action_of(session, snapshot, row)
        for person in _asked(session, snapshot, row, stage):
            queued += queue(
                session,
                _reminder(action, stage),
                subject=subject_of(row.id, row.due_on),
                stage=str(stage),
                team_id=person.team_id,
                user_id=person.user_id,
                now=now,
            )
    return queued


def _asked(session: Session, snapshot: Snapshot, row: ActionRow, stage: Stage) -> Iterator[Person]:
    """Whom a stage asks. Where nobody has the part, as when somebody has left, it goes to the next above."""
    surgery = session.get_one(SurgeryRow, row.surgery_id)
    board = session.get_one(BoardRow, surgery.board_id).code
    measure = measure_of(session, snapshot, row)
    chair = RULES[SurgeryModel(surgery.model)].chair

    def holding(part: Part) -> list[Person]:
        return [one for one in snapshot.people.values() if part in parts_of(one, board, measure, snapshot.council)]

    owners = [one for one in snapshot.people.values() if one.title == row.owner_role]
    ladder = [owners, holding(Part.DIRECTOR), holding(chair)]
    first = {Stage.DIRECTOR: 1, Stage.AGENDA: 2}.get(stage, 0)
    yield from next((people for people in ladder[first:] if people), [])


def _reminder(action: Action, stage: Stage) -> Reminder:
    day = f"{action.due_on.day} {action.due_on:%B %Y}"
    asked = {
        Stage.BEFORE: f"It is due on {day}. Please say how it is going.",
        Stage.ON_THE_DAY: "It is due today. Please say whether it is done, with what shows it.",
        Stage.LATE: f"It was due on {day}. Please say whether it is done, or by when it will be and why.",
        Stage.DIRECTOR: (
            f"It was due on {day}, and the {action.owner_role} has not said that it is done. What would help?"
        ),
        Stage.AGENDA: f"It was due on {day} and is still open, so it is on the agenda of the {action.board_name}.",
    }[stage]
    return Reminder(About.ACTION, f"{action.text} (for “{action.title}”)", asked, action.id, action.code)
