"""Gaps between groups of people: how large, whether chance could make them, and whether they have grown.

Only what may be published is read, so no gap can give a withheld figure away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import combinations

from perfdata.breakdowns import Breakdown
from perfdata.measures import Measure
from perfdata.periods import Period
from perfdata.verdicts.chance import Estimate, difference, share
from perfdata.verdicts.direction import Direction, direction, goodness, has_goodness

OPPOSITE = ("most deprived", "least deprived")
"""What the two ends of a ranked dimension are called: their gap is the one that is asked about."""

_UNSTATED = frozenset({"not known", "unknown", "not stated", "not recorded", "prefer not to say", "missing"})
_AMOUNT = re.compile(r"£|\b(?:tonnes?|kilograms?|kg|litres?|kilomet|hours?)\b|^(?:working )?days?\b", re.IGNORECASE)
_TENTH = Decimal("0.1")


class Chance(StrEnum):
    """Whether chance could make a gap."""

    REAL = "more than chance"
    MAY_BE_CHANCE = "may be chance"
    UNTOLD = "cannot be told"


@dataclass(frozen=True, slots=True)
class Disparity:
    """The gap between `group` and `other`, of which the first has the higher figure, or the group that was asked about.

    `other` is blank for all the other groups that are shown, taken together. `points` is the first less the second, as
    published, in the measure's unit; `ratio` the first over the second, to a tenth, None where the second is not above
    nought. `direction` says how the first compares with the second, None where neither way is better. `before` is the
    same gap in the period shown before, where both were shown in it, and `change` whether the difference between the
    two may be chance.
    """

    group: str
    other: str
    value: Decimal
    other_value: Decimal
    points: Decimal
    ratio: Decimal | None
    direction: Direction | None
    chance: Chance
    before: Decimal | None = None
    change: Chance = Chance.UNTOLD


@dataclass(frozen=True, slots=True)
class Split:
    """The groups of one measure, period and dimension as published, in the order of the file.

    `before` are those of the latest earlier period held, by name. `withheld_period` is a later one of which every group
    is withheld, None where this is the latest.
    """

    measure: Measure
    period: Period
    dimension: str
    groups: tuple[Breakdown, ...]
    before: Mapping[str, Breakdown]
    before_period: Period | None
    withheld_period: Period | None = None

    @property
    def shown(self) -> tuple[Breakdown, ...]:
        """Those that are not withheld."""
        return tuple(one for one in self.groups if one.value is not None)

    @property
    def withheld(self) -> int:
        """How many are withheld."""
        return sum(one.suppressed for one in self.groups)

    @property
    def compared(self) -> tuple[Breakdown, ...]:
        """Those whose people are known to belong together, and so can be set against each other."""
        return tuple(one for one in self.shown if one.group.strip().casefold() not in _UNSTATED)

    @property
    def counts_only(self) -> bool:
        """True where larger groups have larger figures whatever happens, so that a gap says nothing."""
        return self.measure.unit == "number" and all(one.denominator is None for one in self.groups)


def dimensions_of(rows: Iterable[Breakdown]) -> tuple[str, ...]:
    """What a measure is split by, in the order of the file."""
    return tuple(dict.fromkeys(row.dimension for row in rows))


def split_of(measure: Measure, rows: Iterable[Breakdown], dimension: str, until: date | None = None) -> Split | None:
    """The latest split by `dimension` of which a group is shown, not after `until`.

    Where every group is withheld in all that are held, the latest of those; None where none is held.
    """
    held: dict[Period, list[Breakdown]] = {}
    for row in rows:
        if row.dimension == dimension and (until is None or row.period.end <= until):
            held.setdefault(row.period, []).append(row)
    periods = sorted(held, key=lambda one: one.end)
    if not periods:
        return None
    latest = max(
        (at for at, one in enumerate(periods) if any(row.value is not None for row in held[one])),
        default=len(periods) - 1,
    )
    earlier = periods[latest - 1] if latest else None
    before = {row.group: row for row in held[earlier]} if earlier is not None else {}
    later = periods[-1] if latest < len(periods) - 1 else None
    return Split(measure, periods[latest], dimension, tuple(held[periods[latest]]), before, earlier, later)


def ends(split: Split) -> Disparity | None:
    """The gap between the named ends of a ranked dimension, else between the two groups furthest apart.

    None where the figures are mere counts, where an end is withheld, and where fewer than two groups are shown.
    """
    groups = split.compared
    if split.counts_only or len(groups) < 2:
        return None
    if any(_is_end(one.group) for one in split.groups):
        named = [one for end in OPPOSITE for one in groups if end in one.group.casefold()]
        return _between(split, named[0], named[1], 1) if len(named) == len(OPPOSITE) else None
    pairs = len(list(combinations(groups, 2)))
    judged = has_goodness(split.measure)
    ordered = sorted(groups, key=lambda one: goodness(split.measure, _value(one)) if judged else _value(one))
    return _between(split, ordered[0], ordered[-1], pairs)


def against_the_rest(split: Split, group: str) -> Disparity | None:
    """The gap between `group` and all the other groups shown, taken together.

    None where it is withheld or not compared, where there is nobody to compare it with, and where the figures have no
    parts from which those of several groups could be put together.
    """
    mine = next((one for one in split.compared if one.group == group), None)
    rest = [one for one in split.compared if one.group != group]
    if mine is None or not rest or split.counts_only:
        return None
    if len(rest) == 1:
        return _between(split, mine, rest[0], 1, ordered=False)
    together = _together(split.measure, rest)
    if together is None:
        return None
    earlier = [split.before.get(one.group) for one in rest]
    complete = [one for one in earlier if one is not None and one.value is not None]
    before = _together(split.measure, complete) if len(complete) == len(rest) else None
    return _gap(split, mine, together, split.before.get(group), before, len(split.compared), other="")


def standing_out(split: Split) -> tuple[Disparity, ...]:
    """The groups that differ from the others by more than chance; empty where that cannot be told."""
    if len(split.compared) < 3:
        return ()
    found = [against_the_rest(split, one.group) for one in split.compared]
    return tuple(one for one in found if one is not None and one.chance is Chance.REAL)


def counts_people(measure: Measure) -> bool:
    """Whether the figure is a share of people or cases, each counted once: then chance can be reckoned with."""
    parts = (measure.numerator, measure.denominator)
    return measure.unit == "%" and not any(_AMOUNT.search(part) for part in parts)


def _is_end(group: str) -> bool:
    return any(end in group.casefold() for end in OPPOSITE)


def _value(row: Breakdown) -> Decimal:
    assert row.value is not None
    return row.value


def _between(split: Split, one: Breakdown, other: Breakdown, looked_at: int, *, ordered: bool = True) -> Disparity:
    if ordered and _value(one) < _value(other):
        one, other = other, one
    before, other_before = split.before.get(one.group), split.before.get(other.group)
    return _gap(split, one, other, before, other_before, looked_at, other=other.group)


def _gap(
    split: Split,
    mine: Breakdown,
    theirs: Breakdown,
    mine_before: Breakdown | None,
    theirs_before: Breakdown | None,
    looked_at: int,
    *,
    other: str,
) -> Disparity:
    measure = split.measure
    first, second = measure.rounded(_value(mine)), measure.rounded(_value(theirs))
    now = _estimate(measure, mine, theirs, looked_at)
    before, then = None, None
    if mine_before is not None and theirs_before is not None and None not in (mine_before.value, theirs_before.value):
        before = measure.rounded(_value(mine_before)) - measure.rounded(_value(theirs_before))
        then = _estimate(measure, mine_before, theirs_before, looked_at)
    return Disparity(
        group=mine.group,
        other=other,
        value=first,
        other_value=second,
        points=first - second,
        ratio=(first / second).quantize(_TENTH, ROUND_HALF_UP) if second > 0 and first >= 0 else None,
        direction=direction(measure, first, second),
        chance=_told(now),
        before=before,
        change=_told(difference(now, then) if now is not None and then is not None else None),
    )


def _estimate(measure: Measure, mine: Breakdown, theirs: Breakdown, looked_at: int) -> Estimate | None:
    if not counts_people(measure):
        return None
    shares = []
    for row in (mine, theirs):
        if row.numerator is None or not row.denominator or not 0 <= row.numerator <= row.denominator:
            return None
        shares.append(share(float(row.numerator), float(row.denominator), looked_at))
    return difference(*shares)


def _told(estimate: Estimate | None) -> Chance:
    if estimate is None:
        return Chance.UNTOLD
    return Chance.REAL if estimate.is_real else Chance.MAY_BE_CHANCE


def _together(measure: Measure, rows: Sequence[Breakdown]) -> Breakdown | None:
    """Several groups as one: their parts summed, and the figure that these make; None without parts."""
    numerators = [row.numerator for row in rows if row.numerator is not None]
    denominators = [row.denominator for row in rows if row.denominator]
    per = _per(measure)
    if per is None or len(numerators) < len(rows) or len(denominators) < len(rows):
        return None
    numerator, denominator = sum(numerators, Decimal(0)), sum(denominators, Decimal(0))
    value = measure.rounded(numerator / denominator * per)
    return Breakdown(
        measure_id=rows[0].measure_id, period=rows[0].period, dimension=rows[0].dimension, group="", value=value,
        suppressed=False, numerator=numerator, denominator=denominator, revision=rows[0].revision,
        entered_on=max(row.entered_on for row in rows), source_file=rows[0].source_file, source_row=rows[0].source_row,
    )  # fmt: skip


def _per(measure: Measure) -> Decimal | None:
    """How many of the denominator the unit speaks of: 100 for a percentage, 1,000 for `per 1,000`, 1 for an average."""
    if measure.unit == "%":
        return Decimal(100)
    if found := re.fullmatch(r"per ([\d,]+)", measure.unit):
        return Decimal(found[1].replace(",", ""))
    return Decimal(1) if measure.denominator else None
