"""Reminders: what people are chased for, gathered into at most one direct message a person and working day.

Whoever has something to remind of queues it once for each stage (`before`, `on the day`, `late`); a sweep gathers
what waits. Both may run as often as anybody likes: unique keys make each happen once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.council import Council
from perfdata.payloads import Payload
from perfdata.store import once, outbox
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import ReminderRow
from perfdata.working_days import is_working_day

_INSERT = insert_once(table_of(ReminderRow))


class About(StrEnum):
    """What a reminder is about, which decides what its button opens."""

    ACTION = "action"
    NOMINATION = "nomination"
    SURGERY = "surgery"
    INVITATION = "invitation"
    RECOMMENDATION = "recommendation"
    QUESTION = "question"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Reminder(Payload):
    """One thing to be told, complete: a line that says what, one that says what is asked, and what it is about.

    `number` is that of the action, surgery and so on; `measure` a code, blank where there is none; `by` the day by
    which it is asked, where that is kept.
    """

    about: About
    what: str
    asked: str
    number: int = 0
    measure: str = ""
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Bundle(Payload):
    """What one person is reminded of on one day, in the order in which it was queued."""

    day: date
    reminders: tuple[Reminder, ...]


def queue(
    session: Session, reminder: Reminder, *, subject: str, stage: str, team_id: str, user_id: str, now: datetime
) -> bool:
    """Have somebody reminded, once for this stage of this subject: False when they are, or have been, already."""
    values = {
        "subject": subject,
        "stage": stage,
        "team_id": team_id,
        "user_id": user_id,
        "payload": reminder.to_payload(),
        "queued_at": now,
        "outbox_key": None,
    }
    return once.insert(session, _INSERT, values) is not None


def drop(session: Session, subject: str) -> None:
    """Forget what waits about a subject that needs nobody any more, such as an action that is done."""
    for row in session.scalars(
        select(ReminderRow).where(ReminderRow.subject == subject, ReminderRow.outbox_key.is_(None))
    ):
        session.delete(row)


def drop_others(session: Session, prefix: str, kept: Collection[str]) -> None:
    """Forget what waits about subjects that begin so and are not among those `kept`."""
    waiting = select(ReminderRow).where(ReminderRow.subject.startswith(prefix), ReminderRow.outbox_key.is_(None))
    for row in session.scalars(waiting):
        if row.subject not in kept:
            session.delete(row)


def send_waiting(session: Session, council: Council, *, today: date, now: datetime) -> int:
    """Owe each person one message with all that waits for them; returns how many are owed.

    Nothing on a day that is no working day, and nothing more to somebody who has had a message today: what waits is
    said on the next working day.
    """
    if not is_working_day(today, council.calendar.extra_holidays):
        return 0
    waiting: dict[tuple[str, str], list[ReminderRow]] = defaultdict(list)
    query = select(ReminderRow).where(ReminderRow.outbox_key.is_(None)).order_by(ReminderRow.id).with_for_update()
    for row in session.scalars(query):
        waiting[row.team_id, row.user_id].append(row)
    sent = 0
    for (team_id, user_id), rows in waiting.items():
        key = f"reminders:{team_id}:{user_id}:{today.isoformat()}"
        bundle = Bundle(today, tuple(Reminder.from_payload(row.payload) for row in rows))
        owed = outbox.owe(
            session,
            key=key,
            team_id=team_id,
            channel_id=user_id,
            kind=outbox.Kind.REMINDERS,
            payload=bundle.to_payload(),
            now=now,
        )
        if owed:
            sent += 1
            for row in rows:
                row.outbox_key = key
    return sent
