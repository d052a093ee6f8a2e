"""Teaching: the Performance Team gives a measure words that people use, sees first what would change, and can undo it.

The words come into force with the next snapshot, since they move the data version. Each is on the record of decisions
with its reason, and so is its removal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from perfdata import audit, backlog
from perfdata.asking.asking import Asking
from perfdata.asking.queries import Choice, Context, Query, Reading
from perfdata.asking.words import plain_words
from perfdata.council import Alias
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, require
from perfdata.rounds import LONDON
from perfdata.snapshot import Snapshot
from perfdata.store import once, outbox
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import MeasureRow, TaughtRow, UnansweredRow

LONGEST_WORDS = 80
SHORTEST_WHY = 5
LONGEST_WHY = 500
MOST_LISTED = 25

_TEACH = insert_once(table_of(TaughtRow))


@dataclass(frozen=True, slots=True)
class Missed(Payload):
    """A question that was not understood, and how often it was asked in these words."""

    number: int
    words: str
    times: int


@dataclass(frozen=True, slots=True)
class MissedList(Payload):
    """The week's list; `more` questions are not on it. `right` and `not_right` count what people said of answers."""

    items: tuple[Missed, ...]
    more: int = 0
    right: int = 0
    not_right: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """A question that would be read otherwise, and both readings in words."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Taught:
    """Words in force: their number, what they mean and why, by whose role and when."""

    number: int
    words: str
    measure: Measure
    why: str
    title: str
    taught_at: datetime


def mistakes(words: str, why: str) -> dict[str, str]:
    """What is wrong with a proposal, a sentence each, by `words` and `why`."""
    found = {}
    if not plain_words(words) or len(words.strip()) > LONGEST_WORDS:
        found["words"] = f"Please give the words alone, in {LONGEST_WORDS} characters or fewer."
    if not SHORTEST_WHY <= len(why.strip()) <= LONGEST_WHY:
        found["why"] = f"Please say in a sentence why, in {LONGEST_WHY} characters or fewer."
    return found


def rehearse(
    asking: Asking, snapshot: Snapshot, context: Context, alias: Alias, past: Iterable[str]
) -> tuple[Effect, ...]:
    """Which past questions, words of the council and titles would be read otherwise with these words."""
    trial = replace(snapshot, taught=(*snapshot.taught, alias))
    known = [one.words for one in (*snapshot.council.aliases, *snapshot.taught)]
    titles = [one.title for one in snapshot.measures.values() if not one.exempt]
    found = []
    for question in dict.fromkeys((*past, alias.words, *known, *titles)):
        before = _in_words(asking.understand(question, snapshot, context), snapshot)
        after = _in_words(asking.understand(question, trial, context), snapshot)
        if before != after:
            found.append(Effect(question, before, after))
    return tuple(found)


def teach(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    words: str,
    code: str,
    why: str,
    now: datetime,
) -> Measure:
    """Give the measure these words. Raises NotAllowed to everybody but the Performance Team and for an exempt measure,
    BadInput for words that cannot be taken, IllegalMove where they are taught already."""
    require(person, Act.TEACH, None, place)
    measure = snapshot.measures.get(code)
    if measure is None or measure.exempt:
        raise NotAllowed("That measure is not available here.")
    if wrong := mistakes(words, why):
        raise BadInput(next(iter(wrong.values())))
    plain = " ".join(plain_words(words))
    values = {"words": plain, "measure_id": measure.id, "why": why.strip(), "title": person.title, "taught_at": now}
    number = once.insert(session, _TEACH, values)
    if number is None:
        raise IllegalMove(f"“{plain}” has been taught already. Remove it first to give it another meaning.")
    _note(session, person, "taught words", number, {"words": plain, "measure": code, "why": why.strip()}, now)
    return measure


def remove(session: Session, *, person: Person, place: Place, number: int, now: datetime) -> str:
    """Take words back; returns them. Raises NotAllowed as `teach`, IllegalMove where they are not in force."""
    require(person, Act.TEACH, None, place)
    words: str | None = session.scalar(
        update(TaughtRow)
        .where(TaughtRow.id == number, TaughtRow.removed_at.is_(None))
        .values(removed_at=now, removed_by=person.title)
        .returning(TaughtRow.words)
    )
    if words is None:
        raise IllegalMove("Those words are not in force any more.")
    _note(session, person, "removed taught words", number, {"words": words}, now)
    return words


def in_force(session: Session, snapshot: Snapshot, *, person: Person, place: Place) -> Sequence[Taught]:
    """All words in force, the newest first, without those of exempt measures. Raises NotAllowed as `teach`."""
    require(person, Act.TEACH, None, place)
    rows = session.execute(
        select(TaughtRow, MeasureRow.code)
        .join(MeasureRow, MeasureRow.id == TaughtRow.measure_id)
        .where(TaughtRow.removed_at.is_(None))
        .order_by(TaughtRow.id.desc())
    )
    return [
        Taught(row.id, row.words, snapshot.measures[code], row.why, row.title, row.taught_at)
        for row, code in rows
        if not snapshot.measures[code].exempt
    ]


def owe_weekly_list(session: Session, snapshot: Snapshot, now: datetime) -> bool:
    """Owe the team's channel what was not understood up to last Sunday and has not been listed; False for nothing new.

    Once a week, however many processes look: the message's key names the week.
    """
    week = _week(snapshot.today)
    began = datetime.combine(snapshot.today - timedelta(days=snapshot.today.weekday()), time(), LONDON).astimezone(UTC)
    rows = session.scalars(
        select(UnansweredRow)
        .where(UnansweredRow.listed.is_(None), UnansweredRow.noted_at < began)
        .order_by(UnansweredRow.id)
    ).all()
    asked: dict[str, list[UnansweredRow]] = {}
    for row in rows:
        asked.setdefault(" ".join(row.words.casefold().split()), []).append(row)
    right, not_right = backlog.opinions(session, began - timedelta(days=7), began)
    if not asked and not right and not not_right:
        return False
    items = [Missed(same[-1].id, same[-1].words, len(same)) for same in asked.values()]
    items.sort(key=lambda one: -one.times)
    owed = outbox.owe(
        session,
        key=f"not understood:{week}",
        team_id=snapshot.council.team_id,
        channel_id=snapshot.council.performance_channel,
        kind=outbox.Kind.MISSED,
        payload=MissedList(tuple(items[:MOST_LISTED]), max(len(items) - MOST_LISTED, 0), right, not_right).to_payload(),
        now=now,
    )
    if owed:
        for row in rows:
            row.listed = week
    return owed


def _in_words(reading: Reading, snapshot: Snapshot) -> str:
    if isinstance(reading, Query):
        titles = [snapshot.measures[code].title for code in reading.measures]
        return ", ".join(titles) or f"a question of the kind “{reading.kind}”"
    if isinstance(reading, Choice):
        return "which is meant is asked back"
    return str(reading.reason)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _note(session: Session, person: Person, act: str, number: int, detail: dict[str, str], now: datetime) -> None:
    audit.append(
        session,
        at=now,
        team_id=person.team_id,
        actor=person.user_id,
        act=act,
        subject=f"words {number}",
        detail={"title": person.title, **detail},
    )
