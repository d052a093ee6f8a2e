"""Chasing the owners of figures that are due and not in, on the days that the council's calendar names.

The days are working days before the round closes. On each of them, or the next on which anybody is there, an owner is
told in one message of all that is missing; never twice a day, never on a day off, and never of what is not due yet.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from perfdata import reminders
from perfdata.asking.amounts import day_words
from perfdata.collecting.outstanding import Outstanding, outstanding
from perfdata.council import ReportingCalendar
from perfdata.people import Person, Role
from perfdata.reminders import About, Reminder, queue
from perfdata.rounds import Round, collecting
from perfdata.snapshot import Snapshot
from perfdata.working_days import is_working_day, working_day_before


def chase_day(today: date, found: Round, calendar: ReportingCalendar) -> date | None:
    """The latest day of chasing in the round that has come by `today`; None before the first."""
    days = [working_day_before(found.closed_on, count, calendar.extra_holidays) for count in calendar.chase_owners]
    return max((day for day in days if found.opened_on <= day <= today), default=None)


def chase_owners(session: Session, snapshot: Snapshot, *, now: datetime) -> int:
    """Queue what owners are reminded of on the snapshot's day; returns how many reminders are new.

    What has come in since it was queued is not said any more.
    """
    calendar, today = snapshot.council.calendar, snapshot.today
    found = collecting(calendar, today)
    day = chase_day(today, found, calendar)
    if day is None or found.period < calendar.first_round or not is_working_day(today, calendar.extra_holidays):
        return 0
    missing = [one for one in outstanding(snapshot, found) if one.due_on <= today]
    reminders.drop_others(session, _PREFIX, {_subject(one) for one in missing})
    return sum(
        queue(
            session,
            _reminder(one, found, today),
            subject=_subject(one),
            stage=day.isoformat(),
            team_id=person.team_id,
            user_id=person.user_id,
            now=now,
        )
        for one in missing
        for person in _owners(snapshot, one)
    )


_PREFIX = "figure "


def _subject(one: Outstanding) -> str:
    return f"{_PREFIX}{one.measure.code} {one.period.start.isoformat()}"


def _owners(snapshot: Snapshot, one: Outstanding) -> list[Person]:
    """Whoever holds the owner's role; where nobody does, the directors, but never of an exempt measure."""
    people = snapshot.people.values()
    owners = [person for person in people if person.title == one.measure.owner_role]
    if owners or one.measure.exempt:
        return owners
    return [person for person in people if person.is_a(Role.DIRECTOR) and person.directorate == one.measure.directorate]


def _reminder(one: Outstanding, found: Round, today: date) -> Reminder:
    was = "was due on" if one.late(today) else "is due today,"
    due = f"It {was} {day_words(one.due_on)} and is not in yet."
    closes = (
        "The round closes today." if found.closed_on == today else f"The round closes on {day_words(found.closed_on)}."
    )
    return Reminder(
        About.FIGURE,
        f"The figure for {one.period.words} of “{one.measure.title}”",
        f"{due} {closes} Please send it, or tell the Performance Team when it will come. Thank you.",
        measure=one.measure.code,
    )
