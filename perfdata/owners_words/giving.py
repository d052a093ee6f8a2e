"""Giving the owner's words: a comment on one figure, before the boards read it or after; kept, never changed.

What is said after a board has been told of the figure is put in the thread of that alert, once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata import audit, reminders
from perfdata.alerts.alert import Alert
from perfdata.errors import BadInput, NotAllowed
from perfdata.measures import Measure
from perfdata.owners_words.owner import may_comment, subject_of
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.periods import Period, parse
from perfdata.permissions import Act, Place, may_see, require
from perfdata.snapshot import Snapshot
from perfdata.store import once, outbox
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import AlertRow, CommentRow, OutboxRow
from perfdata.surgeries.nomination_words import wrong_with

LONGEST = 700
"""Characters: a comment is read beside its figure, in a message with others."""
PERIODS = 4
"""The latest periods on which a form offers to comment."""

_COMMENT = insert_once(table_of(CommentRow))


@dataclass(frozen=True, slots=True)
class Given(Payload):
    """A comment as it is told in the thread of an alert. In a channel the service is named, not the post."""

    title: str
    service: str
    period_words: str
    words: str
    said_on: date


def periods_for(snapshot: Snapshot, code: str) -> tuple[Period, ...]:
    """The periods on which a form offers to comment, the one that is due first."""
    found = [snapshot.verdicts[code].period]
    while len(found) < PERIODS:
        found.append(found[-1].previous())
    return tuple(found)


def require_comment(snapshot: Snapshot, *, person: Person, place: Place, code: str) -> Measure:
    """The measure, when this person may comment on it here. Raises NotAllowed with the reason."""
    measure = snapshot.measures.get(code)
    if measure is None or measure.exempt or not may_see(person, measure, place):
        raise NotAllowed("That measure is not available here.")
    require(person, Act.COMMENT, measure, place)
    if not may_comment(snapshot, person, measure):
        raise NotAllowed(f"Only the {measure.owner_role} or the director can comment on “{measure.title}”.")
    return measure


def comment(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    code: str,
    period_label: str,
    words: str,
    now: datetime,
) -> bool:
    """Keep a comment; False when the same person has said the same of this figure already.

    `period_label` is the export's. Raises NotAllowed with the reason, and BadInput for words that are missing, too
    long or name somebody, for a period that is not one of the measure's, and for a figure that is withheld.
    """
    measure = require_comment(snapshot, person=person, place=place, code=code)
    said = words.strip()
    if not said:
        raise BadInput("Please write what the board should know about this figure.")
    if wrong := wrong_with(said, LONGEST):
        raise BadInput(wrong)
    period = parse(period_label)
    if period not in periods_for(snapshot, code):
        raise BadInput(f"Please choose one of the latest periods of “{measure.title}”.")
    row = snapshot.series[code].at(period)
    if row is not None and row.suppressed:
        raise BadInput(
            f"The figure for {period.words} is withheld, and words beside it could give it away, so I keep none."
        )
    mark = f"{measure.id} {period.label} {person.team_id} {person.user_id} {said}"
    values = {
        "once": hashlib.sha256(mark.encode()).hexdigest(),
        "measure_id": measure.id,
        "period_start": period.start,
        "period_end": period.end,
        "words": said,
        "title": person.title,
        "team_id": person.team_id,
        "user_id": person.user_id,
        "said_on": snapshot.today,
        "said_at": now,
    }
    number = once.insert(session, _COMMENT, values)
    if number is None:
        return False
    reminders.drop(session, subject_of(code, period))
    given = Given(measure.title, measure.service, period.words, said, snapshot.today)
    _tell_boards(session, measure, period, number, given, now)
    audit.append(
        session,
        at=now,
        team_id=person.team_id,
        actor=person.user_id,
        act="commented on a figure",
        subject=f"measure {code}",
        detail={"title": person.title, "period": period.label, "comment": number},
    )
    return True


def _tell_boards(session: Session, measure: Measure, period: Period, number: int, given: Given, now: datetime) -> None:
    """Owe the comment to the thread of each alert that spoke of this figure."""
    told = session.execute(
        select(AlertRow.outbox_key, OutboxRow.team_id, OutboxRow.channel_id, OutboxRow.payload)
        .join(OutboxRow, OutboxRow.key == AlertRow.outbox_key)
        .where(
            AlertRow.closed_on >= period.end,
        )
    )
    for row in told.all():
        items = Alert.from_payload(dict(row.payload)).listed
        if any(item.facts.code == measure.code and item.facts.period == period for item in items):
            outbox.owe(
                session,
                key=f"comment:{number}:{row.outbox_key}",
                team_id=row.team_id,
                channel_id=row.channel_id,
                kind=outbox.Kind.COMMENT,
                payload=given.to_payload(),
                now=now,
                after_key=row.outbox_key,
            )
