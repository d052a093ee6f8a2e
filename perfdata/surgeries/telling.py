"""What is told of a surgery as it goes on: in its thread in the board's channel, and to those who are asked to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.action_plans.action import Action
from perfdata.asking.answers import Figure
from perfdata.documents.document import Document
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import BoardRow, SurgeryRow
from perfdata.surgeries.surgery import Surgery, surgery_of
from perfdata.surgeries.turning import Review


class Event(StrEnum):
    """What happened to a surgery."""

    SCHEDULED = "scheduled"
    INVITED = "invited"
    WITH_SERVICE = "with the service"
    PAPERS_OUT = "papers out"
    HELD = "held"
    FOLLOWED = "followed up"
    ACTIONS = "actions agreed"
    AGREED_LATER = "an action agreed later"
    REVIEWED = "reviewed"
    BACK_WITH_BOARD = "back with the board"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SurgeryTold(Payload):
    """One event, with the surgery as it stood then. `reason` are somebody's own words, by `by`; both may be blank.

    `invitation` is the number of the reader's own invitation, where that is what they are told of. A review has what
    the figures say of each measure, `months` after the surgery; a surgery that closes, what they said last. `actions`
    are what was agreed, to their owner only theirs, and `reviewed_on` when the board looks back. The service has the
    papers from `service_from`; they go out on `papers_on`.
    """

    event: Event
    surgery: Surgery
    reason: str = ""
    by: str = ""
    invitation: int = 0
    reviews: tuple[Review, ...] = ()
    months: int = 0
    actions: tuple[Action, ...] = ()
    reviewed_on: tuple[date, ...] = ()
    service_from: date | None = None
    papers_on: date | None = None


@dataclass(frozen=True, slots=True)
class Enclosure(Payload):
    """A document that somebody is given, with the event that it belongs to; None where they asked for it.

    `figures` are those that it states and that are corrected where it was given when they are revised. `again` says how
    to have it where Slack does not take it, blank for a surgery's, which `/surgery` has.
    """

    document: Document
    figures: tuple[Figure, ...] = ()
    told: SurgeryTold | None = None
    again: str = ""


def tell_board(
    session: Session,
    snapshot: Snapshot,
    row: SurgeryRow,
    event: Event,
    *,
    now: datetime,
    reason: str = "",
    by: str = "",
    enclosure: Enclosure | None = None,
    **more: Any,
) -> Surgery:
    """Owe the event to the surgery's thread, once a version, with a document that hangs on it where there is one.

    Returns the surgery as told; `more` are fields of `SurgeryTold`.
    """
    surgery = surgery_of(session, snapshot, row)
    told = SurgeryTold(event, surgery, reason, by, **more)
    outbox.owe(
        session,
        key=event_key(surgery, event),
        team_id=snapshot.council.team_id,
        channel_id=session.get_one(BoardRow, row.board_id).channel_id,
        kind=outbox.Kind.SURGERY if enclosure is None else outbox.Kind.DOCUMENT,
        payload=(told if enclosure is None else replace(enclosure, told=told)).to_payload(),
        now=now,
        after_key=row.outbox_key,
    )
    return surgery


def event_key(surgery: Surgery, event: Event) -> str:
    """The key of what the board is told of an event, at this version of the surgery."""
    return f"surgery:{surgery.id}:{event.name.lower()}:{surgery.version}"


def tell_people(
    session: Session,
    surgery: Surgery,
    people: Iterable[tuple[str, str, int]],
    event: Event,
    *,
    now: datetime,
    reason: str = "",
    by: str = "",
    enclosure: Enclosure | None = None,
    **more: Any,
) -> None:
    """Owe the event to these people by themselves, each as (team, user, number of their invitation), once a version;
    with a document that hangs on it where there is one."""
    for team_id, user_id, invitation in people:
        told = SurgeryTold(event, surgery, reason, by, invitation, **more)
        outbox.owe(
            session,
            key=f"{event_key(surgery, event)}:{user_id}",
            team_id=team_id,
            channel_id=user_id,
            kind=outbox.Kind.SURGERY if enclosure is None else outbox.Kind.DOCUMENT,
            payload=(told if enclosure is None else replace(enclosure, told=told)).to_payload(),
            now=now,
        )


def record(session: Session, person: Person, act: str, surgery: int, now: datetime, **detail: str | int | bool) -> None:
    """Put what somebody did to a surgery on the record. Last of all, since the chain stays locked till the commit."""
    audit.append(
        session,
        at=now,
        team_id=person.team_id,
        actor=person.user_id,
        act=act,
        subject=f"surgery {surgery}",
        detail={"title": person.title, **detail},
    )
