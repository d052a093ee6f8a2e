"""The table of precedence is total and unambiguous, row by row, and puts real change before runs before chance."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from perfdata import periods
from perfdata.periods import Frequency
from perfdata.verdicts.precedence import PERSISTENT, TABLE, Standing, State, row_of, standing_of
from perfdata.verdicts.reading import Assurance, Variation
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import verdict_at
from tests.verdicts.builders import a_measure, a_series
from tests.verdicts.test_reading import STEADY

METHOD = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
EVERY = [
    Standing(status, run, was_off, variation, assurance, frequency)
    for status, run, was_off, variation, assurance, frequency in product(
        Status, range(5), (False, True), Variation, Assurance, Frequency
    )
    if (run > 0) is (status is Status.OFF_TARGET) and (status is not Status.OFF_TARGET or was_off is (run > 1))
]
"""Every combination that can be: a run means off target now, and more than one period of it off target before."""
OFF, ON, AMBER = Status.OFF_TARGET, Status.ON_TARGET, Status.SLIGHTLY_OFF
WORSE, BETTER, SAME, NO_CHART = Variation.WORSENING, Variation.IMPROVING, Variation.NONE, Variation.NOT_CHARTED
MISSES, MEETS, CHANCE, UNKNOWN = Assurance.MISSES, Assurance.MEETS, Assurance.HIT_AND_MISS, Assurance.UNKNOWN
MONTHLY, QUARTERLY, ANNUAL = Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.ANNUAL


def test_every_combination_is_in_exactly_one_state() -> None:
    found = Counter(row_of(one).state for one in EVERY)
    assert found.total() == len(EVERY)
    assert set(found) == set(State) == {row.state for row in TABLE}
    assert [row.state for row in TABLE] == list(State)


def test_a_state_says_what_is_true_of_each_of_its_combinations() -> None:
    for one in EVERY:
        state = row_of(one).state.value
        assert row_of(one).state.off is one.off
        assert not state.startswith("newly") or one.run == 1
        assert not state.startswith("still") or one.run > 1
        if one.variation is WORSE and one.status.judged:
            assert re.search("real change|getting worse", state)


@pytest.mark.parametrize(
    ("status", "run", "was_off", "variation", "assurance", "frequency", "state"),
    [
        (Status.SUPPRESSED, 0, True, WORSE, MISSES, MONTHLY, State.WITHHELD),
        (Status.MISSING, 0, True, WORSE, MISSES, MONTHLY, State.MISSING),
        (Status.NO_TARGET, 0, False, WORSE, UNKNOWN, MONTHLY, State.NO_COMPARISON),
        (OFF, 1, False, WORSE, MISSES, MONTHLY, State.NEWLY_OFF_CHANGED),
        (OFF, 1, False, SAME, MISSES, MONTHLY, State.NEWLY_OFF_BELOW_REACH),
        (OFF, 2, True, WORSE, MISSES, MONTHLY, State.STILL_OFF_WORSENING),
        (OFF, 9, True, SAME, MISSES, MONTHLY, State.STILL_OFF_BELOW_REACH),
        (OFF, 9, True, BETTER, MISSES, MONTHLY, State.STILL_OFF_IMPROVING),
        (OFF, 3, True, SAME, CHANCE, MONTHLY, State.STILL_OFF_PERSISTENT),
        (OFF, 2, True, SAME, CHANCE, MONTHLY, State.OFF_BY_CHANCE),
        (OFF, 2, True, NO_CHART, UNKNOWN, MONTHLY, State.OFF_NO_CHART),
        (OFF, 2, True, NO_CHART, UNKNOWN, QUARTERLY, State.STILL_OFF_PERSISTENT),
        (OFF, 1, False, NO_CHART, UNKNOWN, ANNUAL, State.OFF_NO_CHART),
        (OFF, 2, True, NO_CHART, UNKNOWN, ANNUAL, State.STILL_OFF_PERSISTENT),
        (OFF, 1, False, BETTER, CHANCE, MONTHLY, State.OFF_BY_CHANCE),
        (OFF, 1, False, SAME, MEETS, MONTHLY, State.OFF_BY_CHANCE),
        (ON, 0, False, WORSE, MEETS, MONTHLY, State.EARLY_WARNING),
        (AMBER, 0, True, WORSE, CHANCE, MONTHLY, State.EARLY_WARNING),
        (ON, 0, True, SAME, MISSES, MONTHLY, State.RECOVERED),
        (AMBER, 0, True, NO_CHART, UNKNOWN, ANNUAL, State.RECOVERED),
        (ON, 0, False, SAME, MISSES, MONTHLY, State.ON_BY_CHANCE),
        (AMBER, 0, False, SAME, MISSES, MONTHLY, State.STEADY),
        (ON, 0, False, BETTER, MEETS, MONTHLY, State.STEADY),
    ],
)
def test_a_row(
    status: Status,
    run: int,
    was_off: bool,
    variation: Variation,
    assurance: Assurance,
    frequency: Frequency,
    state: State,
) -> None:
    assert row_of(Standing(status, run, was_off, variation, assurance, frequency)).state is state


def test_a_verdict_stands_where_its_figures_put_it() -> None:
    october = periods.parse("Oct 2026")
    worse = verdict_at(a_measure("lower"), a_series("Oct 2026", [*STEADY, "72", "71", "82", "86", "87"]), october)
    assert row_of(standing_of(worse)).state is State.STILL_OFF_WORSENING
    missing = verdict_at(a_measure("lower"), a_series("Oct 2026", [*STEADY, "95", None]), october)
    assert row_of(standing_of(missing)).state is State.MISSING
    back = verdict_at(a_measure("higher"), a_series("Oct 2026", [*STEADY, "69", "73"], "72"), october)
    assert row_of(standing_of(back)).state is State.RECOVERED


def test_the_method_has_every_row_in_order() -> None:
    rows = [
        re.search(rf"^\| {re.escape(row.state)} \|.*\| {re.escape(row.surgery)} \|$", METHOD, re.MULTILINE)
        for row in TABLE
    ]
    places = [row.start() for row in rows if row is not None]
    assert len(places) == len(TABLE)
    assert places == sorted(places)


def test_how_long_is_persistent_is_stated_for_every_frequency() -> None:
    assert set(PERSISTENT) == set(Frequency)
