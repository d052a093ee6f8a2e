"""Watches: a person follows a measure and is told privately when its state changes.

The state is that of the latest figure: its status, and whether there is a real change. What somebody watches is for
nobody else to see and is not on the record of decisions; when they stop, the row is deleted. Exempt measures are
neither watched nor listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.facts import Facts, facts_of
from perfdata.measures import Measure
from perfdata.people import Person, Role
from perfdata.permissions import Act, Place, may_see, require
from perfdata.snapshot import Snapshot
from perfdata.store import once
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import MeasureRow, WatchRow

MOST = 20
"""How many measures one person may watch: what one message can list."""

LONGEST_MUTE_DAYS = 366

_WATCH = insert_once(table_of(WatchRow))


class Outcome(StrEnum):
    """What became of an attempt to watch."""

    WATCHING = "watching"
    ALREADY = "watched already"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a measure that watchers are told of, by its latest figure.

    `variation` is the kind of real change, blank when there is none or it cannot be told.
    """

    status: str
    variation: str


@dataclass(frozen=True, slots=True)
class Watch:
    """One watched measure as it stands now. `muted_until` is the last day of silence, None when it is not muted."""

    facts: Facts
    since: datetime
    muted_until: date | None


@dataclass(frozen=True, slots=True)
class Watched:
    """What an attempt to watch did; `for_boards` are the boards on whose list this person may put the measure."""

    measure: Measure
    outcome: Outcome
    for_boards: tuple[str, ...]


def standing(snapshot: Snapshot, code: str) -> Standing:
    """The state of a measure now: the status of its latest figure, and the kind of real change."""
    verdict = snapshot.verdicts[code]
    variation = verdict.reading.variation
    return Standing(str(verdict.latest_judgement.status), str(variation) if variation.real else "")


def watch(session: Session, snapshot: Snapshot, *, person: Person, place: Place, code: str, now: datetime) -> Watched:
    """Begin to watch a measure; a repeat changes nothing.

    Raises NotAllowed with the reason, also for an exempt measure, and IllegalMove for more than `MOST`.
    """
    measure = watchable(snapshot, person, place, code)
    held = session.scalar(select(func.count(WatchRow.id)).where(*_of(person)))
    if held is not None and held >= MOST and not _is_watched(session, person, measure):
        raise IllegalMove(f"You watch {MOST} measures, which is as many as I can keep. Stop watching one first.")
    state = standing(snapshot, code)
    values = {
        "team_id": person.team_id,
        "user_id": person.user_id,
        "measure_id": measure.id,
        "since": now,
        "status": state.status,
        "variation": state.variation,
    }
    added = once.insert(session, _WATCH, values) is not None
    return Watched(measure, Outcome.WATCHING if added else Outcome.ALREADY, chaired(person, measure))


def stop(session: Session, *, person: Person, code: str) -> bool:
    """Stop watching; False when it was not watched."""
    mine = select(MeasureRow.id).where(MeasureRow.code == code).scalar_subquery()
    gone = session.execute(delete(WatchRow).where(*_of(person), WatchRow.measure_id == mine).returning(WatchRow.id))
    return gone.one_or_none() is not None


def mute(session: Session, *, person: Person, code: str, until: date | None, today: date) -> None:
    """Tell nothing of a watched measure up to and including `until`; None ends the silence.

    What has changed meanwhile is told afterwards. Raises BadInput for a day that has passed or is too far away, and
    IllegalMove when the measure is not watched.
    """
    if until is not None and until < today:
        raise BadInput("That day has passed. Please choose today or a later one.")
    if until is not None and (until - today).days > LONGEST_MUTE_DAYS:
        raise BadInput("Please choose a day within a year. To hear nothing at all, stop watching the measure.")
    mine = select(MeasureRow.id).where(MeasureRow.code == code).scalar_subquery()
    muted = session.execute(
        update(WatchRow)
        .where(*_of(person), WatchRow.measure_id == mine)
        .values(muted_until=until)
        .returning(WatchRow.id)
    )
    if muted.one_or_none() is None:
        raise IllegalMove("You do not watch that measure.")


def watched_by(session: Session, snapshot: Snapshot, person: Person) -> tuple[Watch, ...]:
    """What this person watches, the oldest first. A measure that has become exempt is left out."""
    query = (
        select(MeasureRow.code, WatchRow.since, WatchRow.muted_until)
        .join(MeasureRow, MeasureRow.id == WatchRow.measure_id)
        .where(*_of(person))
        .order_by(WatchRow.id)
    )
    return tuple(
        Watch(facts_of(snapshot, code), since, muted_until if _still(muted_until, snapshot.today) else None)
        for code, since, muted_until in session.execute(query)
        if not snapshot.measures[code].exempt
    )


def watchable(snapshot: Snapshot, person: Person, place: Place, code: str) -> Measure:
    """The measure, if this person may watch it. Raises NotAllowed, in the same words for one that is not held."""
    measure = snapshot.measures.get(code)
    if measure is None or not may_see(person, measure, place):
        raise NotAllowed("That measure is not available here.")
    require(person, Act.WATCH, measure, place)
    return measure


def chaired(person: Person, measure: Measure) -> tuple[str, ...]:
    """Codes of the boards with this measure in their remit whose watch list the person keeps."""
    return tuple(code for code in measure.boards if keeps_list(person, code))


def keeps_list(person: Person, board: str) -> bool:
    """Whether the person keeps the watch list of the board: its chair and vice chair do."""
    return person.boards.get(board) in (Role.CHAIR, Role.VICE_CHAIR)


def _still(muted_until: date | None, today: date) -> bool:
    return muted_until is not None and muted_until >= today


def _is_watched(session: Session, person: Person, measure: Measure) -> bool:
    query = select(WatchRow.id).where(*_of(person), WatchRow.measure_id == measure.id)
    return session.scalar(query) is not None


def _of(person: Person) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (WatchRow.team_id == person.team_id, WatchRow.user_id == person.user_id)
