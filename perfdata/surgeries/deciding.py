"""Deciding on nominations: chosen, declined, deferred, merged, made thematic or withdrawn, each with its reason.

A decision is a row that stays, by a person who may take it under the council's model, told in the nomination's thread
and to those whom it concerns. Where the model wants two to agree, the first agreement is told as one and settles
nothing. What nobody decides in time goes back to the board's agenda: nothing is decided by silence.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.measures import Measure
from perfdata.people import Person
from perfdata.permissions import Act, Place, may_see, require
from perfdata.snapshot import Snapshot
from perfdata.store.tables import BoardRow, DecisionRow, MeasureRow, NominationRow, SurgeryMeasureRow, SurgeryRow
from perfdata.surgeries.capacity import places_left
from perfdata.surgeries.decisions import BY_THE_CALENDAR, Decision, decide_by, keep, meets_on
from perfdata.surgeries.displacing import Room, displace, of_newer, tell_displaced
from perfdata.surgeries.lifecycles import NOMINATION, NominationMove, NominationState, SurgeryState
from perfdata.surgeries.models import RULES, Deed, Part, require_part

SHORTEST_REASON = 10
LONGEST_REASON = 1_400
_BY_NOMINATOR = frozenset({NominationMove.WITHDRAW})
_BY_ITSELF = frozenset({NominationMove.RETURN, NominationMove.RESUME, NominationMove.DISPLACE, NominationMove.JOIN})


def decide(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    nomination_id: int,
    move: NominationMove,
    reason: str,
    now: datetime,
    seen_version: int | None = None,
    until: date | None = None,
    into: int | None = None,
    displacing: int | None = None,
) -> Decision:
    """Take one decision, in the caller's transaction; owe it to all concerned and put it on the record.

    `seen_version` is the version of the nomination that the person had before them. `displacing` is the number of a
    surgery that makes room where the board's quarter is full. Raises NotAllowed with the reason, IllegalMove where the
    nomination stands otherwise or has changed since it was seen, BadInput for words or dates that will not do, and
    NotFound.
    """
    row = _locked(session, nomination_id)
    board, measure = _subject(session, snapshot, row, person, place)
    require(person, Act.DECIDE_NOMINATION, measure, place)
    part = _require_decider(snapshot, person, board, measure, row, move)
    target = NOMINATION.after(NominationState(row.state), move)
    if seen_version is not None and seen_version != row.version:
        raise IllegalMove("Somebody has changed this nomination since you opened it. Please open it again.")
    _check_words(move, reason, until, snapshot.today)
    first_of_two = move is NominationMove.CHOOSE and _still_waits_for(session, snapshot, row, part, person)
    room: Room | None = None
    surgery: SurgeryRow | None = None
    if move is NominationMove.CHOOSE and not first_of_two:
        room = _make_room(session, snapshot, board, displacing, now)
        surgery = _surgery(session, snapshot, row, board, person, now)
    if move is NominationMove.MERGE:
        _merge(session, row, into)
    if not first_of_two:
        row.state = str(target)
        row.deferred_until = until if move is NominationMove.DEFER else None
    session.flush()
    decision = Decision(
        nomination=row.id,
        board=board.code,
        board_name=board.name,
        code=measure.code,
        title=measure.title,
        move=move,
        reason=reason.strip(),
        by=person.title,
        decided_at=now,
        settles=not first_of_two,
        waits_for=str(_other(snapshot, part)) if first_of_two else "",
        until=row.deferred_until,
        merged_into=row.merged_into_id,
        decided_by=of_newer(session, row),
        merged_title=_title(session, snapshot, row.merged_into_id),
        meets_on=meets_on(board, snapshot.today),
        surgery=surgery.id if surgery is not None else None,
        displaced=room.displaced if room is not None else None,
    )
    actor = (person.team_id, person.user_id)
    if room is not None:
        tell_displaced(session, snapshot, room, board, decision, actor=actor, now=now)
    keep(session, snapshot, row, board, measure, decision, part=part, actor=actor, now=now)
    return decision


def return_undecided(session: Session, snapshot: Snapshot, *, now: datetime) -> list[Decision]:
    """Put what nobody has decided in time on its board's agenda, and take deferred ones up again on their day.

    Once each, however often this runs: it is a move of the lifecycle.
    """
    today, done = snapshot.today, []
    waiting = select(NominationRow).where(
        NominationRow.state.in_((NominationState.NOMINATED, NominationState.DEFERRED))
    )
    for row in session.scalars(waiting.order_by(NominationRow.id).with_for_update()):
        late = row.state == NominationState.NOMINATED and row.decide_by is not None and row.decide_by < today
        due = row.state == NominationState.DEFERRED and row.deferred_until is not None and row.deferred_until <= today
        if not (late or due):
            continue
        move = NominationMove.RETURN if late else NominationMove.RESUME
        board = session.get_one(BoardRow, row.board_id)
        measure = snapshot.measures[session.get_one(MeasureRow, row.measure_id).code]
        words = (
            "It was not decided in time, so the board decides it at its next meeting."
            if late
            else "The day to which it was deferred has come."
        )
        row.state = str(NOMINATION.after(NominationState(row.state), move))
        row.deferred_until = None
        # Taken up again, it has as long as a new one.
        row.decide_by = decide_by(today, snapshot.council) if due else row.decide_by
        decision = Decision(
            row.id,
            board.code,
            board.name,
            measure.code,
            measure.title,
            move,
            words,
            BY_THE_CALENDAR,
            now,
            decided_by=row.decide_by if due else None,
            meets_on=meets_on(board, today),
        )
        keep(
            session,
            snapshot,
            row,
            board,
            measure,
            decision,
            part=BY_THE_CALENDAR,
            actor=(row.team_id, ""),
            now=now,
        )
        done.append(decision)
    return done


def _locked(session: Session, nomination_id: int) -> NominationRow:
    query = select(NominationRow).where(NominationRow.id == nomination_id).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("That nomination is not held any more.")
    return row


def _subject(
    session: Session, snapshot: Snapshot, row: NominationRow, person: Person, place: Place
) -> tuple[BoardRow, Measure]:
    measure = snapshot.measures.get(session.get_one(MeasureRow, row.measure_id).code)
    if measure is None or not may_see(person, measure, place):
        raise NotAllowed("That measure is not available here.")
    return session.get_one(BoardRow, row.board_id), measure


def _require_decider(
    snapshot: Snapshot, person: Person, board: BoardRow, measure: Measure, row: NominationRow, move: NominationMove
) -> Part:
    if move in _BY_NOMINATOR:
        if (row.team_id, row.user_id) != (person.team_id, person.user_id):
            raise NotAllowed("Only the member who made a nomination can withdraw it.")
        return Part.BOARD_MEMBER
    if move in _BY_ITSELF:
        raise NotAllowed("That happens by itself: when its day comes, or when another is chosen in its place.")
    council = snapshot.council
    return require_part(council.surgery_model, Deed.CHOOSE, person, board.code, measure, council)


def _check_words(move: NominationMove, reason: str, until: date | None, today: date) -> None:
    length = len(reason.strip())
    if length < SHORTEST_REASON:
        raise BadInput("Please give the reason in a sentence: the board and the nominator will read it.")
    if length > LONGEST_REASON:
        raise BadInput(f"That is {length:,} characters; please say it in {LONGEST_REASON:,} or fewer.")
    if move is NominationMove.DEFER and (until is None or until <= today):
        raise BadInput("Please say until when: a day after today.")


def _still_waits_for(session: Session, snapshot: Snapshot, row: NominationRow, part: Part, person: Person) -> bool:
    """Whether this choice is the first of two that have to agree. The same person cannot be both."""
    if not RULES[snapshot.council.surgery_model].both:
        return False
    agreed = session.scalars(
        select(DecisionRow).where(
            DecisionRow.nomination_id == row.id, DecisionRow.move == NominationMove.CHOOSE, ~DecisionRow.settles
        )
    ).all()
    if any(one.part == part for one in agreed):
        raise IllegalMove(f"You have agreed already; it waits for {_other(snapshot, part).value}.")
    others = [one for one in agreed if (one.team_id, one.user_id) != (person.team_id, person.user_id)]
    return not others


def _other(snapshot: Snapshot, part: Part) -> Part:
    return next(one for one in RULES[snapshot.council.surgery_model].choosers if one is not part)


def _make_room(
    session: Session, snapshot: Snapshot, board: BoardRow, displacing: int | None, now: datetime
) -> Room | None:
    if places_left(session, snapshot, board.id) > 0:
        return None
    if displacing is None:
        raise IllegalMove(
            f"The {board.name} has chosen all the surgeries that it can hold this quarter. "
            "Choose which of them is to make room, or defer this one."
        )
    return displace(session, snapshot, board, displacing, now)


def _surgery(
    session: Session, snapshot: Snapshot, row: NominationRow, board: BoardRow, person: Person, now: datetime
) -> SurgeryRow:
    surgery = SurgeryRow(
        board_id=board.id,
        model=str(snapshot.council.surgery_model),
        state=str(SurgeryState.CHOSEN),
        chosen_at=now,
        chosen_by=person.title,
        outbox_key=row.outbox_key,
    )
    session.add(surgery)
    session.flush()
    session.add(SurgeryMeasureRow(surgery_id=surgery.id, measure_id=row.measure_id, nomination_id=row.id, baseline={}))
    return surgery


def _title(session: Session, snapshot: Snapshot, nomination_id: int | None) -> str:
    if nomination_id is None:
        return ""
    measure_id = session.get_one(NominationRow, nomination_id).measure_id
    return snapshot.measures[session.get_one(MeasureRow, measure_id).code].title


def _merge(session: Session, row: NominationRow, into: int | None) -> None:
    other = session.get(NominationRow, into) if into is not None else None
    if other is None or other.id == row.id or other.board_id != row.board_id:
        raise BadInput("Please choose another nomination of the same board to merge it into.")
    if not NOMINATION.allows(NominationState(other.state), NominationMove.MERGE):
        raise IllegalMove(f"The other nomination is {other.state}, so nothing can be merged into it.")
    row.merged_into_id = other.id
