"""Overview and scrutiny boards: who challenges which measures, and where."""

from __future__ import annotations

from collections.abc import Mapping
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


def channels_of_boards(session: Session) -> Mapping[str, str]:
    """The code of the board that has a channel, by the channel's id."""
    rows = session.execute(select(BoardRow.channel_id, BoardRow.code).where(BoardRow.active))
    return {channel_id: code for channel_id, code in rows}  # noqa: C416 (a result looks like a mapping to dict)
