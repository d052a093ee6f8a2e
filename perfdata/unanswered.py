"""Questions that were not understood, or of which nothing is held: the words are kept, and not who asked.

They are what the Performance Team can be asked about, what its weekly list is made of, and what a new word for a
measure is tried on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeGuard

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from perfdata.asking.queries import Reason, Refusal
from perfdata.asking.replies import Reply
from perfdata.store.tables import UnansweredRow

ASKABLE = frozenset({Reason.NOT_UNDERSTOOD, Reason.NOT_HELD, Reason.OUT_OF_SCOPE, Reason.BEFORE_DATA})
"""Refusals that the Performance Team may be able to do something about."""

LONGEST = 500
"""Characters of a question that are kept."""

PAST = 500
"""How many past questions a new word is tried on: the newest."""


def is_askable(said: Reply) -> TypeGuard[Refusal]:
    """Whether a question that got this reply can be put to the Performance Team."""
    return isinstance(said, Refusal) and said.reason in ASKABLE


def note(session: Session, *, team_id: str, words: str, reason: str, now: datetime) -> int:
    """Keep the words of a question; the number under which they are kept."""
    row = UnansweredRow(team_id=team_id, words=words[:LONGEST], reason=reason, noted_at=now)
    session.add(row)
    session.flush()
    return row.id


def words_of(session: Session, number: int, team_id: str) -> str:
    """The words that are kept under that number; blank when they are not any more."""
    row = session.get(UnansweredRow, number)
    return row.words if row is not None and row.team_id == team_id else ""


def past_questions(session: Session) -> Sequence[str]:
    """The words of past questions, each once, the newest first."""
    rows = session.scalars(select(UnansweredRow.words).order_by(UnansweredRow.id.desc()).limit(PAST))
    return list(dict.fromkeys(rows))


def forget(session: Session, before: datetime) -> int:
    """Delete words that were noted before that moment; returns how many."""
    old = delete(UnansweredRow).where(UnansweredRow.noted_at < before).returning(UnansweredRow.id)
    return len(session.execute(old).all())
