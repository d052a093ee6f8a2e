"""Nothing stands still unseen: who is reminded of a nomination to decide, and of a surgery that waits for somebody.

| of               | when                                                                     | who                |
|------------------|--------------------------------------------------------------------------|--------------------|
| to decide        | five working days before it would go to the board's agenda               | those who choose   |
| no date          | ten working days after it was chosen                                     | the clerk          |
| still no date    | twenty working days after it was chosen                                  | whoever chairs     |
| not answered     | three working days before the papers go out                              | whoever is invited |
| who comes        | the working day before they go out, where somebody has not answered      | chair and clerk    |
| not opened       | the working day after its day, where its record was not opened           | the clerk          |
| still not opened | five working days after its day                                          | whoever chairs     |
| not ended        | the working day after it was held, where its actions do not stand yet    | the clerk          |
| still not ended  | five working days after it was held                                      | whoever chairs     |

Each once, for one date: a new date begins anew. What fell due while nobody was there is caught up with its latest stage
alone, and what needs nobody any more is forgotten before it is said. Where nobody has the part, the next has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.asking.amounts import day_words
from perfdata.council import Council
from perfdata.people import Person
from perfdata.reminders import About, Reminder, drop_others, queue
from perfdata.rounds import london_date
from perfdata.snapshot import Snapshot
from perfdata.store.tables import BoardRow, MeasureRow, NominationRow, SurgeryRow
from perfdata.surgeries.days import papers_due
from perfdata.surgeries.lifecycles import InvitationState, NominationState, SurgeryState
from perfdata.surgeries.models import RULES, Deed, Part, allowed, parts_of
from perfdata.surgeries.surgery import Surgery, surgery_of
from perfdata.working_days import after_working_days, is_working_day, working_day_before

DECIDE, NO_DATE, STILL_NO_DATE, ANSWER, WHO_COMES, NEXT_DAY, STILL = 5, 10, 20, 3, 1, 1, 5
"""Working days before or after the day in question."""

_PREFIXES = ("nomination ", "surgery ", "invitation ")
_COMING_UP = (SurgeryState.SCHEDULED, SurgeryState.WITH_SERVICE, SurgeryState.PAPERS_OUT)


class Stage(StrEnum):
    """What a surgery waits for."""

    NO_DATE = "no date"
    STILL_NO_DATE = "still no date"
    WHO_COMES = "who comes"
    NOT_OPENED = "not opened"
    STILL_NOT_OPENED = "still not opened"
    NOT_ENDED = "not ended"
    STILL_NOT_ENDED = "still not ended"


_FOR_CHAIR = frozenset({Stage.STILL_NO_DATE, Stage.STILL_NOT_OPENED, Stage.STILL_NOT_ENDED})


@dataclass(frozen=True, slots=True)
class _Asked:
    """One thing that somebody is to be reminded of; the same subject and stage is said to them once."""

    subject: str
    stage: str
    who: tuple[str, str]
    reminder: Reminder


def stage_on(today: date, surgery: Surgery, council: Council) -> Stage | None:
    """What a surgery waits for on `today`; None while nothing is late."""
    closed = council.calendar.extra_holidays
    if surgery.state is SurgeryState.CHOSEN:
        chosen_on = london_date(surgery.chosen_at)
        if today >= after_working_days(chosen_on, STILL_NO_DATE, closed):
            return Stage.STILL_NO_DATE
        return Stage.NO_DATE if today >= after_working_days(chosen_on, NO_DATE, closed) else None
    day = surgery.held_on
    if day is None or surgery.state not in (*_COMING_UP, SurgeryState.HELD):
        return None
    ended = surgery.state is SurgeryState.HELD
    if today >= after_working_days(day, STILL, closed):
        return Stage.STILL_NOT_ENDED if ended else Stage.STILL_NOT_OPENED
    if today >= after_working_days(day, NEXT_DAY, closed):
        return Stage.NOT_ENDED if ended else Stage.NOT_OPENED
    out = papers_due(day, council)
    nobody_knows = any(one.state is InvitationState.INVITED and one.user_id for one in surgery.invitations)
    if not ended and nobody_knows and working_day_before(out, WHO_COMES, closed) <= today < out:
        return Stage.WHO_COMES
    return None


def remind(session: Session, snapshot: Snapshot, *, now: datetime) -> int:
    """Queue what nominations and surgeries have come to by the snapshot's day; returns how many reminders are new.

    What waits to be said and has been settled since, or has another date, is forgotten.
    """
    if not is_working_day(snapshot.today, snapshot.council.calendar.extra_holidays):
        return 0
    wanted = [*_to_decide(session, snapshot)]
    going = select(SurgeryRow).where(SurgeryRow.state.in_((SurgeryState.CHOSEN, *_COMING_UP, SurgeryState.HELD)))
    for row in session.scalars(going.order_by(SurgeryRow.id)).all():
        surgery = surgery_of(session, snapshot, row)
        wanted += [*_of_surgery(snapshot, surgery), *_of_invitations(snapshot, surgery)]
    for prefix in _PREFIXES:
        drop_others(session, prefix, {one.subject for one in wanted})
    return sum(
        queue(
            session,
            one.reminder,
            subject=one.subject,
            stage=one.stage,
            team_id=one.who[0],
            user_id=one.who[1],
            now=now,
        )
        for one in wanted
    )


def _to_decide(session: Session, snapshot: Snapshot) -> Iterator[_Asked]:
    council = snapshot.council
    query = (
        select(NominationRow, BoardRow, MeasureRow.code)
        .join(BoardRow, BoardRow.id == NominationRow.board_id)
        .join(MeasureRow, MeasureRow.id == NominationRow.measure_id)
        .where(NominationRow.state == NominationState.NOMINATED, NominationRow.decide_by >= snapshot.today)
        .order_by(NominationRow.id)
    )
    for row, board, code in session.execute(query).all():
        assert row.decide_by is not None
        if snapshot.today < working_day_before(row.decide_by, DECIDE, council.calendar.extra_holidays):
            continue
        measure = snapshot.measures[code]
        choosers = allowed(council.surgery_model, Deed.CHOOSE)
        reminder = Reminder(
            About.NOMINATION,
            f"The nomination of {measure.title} for surgery, with the {board.name}",
            f"Please decide on it by {day_words(row.decide_by)}, or it goes back to the board’s agenda. /board has it.",
            row.id,
            code,
        )
        for one in _holding(snapshot, board.code, code, choosers):
            yield _Asked(f"nomination {row.id} {row.decide_by.isoformat()}", "to decide", _key(one), reminder)


def _of_surgery(snapshot: Snapshot, surgery: Surgery) -> Iterator[_Asked]:
    stage = stage_on(snapshot.today, surgery, snapshot.council)
    if stage is None:
        return
    code = surgery.subjects[0].code
    chairs = _holding(snapshot, surgery.board, code, (RULES[surgery.model].chair,))
    clerks = _holding(snapshot, surgery.board, code, (Part.CLERK,))
    asked: Iterable[Person] = chairs or clerks if stage in _FOR_CHAIR else clerks or chairs
    if stage is Stage.WHO_COMES:
        asked = [*chairs, *(one for one in clerks if one not in chairs)]
    day = f" {surgery.held_on.isoformat()}" if surgery.held_on is not None else ""
    reminder = Reminder(
        About.SURGERY, f"The surgery on {surgery.title}", _asks(stage, surgery, snapshot.council), surgery.id, code
    )
    for one in asked:
        yield _Asked(f"surgery {surgery.id}{day} {stage}", str(stage), _key(one), reminder)


def _asks(stage: Stage, surgery: Surgery, council: Council) -> str:
    if surgery.held_on is None:
        return "It was chosen and has no date yet. Please agree one with the service: /surgery has “Set the date”."
    day = day_words(surgery.held_on)
    if stage is Stage.WHO_COMES:
        silent = [one.title for one in surgery.invitations if one.state is InvitationState.INVITED and one.user_id]
        out = day_words(papers_due(surgery.held_on, council))
        return f"It is on {day}, and its papers go out on {out}. Not answered yet: {'; '.join(silent)}."
    if surgery.state is SurgeryState.HELD:
        return (
            f"It was held on {day}, and has not been ended. Nobody is told of the actions agreed until it is: /surgery "
            "has “End with its actions”."
        )
    return (
        f"It was to be held on {day}, and its record was not opened. If it was held, please open it; if not, set "
        "another date or call it off: /surgery has the buttons."
    )


def _of_invitations(snapshot: Snapshot, surgery: Surgery) -> Iterator[_Asked]:
    council = snapshot.council
    if surgery.held_on is None or surgery.state not in _COMING_UP or surgery.held_on < snapshot.today:
        return
    out = papers_due(surgery.held_on, council)
    if snapshot.today < working_day_before(out, ANSWER, council.calendar.extra_holidays):
        return
    for one in surgery.invitations:
        if one.state is not InvitationState.INVITED or not one.user_id:
            continue
        who = (council.team_id, one.user_id)
        if who not in snapshot.people:
            continue
        yield _Asked(
            f"invitation {one.id} {surgery.held_on.isoformat()}",
            "not answered",
            who,
            Reminder(
                About.INVITATION,
                f"The surgery on {surgery.title}",
                f"You are invited on {day_words(surgery.held_on)}. Please say whether you will be there.",
                one.id,
                surgery.subjects[0].code,
            ),
        )


def _holding(snapshot: Snapshot, board: str, code: str, parts: Iterable[Part]) -> list[Person]:
    measure, wanted = snapshot.measures[code], set(parts)
    return [one for one in snapshot.people.values() if wanted & parts_of(one, board, measure, snapshot.council)]


def _key(person: Person) -> tuple[str, str]:
    return person.team_id, person.user_id
