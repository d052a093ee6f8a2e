"""Overview and scrutiny boards: who challenges which measures, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
