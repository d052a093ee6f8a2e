"""Explanations: what somebody is told once, with the first answer in which they meet it.

So far that is how a real change is told from chance. That somebody has been shown it is a row, with the moment and
without a word of what they asked. An answer in a channel counts for whoever asked, and for nobody else who reads it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.asking.answers import Answer
from perfdata.asking.findings import says_standing
from perfdata.asking.replies import Reply
from perfdata.people import Person
from perfdata.store import once
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import ExplainedRow
from perfdata.verdicts.reading import Variation

REAL_CHANGE = "real change"

_TABLE = table_of(ExplainedRow)
_SHOWN = insert_once(_TABLE)


def tells_change_from_chance(said: Reply) -> bool:
    """Whether the reply says of any measure that it is really changing, or that it is not."""
    if not isinstance(said, Answer):
        return False
    judged = (one.variation.real or one.variation is Variation.NONE for one in said.findings)
    return any(judged) or any(says_standing(one.detail) for one in said.items)


def is_new_to(session: Session, person: Person) -> bool:
    """Whether the person has not been shown yet how a real change is told."""
    mine = (_TABLE.c.team_id == person.team_id, _TABLE.c.user_id == person.user_id, _TABLE.c.subject == REAL_CHANGE)
    return session.connection().execute(select(_TABLE.c.id).where(*mine)).one_or_none() is None


def show(session: Session, *, team_id: str, user_id: str, now: datetime) -> bool:
    """Note that the person is shown it with what the caller's transaction owes; False when they have been already."""
    values = {"team_id": team_id, "user_id": user_id, "subject": REAL_CHANGE, "shown_at": now}
    return once.insert(session, _SHOWN, values) is not None
