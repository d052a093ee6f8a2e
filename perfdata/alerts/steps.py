"""The Performance Team's steps with a round: check, accept, preview, release, hold, resume. Each is audited.

What is decided is told in the team's channel, in the transaction of the decision. A preview is every reader's message
as it will be: it is made by the code that owes it to the reader, and a release of anything else is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.alerts import cycle, releasing, telling
from perfdata.alerts.checks import Question, accepted_in, open_questions
from perfdata.alerts.cycle import Moved, RoundMove, RoundState
from perfdata.alerts.judging import judge_round, named_readers
from perfdata.alerts.previewing import owe_preview
from perfdata.alerts.releasing import ReleaseReport
from perfdata.alerts.round_news import Happened, ReaderLine, RoundNews
from perfdata.alerts.told import Told, show
from perfdata.alerts.unheld_posts import tell_of_unheld_posts
from perfdata.council import Council
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.people import Person, Role
from perfdata.periods import Period
from perfdata.permissions import Act, Place, PlaceKind, require
from perfdata.readers import names_of, readers_of
from perfdata.rounds import Round, released_on, round_of
from perfdata.snapshot import data_version
from perfdata.store import outbox
from perfdata.store.tables import AlertItemRow, AlertRow, OutboxRow, RoundRow
from perfdata.store.withdrawing import withdraw

LONGEST_REASON = 500
QUESTIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round stands: its state, what was done with it, what is open, and what each reader was told."""

    round: Round
    state: RoundState
    history: tuple[Moved, ...]
    questions: tuple[Question, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Who takes a step, where and when. `at` is the moment that the calendar is held against."""

    person: Person
    place: Place
    now: datetime
    at: datetime


def standing_of(session: Session, council: Council, period: Period, person: Person, place: Place) -> Standing:
    """How the round of that month stands. Raises NotAllowed to others than the Performance Team."""
    require(person, Act.RELEASE_ALERTS, None, place)
    found = round_of(period, council.calendar)
    judged = judge_round(session, council, found)
    return Standing(
        found,
        cycle.state_of(session, found),
        tuple(cycle.history(session, found)),
        open_questions(session, judged.at_close, found),
        show(session, council, period),
    )


def state_of(session: Session, council: Council, period: Period) -> RoundState:
    """Where the round of that month stands."""
    return cycle.state_of(session, round_of(period, council.calendar))


def check(session: Session, council: Council, period: Period, step: Step) -> tuple[Question, ...]:
    """Check the round: what is open, empty where it is checked now. Raises NotAllowed, and IllegalMove as `ROUND`."""
    found, row = _begin(session, council, period, step)
    questions = open_questions(session, judge_round(session, council, found).at_close, found)
    if not questions:
        _make(session, council, row, found, RoundMove.CHECK, step)
    return questions


def accept(session: Session, council: Council, period: Period, step: Step, reason: str) -> tuple[str, ...]:
    """Accept all that is open, with a reason; returns it. What is about exempt measures only where they may be named.

    Raises as `check`, BadInput without a reason, and IllegalMove where nothing is open.
    """
    found, row = _begin(session, council, period, step)
    questions = open_questions(session, judge_round(session, council, found).at_close, found)
    taken = tuple(one.sentence for one in questions if _may_name_exempt(step.place) or not one.exempt)
    return _accept(session, council, row, found, step, taken, reason)


def accept_as_told(session: Session, council: Council, period: Period, step: Step, reason: str) -> tuple[str, ...]:
    """The same for what the team's channel was last told, which needs no looking at the figures. Raises as `accept`."""
    found, row = _begin(session, council, period, step)
    payload = session.scalar(
        select(OutboxRow.payload)
        .where(OutboxRow.key.startswith(f"{telling.key_of(period)}:questions:"))
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )
    told = RoundNews.from_payload(dict(payload)).questions if payload is not None else ()
    accepted = accepted_in(session, found)
    return _accept(session, council, row, found, step, tuple(one for one in told if one not in accepted), reason)


def look_again(session: Session, council: Council, period: Period, step: Step) -> None:
    """Have the clock check the round anew, and preview it where nothing is open. Raises as `check`."""
    _, row = _begin(session, council, period, step)
    cycle.ROUND.after(RoundState(row.state), RoundMove.CHECK)
    row.looked_at = -1
    row.previewed = {}


def _accept(
    session: Session,
    council: Council,
    row: RoundRow,
    found: Round,
    step: Step,
    sentences: tuple[str, ...],
    reason: str,
) -> tuple[str, ...]:
    words = _reason(reason)
    if not sentences:
        raise IllegalMove(f"Nothing that can be accepted here is open in the round of {found.period.words}.")
    _make(session, council, row, found, RoundMove.ACCEPT, step, words, {"accepted": list(sentences)})
    row.looked_at = -1
    return sentences


def preview(session: Session, council: Council, period: Period, step: Step) -> tuple[Question, ...]:
    """Check the round and show the team each reader's message; what is open where it could not be, else nothing."""
    found, row = _begin(session, council, period, step)
    releasing.require_closed(found, council, step.at)
    judged = judge_round(session, council, found)
    questions = open_questions(session, judged.at_close, found)
    if questions:
        return questions
    if RoundState(row.state) is not RoundState.CHECKED:
        _make(session, council, row, found, RoundMove.CHECK, step)
    tell_of_unheld_posts(session, council, found, step.now)
    alerts = judged.owed()
    row.previewed = {
        "version": data_version(session),
        "readers": {alert.reader: releasing.digest(alert) for alert in alerts},
    }
    row.previews += 1
    news = RoundNews(
        period,
        found.closed_on,
        Happened.PREVIEWED,
        step.person.title,
        readers=tuple(ReaderLine(one.reader_name, len(one.items), one.news, one.since) for one in alerts),
        released_on=released_on(found, council),
    )
    root = telling.preview_key(row, period)
    telling.tell(session, council, news, root, step.now)
    for alert in alerts:
        owe_preview(session, council, found, alert, root, releasing.preview_key(row, alert.reader), step.now)
    _make(session, council, row, found, RoundMove.PREVIEW, step, detail={"readers": len(alerts)})
    return ()


def release(
    session: Session,
    council: Council,
    period: Period,
    step: Step,
    *,
    readers: Collection[str] | None = None,
    reason: str = "",
) -> ReleaseReport:
    """Release the round, to all or to some. Raises NotAllowed to whoever may not, and as `releasing.release`."""
    require_releaser(council, step.person, step.place)
    found = round_of(period, council.calendar)
    before = cycle.state_of(session, found)
    report = releasing.release(
        session,
        council,
        period,
        now=step.now,
        at=step.at,
        released_by=step.person.title,
        readers=readers,
        reason=reason,
    )
    if before not in cycle.OUT and cycle.state_of(session, found) in cycle.OUT:
        row = cycle.locked(session, found)
        news = RoundNews(
            period, found.closed_on, Happened.RELEASED, step.person.title, reason, all=len(report.released),
            names=names_of(session, council, [reader for reader, _ in report.later]),
        )  # fmt: skip
        key = f"{telling.key_of(period)}:released:{telling.moves(session, row)}"
        telling.tell(session, council, news, key, step.now, after=telling.root_of(row, period))
    return report


def release_again(
    session: Session, council: Council, period: Period, step: Step, *, readers: Collection[str], reason: str
) -> ReleaseReport:
    """Tell readers anew whose message could not be posted, from what is held now, with a reason.

    Raises as `release`, BadInput without a reason, and IllegalMove for a reader whose message is posted, on its way, or
    may have been posted.
    """
    require_releaser(council, step.person, step.place)
    words = _reason(reason)
    found, row = _begin(session, council, period, step)
    meant = named_readers(readers, readers_of(session, council))
    codes = [one.code for one in meant]
    lost = _not_posted(session, found, outbox.State.FAILED)
    if wrong := [one.name for one in meant if one.code not in lost]:
        raise IllegalMove(
            f"The message to {', '.join(wrong)} did not fail, so it is not sent again. `bot.py round show` says how "
            "each stands."
        )
    _forget(session, [lost[code] for code in codes])
    _make(session, council, row, found, RoundMove.RELEASE_AGAIN, step, words, {"readers": codes})
    return releasing.release(
        session, council, period, now=step.now, at=step.at, released_by=step.person.title, readers=codes, reason=words
    )


def hold(session: Session, council: Council, period: Period, step: Step, reason: str) -> tuple[str, ...]:
    """Hold the round, with a reason. What was released and has not been posted is taken back; returns those readers.

    Raises as `check`, and BadInput without a reason.
    """
    found, row = _begin(session, council, period, step)
    words = _reason(reason)
    cycle.ROUND.after(RoundState(row.state), RoundMove.HOLD)
    waiting = _not_posted(session, found, outbox.State.OWED)
    withdrawn = set(withdraw(session, [one.outbox_key for one in waiting.values()], "held", step.now))
    taken_back = {code: one for code, one in waiting.items() if one.outbox_key in withdrawn}
    _forget(session, list(taken_back.values()))
    _make(session, council, row, found, RoundMove.HOLD, step, words, {"readers": list(taken_back)})
    _tell_move(session, council, found, row, Happened.HELD, step, words, names_of(session, council, taken_back))
    return tuple(taken_back)


def resume(session: Session, council: Council, period: Period, step: Step, reason: str) -> None:
    """Take up a round that was held, with a reason: it is collecting again. Raises as `hold`."""
    found, row = _begin(session, council, period, step)
    words = _reason(reason)
    _make(session, council, row, found, RoundMove.RESUME, step, words)
    row.looked_at = -1
    _tell_move(session, council, found, row, Happened.RESUMED, step, words)


def has_changed(session: Session, council: Council, found: Round, row: RoundRow) -> bool:
    """Whether any reader's message is otherwise now than it was previewed last."""
    alerts = judge_round(session, council, found).owed()
    return row.previewed.get("readers") != {alert.reader: releasing.digest(alert) for alert in alerts}


def require_releaser(council: Council, person: Person, place: Place) -> None:
    """Raise NotAllowed, with the sentence to show, unless this person may release."""
    require(person, Act.RELEASE_ALERTS, None, place)
    named = council.alerts.releasers
    if named and person.title not in named and not _at_the_terminal(person):
        raise NotAllowed(f"Only {' or '.join(sorted(named))} may release a round.")


def the_calendar(council: Council) -> Person:
    """Who acts when nobody does: the council's own calendar."""
    return Person(council.team_id, "", releasing.BY_THE_CLOCK, frozenset({Role.PERFORMANCE_TEAM}))


def _at_the_terminal(person: Person) -> bool:
    """Whoever has the council's machine has its database too; their act is noted under their own name there."""
    return not person.user_id


def _begin(session: Session, council: Council, period: Period, step: Step) -> tuple[Round, RoundRow]:
    require(step.person, Act.RELEASE_ALERTS, None, step.place)
    found = round_of(period, council.calendar)
    return found, cycle.locked(session, found)


def _make(
    session: Session,
    council: Council,
    row: RoundRow,
    found: Round,
    name: RoundMove,
    step: Step,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    cycle.make(session, row, name, by=step.person.title, now=step.now, reason=reason, detail=detail)
    audit.append(
        session,
        at=step.now,
        team_id=council.team_id,
        actor=step.person.user_id or step.person.title,
        act=f"round {name}",
        subject=f"round {found.period.label}",
        detail={"title": step.person.title, "reason": reason, **(detail or {})},
    )


def _not_posted(session: Session, found: Round, state: outbox.State) -> dict[str, AlertRow]:
    """The alerts of a round whose message is in that state, by the reader's code."""
    rows = session.scalars(
        select(AlertRow)
        .join(OutboxRow, OutboxRow.key == AlertRow.outbox_key)
        .where(AlertRow.task == releasing.TASK, AlertRow.period_start == found.period.start, OutboxRow.state == state)
        .order_by(AlertRow.id)
    )
    return {row.reader.partition(":")[2]: row for row in rows}


def _forget(session: Session, rows: Collection[AlertRow]) -> None:
    """Take alerts that nobody has read off the record of what readers were told; what was owed is kept as it was."""
    numbers = [row.id for row in rows]
    session.execute(delete(AlertItemRow).where(AlertItemRow.alert_id.in_(numbers)))
    session.execute(delete(AlertRow).where(AlertRow.id.in_(numbers)))
    session.flush()


def _tell_move(
    session: Session,
    council: Council,
    found: Round,
    row: RoundRow,
    what: Happened,
    step: Step,
    reason: str,
    names: tuple[str, ...] = (),
) -> None:
    news = RoundNews(found.period, found.closed_on, what, step.person.title, reason, names=names)
    key = f"{telling.key_of(found.period)}:{what.name.lower()}:{telling.moves(session, row)}"
    telling.tell(session, council, news, key, step.now)


def _may_name_exempt(place: Place) -> bool:
    return place.kind in (PlaceKind.DIRECT, PlaceKind.TERMINAL)


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise BadInput("Please say why: the reason is kept with the round.")
    if len(words) > LONGEST_REASON:
        raise BadInput(f"That is {len(words):,} characters; please say it in {LONGEST_REASON} or fewer.")
    return words
