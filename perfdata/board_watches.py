"""A board's watch list: measures in its remit, from business plans too, that its chair has it follow, with a reason.

The board's channel is told of each change to the list, and each is on the record of decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.facts import Facts, facts_of
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, require
from perfdata.snapshot import Snapshot
from perfdata.store import once, outbox
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import BoardRow, BoardWatchRow, MeasureRow
from perfdata.watches import chaired, watchable

SHORTEST_REASON = 10
LONGEST_REASON = 1_400

_WATCH = insert_once(table_of(BoardWatchRow))


@dataclass(frozen=True, slots=True)
class BoardWatch(Payload):
    """A measure on a board's watch list as it stands now; `title` is the role of who put it there, for `reason`."""

    board: str
    board_name: str
    facts: Facts
    title: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class BoardWatchTold(Payload):
    """What the board's channel is told: a measure has been put on the list, or taken off it by `ended_by`."""

    watch: BoardWatch
    ended_by: str = ""


def mistake(reason: str) -> str:
    """What is wrong with a reason, in a sentence; blank when nothing is."""
    if len(reason.strip()) < SHORTEST_REASON:
        return "Please say in a sentence why the board should watch this."
    if len(reason.strip()) > LONGEST_REASON:
        return f"That is {len(reason.strip()):,} characters; please say it in {LONGEST_REASON:,} or fewer."
    return ""


def watch_for_board(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    code: str,
    board: str,
    reason: str,
    now: datetime,
) -> BoardWatch:
    """Put a measure on the board's watch list, tell the board's channel, and note it in the record of decisions.

    Raises NotAllowed to everybody but the board's chair and vice chair, BadInput for a reason that is too short or
    too long, and IllegalMove where it is on the list already.
    """
    measure = watchable(snapshot, person, place, code)
    _require_chaired(person, measure, place, board)
    if wrong := mistake(reason):
        raise BadInput(wrong)
    values = {
        "board_id": snapshot.boards[board].id,
        "measure_id": measure.id,
        "title": person.title,
        "reason": reason.strip(),
        "since": now,
    }
    number = once.insert(session, _WATCH, values)
    if number is None:
        raise IllegalMove(f"“{measure.title}” is on the board's watch list already.")
    found = BoardWatch(board, snapshot.boards[board].name, facts_of(snapshot, code), person.title, reason.strip(), now)
    _tell(session, snapshot, f"board watch:{number}", BoardWatchTold(found), now)
    _note(session, person, "put on a board's watch list", found, {"reason": found.reason}, now)
    return found


def stop_for_board(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, code: str, board: str, now: datetime
) -> BoardWatch:
    """Take a measure off the board's watch list; the board's channel is told. Raises as `watch_for_board`."""
    measure = watchable(snapshot, person, place, code)
    _require_chaired(person, measure, place, board)
    row = session.execute(
        update(BoardWatchRow)
        .where(
            BoardWatchRow.board_id == snapshot.boards[board].id,
            BoardWatchRow.measure_id == measure.id,
            BoardWatchRow.ended_at.is_(None),
        )
        .values(ended_at=now, ended_by=person.title)
        .returning(BoardWatchRow.id, BoardWatchRow.title, BoardWatchRow.reason, BoardWatchRow.since)
    ).one_or_none()
    if row is None:
        raise IllegalMove(f"“{measure.title}” is not on the board's watch list.")
    found = BoardWatch(board, snapshot.boards[board].name, facts_of(snapshot, code), row.title, row.reason, row.since)
    _tell(session, snapshot, f"board watch ended:{row.id}", BoardWatchTold(found, person.title), now)
    _note(session, person, "took off a board's watch list", found, {}, now)
    return found


def watched_by_board(session: Session, snapshot: Snapshot, board: str) -> tuple[BoardWatch, ...]:
    """The board's watch list, the oldest first. A measure that has become exempt is left out."""
    query = (
        select(MeasureRow.code, BoardWatchRow.title, BoardWatchRow.reason, BoardWatchRow.since)
        .join(MeasureRow, MeasureRow.id == BoardWatchRow.measure_id)
        .join(BoardRow, BoardRow.id == BoardWatchRow.board_id)
        .where(BoardRow.code == board, BoardWatchRow.ended_at.is_(None))
        .order_by(BoardWatchRow.id)
    )
    name = snapshot.boards[board].name
    return tuple(
        BoardWatch(board, name, facts_of(snapshot, code), title, reason, since)
        for code, title, reason, since in session.execute(query)
        if not snapshot.measures[code].exempt
    )


def watched_codes(session: Session) -> dict[str, frozenset[str]]:
    """The codes of the measures on each board's watch list, by the board's code."""
    query = (
        select(BoardRow.code, MeasureRow.code)
        .join(BoardWatchRow, BoardWatchRow.board_id == BoardRow.id)
        .join(MeasureRow, MeasureRow.id == BoardWatchRow.measure_id)
        .where(BoardWatchRow.ended_at.is_(None))
    )
    found: dict[str, set[str]] = {}
    for board, measure in session.execute(query):
        found.setdefault(board, set()).add(measure)
    return {board: frozenset(codes) for board, codes in found.items()}


def _require_chaired(person: Person, measure: Measure, place: Place, board: str) -> None:
    require(person, Act.SET_BOARD_WATCH, measure, place)
    if board not in chaired(person, measure):
        raise NotAllowed(f"“{measure.title}” is not in the remit of that board, or you do not chair it.")


def _tell(session: Session, snapshot: Snapshot, key: str, told: BoardWatchTold, now: datetime) -> None:
    outbox.owe(
        session,
        key=key,
        team_id=snapshot.council.team_id,
        channel_id=snapshot.boards[told.watch.board].channel_id,
        kind=outbox.Kind.BOARD_WATCH,
        payload=told.to_payload(),
        now=now,
    )


def _note(session: Session, person: Person, act: str, found: BoardWatch, detail: dict[str, str], now: datetime) -> None:
    audit.append(
        session,
        at=now,
        team_id=person.team_id,
        actor=person.user_id,
        act=act,
        subject=f"{found.board} {found.facts.code}",
        detail={"board": found.board, "measure": found.facts.code, "title": person.title, **detail},
    )
