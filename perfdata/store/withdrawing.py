"""Taking back what is owed and not yet being sent, with what belongs in its thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from perfdata.store.once import table_of
from perfdata.store.outbox import State
from perfdata.store.tables import OutboxRow

_TABLE = table_of(OutboxRow)


def withdraw(session: Session, keys: Sequence[str], problem: str, now: datetime) -> Sequence[str]:
    """Take back those of these messages that are owed and not being sent, for good, with what belongs in their threads;
    returns their keys.
    """
    taken = _withdraw(session, _TABLE.c.key.in_(keys), problem, now)
    _withdraw(session, _TABLE.c.after_key.in_(taken), problem, now)
    return taken


def _withdraw(session: Session, which: ColumnElement[bool], problem: str, now: datetime) -> Sequence[str]:
    rows = session.scalars(
        update(_TABLE)
        .where(which, _TABLE.c.state == str(State.OWED))
        .values(state=str(State.FAILED), settled_at=now, problem=problem)
        .returning(_TABLE.c.key)
    )
    return rows.all()
