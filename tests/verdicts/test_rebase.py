"""A usual range that begins anew: what is charted then, and that nothing looks across it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata import periods
from perfdata.asking.rebase_words import rebase_reason, rebase_suggestion
from perfdata.verdicts.reading import Variation, plot_at
from perfdata.verdicts.rebase import SUSTAINED, Rebase, in_force
from perfdata.verdicts.series import Series
from perfdata.verdicts.verdict import Verdict, verdict_at
from tests.verdicts.builders import a_measure, a_series
from tests.verdicts.test_reading import OCTOBER, STEADY

LOW = [str(int(one) - 20) for one in STEADY]
DECIDED = date(2026, 6, 3)


def begun(start: str, fixed_on: int = 0) -> Rebase:
    return Rebase(periods.parse(start), fixed_on, "A new contractor since then", DECIDED, "Performance Analyst 1")


def verdict_of(values: list[str | None], *rebases: Rebase) -> Verdict:
    series = replace(a_series("Oct 2026", values), rebases=rebases)
    return verdict_at(a_measure(), series, OCTOBER)


def test_a_new_range_is_reckoned_from_its_own_figures() -> None:
    """Seventeen months at 72, then seventeen at 52: with a rebase at the step, nothing has changed since."""
    plain, anew = verdict_of([*STEADY, *LOW]), verdict_of([*STEADY, *LOW], begun("Jun 2025"))
    assert plain.reading.variation is Variation.WORSENING
    assert anew.reading.variation is Variation.NONE
    alone = verdict_of(list(LOW))
    assert (anew.reading.usual, anew.reading.points) == (alone.reading.usual, 17)
    assert rebase_reason(anew) == (
        "Its usual range begins anew in June 2025, by a decision of 3 June 2026: “A new contractor since then”."
    )
    assert rebase_reason(plain) == ""


def test_a_range_of_too_few_figures_says_since_when() -> None:
    verdict = verdict_of([*STEADY, *LOW], begun("Jan 2026"))
    assert verdict.reading.variation is Variation.TOO_FEW
    assert verdict.reading.points == 10
    assert verdict.reading.rebase == begun("Jan 2026")


def test_a_fixed_range_rests_on_its_first_figures_for_good() -> None:
    start = OCTOBER
    for _ in range(29):
        start = start.previous()
    rising = [*STEADY[:12], *[str(73 + step // 3) for step in range(18)]]
    fixed = verdict_of(list(rising), Rebase(start, 12, "The agreed baseline", DECIDED, "the Performance Team"))
    alone = verdict_at(a_measure(), a_series("Apr 2025", STEADY[:12]), periods.parse("Apr 2025"))
    assert fixed.reading.usual == alone.reading.usual
    assert fixed.reading.points == 30
    assert "is fixed on the 12 figures from May 2024" in rebase_reason(fixed)


def test_a_rebase_that_begins_later_is_not_in_force_yet() -> None:
    assert in_force([begun("Jun 2025"), begun("Jan 2026")], periods.parse("Dec 2025")) == begun("Jun 2025")
    assert in_force([begun("Jun 2025")], periods.parse("May 2025")) is None


@given(st.lists(st.integers(0, 99), min_size=13, max_size=20), st.lists(st.integers(0, 99), min_size=1, max_size=20))
def test_nothing_before_a_rebase_matters(after: list[int], before: list[int]) -> None:
    values = [str(one) for one in after]
    start = OCTOBER
    for _ in values[1:]:
        start = start.previous()
    rebase = Rebase(start, 0, "A reason", DECIDED, "somebody")
    measure = a_measure(unit="score")
    alone, with_history = (
        verdict_at(measure, replace(a_series("Oct 2026", held), rebases=(rebase,)), OCTOBER).reading
        for held in (values, [*map(str, before), *values])
    )
    # A season and what carries over are learnt from all that is held; three years of figures are needed for both.
    if len(before) + len(after) < 36:
        assert alone == with_history


@given(st.lists(st.integers(40, 60), min_size=14, max_size=30), st.integers(0, 100))
def test_a_figure_more_changes_no_mark_before_a_fixed_range_ends(values: list[int], more: int) -> None:
    """With limits fixed on the first 12, what is found at a point that ended no run is not changed by a later one."""
    start = OCTOBER
    for _ in values:
        start = start.previous()
    rebase = Rebase(start, 12, "A reason", DECIDED, "somebody")
    series = replace(a_series("Oct 2026", [*map(str, values), str(more)]), rebases=(rebase,))
    measure = a_measure(unit="score")
    now, then = (plot_at(measure, series, one) for one in (OCTOBER, OCTOBER.previous()))
    if now is not None and then is not None:
        assert now.limits == then.limits
        assert [one.outside for one in now.marks[:-1]] == [one.outside for one in then.marks]
        assert [one.side for one in now.marks[:-1]] == [one.side for one in then.marks]


@pytest.mark.parametrize(("run", "suggested"), [(SUSTAINED - 1, False), (SUSTAINED, True)])
def test_a_rebase_is_suggested_and_never_made(run: int, suggested: bool) -> None:
    verdict = verdict_of([*STEADY, "72", *["75.5"] * run])
    words = rebase_suggestion(verdict)
    assert bool(words) is suggested
    if suggested:
        assert words.startswith(f"The figures have been on one side of their average for {run} months.")
        assert "the Performance Team may decide that its usual range begins anew" in words
    assert verdict.reading.rebase is None


def test_a_series_keeps_its_rebases() -> None:
    series = Series.of(a_series("Oct 2026", ["72"]).observations, (begun("Oct 2026"),))
    assert series.rebases[0].start == OCTOBER
    assert Decimal(72) == series.observations[0].value
