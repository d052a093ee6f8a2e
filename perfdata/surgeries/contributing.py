"""Bringing words to a surgery, by several people at once and from a phone.

Words are only ever added, so that several people writing at once lose nothing. Whoever rewrites something replaces
the row that they saw; if somebody was quicker, they are told so and nothing is overwritten.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from perfdata import audit
from perfdata.errors import BadInput, IllegalMove, NotFound
from perfdata.people import Person
from perfdata.permissions import Place
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ContributionRow, SurgeryRow
from perfdata.surgeries.contributions import Contribution, ContributionKind, contribution_of
from perfdata.surgeries.lifecycles import SurgeryState
from perfdata.surgeries.models import Deed
from perfdata.surgeries.surgery import locked, require_deed

_LATER = aliased(ContributionRow)
LONGEST = 2_000
SHORTEST = 3
OF_THE_SERVICE = frozenset({ContributionKind.CORRECTION, ContributionKind.PROPOSAL})
BEFORE_IT = frozenset({SurgeryState.CHOSEN, SurgeryState.SCHEDULED, SurgeryState.WITH_SERVICE, SurgeryState.PAPERS_OUT})
UNTIL_CLOSED = BEFORE_IT | {SurgeryState.HELD, SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD}


def give(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    surgery_id: int,
    kind: ContributionKind,
    text: str,
    now: datetime,
    replaces: int | None = None,
) -> Contribution:
    """Add words to a surgery; with `replaces`, in the place of earlier ones; with a blank text, these are withdrawn.

    The service (owner, director) brings corrections and proposals until it is held; all else is the record, kept by
    whoever chairs and the clerk until it is closed. Raises NotAllowed, IllegalMove, BadInput and NotFound.
    """
    row, measure = locked(session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=None)
    deed = Deed.PROPOSE if kind in OF_THE_SERVICE else Deed.RECORD
    require_deed(session, snapshot, row, person, place, measure, deed)
    state = SurgeryState(row.state)
    if state not in (BEFORE_IT if kind in OF_THE_SERVICE else UNTIL_CLOSED):
        raise IllegalMove(f"This surgery is {state.value}, so nothing can be added to {kind.value} any more.")
    words = text.strip()
    if len(words) > LONGEST:
        raise BadInput(f"That is {len(words):,} characters; please say it in {LONGEST:,} or fewer.")
    if len(words) < SHORTEST and (words or replaces is None):
        raise BadInput("Please say it in a few words.")
    if replaces is None and (there := _already_said(session, row, person, kind, words)) is not None:
        return contribution_of(there)
    added = ContributionRow(
        surgery_id=row.id,
        kind=str(kind),
        text=words,
        team_id=person.team_id,
        user_id=person.user_id,
        title=person.title,
        given_at=now,
        replaces=_replaced(session, row, replaces),
    )
    try:
        with session.begin_nested():
            session.add(added)
    except IntegrityError:
        raise IllegalMove("Somebody has rewritten that since you opened it. Please open it again.") from None
    audit.append(
        session,
        at=now,
        team_id=person.team_id,
        actor=person.user_id,
        act="wrote in a surgery",
        subject=f"surgery {row.id}",
        detail={"kind": kind.name.lower(), "title": person.title, "contribution": added.id, "replaces": replaces or 0},
    )
    return contribution_of(added)


def _already_said(
    session: Session, surgery: SurgeryRow, person: Person, kind: ContributionKind, words: str
) -> ContributionRow | None:
    """The same words of the same person, where the form was sent twice."""
    query = select(ContributionRow).where(
        ContributionRow.surgery_id == surgery.id,
        ContributionRow.kind == str(kind),
        ContributionRow.text == words,
        ContributionRow.team_id == person.team_id,
        ContributionRow.user_id == person.user_id,
        ContributionRow.id.not_in(select(_LATER.replaces).where(_LATER.replaces.is_not(None))),
    )
    return session.scalar(query)


def _replaced(session: Session, surgery: SurgeryRow, number: int | None) -> int | None:
    if number is None:
        return None
    earlier = session.get(ContributionRow, number)
    if earlier is None or earlier.surgery_id != surgery.id:
        raise NotFound("Those words are not held any more.")
    return number
