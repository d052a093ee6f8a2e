"""Handing out a surgery's documents: to somebody who asks for one, to those who are told of an event, as a thread.

The document is frozen as it was when it was owed; it is written and uploaded by whoever delivers it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from perfdata.documents.document import Document, Section, freeze
from perfdata.documents.minutes import Minutes, minutes_for, minutes_of
from perfdata.documents.minutes_words import minutes_document
from perfdata.documents.pack import Pack, pack_for, pack_of
from perfdata.documents.pack_words import pack_document
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.surgeries.surgery import Surgery
from perfdata.surgeries.telling import Enclosure


class Paper(StrEnum):
    """A document of a surgery."""

    PACK = "pack"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class PaperSection(Payload):
    """One section of a document, as a message of its own in a thread."""

    section: Section


def hand_over(
    session: Session, snapshot: Snapshot, *, person: Person, paper: Paper, surgery_id: int, now: datetime
) -> bool:
    """Owe a document to somebody who asks for it, by themselves; False when they have this very one already.

    Raises NotFound, NotAllowed and IllegalMove.
    """
    alone = Place(PlaceKind.DIRECT, person.user_id)
    enclosure = paper_for(session, snapshot, person=person, place=alone, paper=paper, surgery_id=surgery_id)
    frozen = json.dumps(freeze(enclosure.document), sort_keys=True).encode()
    return outbox.owe(
        session,
        key=f"document:{person.user_id}:{hashlib.sha256(frozen).hexdigest()[:32]}",
        team_id=person.team_id,
        channel_id=person.user_id,
        kind=outbox.Kind.DOCUMENT,
        payload=enclosure.to_payload(),
        now=now,
    )


def paper_for(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, paper: Paper, surgery_id: int
) -> Enclosure:
    """A document as `person` may have it here. Raises NotFound, NotAllowed and IllegalMove."""
    if paper is Paper.PACK:
        return _packed(pack_for(session, snapshot, person=person, place=place, surgery_id=surgery_id))
    return _minuted(minutes_for(session, snapshot, person=person, place=place, surgery_id=surgery_id))


def open_pack(session: Session, snapshot: Snapshot, surgery: Surgery) -> Enclosure | None:
    """The pack that is sent unasked; None where a measure is exempt, of which nothing ever is."""
    return None if _is_exempt(snapshot, surgery) else _packed(pack_of(session, snapshot, surgery))


def open_minutes(session: Session, snapshot: Snapshot, surgery: Surgery) -> Enclosure | None:
    """The minutes that are sent unasked; None where a measure is exempt."""
    return None if _is_exempt(snapshot, surgery) else _minuted(minutes_of(session, snapshot, surgery))


def _packed(pack: Pack) -> Enclosure:
    return Enclosure(pack_document(pack), tuple(figure for study in pack.studies for figure in study.history))


def _minuted(minutes: Minutes) -> Enclosure:
    """Minutes keep what was known on the day, whatever is revised later: they state no figure of today."""
    return Enclosure(minutes_document(minutes))


def post_as_thread(
    session: Session, snapshot: Snapshot, document: Document, *, channel_id: str, after_key: str, now: datetime
) -> None:
    """Owe a document's sections one after the other, in the thread of the message with `after_key`."""
    for number, section in enumerate(one for one in document.sections if one.parts):
        key = f"{after_key}:section:{number}"
        outbox.owe(
            session,
            key=key,
            team_id=snapshot.council.team_id,
            channel_id=channel_id,
            kind=outbox.Kind.PAPERS,
            payload=PaperSection(section).to_payload(),
            now=now,
            after_key=f"{after_key}:section:{number - 1}" if number else after_key,
        )


def _is_exempt(snapshot: Snapshot, surgery: Surgery) -> bool:
    return any(snapshot.measures[one.code].exempt for one in surgery.subjects)
