"""A measure's definition as the columns of a row, and back."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from typing import Any

from perfdata.measures import Aggregation, Definition, Measure, Polarity, Tier, Tolerance, ToleranceKind
from perfdata.periods import Frequency
from perfdata.store.tables import MeasureRevisionRow


def columns_of(definition: Definition) -> dict[str, Any]:
    """The values of a row that keeps this definition; its code stands with the measure."""
    values: dict[str, Any] = {}
    for each in fields(definition):
        value = getattr(definition, each.name)
        values[each.name] = value.value if isinstance(value, StrEnum) else value
    tolerance: Tolerance = values.pop("tolerance")
    values.pop("code")
    values["boards"] = list(definition.boards)
    return values | {
        "tolerance_kind": tolerance.kind.value,
        "tolerance_amount": tolerance.amount,
        "tolerance_band": tolerance.band,
    }


def definition_in(code: str, row: MeasureRevisionRow) -> Definition:
    """The definition that a row keeps."""
    return Definition(**_kept(code, row))


def measure_in(code: str, row: MeasureRevisionRow, source_file: str) -> Measure:
    """The same with what the row is: a revision, from a row of that file."""
    return Measure(
        id=row.measure_id,
        revision=row.revision,
        source_file=source_file,
        source_row=row.source_row,
        **_kept(code, row),
    )


def _kept(code: str, row: MeasureRevisionRow) -> dict[str, Any]:
    return {
        "code": code,
        "title": row.title,
        "description": row.description,
        "directorate": row.directorate,
        "service": row.service,
        "owner_role": row.owner_role,
        "boards": tuple(row.boards),
        "priority": row.priority,
        "unit": row.unit,
        "decimals": row.decimals,
        "polarity": Polarity(row.polarity),
        "range_low": row.range_low,
        "range_high": row.range_high,
        "frequency": Frequency(row.frequency),
        "aggregation": Aggregation(row.aggregation),
        "tier": Tier(row.tier),
        "tolerance": Tolerance(ToleranceKind(row.tolerance_kind), row.tolerance_amount, row.tolerance_band),
        "lag_days": row.lag_days,
        "source": row.source,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "disclosure": row.disclosure,
        "exempt": row.exempt,
    }
