"""`bot.py spc`: charts of cases given in a file, in the terms of the published reference, to compare with it.

A case is `{"id", "input": {"dates", "values", "improvement_direction", "target", "rebase_dates",
"fix_after_n_points", "screen_outliers", "missing"}}`; the result has the same `id` and, aligned with the input, what
was found. Numbers here are statistics, so they are read and written as JSON numbers.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, FiniteFloat, PositiveInt, TypeAdapter, ValidationError, model_validator

from perfdata.asking.findings import why_not
from perfdata.errors import BadInput, NotFound, Refused
from perfdata.measures import Polarity
from perfdata.snapshot import Snapshot
from perfdata.verdicts.icons import PointType, Wanted, assurance_icon, point_type
from perfdata.verdicts.process_chart import Group, Point, ProcessChart, process_chart
from perfdata.verdicts.reading import plot_at
from perfdata.verdicts.rebase import feeding
from perfdata.verdicts.signals import RUN_LENGTH, Marks, Rule

NO_SIGNAL = "Common Cause"
LABELS = {
    (Rule.OUTSIDE, 1): "Above UCL",
    (Rule.OUTSIDE, -1): "Below LCL",
    (Rule.TREND, 1): f"{RUN_LENGTH} Point Trend (Increasing)",
    (Rule.TREND, -1): f"{RUN_LENGTH} Point Trend (Decreasing)",
    (Rule.NEAR, 1): "2 in 3 Above CL",
    (Rule.NEAR, -1): "2 in 3 Below CL",
    (Rule.SHIFT, 1): f"{RUN_LENGTH} Points Above CL",
    (Rule.SHIFT, -1): f"{RUN_LENGTH} Points Below CL",
}
WANTED = {Polarity.HIGHER: Wanted.INCREASE, Polarity.LOWER: Wanted.DECREASE}
COLUMNS = (
    "rebase_group", "mean", "lpl", "upl", "relative_to_mean", "outside_limits", "close_to_limits",
    "special_cause_type", "special_cause", "point_type",
)  # fmt: skip
"""What is said of each point, under the reference's names."""


class Given(BaseModel):
    """The figures of one case and how they are to be charted."""

    dates: list[date]
    values: list[FiniteFloat | None]
    improvement_direction: Wanted
    target: FiniteFloat | None = None
    rebase_dates: list[date] = []
    fix_after_n_points: PositiveInt | None = None
    screen_outliers: bool = True
    missing: Literal["drop", "keep"] = "drop"

    @model_validator(mode="after")
    def _aligned(self) -> Given:
        if len(self.dates) != len(self.values):
            raise ValueError(f"{len(self.dates)} dates, but {len(self.values)} values; give one date for each value")
        if len(set(self.dates)) != len(self.dates):
            raise ValueError("a date is given twice")
        return self


class Case(BaseModel):
    """One case of the file."""

    id: str
    input: Given


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSON file. Raises BadInput, saying what is wrong and where."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or 'not a file'}.") from error
    try:
        return TypeAdapter(list[Case]).validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = " > ".join(str(part) for part in first["loc"]) or "the file"
        raise BadInput(f"{path} is not a list of cases. At {where}: {first['msg']}.") from error


def case_of(snapshot: Snapshot, code: str) -> Case:
    """A held measure as its verdict charts it: the same figures with their season taken away, the same limits.

    Raises NotFound for a code that is not held, and Refused, with the reason, for a measure that has no chart.
    """
    verdict = snapshot.verdicts.get(code.strip().upper())
    if verdict is None:
        raise NotFound(f"No measure has the code {code}. `bot.py status` lists those held.")
    measure, reading = verdict.measure, verdict.reading
    plot = plot_at(measure, verdict.series, verdict.period)
    if plot is None:
        raise Refused(f"{measure.code} has no chart. {why_not(reading)}")
    first = plot.places[0]
    assert first is not None
    days, period = [], first.period
    for _ in plot.places:
        days.append(period.start)
        period = period.following()
    values = plot.values[-len(plot.places) :]
    target = verdict.latest.target if verdict.latest is not None else None
    return Case(
        id=measure.code,
        input=Given(
            dates=days,
            values=[None if one is None else one - own for one, own in zip(values, plot.own, strict=True)],
            improvement_direction=WANTED.get(measure.polarity, Wanted.NEUTRAL),
            target=None if target is None else float(target),
            rebase_dates=[] if plot.rebase is None else [plot.rebase.start.start],
            fix_after_n_points=len(feeding(values, plot.rebase)),
            missing="keep",
        ),
    )


def charted(case: Case) -> dict[str, Any]:
    """What was found in one case, each list aligned with its input; null where a point was dropped or has no limit."""
    given = case.input
    chart = process_chart(
        [Point(day, value) for day, value in zip(given.dates, given.values, strict=True)],
        rebase=given.rebase_dates,
        fix_after=given.fix_after_n_points,
        screen=given.screen_outliers,
        keep_gaps=given.missing == "keep",
    )
    wanted = given.improvement_direction
    rows = {
        point.day: _row(group, marks, wanted)
        for group in chart.groups
        for point, marks in zip(group.points, group.marks, strict=True)
    }
    columns = {name: [rows.get(day, {}).get(name) for day in given.dates] for name in COLUMNS}
    return {"id": case.id, **columns, **_icons(chart, wanted, given.target)}


def _row(group: Group, marks: Marks, wanted: Wanted) -> dict[str, Any]:
    judged = point_type(marks, wanted)
    return {
        "rebase_group": group.number,
        **_limits(group),
        "relative_to_mean": marks.side,
        "outside_limits": marks.outside,
        "close_to_limits": marks.near,
        "special_cause_type": label(marks),
        "special_cause": judged is not PointType.COMMON_CAUSE,
        "point_type": str(judged),
    }


def label(marks: Marks) -> str:
    """The reference's label for what was found at a point."""
    return NO_SIGNAL if marks.signal is None else LABELS[marks.signal.rule, marks.signal.way]


def _icons(chart: ProcessChart, wanted: Wanted, target: float | None) -> dict[str, Any]:
    if not chart.groups:
        return {"groups": [], "variation": None, "assurance": None}
    assurance = assurance_icon(chart.latest.limits, target, wanted)
    return {
        "groups": [
            {
                "group": group.number,
                "start": group.points[0].day.isoformat(),
                "points": len(group.points),
                "short_group_warning": group.is_short,
                **_limits(group),
                "variation_at_end": str(point_type(group.marks[-1], wanted)),
            }
            for group in chart.groups
        ],
        "variation": str(point_type(chart.latest.marks[-1], wanted)),
        "assurance": None if assurance is None else str(assurance),
    }


def _limits(group: Group) -> dict[str, float | None]:
    limits = group.limits
    if limits is None:
        return {"mean": None, "lpl": None, "upl": None}
    return {"mean": limits.mean, "lpl": limits.lower, "upl": limits.upper}


def as_json(cases: list[Case]) -> list[dict[str, Any]]:
    """The results of all cases, in their order."""
    return [charted(case) for case in cases]


def as_text(cases: list[Case]) -> str:
    """One line for each case: its limits, and how its latest point is judged."""
    lines = []
    for case in cases:
        found = charted(case)
        if not found["groups"] or found["groups"][-1]["mean"] is None:
            lines.append(f"{case.id}: no figures")
            continue
        last = found["groups"][-1]
        reach = "no limits" if last["lpl"] is None else f"limits {last['lpl']:.4g} to {last['upl']:.4g}"
        variation = found["variation"].replace("_", " ")
        assurance = f"; {found['assurance'].replace('_', ' ')}" if found["assurance"] else ""
        lines.append(f"{case.id}: mean {last['mean']:.4g}, {reach}; {variation}{assurance}")
    return "\n".join(lines)
