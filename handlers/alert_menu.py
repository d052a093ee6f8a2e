"""What the menu beside an item of an alert carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handlers.references import Reference


class ItemMove(StrEnum):
    """What the menu beside an item of an alert offers."""

    SHOW = "show"
    ASK = "ask"
    NOMINATE = "nominate"
    WATCH = "watch"
    WHY = "why"


@dataclass(frozen=True, slots=True)
class AlertItemRef(Reference):
    """What is chosen beside an item of an alert. It can be read as the `MeasureRef` or the `ChartRef` that it holds."""

    do: ItemMove
    measure: str
