"""Small numbers withheld: which groups' figures may be shown, so that none under the threshold can be worked out.

It is done once for everything held, before any answer is made. A group is withheld because its own counts are small
(primary), and others because subtraction would give those away (secondary): from the total of the measure, or from
another split of the same people. A figure that counts from 1 April is split at the year's end only, because two of one
year would give away what came between. Nothing tells these apart afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from perfdata.breakdowns import Breakdown
from perfdata.measures import Aggregation, Measure
from perfdata.periods import Period, financial_year, year
from perfdata.verdicts.series import Series

Counts = Mapping[str, Decimal]
"""What is counted of a group: `numerator`, `denominator` and the `others` of a share, or the `value` of a count."""

_Table = Sequence[Breakdown]
"""The groups of one measure, period and dimension."""


def publishable(
    breakdowns: Mapping[str, Sequence[Breakdown]],
    measures: Mapping[str, Measure],
    series: Mapping[str, Series],
    fewest: int,
) -> dict[str, tuple[Breakdown, ...]]:
    """The breakdowns by measure code as they may be published: a withheld one has neither value nor parts.

    `fewest` is the smallest count that may be shown; noughts are shown. Order and receipts are kept.
    """
    return {code: _publishable(rows, measures[code], series[code], fewest) for code, rows in breakdowns.items()}


def counts_of(measure: Measure, row: Breakdown) -> Counts:
    """What `row` counts; empty for a withheld one, and for an average given without its parts.

    `others` are those of the denominator who are not in the numerator, where the measure is a share.
    """
    return _counts(measure, row.value, row.numerator, row.denominator)


def _publishable(rows: Sequence[Breakdown], measure: Measure, series: Series, fewest: int) -> tuple[Breakdown, ...]:
    places: dict[Period, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, row in enumerate(rows):
        places[row.period][row.dimension].append(at)
    shown = list(rows)
    for period, dimensions in places.items():
        tables = {dimension: [rows[one] for one in at] for dimension, at in dimensions.items()}
        whole = series.at(period)
        if _is_part_of_a_year(measure, period) or (whole is not None and whole.suppressed):
            hidden = {dimension: set(range(len(at))) for dimension, at in dimensions.items()}
        else:
            totals = [] if whole is None else [_counts(measure, whole.value, whole.numerator, whole.denominator)]
            hidden = _withheld(measure, tables, totals, fewest)
        for dimension, of_table in dimensions.items():
            for place in (of_table[one] for one in hidden[dimension]):
                shown[place] = replace(rows[place], value=None, numerator=None, denominator=None, suppressed=True)
    return tuple(shown)


def _is_part_of_a_year(measure: Measure, period: Period) -> bool:
    return measure.aggregation is Aggregation.CUMULATIVE and period.end != year(financial_year(period.end)).end


def _withheld(
    measure: Measure, tables: Mapping[str, _Table], totals: Sequence[Counts], fewest: int
) -> dict[str, set[int]]:
    """The places to withhold in each dimension's table of one period."""
    hidden = {
        dimension: {at for at, row in enumerate(table) if _is_small(measure, row, fewest)}
        for dimension, table in tables.items()
    }
    # A split that is shown whole gives the total away as surely as the measure's own figure does.
    whole = [_sums([counts_of(measure, row) for row in table]) for name, table in tables.items() if not hidden[name]]
    for dimension, table in tables.items():
        if hidden[dimension]:
            _hide_more(measure, table, hidden[dimension], [*totals, *whole], fewest)
    return hidden


def _is_small(measure: Measure, row: Breakdown, fewest: int) -> bool:
    """Whether the file withheld it, a count of the group is below the threshold, or its people are too few."""
    counts = counts_of(measure, row)
    few = counts.get("denominator", Decimal(2 * fewest)) < 2 * fewest
    return row.suppressed or few or any(0 < abs(count) < fewest for count in counts.values())


def _hide_more(measure: Measure, table: _Table, hidden: set[int], totals: Sequence[Counts], fewest: int) -> None:
    """Withhold the next smallest until what is withheld cannot be worked out; at worst all.

    Groups of the same size go together: were one chosen by its place, the choice would tell which is the small one.
    """
    sizes = {at: _size(measure, row) for at, row in enumerate(table) if at not in hidden}
    for size in sorted(set(sizes.values())):
        if _safe(measure, table, hidden, totals, fewest):
            return
        hidden.update(at for at, one in sizes.items() if one == size)


def _safe(measure: Measure, table: _Table, hidden: set[int], totals: Sequence[Counts], fewest: int) -> bool:
    """Whether subtraction leaves each withheld count more than one value, and room for one that is not small.

    What remains of a total must let each withheld count reach the threshold with one left for each of the others; and
    it must not be just what they would sum to if each were the largest small number, which is then each one's value.
    Nothing remaining gives only noughts away.
    """
    number = len(hidden)
    if number < 2:
        return False
    shown = [counts_of(measure, row) for at, row in enumerate(table) if at not in hidden]
    for total in totals:
        for kind in total.keys() & _shared(shown):
            rest = total[kind] - sum(counts[kind] for counts in shown)
            if rest != 0 and (rest < number + fewest - 1 or rest == number * (fewest - 1)):
                return False
    return True


def _counts(
    measure: Measure, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> dict[str, Decimal]:
    found = {}
    if numerator is not None:
        found["numerator"] = numerator
    if denominator is not None:
        found["denominator"] = denominator
    if numerator is not None and denominator is not None and measure.unit == "%" and numerator <= denominator:
        found["others"] = denominator - numerator
    if not found and value is not None and measure.unit == "number":
        found["value"] = value
    return found


def _sums(counts: Sequence[Counts]) -> dict[str, Decimal]:
    """The sum of each kind of count that all of them have."""
    return {kind: sum((one[kind] for one in counts), Decimal(0)) for kind in _shared(counts)}


def _shared(counts: Sequence[Counts]) -> set[str]:
    return set.intersection(*(set(one) for one in counts)) if counts else set()


def _size(measure: Measure, row: Breakdown) -> tuple[bool, Decimal]:
    """How much a group hides when it is withheld: the smallest first, and noughts, which hide nothing, last."""
    counts = counts_of(measure, row)
    size = counts.get("numerator", counts.get("value", row.value if row.value is not None else Decimal(0)))
    return (size == 0, size)
