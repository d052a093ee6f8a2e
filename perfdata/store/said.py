"""What has been said in a thread, of one kind, newest first: what a follow-up is understood from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from perfdata.store.once import table_of
from perfdata.store.outbox import Kind, State
from perfdata.store.tables import OutboxRow

_TABLE = table_of(OutboxRow)


def said_in_thread(
    session: Session,
    *,
    team_id: str,
    channel_id: str,
    thread_ts: str | None,
    kind: Kind,
    since: datetime,
    limit: int = 10,
) -> Sequence[Mapping[str, Any]]:
    """The payloads of that kind owed to a thread since a moment, newest first, with the one that the thread began from;
    without a thread, those of the whole channel.

    Those that failed are not among them: nobody has read them.
    """
    here = _TABLE.c.channel_id == channel_id
    in_thread = and_(here, _TABLE.c.thread_ts == thread_ts)
    began_it = and_(here, _TABLE.c.thread_ts.is_(None), _TABLE.c.posted_ts == thread_ts)
    rows = session.scalars(
        select(_TABLE.c.payload)
        .where(
            here if thread_ts is None else or_(in_thread, began_it),
            _TABLE.c.team_id == team_id,
            _TABLE.c.kind == str(kind),
            _TABLE.c.state != str(State.FAILED),
            _TABLE.c.owed_at >= since,
        )
        .order_by(_TABLE.c.id.desc())
        .limit(limit)
    )
    return rows.all()
