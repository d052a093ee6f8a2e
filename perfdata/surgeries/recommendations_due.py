"""The chase of recommendations: nobody has to remember the two months.

| stage      | when                                              | who                               |
|------------|---------------------------------------------------|-----------------------------------|
| receipt    | five working days after it was made, not received | the clerk                         |
| before     | ten working days before its last day              | the cabinet member                |
| on the day | on its last day, or the working day before        | the cabinet member                |
| late       | the working day after its last day                | the cabinet member and the clerk  |
| agenda     | five working days after its last day              | whoever chairs                    |

Each stage happens once; what fell due while nobody was there is caught up with its latest stage alone.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.council import Council, SurgeryModel
from perfdata.reminders import About, Reminder, queue
from perfdata.rounds import london_date
from perfdata.snapshot import Snapshot
from perfdata.store.tables import RecommendationRow, SurgeryRow
from perfdata.surgeries.lifecycles import RecommendationState
from perfdata.surgeries.models import RULES, Part, parts_of
from perfdata.surgeries.recommendation import Recommendation, recommendation_of
from perfdata.surgeries.recommending import subject_of
from perfdata.surgeries.surgery import surgery_of
from perfdata.working_days import after_working_days, is_working_day, working_day_before

FOR_RECEIPT, WARNING, TO_AGENDA = 5, 10, 5
"""Working days."""


class Stage(StrEnum):
    """How far the chase has come."""

    RECEIPT = "receipt"
    BEFORE = "before"
    ON_THE_DAY = "on the day"
    LATE = "late"
    AGENDA = "agenda"


def stage_on(today: date, one: Recommendation, council: Council) -> Stage | None:
    """The stage that a recommendation has come to by `today`; None while there is time, or once it is answered."""
    closed = council.calendar.extra_holidays
    if one.state is RecommendationState.MADE:
        waited = after_working_days(london_date(one.made_at), FOR_RECEIPT, closed)
        return Stage.RECEIPT if today >= waited else None
    last = one.answer_by
    if one.state is not RecommendationState.RECEIVED or last is None:
        return None
    if today >= after_working_days(last, TO_AGENDA, closed):
        return Stage.AGENDA
    if today > last:
        return Stage.LATE
    on_the_day = last if is_working_day(last, closed) else working_day_before(last, 1, closed)
    if today >= on_the_day:
        return Stage.ON_THE_DAY
    return Stage.BEFORE if today >= working_day_before(last, WARNING, closed) else None


def chase_recommendations(session: Session, snapshot: Snapshot, *, now: datetime) -> int:
    """Queue what recommendations have come to by the snapshot's day; returns how many reminders are new."""
    if not is_working_day(snapshot.today, snapshot.council.calendar.extra_holidays):
        return 0
    queued = 0
    waiting = select(RecommendationRow).where(RecommendationRow.state != RecommendationState.ANSWERED)
    for row in session.scalars(waiting.order_by(RecommendationRow.id)).all():
        surgery = session.get_one(SurgeryRow, row.surgery_id)
        one = recommendation_of(surgery_of(session, snapshot, surgery), row)
        stage = stage_on(snapshot.today, one, snapshot.council)
        if stage is None:
            continue
        asked = _asked(stage, RULES[SurgeryModel(surgery.model)].chair)
        measure = snapshot.measures[one.code]
        for (team_id, user_id), person in snapshot.people.items():
            if asked & parts_of(person, one.board, measure, snapshot.council):
                queued += queue(
                    session,
                    _reminder(one, stage),
                    subject=subject_of(one.id),
                    stage=str(stage),
                    team_id=team_id,
                    user_id=user_id,
                    now=now,
                )
    return queued


def _asked(stage: Stage, chair: Part) -> set[Part]:
    return {
        Stage.RECEIPT: {Part.CLERK},
        Stage.BEFORE: {Part.PORTFOLIO_HOLDER},
        Stage.ON_THE_DAY: {Part.PORTFOLIO_HOLDER},
        Stage.LATE: {Part.PORTFOLIO_HOLDER, Part.CLERK},
        Stage.AGENDA: {chair},
    }[stage]


def _reminder(one: Recommendation, stage: Stage) -> Reminder:
    day = f"{one.answer_by.day} {one.answer_by:%B %Y}" if one.answer_by is not None else ""
    asked = {
        Stage.RECEIPT: "Please record the day on which the executive received it: its two months begin with that day.",
        Stage.BEFORE: f"The executive is to answer it by {day}.",
        Stage.ON_THE_DAY: f"The executive is to answer it by {day}, which is the last day.",
        Stage.LATE: f"The executive was to answer it by {day}. Please record the answer, or say when it will come.",
        Stage.AGENDA: (
            f"The executive was to answer it by {day} and has not, so it is on the agenda of the {one.board_name}."
        ),
    }[stage]
    return Reminder(About.RECOMMENDATION, f"The recommendation on {one.title}: {one.text}", asked, one.id, one.code)
