"""Nominations: a board member asks that an indicator go to surgery, with a reason; others second it.

A board has one open nomination a measure: a repeat by somebody else becomes a second, in their own words. What was
known of the measure is frozen with the nomination. The database's unique keys decide who was first, so that double
presses and two members at the same moment end well. Seconds are shown, never counted as votes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.boards import Board
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, may_see, require
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import BoardRow, MeasureRow, NominationRow, SecondRow
from perfdata.surgeries.decisions import decide_by
from perfdata.surgeries.evidence import evidence_of
from perfdata.surgeries.lifecycles import OPEN_NOMINATION, NominationState
from perfdata.surgeries.nomination import Nomination, Second, nomination_of, second_of
from perfdata.surgeries.nomination_words import Words, mistakes, wrong_with
from perfdata.surgeries.remit import boards_that_may, refusal_to_nominate, require_nominator


class Outcome(StrEnum):
    """What became of an attempt to nominate or to second."""

    NOMINATED = "nominated"
    SECONDED = "seconded"
    ALREADY_NOMINATED = "already nominated"
    ALREADY_SECONDED = "already seconded"


@dataclass(frozen=True, slots=True)
class SecondTold(Payload):
    """What the board is told of a second, in the thread of the nomination."""

    nomination_id: int
    code: str
    measure_title: str
    second: Second


@dataclass(frozen=True, slots=True)
class Nominated:
    """The nomination as it stands after the attempt, and what the attempt did."""

    nomination: Nomination
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form offers: the measure where it is known, the person's boards, and the code of the one chosen already.

    No board is chosen where several would do.
    """

    measure: Measure | None
    boards: tuple[Board, ...]
    board: str


def offer(snapshot: Snapshot, *, person: Person, place: Place, code: str = "", board: str = "") -> Offer:
    """What to offer this person, here, in a form; `code` and `board` are what they came from, blank for nothing.

    Raises NotAllowed, with the reason, for somebody who may not nominate at all, or not this measure.
    """
    measure = _measure(snapshot, person, place, code) if code else None
    require_nominator(person, Act.NOMINATE, measure, place, snapshot.council)
    fitting = boards_that_may(person, measure, snapshot.council) if measure is not None else tuple(person.boards)
    # Where a board has the measure in its remit, it is that one.
    own = [code for code in fitting if measure is not None and code in measure.boards] or list(fitting)
    chosen = board if board in fitting else own[0] if len(own) == 1 else ""
    return Offer(measure, tuple(snapshot.boards[code] for code in person.boards), chosen)


def nominable(snapshot: Snapshot, person: Person, place: Place) -> tuple[Measure, ...]:
    """The measures that this person, here, may nominate: those in the remit of their boards first, and of these the
    longest off target, else as in the dictionary.
    """
    council = snapshot.council
    if refusal_to_nominate(person, Act.NOMINATE, None, place, council) is not None:
        return ()
    may = [
        one
        for one in snapshot.measures.values()
        if refusal_to_nominate(person, Act.NOMINATE, one, place, council) is None
    ]

    def order(one: Measure) -> tuple[bool, int]:
        return not set(one.boards) & set(person.boards), -snapshot.verdicts[one.code].periods_off_target

    return tuple(sorted(may, key=order))


def among(snapshot: Snapshot, person: Person, place: Place, codes: Sequence[str]) -> tuple[str, ...]:
    """Of some measures those that this person, here, may nominate, in their order."""
    return tuple(
        code
        for code in codes
        if (one := snapshot.measures.get(code)) is not None
        and refusal_to_nominate(person, Act.NOMINATE, one, place, snapshot.council) is None
    )


def nominate(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    code: str,
    board: str,
    words: Words,
    now: datetime,
) -> Nominated:
    """Nominate a measure for surgery by a board, or second the open nomination that there is.

    Stores it with what the figures say, owes the board's channel a message and adds an audit entry, in the caller's
    transaction. Raises NotAllowed with the reason when this person, here, may not; BadInput for words that are too
    short, too long, or name a person.
    """
    measure = _measure(snapshot, person, place, code)
    require_nominator(person, Act.NOMINATE, measure, place, snapshot.council)
    _require_open_in_its_channel(snapshot, person, measure, board)
    if wrong := mistakes(words):
        raise BadInput(next(iter(wrong.values())))
    row = NominationRow(
        board_id=snapshot.boards[board].id,
        measure_id=measure.id,
        team_id=person.team_id,
        user_id=person.user_id,
        title=person.title,
        reason=words.reason.strip(),
        outcome_wanted=words.outcome_wanted.strip(),
        heard=words.heard.strip(),
        brought=words.evidence.strip(),
        brought_from=words.source.strip(),
        evidence=evidence_of(session, snapshot, code).to_payload(),
        state=str(NominationState.NOMINATED),
        nominated_at=now,
        decide_by=decide_by(snapshot.today, snapshot.council),
        outbox_key="",
    )
    if not _added(session, row):
        open_one = _open_nomination(session, row)
        shown = f"{row.brought} ({row.brought_from})" if row.brought else ""
        said = "\n".join(text for text in (row.reason, row.outcome_wanted, row.heard, shown) if text)
        if _is_by(open_one, person):
            return Nominated(nomination_of(session, open_one), Outcome.ALREADY_NOMINATED)
        return _second(session, snapshot, open_one, person, said, now)
    row.outbox_key = f"nomination:{row.id}"
    nomination = nomination_of(session, row)
    outbox.owe(
        session,
        key=row.outbox_key,
        team_id=snapshot.council.team_id,
        channel_id=snapshot.boards[board].channel_id,
        kind=outbox.Kind.NOMINATION,
        payload=nomination.to_payload(),
        now=now,
    )
    _note(session, person, "nominated", nomination, now)
    return Nominated(nomination, Outcome.NOMINATED)


def second(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    nomination_id: int,
    reason: str = "",
    now: datetime,
) -> Nominated:
    """Second an open nomination, once a person; the board is told in the nomination's thread.

    Who has seconded without a reason may give one afterwards, once. Raises NotFound for a number that is not held,
    IllegalMove to the nominator, NotAllowed to whoever does not sit on the board, BadInput for a reason that is too
    long or names a person.
    """
    row = _secondable(session, snapshot, person, place, nomination_id)
    if wrong := wrong_with(reason):
        raise BadInput(wrong)
    return _second(session, snapshot, row, person, reason.strip(), now)


def to_second(session: Session, snapshot: Snapshot, *, person: Person, place: Place, nomination_id: int) -> Nomination:
    """The nomination that somebody is about to second; raises as `second` does."""
    return nomination_of(session, _secondable(session, snapshot, person, place, nomination_id))


def list_for(session: Session, snapshot: Snapshot, *, person: Person, place: Place) -> tuple[Nomination, ...]:
    """Open nominations with their seconds: the board's in a board's channel, else all boards', oldest first.

    Measures that do not exist for this person here are left out. Raises NotAllowed to outsiders.
    """
    require(person, Act.SEE_NOMINATIONS, None, place)
    query = (
        select(NominationRow, MeasureRow.code)
        .join(BoardRow, BoardRow.id == NominationRow.board_id)
        .join(MeasureRow, MeasureRow.id == NominationRow.measure_id)
        .where(NominationRow.state.in_(OPEN_NOMINATION))
        .order_by(BoardRow.id, NominationRow.id)
    )
    if place.board:
        query = query.where(BoardRow.code == place.board)
    return tuple(
        nomination_of(session, row)
        for row, code in session.execute(query)
        if may_see(person, snapshot.measures[code], place)
    )


def _secondable(
    session: Session, snapshot: Snapshot, person: Person, place: Place, nomination_id: int
) -> NominationRow:
    row = session.get(NominationRow, nomination_id)
    if row is None:
        raise NotFound("That nomination is not held any more.")
    nomination = nomination_of(session, row)
    measure = _measure(snapshot, person, place, nomination.facts.code)
    require_nominator(person, Act.SECOND, measure, place, snapshot.council)
    _require_open_in_its_channel(snapshot, person, measure, nomination.board)
    if _is_by(row, person):
        raise IllegalMove("You nominated this indicator yourself. A second has to come from another member.")
    if NominationState(row.state) not in OPEN_NOMINATION:
        raise IllegalMove("This nomination has been decided already.")
    return row


def _measure(snapshot: Snapshot, person: Person, place: Place, code: str) -> Measure:
    measure = snapshot.measures.get(code)
    if measure is None or not may_see(person, measure, place):
        # One sentence for both, so that nobody learns what exists.
        raise NotAllowed("That measure is not available here.")
    return measure


def _require_open_in_its_channel(snapshot: Snapshot, person: Person, measure: Measure, code: str) -> None:
    """The board must be one of the person's for this measure, and its channel must be allowed to read of it."""
    board = snapshot.boards.get(code)
    if board is None:
        raise NotAllowed("Please choose one of your boards.")
    if code not in person.boards:
        raise NotAllowed(f"You do not sit on the {board.name}, so you cannot nominate or second for it.")
    if code not in boards_that_may(person, measure, snapshot.council):
        raise NotAllowed(f"“{measure.title}” is not in the remit of the {board.name}. Please choose another board.")
    if not may_see(person, measure, snapshot.place(board.channel_id)):
        raise NotAllowed("That measure is not available here.")


def _second(
    session: Session, snapshot: Snapshot, nominated: NominationRow, person: Person, words: str, now: datetime
) -> Nominated:
    row = SecondRow(
        nomination_id=nominated.id,
        team_id=person.team_id,
        user_id=person.user_id,
        title=person.title,
        reason=words,
        seconded_at=now,
    )
    explained = ""
    if not _added(session, row):
        row = session.scalars(_seconds_by(nominated, person)).one()
        if row.reason or not words:
            return Nominated(nomination_of(session, nominated), Outcome.ALREADY_SECONDED)
        row.reason, explained = words, ":reason"
        session.flush()
    nomination = nomination_of(session, nominated)
    told = SecondTold(nomination.id, nomination.facts.code, nomination.facts.title, second_of(row))
    outbox.owe(
        session,
        key=f"second:{nomination.id}:{person.team_id}:{person.user_id}{explained}",
        team_id=snapshot.council.team_id,
        channel_id=snapshot.boards[nomination.board].channel_id,
        kind=outbox.Kind.SECOND,
        payload=told.to_payload(),
        now=now,
        after_key=nominated.outbox_key,
    )
    _note(session, person, "seconded", nomination, now)
    return Nominated(nomination, Outcome.SECONDED)


def _seconds_by(nominated: NominationRow, person: Person) -> Select[SecondRow]:
    return (
        select(SecondRow)
        .where(
            SecondRow.nomination_id == nominated.id,
            SecondRow.team_id == person.team_id,
            SecondRow.user_id == person.user_id,
        )
        .with_for_update()
    )


def _added(session: Session, row: NominationRow | SecondRow) -> bool:
    """Store the row; False when a unique key says that there is one already."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def _open_nomination(session: Session, like: NominationRow) -> NominationRow:
    query = select(NominationRow).where(
        NominationRow.board_id == like.board_id,
        NominationRow.measure_id == like.measure_id,
        NominationRow.state.in_(OPEN_NOMINATION),
    )
    return session.scalars(query).one()


def _is_by(row: NominationRow, person: Person) -> bool:
    return (row.team_id, row.user_id) == (person.team_id, person.user_id)


def _note(session: Session, person: Person, act: str, nomination: Nomination, now: datetime) -> None:
    audit.append(
        session,
        at=now,
        team_id=person.team_id,
        actor=person.user_id,
        act=act,
        subject=f"nomination {nomination.id}",
        detail={"board": nomination.board, "measure": nomination.facts.code, "title": person.title},
    )
