"""What a careful reader would ask about figures that are taken all the same: sentences for the report, no faults.

Each finding has its rule below. They are about the measures whose figures a file changes, and about the latest of these
figures, so that loading history does not bury what is news.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from perfdata.measures import Aggregation, Definition, Measure, ToleranceKind
from perfdata.periods import Frequency, Period, due

SAME_PERIODS = 6
"""So many periods with exactly the same figure are asked about."""
LATE_PERIODS = 3
"""So many periods without a figure, up to the one that is due, are asked about."""
STEPS = 6
"""A jump is judged by at least so many earlier steps from period to period."""
LOOKED_BACK = 2 * STEPS + 2
"""So many of a measure's figures are looked at, up to the latest that a file changes, and all after it."""
JUMP_TIMES = 3
"""A step is a jump when it is larger than so many times the mean of the earlier ones."""
DENOMINATOR_SHARE = Decimal("0.2")
"""A denominator has changed when it differs by more than this share of the one before."""


class Known(NamedTuple):
    """One period's figure, as it stands after the load. A withheld one (`suppressed`) has no value and is a report."""

    period: Period
    value: Decimal | None
    suppressed: bool
    target: Decimal | None
    denominator: Decimal | None
    entered_on: date


def findings(
    changed: Mapping[str, Period],
    series: Mapping[str, Sequence[Known]],
    definitions: Mapping[str, Definition | Measure],
    redefined: Mapping[str, date],
    today: date,
) -> list[str]:
    """The findings about the measures in `changed`, which gives the latest period that the file changes.

    `series` holds at least `LOOKED_BACK` figures of each of them up to that period, where there are as many, and all
    after it, oldest first; `redefined` the day on which a definition last changed.
    """
    found: list[str] = []
    for code, latest in changed.items():
        figures = [one for one in series[code] if one.value is not None]
        definition = definitions[code]
        sentences = (
            _zero_target(code, definition, figures),
            _idle_threshold(code, definition, figures),
            _always_the_same(code, definition, figures),
            _late(code, definition, [one for one in series[code] if one.value is not None or one.suppressed], today),
            "" if _starts_again(definition) else _explained_jump(code, latest, figures, redefined.get(code)),
        )
        found.extend(sentence for sentence in sentences if sentence)
    return found


def _starts_again(definition: Definition | Measure) -> bool:
    """Whether figures start again each year, so that every April is a jump."""
    return definition.aggregation is Aggregation.CUMULATIVE


def _zero_target(code: str, definition: Definition | Measure, figures: Sequence[Known]) -> str:
    if not figures or figures[-1].target != 0 or definition.tolerance.kind is not ToleranceKind.RELATIVE:
        return ""
    return f"{code}: the target is 0, and a tolerance in per cent of it is nothing. State the tolerance in points."


def _idle_threshold(code: str, definition: Definition | Measure, figures: Sequence[Known]) -> str:
    tolerance, target = definition.tolerance, figures[-1].target if figures else None
    if target is None or tolerance.kind is not ToleranceKind.THRESHOLD:
        return ""
    if tolerance.around(target, definition.polarity) > 0:
        return ""
    return (
        f"{code}: intervention begins at {tolerance.amount}, which is no worse than the target of {target}, so no "
        "figure is slightly off. Correct one of the two."
    )


def _always_the_same(code: str, definition: Definition | Measure, figures: Sequence[Known]) -> str:
    last = figures[-SAME_PERIODS:]
    repeating = definition.frequency in (Frequency.MONTHLY, Frequency.QUARTERLY)
    if len(last) < SAME_PERIODS or not repeating or len({one.value for one in last}) > 1 or last[0].value == 0:
        return ""
    return f"{code}: the figure has been exactly {last[-1].value} since {last[0].period.label}. Is it updated?"


def _late(code: str, definition: Definition | Measure, figures: Sequence[Known], today: date) -> str:
    if not figures:
        return ""
    period, missing = due(today, definition.lag_days, definition.frequency), 0
    while period > figures[-1].period and missing < LATE_PERIODS:
        period, missing = period.previous(), missing + 1
    if missing < LATE_PERIODS:
        return ""
    return f"{code}: there is no figure after {figures[-1].period.label}, {LATE_PERIODS} periods or more ago."


def _explained_jump(code: str, latest: Period, figures: Sequence[Known], redefined: date | None) -> str:
    """A jump for which the file or the dictionary has an explanation other than better or worse performance."""
    upto = [one for one in figures if one.period <= latest]
    values = [one.value for one in upto[-LOOKED_BACK:] if one.value is not None]
    steps = [abs(after - before) for before, after in pairwise(values)]
    if len(steps) <= STEPS or upto[-1].period != latest:
        return ""
    earlier = steps[:-1]
    if steps[-1] * len(earlier) <= JUMP_TIMES * sum(earlier):
        return ""
    before, now = upto[-2], upto[-1]
    reasons = [*_denominator(before, now), *_target(before, now)]
    if redefined is not None and redefined > before.entered_on:
        reasons.append(f"the definition changed on {redefined:%d/%m/%Y}")
    if not reasons:
        return ""
    return (
        f"{code}: from {before.value} to {now.value} in {now.period.label} is a jump, and {' and '.join(reasons)}. "
        "Is it the same thing that is counted?"
    )


def _denominator(before: Known, now: Known) -> Iterable[str]:
    if not (before.denominator and now.denominator):
        return
    if abs(now.denominator - before.denominator) > DENOMINATOR_SHARE * before.denominator:
        yield f"the denominator went from {before.denominator} to {now.denominator}"


def _target(before: Known, now: Known) -> Iterable[str]:
    if before.target is not None and now.target is not None and before.target != now.target:
        yield f"the target went from {before.target} to {now.target}"
