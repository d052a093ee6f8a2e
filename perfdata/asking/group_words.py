"""Groups and the gaps between them in words. A gap is a comparison of figures, and says nothing of why."""

from __future__ import annotations

from collections.abc import Sequence

from perfdata.asking.amounts import difference_words, joined, value_words
from perfdata.asking.figures import NOT_REPORTED, WITHHELD, covered_words
from perfdata.asking.group_figures import GroupFigure, GroupGap
from perfdata.breakdowns import Breakdown
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.disparities import Chance, Disparity, Split, counts_people

_JUDGED = {Direction.BETTER: "better", Direction.WORSE: "worse"}
_REST = "the other groups shown"


def group_figure(split: Split, row: Breakdown) -> GroupFigure:
    """One group's figure as an answer holds it."""
    measure = split.measure
    value = measure.rounded(row.value) if row.value is not None else None
    parts = (row.numerator, row.denominator)
    absent = WITHHELD if row.suppressed else NOT_REPORTED
    return GroupFigure(
        code=measure.code,
        title=measure.title,
        period=row.period.label,
        period_words=covered_words(measure, row.period),
        dimension=row.dimension,
        group=row.group,
        value=value,
        value_words=value_words(measure, value) if value is not None else absent,
        counts_words=f"{row.numerator:,f} of {row.denominator:,f}"
        if None not in parts and counts_people(measure)
        else "",
        unit=measure.unit,
        withheld=row.suppressed,
        numerator=row.numerator,
        denominator=row.denominator,
        revision=row.revision,
        source_file=row.source_file,
        source_row=row.source_row,
        entered_on=row.entered_on,
    )


def gap_of(split: Split, found: Disparity) -> GroupGap:
    """The gap as an answer holds it."""
    measure, before = split.measure, _before_words(split, found)
    return GroupGap(
        code=measure.code,
        period=split.period.label,
        dimension=split.dimension,
        group=found.group,
        other=found.other,
        value=found.value,
        value_words=value_words(measure, found.value),
        other_value=found.other_value,
        other_words=value_words(measure, found.other_value),
        unit=measure.unit,
        points=found.points,
        words=difference_words(measure, found.points),
        ratio=found.ratio,
        chance=found.chance,
        before_words=before,
        before_period=split.before_period.words if split.before_period is not None and before else "",
        change=found.change,
    )


def gap_sentence(gap: GroupGap, found: Disparity) -> str:
    """`Disabled is 29.2% and Not disabled 26.5%: 2.7 percentage points higher, 1.1 times, which is worse.`"""
    other = gap.other or _REST
    if gap.points == 0:
        return f"{gap.group} and {other} are the same: {gap.value_words}."
    way = "higher" if gap.points > 0 else "lower"
    times = f", {gap.ratio} times" if gap.ratio is not None and gap.ratio != 1 else ""
    judged = f", which is {_JUDGED[found.direction]}" if found.direction in _JUDGED else ""
    return f"{gap.group} is {gap.value_words} and {other} {gap.other_words}: {gap.words} {way}{times}{judged}."


def chance_sentence(gap: GroupGap) -> str:
    """Whether chance could make the gap, in a member's words; why it cannot be told, where that is so."""
    if gap.points == 0:
        return ""
    if gap.chance is Chance.REAL:
        return "That is more than chance would make."
    if gap.chance is Chance.MAY_BE_CHANCE:
        return "With groups of this size it may be chance."
    return "Whether chance could make it cannot be told from these figures."


def change_sentence(gap: GroupGap) -> str:
    """The same gap in the period before; blank where it cannot be given."""
    if not gap.before_words:
        return ""
    if gap.before_words == "the same":
        return f"It was the same for {gap.before_period}."
    told = {
        Chance.REAL: "; the change is more than chance would make",
        Chance.MAY_BE_CHANCE: "; the change may be chance",
        Chance.UNTOLD: "",
    }[gap.change]
    return f"For {gap.before_period} the gap was {gap.before_words}{told}."


def outstanding_sentence(gaps: Sequence[GroupGap], found: Sequence[Disparity]) -> str:
    """The groups that differ from all the others together by more than chance."""
    words = [f"{one.group} ({one.words} {'higher' if one.points > 0 else 'lower'})" for one in gaps]
    return f"Against all the other groups together, more than chance would make: {joined(words)}."


def _before_words(split: Split, found: Disparity) -> str:
    if found.before is None:
        return ""
    if found.before == found.points:
        return "the same"
    if found.before == 0:
        return "none"
    turned = (found.before > 0) != (found.points > 0) and found.points != 0
    words = difference_words(split.measure, found.before)
    return f"{words}, the other way round" if turned else words
