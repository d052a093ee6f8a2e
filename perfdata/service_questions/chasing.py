"""The chase of questions to services: once on the day, once to the director when it has passed; each day named anew.

| stage      | when                                                    | who                              |
|------------|---------------------------------------------------------|----------------------------------|
| on the day | on the working day of the reply, or the next one after  | whoever was asked                |
| director   | on the working day after it                             | the director of the measure      |

Before the day that the service named nobody is chased or told. After it the board's list says that it is overdue.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.asking.amounts import day_words
from perfdata.council import Council
from perfdata.people import Person, Role
from perfdata.reminders import About, Reminder, queue
from perfdata.service_questions.answering import subject_of
from perfdata.service_questions.asking import holders
from perfdata.service_questions.lifecycle import OPEN_QUESTION
from perfdata.service_questions.question import Question, measure_of, question_of
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ServiceQuestionRow
from perfdata.working_days import is_working_day, working_day_from


class Stage(StrEnum):
    """How far the chase has come."""

    ON_THE_DAY = "on the day"
    DIRECTOR = "director"


def stage_on(today: date, reply_by: date, council: Council) -> Stage | None:
    """The stage that a question to be answered by `reply_by` has come to by `today`; None while there is time."""
    closed = council.calendar.extra_holidays
    day = working_day_from(reply_by, closed)
    if today < day:
        return None
    return Stage.ON_THE_DAY if today == day else Stage.DIRECTOR


def chase(session: Session, snapshot: Snapshot, *, now: datetime) -> int:
    """Queue what open questions have come to by the snapshot's day; returns how many reminders are new."""
    if not is_working_day(snapshot.today, snapshot.council.calendar.extra_holidays):
        return 0
    queued = 0
    rows = session.scalars(
        select(ServiceQuestionRow)
        .where(ServiceQuestionRow.state.in_(OPEN_QUESTION), ServiceQuestionRow.reply_by <= snapshot.today)
        .order_by(ServiceQuestionRow.id)
    )
    for row in rows.all():
        measure = measure_of(session, snapshot, row)
        stage = stage_on(snapshot.today, row.reply_by, snapshot.council)
        if stage is None or measure.exempt:
            continue
        question = question_of(session, snapshot, row)
        owners = holders(snapshot, measure)
        directors = [
            one
            for one in snapshot.people.values()
            if one.is_a(Role.DIRECTOR) and one.directorate == measure.directorate and one not in owners
        ]
        people: Iterable[Person] = owners if stage is Stage.ON_THE_DAY else directors
        for person in people:
            queued += queue(
                session,
                _reminder(question, stage),
                subject=subject_of(question),
                stage=str(stage),
                team_id=person.team_id,
                user_id=person.user_id,
                now=now,
            )
    return queued


def _reminder(question: Question, stage: Stage) -> Reminder:
    facts, day = question.facts, day_words(question.reply_by)
    what = f"The {question.board_name} asks about “{facts.title}”"
    if stage is Stage.ON_THE_DAY:
        asked = f"An answer was asked for by {day}. Please answer, or name another day and say why."
    elif question.named_by:
        asked = f"The {question.named_by} named {day} for the answer, and it is not there. What would help?"
    else:
        asked = f"The {question.owner_role} was asked to answer by {day}, and has not. What would help?"
    return Reminder(About.QUESTION, what, asked, question.id, facts.code)
