"""Overview and scrutiny boards: who challenges which measures, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.store.tables import BoardRow


@dataclass(frozen=True, slots=True)
class Board:
    """A board as loaded. `channel_id` is its channel in the chat workspace; `next_meeting` may be unknown."""

    id: int
    code: str
    name: str
    remit: str
    channel_id: str
    channel_name: str
    next_meeting: date | None


def boards(session: Session) -> dict[str, Board]:
    """The boards that the newest file names, by code, in the council's order."""
    rows = session.scalars(select(BoardRow).where(BoardRow.active).order_by(BoardRow.id))
    return {
        row.code: Board(row.id, row.code, row.name, row.remit, row.channel_id, row.channel_name, row.next_meeting)
        for row in rows
    }
