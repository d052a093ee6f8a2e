"""Forecasts and gaps: every worked number of the method, the honest range, and refusals of nonsense."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata import periods
from perfdata.measures import Aggregation, Polarity
from perfdata.periods import Frequency
from perfdata.verdicts.forecast import Forecast, Method, NoForecast, by_last_year, forecast
from perfdata.verdicts.gap import Gap, Outlook, cases_to_target, gap_of_rate, gap_of_total, month_for_rolling
from perfdata.verdicts.reading import reading_at
from perfdata.verdicts.series import Series
from perfdata.verdicts.verdict import verdict_at
from tests.verdicts.builders import a_measure, a_series, an_observation
from tests.verdicts.test_reading import STEADY

OCTOBER = periods.parse("Oct 2026")
HIGHER, LOWER, RANGE = Polarity.HIGHER, Polarity.LOWER, Polarity.RANGE
Years = Mapping[int, tuple[str | None, str | None]]
"""What October and March said, by the year in which a financial year began."""


def decimals(*numbers: str) -> list[Decimal]:
    return [Decimal(one) for one in numbers]


def cumulative(years: Years, so_far: str | None = "55.9", **changes: Any) -> Forecast | NoForecast:
    """The forecast at October 2026 of a cumulative measure; so far this year and in other `years`."""
    rows = [an_observation(OCTOBER, so_far)]
    for year, (october, march) in years.items():
        rows += [an_observation(f"Oct {year}", october), an_observation(f"Mar {year + 1}", march)]
    measure = a_measure(aggregation=Aggregation.CUMULATIVE, **changes)
    series = Series.of(rows)
    return forecast(measure, series, reading_at(measure, series, OCTOBER), OCTOBER)


def test_the_worked_forecasts() -> None:
    this, last, final = decimals("55.9", "56.4", "95.1")
    assert by_last_year(this, last, final, Method.LAST_YEAR_DIFFERENCE) == Decimal("94.6")
    ratio = by_last_year(this, last, final, Method.LAST_YEAR_RATIO)
    assert ratio is not None
    assert round(ratio, 1) == Decimal("94.3")


def test_a_percentage_takes_last_years_difference_and_a_count_its_pace() -> None:
    found = cumulative({2025: ("56.4", "95.1")})
    assert found == Forecast(periods.parse("Mar 2027"), Decimal("94.6"), Method.LAST_YEAR_DIFFERENCE)
    found = cumulative({2025: ("200", "400")}, "220", unit="number")
    assert found == Forecast(periods.parse("Mar 2027"), Decimal("440"), Method.LAST_YEAR_RATIO)


def test_the_range_is_how_far_off_earlier_years_would_have_been() -> None:
    # Of 2024/25 it would have said 95 + 56 − 57 = 94, and it ended at 94.5; of 2025/26 94.9, and it ended at 94.1.
    years = {2023: ("57", "95"), 2024: ("56", "94.5"), 2025: ("56.4", "94.1")}
    found = cumulative(years)
    assert isinstance(found, Forecast)
    assert found.value == Decimal("93.6")
    assert (found.low, found.high, found.tested_on) == (*decimals("92.8", "94.1"), 2)


@pytest.mark.parametrize(
    ("years", "so_far", "changes", "reason"),
    [
        ({}, "55.9", {}, "Last year's figures are not complete"),
        ({2025: ("56.4", None)}, "55.9", {}, "Last year's figures are not complete"),
        ({2025: ("0", "400")}, "220", {"unit": "number"}, "Last year's figures are not complete"),
        ({2025: ("-5", "400")}, "220", {"unit": "£000"}, "Last year's figures are not complete"),
        ({2025: ("56.4", "95.1")}, None, {}, "not held"),
        ({2025: ("56.4", "95.1")}, "62", {}, "would pass 100%"),
        ({2025: ("56.4", "95.1")}, "55.9", {"frequency": Frequency.ANNUAL}, "once a year"),
    ],
)
def test_nonsense_is_refused_with_its_reason(
    years: Years, so_far: str | None, changes: dict[str, Any], reason: str
) -> None:
    found = cumulative(years, so_far, **changes)
    assert isinstance(found, NoForecast)
    assert reason in found.reason


@pytest.mark.parametrize(("label", "reason"), [("May 2026", "before 3 months"), ("Mar 2026", "has ended")])
def test_not_too_early_and_not_afterwards(label: str, reason: str) -> None:
    measure, series = a_measure(aggregation=Aggregation.CUMULATIVE), a_series(label, ["1"] * 30)
    period = periods.parse(label)
    found = forecast(measure, series, reading_at(measure, series, period), period)
    assert isinstance(found, NoForecast)
    assert reason in found.reason


def test_a_steady_process_is_expected_within_its_usual_range() -> None:
    verdict = verdict_at(a_measure(), a_series("Oct 2026", [*STEADY, "71", "73", "72"]), OCTOBER)
    found = forecast(verdict.measure, verdict.series, verdict.reading, OCTOBER)
    assert isinstance(found, Forecast)
    assert verdict.reading.usual is not None
    assert (found.low, found.value, found.high, found.method) == (
        verdict.reading.usual.low, verdict.reading.usual.average, verdict.reading.usual.high, Method.PROCESS,
    )  # fmt: skip
    changing = verdict_at(a_measure(), a_series("Oct 2026", [*STEADY, "95"]), OCTOBER)
    refused = forecast(changing.measure, changing.series, changing.reading, OCTOBER)
    assert refused == NoForecast("Its figures are really changing, so where they will settle cannot be told.")
    rolling = a_measure(aggregation=Aggregation.ROLLING)
    assert isinstance(forecast(rolling, changing.series, changing.reading, OCTOBER), NoForecast)


@pytest.mark.parametrize(
    ("polarity", "target", "so_far", "periods_done", "remaining", "outlook", "amount", "pace"),
    [
        (HIGHER, "540", "287", 7, 5, Outlook.NEEDED, "51", "41"),
        (LOWER, "96", "61", 7, 5, Outlook.ALLOWED, "7", "8.7"),
        (HIGHER, "540", "560", 11, 1, Outlook.MET, "20", "50.9"),
        (HIGHER, "540", "530", 12, 0, Outlook.MISSED, "10", "44.2"),
        (LOWER, "96", "100", 9, 3, Outlook.PASSED, "4", "11.1"),
        (LOWER, "96", "100", 12, 0, Outlook.MISSED, "4", "8.3"),
        (LOWER, "96", "90", 12, 0, Outlook.MET, "6", "7.5"),
        (LOWER, "96", "96", 9, 3, Outlook.ALLOWED, "0", "10.7"),
    ],
)
def test_the_gap_of_a_total(
    polarity: Polarity,
    target: str,
    so_far: str,
    periods_done: int,
    remaining: int,
    outlook: Outlook,
    amount: str,
    pace: str,
) -> None:
    found = gap_of_total(polarity, Decimal(target), Decimal(so_far), periods_done, remaining)
    assert (found.outlook, found.amount) == (outlook, Decimal(amount))
    assert found.so_far is not None
    assert round(found.so_far, 1) == Decimal(pace)


def test_what_has_never_been_done_is_said_to_be_so() -> None:
    record = decimals("38", "44", "50")
    assert gap_of_total(HIGHER, Decimal(540), Decimal(287), 7, 5, record=record).unprecedented
    assert not gap_of_total(HIGHER, Decimal(540), Decimal(300), 7, 5, record=record).unprecedented
    assert gap_of_total(LOWER, Decimal(96), Decimal(61), 7, 5, record=decimals("8", "9")).unprecedented


@pytest.mark.parametrize(
    ("polarity", "target", "numerator", "denominator", "to_come", "found"),
    [
        (HIGHER, "45", "3010", "7000", "5000", Gap(Outlook.NEEDED, Decimal("47.8"), Decimal(43))),
        (HIGHER, "90", "50", "100", "20", Gap(Outlook.OUT_OF_REACH, Decimal("290"), Decimal(50))),
        (HIGHER, "10", "50", "100", "20", Gap(Outlook.MET, Decimal("190"), Decimal(50))),
        (LOWER, "10", "5", "100", "100", Gap(Outlook.ALLOWED, Decimal("15.0"), Decimal(5))),
        (LOWER, "10", "50", "100", "100", Gap(Outlook.OUT_OF_REACH, Decimal("-30"), Decimal(50))),
        (HIGHER, "45", "50", "100", "0", Gap(Outlook.MET, Decimal("5"), Decimal(50))),
        (HIGHER, "55", "50", "100", "0", Gap(Outlook.MISSED, Decimal("5"), Decimal(50))),
    ],
)
def test_the_rate_that_is_needed_of_the_rest(
    polarity: Polarity, target: str, numerator: str, denominator: str, to_come: str, found: Gap
) -> None:
    assert gap_of_rate(polarity, *decimals(target, numerator, denominator, to_come)) == found


def test_how_many_more_people() -> None:
    assert cases_to_target(HIGHER, *decimals("60", "48", "90")) == 6
    assert cases_to_target(HIGHER, *decimals("60", "54", "90")) == 0
    assert cases_to_target(LOWER, *decimals("10", "12", "90")) == 3
    assert cases_to_target(LOWER, *decimals("10", "9", "90")) == 0


def test_a_rolling_years_next_month() -> None:
    assert month_for_rolling(Decimal("9.5"), Decimal(100), [Decimal(80)] * 11) == 70
    with pytest.raises(ValueError, match="11 months stay, 12 were given"):
        month_for_rolling(Decimal(1), Decimal(1), [Decimal(1)] * 12)


@given(st.integers(1, 1000), st.integers(0, 1000), st.integers(1, 11))
def test_doing_what_is_said_meets_the_target(target: int, so_far: int, done: int) -> None:
    left = 12 - done
    need = gap_of_total(HIGHER, Decimal(target), Decimal(so_far), done, left)
    assert need.outlook in (Outlook.MET, Outlook.NEEDED)
    if need.outlook is Outlook.NEEDED:
        assert so_far + need.amount * left >= target > so_far + (need.amount - 1) * left
    allowed = gap_of_total(LOWER, Decimal(target), Decimal(so_far), done, left)
    assert allowed.outlook in (Outlook.PASSED, Outlook.ALLOWED)
    if allowed.outlook is Outlook.ALLOWED:
        assert so_far + allowed.amount * left <= target < so_far + (allowed.amount + 1) * left


def test_a_range_has_no_gap_of_this_kind() -> None:
    one = Decimal(1)
    with pytest.raises(ValueError, match="range"):
        gap_of_total(RANGE, one, one, 1, 1)
    with pytest.raises(ValueError, match="range"):
        gap_of_rate(RANGE, one, one, one, one)
    with pytest.raises(ValueError, match="range"):
        cases_to_target(RANGE, one, one, one)
