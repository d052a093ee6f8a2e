"""Measures and observations for tests, with sensible defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from perfdata import periods
from perfdata.loading.measures_table import TOLERANCE
from perfdata.measures import Aggregation, Measure, Polarity, Tier, Tolerance, ToleranceKind
from perfdata.observations import Observation
from perfdata.periods import Frequency, Period
from perfdata.verdicts.series import Series

LOADED_AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
MEASURE = Measure(
    id=1, code="T-001", revision=1, title="Things done on time", description="Things done on time.",
    directorate="Things", service="Thing Service", owner_role="Head of Things", boards=("TTB",), priority="Things",
    unit="%", decimals=1, polarity=Polarity.HIGHER, range_low=None, range_high=None, frequency=Frequency.MONTHLY,
    aggregation=Aggregation.SNAPSHOT, tier=Tier.SCORECARD, tolerance=Tolerance(ToleranceKind.ABSOLUTE, Decimal(2)),
    lag_days=12, source="Thing system", numerator="", denominator="", disclosure=False, exempt=False,
    source_file="measures.csv", source_row=2,
)  # fmt: skip


def a_measure(polarity: str = "higher", tolerance: str = "absolute 2", **changes: object) -> Measure:
    """A monthly percentage, changed as asked. `tolerance` is written as the dictionary writes it."""
    parsed = TOLERANCE.clean(tolerance)
    return replace(MEASURE, polarity=Polarity(polarity), tolerance=parsed, **changes)  # type: ignore[arg-type]


def an_observation(period: Period | str, value: str | None, target: str | None = "80") -> Observation:
    """A final figure; `*` stands for a withheld one and None for nothing reported."""
    period = periods.parse(period) if isinstance(period, str) else period
    return Observation(
        id=1, measure_id=1, period=period, revision=1,
        value=None if value in (None, "*") else Decimal(value or ""), suppressed=value == "*",
        target=None if target is None else Decimal(target), numerator=None, denominator=None, provisional=False,
        note="", entered_on=period.end + timedelta(days=10), loaded_at=LOADED_AT,
        source_file="observations.csv", source_row=2,
    )  # fmt: skip


def a_series(last: str, values: Sequence[str | None], target: str = "80") -> Series:
    """Figures of consecutive periods ending with `last`."""
    period, observations = periods.parse(last), []
    for value in reversed(values):
        observations.append(an_observation(period, value, target))
        period = period.previous()
    return Series.of(observations)
