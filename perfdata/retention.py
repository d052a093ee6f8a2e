"""Retention: what is deleted, or loses its names, once the council's days for it have passed.

| kept                                                | for              | then                                       |
|-----------------------------------------------------|------------------|--------------------------------------------|
| words of a question that waits for an answer        | unanswered_words | deleted, with who asked                    |
| words of a board's question, once it has ended      | not at all       | deleted, with who asked                    |
| words that were not understood, without who asked   | not_understood   | deleted                                    |
| reports on files that somebody sent                 | file_reports     | deleted                                    |
| messages to one person alone, and what they stated  | private_messages | deleted, once they are settled             |
| that a thread is followed                           | until its end    | deleted                                    |
| names of nominators, and of those who seconded      | nominators       | replaced by their part, once all has ended |

That somebody has been shown the tour, and how a real change is told, stays: else they would be shown it again.
Notes of questions that were answered stay for two days, since they stop repeats, and hold no words. The record of
decisions is never changed: it says by user id who decided what, and `bot.py export audit` keeps that apart.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from perfdata import audit, backlog, followed_threads, unanswered
from perfdata.action_plans.reporting import subject_of as subject_of_action
from perfdata.alerts.releasing import BY_THE_CLOCK
from perfdata.council import Council
from perfdata.loading import uploads
from perfdata.service_questions.forgetting import forget as forget_questions
from perfdata.store import inbox
from perfdata.store.outbox import Kind, State
from perfdata.store.tables import (
    ActionRow,
    DecisionRow,
    NominationRow,
    OutboxRow,
    RecommendationRow,
    ReminderRow,
    SecondRow,
    StatementRow,
    SurgeryMeasureRow,
    SurgeryRow,
)
from perfdata.surgeries.lifecycles import (
    NOMINATION,
    OPEN_ACTION,
    SURGERY,
    NominationMove,
    NominationState,
    RecommendationState,
)
from perfdata.surgeries.recommending import subject_of as subject_of_recommendation

KEEP_NOTES = timedelta(days=2)
"""How long an answered note stays to stop repeats: Slack repeats within minutes."""

NOMINATOR, SECONDER = "a member of the board", "another member"
"""What stands where a member's title stood."""

FORGOTTEN = "forgotten"
"""What stands where a user id stood; with the number of its row, since two may not be alike."""

_ENDED_SURGERY, _ENDED_NOMINATION = tuple(map(str, SURGERY.ends)), tuple(map(str, NOMINATION.ends))


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each went. `notes` are answered notes, which hold no words."""

    questions: int = 0
    board_questions: int = 0
    words_not_understood: int = 0
    file_reports: int = 0
    private_messages: int = 0
    reminders: int = 0
    names: int = 0
    threads: int = 0
    notes: int = 0

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(asdict(self).values())


def forget(session: Session, council: Council, now: datetime) -> Forgotten:
    """Delete what is past, in the caller's transaction, and put how much that was on the record of decisions.

    It may run as often as anybody likes. Answered notes alone are not put on the record.
    """
    days = council.retention
    notes = inbox.forget(
        session,
        noted_before=now - timedelta(days=days.unanswered_words),
        finished_before=now - KEEP_NOTES,
    )
    private, reminders = _private(session, now - timedelta(days=days.private_messages))
    done = Forgotten(
        questions=notes.expired + backlog.forget(session, now, timedelta(days=days.unanswered_words)),
        board_questions=forget_questions(session, now),
        words_not_understood=unanswered.forget(session, now - timedelta(days=days.not_understood)),
        file_reports=uploads.forget(session, now, timedelta(days=days.file_reports)),
        private_messages=private,
        reminders=reminders,
        threads=followed_threads.forget(session, now),
        names=_names(session, now - timedelta(days=days.nominators)),
        notes=notes.gone,
    )
    if done.total > done.notes:
        counts = {name: count for name, count in asdict(done).items() if count and name != "notes"}
        audit.append(
            session,
            at=now,
            team_id=council.team_id,
            actor=BY_THE_CLOCK,
            act="deleted what was kept long enough",
            subject="retention",
            detail=counts,
        )
    return done


def _private(session: Session, before: datetime) -> tuple[int, int]:
    """Settled messages to one person alone, with what they stated; and reminders of what waits for nobody any more.

    The tour of somebody who opened the conversation stays: it is what says that they have had it.
    """
    to_one = or_(*(OutboxRow.channel_id.like(f"{first}%") for first in ("U", "W", "D")))
    old = and_(to_one, OutboxRow.settled_at < before, OutboxRow.kind != Kind.TOUR)
    keys = select(OutboxRow.key).where(old, OutboxRow.state.in_((State.SENT, State.UNKNOWN, State.FAILED)))
    held = list(session.scalars(keys))
    for start in range(0, len(held), 500):
        some = held[start : start + 500]
        session.execute(delete(StatementRow).where(StatementRow.outbox_key.in_(some)))
        session.execute(delete(OutboxRow).where(OutboxRow.key.in_(some)))
    waiting = {
        *(subject_of_action(number, due_on) for number, due_on in session.execute(_OPEN_ACTIONS)),
        *(subject_of_recommendation(number) for number in session.scalars(_OPEN_RECOMMENDATIONS)),
    }
    told = select(ReminderRow).where(ReminderRow.outbox_key.is_not(None), ReminderRow.queued_at < before)
    gone = [row for row in session.scalars(told) if row.subject not in waiting]
    for row in gone:
        session.delete(row)
    return len(held), len(gone)


_OPEN_ACTIONS = select(ActionRow.id, ActionRow.due_on).where(ActionRow.state.in_(OPEN_ACTION))
_OPEN_RECOMMENDATIONS = select(RecommendationRow.id).where(RecommendationRow.state != RecommendationState.ANSWERED)


def _names(session: Session, before: datetime) -> int:
    """Of nominations that came to their end before that moment, the names; of one that was chosen, with its surgery."""
    of_surgery = (
        select(SurgeryMeasureRow.nomination_id)
        .join(SurgeryRow, SurgeryRow.id == SurgeryMeasureRow.surgery_id)
        .where(SurgeryRow.state.in_(_ENDED_SURGERY), SurgeryRow.closed_at < before)
    )
    ended = or_(
        and_(NominationRow.state.in_(_ENDED_NOMINATION), NominationRow.nominated_at < before),
        and_(NominationRow.state == NominationState.CHOSEN, NominationRow.id.in_(of_surgery)),
    )
    numbers = list(session.scalars(select(NominationRow.id).where(ended)))
    changed = 0
    for row in session.scalars(
        select(NominationRow).where(NominationRow.id.in_(numbers), NominationRow.title != NOMINATOR)
    ):
        row.user_id, row.title = f"{FORGOTTEN} {row.id}", NOMINATOR
        changed += 1
    for second in session.scalars(
        select(SecondRow).where(SecondRow.nomination_id.in_(numbers), SecondRow.title != SECONDER)
    ):
        second.user_id, second.title = f"{FORGOTTEN} {second.id}", SECONDER
        changed += 1
    for decision in session.scalars(
        select(DecisionRow).where(DecisionRow.nomination_id.in_(numbers), DecisionRow.move == NominationMove.WITHDRAW)
    ):
        decision.user_id, decision.title = f"{FORGOTTEN} {decision.id}", NOMINATOR
    session.flush()
    _blind_messages(session, numbers)
    return changed


def _blind_messages(session: Session, numbers: list[int]) -> None:
    """The copies of what was posted of these nominations lose the names as well."""
    if not (wanted := set(numbers)):
        return
    kinds = (Kind.NOMINATION, Kind.SECOND, Kind.DECISION)
    posted = select(OutboxRow).where(OutboxRow.kind.in_(kinds), OutboxRow.state == State.SENT)
    for row in session.scalars(posted):
        if row.kind == Kind.NOMINATION and row.payload.get("id") in wanted:
            row.payload = {**row.payload, "title": NOMINATOR}
        if row.kind == Kind.DECISION and row.payload.get("move") == NominationMove.WITHDRAW:
            row.payload = {**row.payload, "by": NOMINATOR} if row.payload.get("nomination") in wanted else row.payload
        if row.kind == Kind.SECOND and row.payload.get("nomination_id") in wanted:
            row.payload = {**row.payload, "second": {**row.payload["second"], "title": SECONDER}}
            row.key = f"second:{row.payload['nomination_id']}:{FORGOTTEN} {row.id}"
