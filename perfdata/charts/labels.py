"""What stands beside the axes of a picture: which periods are named, and values with their unit."""

from __future__ import annotations

from collections.abc import Sequence

from perfdata.charts.chart import Chart

MOST_TICKS = 7
_IN_THOUSANDS = "£000"
_SAID_OR_NONE = frozenset({"%", "number", "ratio", ""})


def period_ticks(labels: Sequence[str]) -> list[tuple[int, str]]:
    """Which places to name, by number and in two lines: evenly spaced back from the last, which is always named."""
    last, every = len(labels) - 1, max(-(-len(labels) // MOST_TICKS), 1)
    chosen = range(last, -1, -every)
    return [(place, labels[place].replace(" ", "\n", 1)) for place in sorted(chosen)]


def tick_words(chart: Chart, value: float, *, exact: bool = False) -> str:
    """A value on the axis; with `exact` to the measure's decimals, else to as few as it needs."""
    number = f"{value:,.{chart.decimals}f}" if exact else f"{value:,.10g}"
    if chart.unit == _IN_THOUSANDS:
        return f"£{number}k"
    if chart.unit == "%":
        return f"{number}%"
    return f"£{number}" if chart.unit.startswith("£") else number


def unit_words(chart: Chart) -> str:
    """`; in days` where the values on the axis do not say their unit themselves, else nothing."""
    if chart.unit in _SAID_OR_NONE or chart.unit.startswith("£"):
        return ""
    return f"; {chart.unit}" if chart.unit.startswith("per ") else f"; in {chart.unit}"
