"""Asking owners for their words: a new figure off target, beside which nothing was written, before the boards read it.

Each figure is asked for once, in the one message a day that reminders are gathered into. Whoever tells of the figure
can say until when the service was asked (`asked_for`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.asking.amounts import day_words, value_words
from perfdata.owners_words.owner import may_comment, subject_of
from perfdata.reminders import About, Reminder, queue
from perfdata.rounds import collecting
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ReminderRow
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict
from perfdata.working_days import after_working_days, is_working_day

STAGE = "asked"


def ask_for_words(session: Session, snapshot: Snapshot, *, now: datetime) -> int:
    """Queue what owners are asked of this round's figures; returns how many reminders are new."""
    council = snapshot.council
    closed = council.calendar.extra_holidays
    if not is_working_day(snapshot.today, closed):
        return 0
    opened_on = collecting(council.calendar, snapshot.today).opened_on
    until = after_working_days(snapshot.today, council.service.comment_within, closed)
    queued = 0
    for code, verdict in snapshot.verdicts.items():
        row = verdict.observation
        if row is None or row.entered_on < opened_on or verdict.status is not Status.OFF_TARGET:
            continue
        if snapshot.words_on(code, verdict.period):
            continue
        for person in snapshot.people.values():
            if person.title == verdict.measure.owner_role and may_comment(snapshot, person, verdict.measure):
                queued += queue(
                    session,
                    _reminder(verdict, until),
                    subject=subject_of(code, verdict.period),
                    stage=STAGE,
                    team_id=person.team_id,
                    user_id=person.user_id,
                    now=now,
                )
    return queued


def asked_for(session: Session) -> Mapping[tuple[str, date], date]:
    """By measure code and the first day of the period, the day until which its owner was asked for words on it."""
    rows = session.scalars(select(ReminderRow).where(ReminderRow.stage == STAGE, ReminderRow.subject.like("words %")))
    found = {}
    for row in rows:
        code, _, start = row.subject.removeprefix("words ").rpartition(" ")
        by = Reminder.from_payload(row.payload).by
        if by is not None:
            found[code, date.fromisoformat(start)] = by
    return found


def _reminder(verdict: Verdict, until: date) -> Reminder:
    measure, row = verdict.measure, verdict.observation
    assert row is not None
    assert row.value is not None
    return Reminder(
        About.FIGURE,
        f"“{measure.title}” is off target: {value_words(measure, row.value)} for {verdict.period.words}",
        f"Is there anything that the board should know about it? Your words stand beside the figure. "
        f"Please write them by {day_words(until)}.",
        measure=measure.code,
        by=until,
    )
