"""Before a surgery: its date, who is asked to come and what they answer, the service's turn, and its papers."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.council import SurgeryModel
from perfdata.documents.handing_out import open_pack, post_as_thread
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.measures import Measure
from perfdata.people import Person
from perfdata.permissions import Place
from perfdata.snapshot import Snapshot
from perfdata.store.tables import BoardRow, InvitationRow, SurgeryRow
from perfdata.surgeries.days import CLEAR_DAYS, SERVICE_DAYS, earliest_date, papers_due, to_service_by
from perfdata.surgeries.lifecycles import (
    INVITATION,
    SURGERY,
    InvitationMove,
    InvitationState,
    SurgeryMove,
    SurgeryState,
)
from perfdata.surgeries.models import RULES, Deed, Part, parts_of
from perfdata.surgeries.surgery import Surgery, locked, require_deed, surgery_of
from perfdata.surgeries.telling import Event, event_key, record, tell_board, tell_people
from perfdata.working_days import is_working_day

LONGEST_PLACE = 200


def schedule(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    surgery_id: int,
    held_on: date,
    starts_at: time,
    where: str,
    now: datetime,
    seen_version: int | None = None,
) -> Surgery:
    """Set the date, or a new one, ask everybody whom the model invites, and tell the board.

    Those who had answered for another date are asked anew. Raises NotAllowed, IllegalMove, NotFound, and BadInput for
    a day that is no working day or leaves too little time.
    """
    row, measure = locked(
        session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=seen_version
    )
    board = require_deed(session, snapshot, row, person, place, measure, Deed.RECORD)
    state = SURGERY.after(SurgeryState(row.state), SurgeryMove.SCHEDULE)
    council = snapshot.council
    if not is_working_day(held_on, council.calendar.extra_holidays):
        raise BadInput("That is not a working day. Please choose another.")
    if held_on < (first := earliest_date(snapshot.today, council)):
        raise BadInput(
            f"That leaves too little time: the service has {SERVICE_DAYS} working days with the papers, and they are "
            f"out {CLEAR_DAYS} clear working days before. The first day is {first.day} {first:%B %Y}."
        )
    if len(where.strip()) > LONGEST_PLACE:
        raise BadInput(f"Please give the place in {LONGEST_PLACE} characters or fewer.")
    moved = row.held_on is not None and (row.held_on, row.starts_at) != (held_on, starts_at)
    row.state, row.held_on, row.starts_at, row.place, row.papers_out_at = (
        str(state),
        held_on,
        starts_at,
        where.strip(),
        None,
    )
    _invite_all(session, snapshot, row, board.code, measure)
    if moved:
        for invitation in _invitations(session, row):
            invitation.state, invitation.answered_at = str(InvitationState.INVITED), None
    session.flush()
    surgery = tell_board(
        session,
        snapshot,
        row,
        Event.SCHEDULED,
        now=now,
        by=person.title,
        service_from=to_service_by(held_on, council),
        papers_on=papers_due(held_on, council),
    )
    asked = [(one.team_id, one.user_id, one.id) for one in _invitations(session, row) if one.user_id]
    tell_people(session, surgery, asked, Event.INVITED, now=now)
    record(session, person, "scheduled a surgery", row.id, now, held_on=held_on.isoformat(), moved=moved)
    return surgery


def invite(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    surgery_id: int,
    role: str,
    part: str,
    now: datetime,
) -> Surgery:
    """Ask somebody beside those whom the model invites: a partner, an expert, a similar council, service users.

    `role` is a role title, with the organisation. Somebody here who has it is asked by themselves; anybody else is an
    outsider, to whom the clerk gives the papers as a document. Raises as `schedule` does.
    """
    row, measure = locked(session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=None)
    require_deed(session, snapshot, row, person, place, measure, Deed.RECORD)
    if not SURGERY.allows(SurgeryState(row.state), SurgeryMove.CANCEL):
        raise IllegalMove(f"This surgery is {row.state}, so nobody can be invited any more.")
    title = " ".join(role.split())
    if not 3 <= len(title) <= LONGEST_PLACE:
        raise BadInput("Please say whom to invite, by role and organisation.")
    known = next((one for one in snapshot.people.values() if one.title.casefold() == title.casefold()), None)
    if any(one.title.casefold() == title.casefold() for one in _invitations(session, row)):
        raise IllegalMove("They are invited already.")
    invitation = InvitationRow(
        surgery_id=row.id,
        team_id=known.team_id if known is not None else snapshot.council.team_id,
        user_id=known.user_id if known is not None else "",
        title=known.title if known is not None else title,
        part=part.strip() or "guest",
        state=str(InvitationState.INVITED),
    )
    session.add(invitation)
    session.flush()
    surgery = surgery_of(session, snapshot, row)
    if known is not None and row.held_on is not None:
        tell_people(session, surgery, [(known.team_id, known.user_id, invitation.id)], Event.INVITED, now=now)
    record(session, person, "invited to a surgery", row.id, now, invited=invitation.title, part=invitation.part)
    return surgery


def answer(
    session: Session, snapshot: Snapshot, *, person: Person, invitation_id: int, move: InvitationMove, now: datetime
) -> Surgery:
    """Say whether one comes, as often as plans change, until it is held. Only who was asked may answer."""
    invitation = session.get(InvitationRow, invitation_id)
    if invitation is None:
        raise NotFound("That invitation is not held any more.")
    if (invitation.team_id, invitation.user_id) != (person.team_id, person.user_id):
        raise NotAllowed("Only the person who was invited can answer.")
    row = session.get_one(SurgeryRow, invitation.surgery_id)
    if not SURGERY.allows(SurgeryState(row.state), SurgeryMove.HOLD):
        raise IllegalMove(f"This surgery is {row.state}, so there is nothing to answer any more.")
    invitation.state = str(INVITATION.after(InvitationState(invitation.state), move))
    invitation.answered_at = now
    session.flush()
    record(session, person, f"invitation {move}", row.id, now)
    return surgery_of(session, snapshot, row)


def send_to_service(
    session: Session, snapshot: Snapshot, row: SurgeryRow, measure: Measure, *, now: datetime
) -> Surgery:
    """The service's turn: its owner and director get the papers first, to correct them and bring proposals; the clerk
    gets the same draft, to see to it."""
    row.state = str(SURGERY.after(SurgeryState(row.state), SurgeryMove.SEND_TO_SERVICE))
    session.flush()
    surgery = surgery_of(session, snapshot, row)
    board, council = session.get_one(BoardRow, row.board_id).code, snapshot.council
    service = [
        (*who, 0)
        for who, one in snapshot.people.items()
        if parts_of(one, board, measure, council) & {Part.OWNER, Part.DIRECTOR}
    ]
    clerks = [
        (one.team_id, one.user_id, one.id)
        for one in _invitations(session, row)
        if one.part == Part.CLERK and (one.team_id, one.user_id, 0) not in service
    ]
    assert row.held_on is not None
    tell_people(
        session,
        surgery,
        [*service, *clerks],
        Event.WITH_SERVICE,
        now=now,
        enclosure=open_pack(session, snapshot, surgery),
        papers_on=papers_due(row.held_on, council),
    )
    return surgery


def put_out_papers(session: Session, snapshot: Snapshot, row: SurgeryRow, *, now: datetime) -> Surgery:
    """The papers go out: to the surgery's thread, with what they say, and to everybody who is invited and has an
    account. The clerk gives them to the others."""
    row.state = str(SURGERY.after(SurgeryState(row.state), SurgeryMove.PUT_OUT_PAPERS))
    row.papers_out_at = now
    session.flush()
    pack = open_pack(session, snapshot, surgery_of(session, snapshot, row))
    surgery = tell_board(session, snapshot, row, Event.PAPERS_OUT, now=now, enclosure=pack)
    asked = [(one.team_id, one.user_id, one.id) for one in _invitations(session, row) if one.user_id]
    tell_people(session, surgery, asked, Event.PAPERS_OUT, now=now, enclosure=pack)
    if pack is not None:
        channel = session.get_one(BoardRow, row.board_id).channel_id
        first = event_key(surgery, Event.PAPERS_OUT)
        post_as_thread(session, snapshot, pack.document, channel_id=channel, after_key=first, now=now)
    return surgery


def prepare_due(session: Session, snapshot: Snapshot, *, now: datetime) -> list[Surgery]:
    """Do what the calendar asks for today, late if need be: papers to the service, then papers out. Once each."""
    done: list[Surgery] = []
    query = (
        select(SurgeryRow)
        .where(SurgeryRow.state.in_((SurgeryState.SCHEDULED, SurgeryState.WITH_SERVICE)))
        .order_by(SurgeryRow.id)
        .with_for_update()
    )
    for row in session.scalars(query).all():
        assert row.held_on is not None
        measure = snapshot.measures[surgery_of(session, snapshot, row).subjects[0].code]
        if row.state == SurgeryState.SCHEDULED and to_service_by(row.held_on, snapshot.council) <= snapshot.today:
            done.append(send_to_service(session, snapshot, row, measure, now=now))
        if row.state == SurgeryState.WITH_SERVICE and papers_due(row.held_on, snapshot.council) <= snapshot.today:
            done.append(put_out_papers(session, snapshot, row, now=now))
    return done


def cancel(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    surgery_id: int,
    reason: str,
    now: datetime,
    seen_version: int | None = None,
) -> Surgery:
    """Call it off, with the reason, which the board and everybody invited read. Raises as `schedule` does."""
    row, measure = locked(
        session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=seen_version
    )
    require_deed(session, snapshot, row, person, place, measure, Deed.CHAIR)
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput("Please give the reason in a sentence.")
    row.state = str(SURGERY.after(SurgeryState(row.state), SurgeryMove.CANCEL))
    row.closed_at, row.close_reason = now, reason.strip()
    session.flush()
    surgery = tell_board(session, snapshot, row, Event.CANCELLED, now=now, reason=row.close_reason, by=person.title)
    asked = [(one.team_id, one.user_id, one.id) for one in _invitations(session, row) if one.user_id]
    tell_people(session, surgery, asked, Event.CANCELLED, now=now, reason=row.close_reason, by=person.title)
    record(session, person, "cancelled a surgery", row.id, now, reason=row.close_reason)
    return surgery


SHORTEST_REASON = 10


def _invite_all(session: Session, snapshot: Snapshot, row: SurgeryRow, board: str, measure: Measure) -> None:
    """Ask whom the model invites, each once, by the first of their parts."""
    invited = RULES[SurgeryModel(row.model)].invited
    there = {(one.team_id, one.user_id) for one in _invitations(session, row)}
    for (team_id, user_id), one in snapshot.people.items():
        parts = parts_of(one, board, measure, snapshot.council)
        part = next((part for part in invited if part in parts), None)
        if part is None or (team_id, user_id) in there:
            continue
        session.add(
            InvitationRow(
                surgery_id=row.id,
                team_id=team_id,
                user_id=user_id,
                title=one.title,
                part=str(part),
                state=str(InvitationState.INVITED),
            )
        )
    session.flush()


def _invitations(session: Session, row: SurgeryRow) -> list[InvitationRow]:
    query = select(InvitationRow).where(InvitationRow.surgery_id == row.id).order_by(InvitationRow.id)
    return list(session.scalars(query))
