"""The backlog: questions that the bot could not answer, put to the Performance Team, whose reply comes back.

    asked ──> replied     the reply is owed to the thread of the question, or to the person where there is no thread

What people think of answers is kept beside it: one that is not right is asked, one that is right is counted.
Who asked is kept for the reply only, and is nobody's report: neither the team's channel nor the record of decisions
names them. The words go when the question has been replied to, and after thirty days at the latest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.errors import BadInput, IllegalMove, NotFound
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, PlaceKind, require
from perfdata.rounds import london_date
from perfdata.snapshot import Snapshot
from perfdata.store import once, outbox
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import BacklogRow, OutboxRow
from perfdata.working_days import after_working_days

SHORTEST_REPLY = 2
LONGEST_TEXT = 1_400

_ASK = insert_once(table_of(BacklogRow))


class Why(StrEnum):
    """Why a question is put to the team."""

    NOT_ANSWERED = "not answered"
    NOT_RIGHT = "not right"
    RIGHT = "right"
    """Nothing is asked: somebody finds an answer right, and it is counted."""


@dataclass(frozen=True, slots=True)
class Asked(Payload):
    """A question as the team reads it. `where` is the channel it was asked in, blank where that is not told.

    `about` is what the answer was about that somebody finds not right; blank otherwise.
    """

    number: int
    words: str
    why: Why
    where: str
    asked_on: date
    reply_by: date
    about: str = ""


@dataclass(frozen=True, slots=True)
class Replied(Payload):
    """The team's reply. `question` is blank where the reply stands under the question; `to_team` is the team's copy."""

    reply: str
    title: str
    replied_on: date
    question: str = ""
    to_team: bool = False


@dataclass(frozen=True, slots=True)
class Put:
    """What a press did: by when there should be a reply, and whether it was asked before."""

    reply_by: date
    already: bool


def ask(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    thread_ts: str | None,
    asked_key: str,
    words: str,
    why: Why,
    now: datetime,
    about: str = "",
) -> Put:
    """Put a question to the Performance Team, once under each key; its channel is told.

    Without `thread_ts` the reply goes to the person alone. Raises NotAllowed to outsiders, BadInput without words.
    """
    require(person, Act.ASK, None, place)
    if not words.strip():
        raise BadInput("I no longer have the words of that question. Please ask it again.")
    if len(words.strip()) > LONGEST_TEXT:
        raise BadInput(f"Please say it in {LONGEST_TEXT:,} characters or fewer.")
    council = snapshot.council
    reply_by = after_working_days(snapshot.today, council.reply_within_working_days, council.calendar.extra_holidays)
    channel_id = place.channel_id if thread_ts else person.user_id
    values = {
        "asked_key": asked_key,
        "team_id": person.team_id,
        "words": words.strip(),
        "why": str(why),
        "channel_id": channel_id,
        "thread_ts": thread_ts,
        "user_id": person.user_id,
        "asked_at": now,
        "reply_by": reply_by,
    }
    number = once.insert(session, _ASK, values)
    if number is None:
        known = session.scalar(select(BacklogRow.reply_by).where(BacklogRow.asked_key == asked_key))
        return Put(known or reply_by, already=True)
    where = channel_id if thread_ts and place.kind is PlaceKind.CHANNEL else ""
    asked = Asked(number, words.strip(), why, where, snapshot.today, reply_by, about)
    outbox.owe(
        session,
        key=_key(number),
        team_id=council.team_id,
        channel_id=council.performance_channel,
        kind=outbox.Kind.BACKLOG,
        payload=asked.to_payload(),
        now=now,
    )
    _note(session, person.team_id, "somebody who asked", "put a question to the Performance Team", number, now)
    return Put(reply_by, already=False)


def right(session: Session, snapshot: Snapshot, *, person: Person, place: Place, said_key: str, now: datetime) -> None:
    """Count that somebody finds an answer right, once under each key. Raises NotAllowed to outsiders."""
    require(person, Act.ASK, None, place)
    values = {
        "asked_key": said_key,
        "team_id": person.team_id,
        "words": None,
        "why": str(Why.RIGHT),
        "channel_id": place.channel_id,
        "thread_ts": None,
        "user_id": None,
        "asked_at": now,
        "reply_by": snapshot.today,
        "replied_at": now,
    }
    number = once.insert(session, _ASK, values)
    if number is not None:
        _note(session, person.team_id, "somebody who asked", "found an answer right", number, now)


def opinions(session: Session, since: datetime, until: datetime) -> tuple[int, int]:
    """How many answers were found right, and how many not, from `since` and before `until`."""
    counted = select(BacklogRow.why, func.count()).where(
        BacklogRow.why.in_([str(Why.RIGHT), str(Why.NOT_RIGHT)]),
        BacklogRow.asked_at >= since,
        BacklogRow.asked_at < until,
    )
    found: dict[str, int] = dict(session.execute(counted.group_by(BacklogRow.why)).all())
    return found.get(Why.RIGHT, 0), found.get(Why.NOT_RIGHT, 0)


def find(session: Session, number: int, *, person: Person, place: Place) -> Asked:
    """An open question, for those who may reply to it.

    Raises NotAllowed to everybody but the Performance Team, NotFound for a number that is not held, IllegalMove for a
    question that has been replied to.
    """
    require(person, Act.REPLY_TO_BACKLOG, None, place)
    row = session.get(BacklogRow, number)
    if row is None or row.team_id != person.team_id:
        raise NotFound("That question is not held any more.")
    _require_open(row)
    return _asked(row)


def reply(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, number: int, text: str, now: datetime
) -> None:
    """Reply to an open question: owed to its thread, and to the team's, in one commit. Raises as `find`, and BadInput
    for a reply that is blank or too long."""
    find(session, number, person=person, place=place)
    if wrong := mistake(text):
        raise BadInput(wrong)
    closed = session.execute(
        update(BacklogRow)
        .where(BacklogRow.id == number, BacklogRow.replied_at.is_(None))
        .values(replied_at=now, replied_by=person.title)
        .returning(BacklogRow.channel_id, BacklogRow.thread_ts, BacklogRow.words)
    ).one_or_none()
    if closed is None:
        raise IllegalMove(_REPLIED)
    said = Replied(text.strip(), person.title, snapshot.today, "" if closed.thread_ts else closed.words or "")
    outbox.owe(
        session,
        key=f"backlog reply:{number}",
        team_id=snapshot.council.team_id,
        channel_id=closed.channel_id,
        thread_ts=closed.thread_ts,
        kind=outbox.Kind.BACKLOG_REPLY,
        payload=said.to_payload(),
        now=now,
    )
    outbox.owe(
        session,
        key=f"backlog closed:{number}",
        team_id=snapshot.council.team_id,
        channel_id=snapshot.council.performance_channel,
        kind=outbox.Kind.BACKLOG_REPLY,
        payload=Replied(text.strip(), person.title, snapshot.today, to_team=True).to_payload(),
        now=now,
        after_key=_key(number),
    )
    session.execute(update(BacklogRow).where(BacklogRow.id == number).values(words=None, user_id=None))
    _note(session, person.team_id, person.user_id, "replied to a question", number, now)


def mistake(text: str) -> str:
    """What is wrong with a reply, in a sentence; blank when nothing is."""
    if len(text.strip()) < SHORTEST_REPLY:
        return "Please write a reply."
    if len(text.strip()) > LONGEST_TEXT:
        return f"That is {len(text.strip()):,} characters; please say it in {LONGEST_TEXT:,} or fewer."
    return ""


def open_questions(session: Session, *, person: Person, place: Place) -> Sequence[Asked]:
    """All questions that wait for a reply, the most urgent first. Raises NotAllowed to everybody but the team."""
    require(person, Act.REPLY_TO_BACKLOG, None, place)
    rows = session.scalars(
        select(BacklogRow)
        .where(BacklogRow.replied_at.is_(None), BacklogRow.words.is_not(None))
        .order_by(BacklogRow.reply_by, BacklogRow.id)
    )
    return [_asked(row) for row in rows]


def forget(session: Session, now: datetime, keep: timedelta) -> int:
    """Delete the words of questions that have been replied to, or that are older than `keep`; returns how many.

    What has been posted about them stays in Slack; the copy of it in the outbox loses the words too.
    """
    over = or_(BacklogRow.replied_at.is_not(None), BacklogRow.asked_at < now - keep)
    numbers = session.scalars(
        update(BacklogRow)
        .where(over, BacklogRow.words.is_not(None))
        .values(words=None, user_id=None)
        .returning(BacklogRow.id)
    ).all()
    waiting = set(session.scalars(select(BacklogRow.id).where(BacklogRow.words.is_not(None))))
    kinds = (str(outbox.Kind.BACKLOG), str(outbox.Kind.BACKLOG_REPLY))
    settled = select(OutboxRow).where(OutboxRow.kind.in_(kinds), OutboxRow.settled_at > now - 3 * keep)
    for row in session.scalars(settled):
        if row.payload.get("number") not in waiting and not _WORDS.isdisjoint(row.payload):
            row.payload = {name: "" if name in _WORDS else value for name, value in row.payload.items()}
    return len(numbers)


_WORDS = frozenset({"words", "question"})
"""Where the payloads of owed messages hold somebody's question."""

_REPLIED = "That question has been replied to already."


def _require_open(row: BacklogRow) -> None:
    if row.replied_at is not None:
        raise IllegalMove(_REPLIED)
    if row.words is None:
        raise IllegalMove("That question is so old that its words have been deleted.")


def _asked(row: BacklogRow) -> Asked:
    return Asked(row.id, row.words or "", Why(row.why), "", london_date(row.asked_at), row.reply_by)


def _key(number: int) -> str:
    return f"backlog:{number}"


def _note(session: Session, team_id: str, actor: str, act: str, number: int, now: datetime) -> None:
    audit.append(session, at=now, team_id=team_id, actor=actor, act=act, subject=f"question {number}", detail={})
