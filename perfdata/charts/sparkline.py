"""Figures as a line of text, for where a picture would be too much. It never stands without words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

STEPS = "▁▂▃▄▅▆▇█"
GAP = "·"


def sparkline(values: Sequence[Decimal | None]) -> str:
    """One sign a value, from the lowest to the highest step; a dot where there is none, and middle steps where all are
    alike."""
    shown = [value for value in values if value is not None]
    if not shown:
        return GAP * len(values)
    least, most = min(shown), max(shown)
    if least == most:
        return "".join(GAP if value is None else STEPS[len(STEPS) // 2] for value in values)
    step = (most - least) / (len(STEPS) - 1)
    return "".join(GAP if value is None else STEPS[round((value - least) / step)] for value in values)
