"""Observations: one measure's value for one period, in one revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from perfdata.periods import Period


@dataclass(frozen=True, slots=True)
class Observation:
    """One revision of one figure, with its receipt.

    `value` is None when nothing was reported or the figure is withheld (`suppressed`). `target` is the one in force
    for that period, None where the measure has none. `entered_on` is when the council knew; `loaded_at` (UTC) when
    we did. `source_file` and `source_row` say where it stands; rows are counted as a spreadsheet shows them.
    """

    id: int
    measure_id: int
    period: Period
    revision: int
    value: Decimal | None
    suppressed: bool
    target: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    provisional: bool
    note: str
    entered_on: date
    loaded_at: datetime
    source_file: str
    source_row: int

    @property
    def reported(self) -> bool:
        """True when something was reported: a figure, or the word that it is withheld."""
        return self.suppressed or self.value is not None
