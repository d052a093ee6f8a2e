"""Charts as values: gaps are never bridged, axes hold all that is drawn, titles are the verdict's finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdata import periods
from perfdata.asking.charting import MOST, chart_of
from perfdata.asking.findings import finding_of, headline
from perfdata.charts.chart import Chart, Form, axis, freeze, runs, thaw
from perfdata.charts.sparkline import GAP, STEPS, sparkline
from perfdata.measures import Aggregation, Polarity
from perfdata.periods import Frequency
from perfdata.verdicts.rebase import Rebase
from perfdata.verdicts.verdict import verdict_at
from tests.verdicts.builders import a_measure, a_series

VALUES = st.lists(
    st.one_of(st.none(), st.just("*"), st.integers(0, 100).map(str)), min_size=2, max_size=60
)  # fmt: skip
STEADY = ["80.1", "79.2", "81.0", "80.4", "79.9", "80.8", "79.5", "80.2"] * 2


def charted(values: list[str | None], **changes: object) -> Chart | None:
    measure = a_measure(**changes)  # type: ignore[arg-type]
    series = a_series("Oct 2026", values)
    return chart_of(verdict_at(measure, series, series.observations[-1].period))


@given(VALUES)
@settings(max_examples=60)
def test_a_chart_shows_every_figure_and_bridges_no_gap(values: list[str | None]) -> None:
    chart = charted(values)
    if chart is None:
        return
    shown = [None if one in (None, "*") else Decimal(one or "") for one in values][-len(chart.places) :]
    assert [place.value for place in chart.places] == shown
    lines = runs([place.value for place in chart.places])
    assert [place for run in lines for place in run] == [n for n, one in enumerate(shown) if one is not None]
    assert all(shown[run.start - 1] is None for run in lines if run.start)
    assert all(run.stop == len(shown) or shown[run.stop] is None for run in lines)


@given(VALUES, st.sampled_from(list(Aggregation)))
@settings(max_examples=60)
def test_the_axis_holds_all_that_is_drawn(values: list[str | None], aggregation: Aggregation) -> None:
    chart = charted(values, aggregation=aggregation)
    if chart is None:
        return
    low, high = axis(chart)
    for place in chart.places:
        drawn = [place.value, place.target, place.before]
        drawn += [place.usual.low, place.usual.high, place.usual.average] if place.usual is not None else []
        assert all(low <= one <= high for one in drawn if one is not None)


@given(VALUES)
@settings(max_examples=30)
def test_a_chart_comes_back_as_it_was(values: list[str | None]) -> None:
    chart = charted(values)
    assert chart is None or thaw(freeze(chart)) == chart


def test_the_title_of_a_process_behaviour_chart_is_the_finding() -> None:
    measure, series = a_measure(), a_series("Oct 2026", [*STEADY, *["60"] * 3])
    verdict = verdict_at(measure, series, series.observations[-1].period)
    chart, finding = chart_of(verdict), finding_of(verdict)
    assert chart is not None
    assert finding is not None
    assert chart.form is Form.PROCESS
    assert headline(verdict, finding) == "a real change for the worse since August 2026"
    assert chart.title == f"{measure.title}: {headline(verdict, finding)}; off target"
    assert chart.alt.startswith(chart.title)
    assert "The latest figure, October 2026, is 60.0%, against a target of 80.0%." in chart.alt
    assert [place.label for place in chart.places if place.mark is not None and place.mark.better is False] == [
        "Aug 2026",
        "Sep 2026",
        "Oct 2026",
    ]


@pytest.mark.parametrize(
    ("last", "changes", "form"),
    [
        ("Oct 2026", {"aggregation": Aggregation.CUMULATIVE}, Form.YEARS),
        ("Oct 2026", {"aggregation": Aggregation.ROLLING}, Form.LINE),
        ("2025/26", {"frequency": Frequency.ANNUAL}, Form.BARS),
        ("Summer 2025/26", {"frequency": Frequency.TERMLY}, Form.BARS),
        ("Q2 2026/27", {"frequency": Frequency.QUARTERLY}, Form.PROCESS),
        ("Oct 2026", {}, Form.PROCESS),
    ],
)
def test_each_kind_of_figure_has_the_picture_that_tells_the_truth(
    last: str, changes: dict[str, object], form: Form
) -> None:
    measure, series = a_measure(**changes), a_series(last, STEADY)  # type: ignore[arg-type]
    chart = chart_of(verdict_at(measure, series, series.observations[-1].period))
    assert chart is not None
    assert chart.form is form


def test_a_cumulative_figure_is_set_beside_the_same_point_of_the_year_before() -> None:
    chart = charted([str(one) for one in range(24)], aggregation=Aggregation.CUMULATIVE)
    assert chart is not None
    assert chart.places[0].label == "Apr 2026"
    assert [(place.value, place.before) for place in chart.places][-1] == (Decimal("23.0"), Decimal("11.0"))


def test_what_is_withheld_is_a_gap_that_says_so() -> None:
    chart = charted([*STEADY[:-2], "*", "80.2"])
    assert chart is not None
    assert chart.has_gap
    assert chart.places[-2].value is None
    assert "Withheld: September 2026; the line is broken there." in chart.alt


def test_one_figure_makes_no_picture_and_too_many_are_left_out_aloud() -> None:
    assert charted(["80"]) is None
    assert charted(["80", None]) is None
    measure, series = a_measure(), a_series("Oct 2026", ["80", "81"] * 30)
    verdict = verdict_at(measure, series, series.observations[-1].period)
    asked = chart_of(verdict, [one.period for one in series.observations])
    assert asked is not None
    assert len(asked.places) == MOST
    assert asked.note == "The 24 months before November 2023 are not on the picture."


@pytest.mark.parametrize("polarity", list(Polarity))
def test_every_polarity_says_which_way_is_good(polarity: Polarity) -> None:
    bounds = {"range_low": Decimal(70), "range_high": Decimal(90)} if polarity is Polarity.RANGE else {}
    chart = charted([*STEADY, "99"], polarity=str(polarity), **bounds)
    assert chart is not None
    mark = chart.places[-1].mark
    assert mark is not None
    assert mark.better is {Polarity.HIGHER: True, Polarity.CONTEXT: None}.get(polarity, False)
    assert chart.alt.endswith(f"{chart.good}.")


def test_where_the_usual_range_begins_anew_each_side_has_its_own() -> None:
    values = [*STEADY[:14], *[str(float(one) - 20) for one in STEADY[:13]]]
    begun = Rebase(periods.parse("Oct 2025"), 0, "A new contractor", date(2025, 11, 3), "Performance Analyst 1")
    series = replace(a_series("Oct 2026", values), rebases=(begun,))
    verdict = verdict_at(a_measure(), series, series.observations[-1].period)
    chart = chart_of(verdict)
    assert chart is not None
    assert chart.has_rebase
    assert [place.group for place in chart.places] == [0] * 11 + [1] * 13
    before, after = ({place.usual for place in chart.places if place.group == group} for group in (0, 1))
    assert len(before) == len(after) == 1
    assert next(iter(before)).average > next(iter(after)).average + 19  # type: ignore[union-attr]
    assert [place.mark for place in chart.places] == [None] * 24
    assert chart.title == f"{chart.measure}: no real change; off target"
    assert "Its usual range begins anew in October 2025" in chart.alt


@given(st.lists(st.one_of(st.none(), st.integers(-50, 50).map(Decimal)), max_size=40))
def test_a_sparkline_has_a_sign_a_value_keeps_gaps_and_rises_with_the_figures(values: list[Decimal | None]) -> None:
    drawn = sparkline(values)
    assert [one == GAP for one in drawn] == [value is None for value in values]
    shown = sorted((value, STEPS.index(sign)) for value, sign in zip(values, drawn, strict=True) if value is not None)
    assert [step for _, step in shown] == sorted(step for _, step in shown)
