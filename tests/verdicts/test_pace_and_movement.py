"""How long at the present rate, how large a movement is: the worked numbers of the method, and refusals of nonsense."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdata import periods
from perfdata.measures import Aggregation
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.forecast import Forecast, Method, forecast
from perfdata.verdicts.movement import Movement, largest, movement
from perfdata.verdicts.pace import NoPace, Pace, pace
from perfdata.verdicts.reading import reading_at
from perfdata.verdicts.series import Series
from tests.verdicts.builders import a_measure, a_series
from tests.verdicts.test_reading import STEADY

OCTOBER = periods.parse("Oct 2026")
RISING = [str(50 + number) for number in range(13)]
"""50 to 62: one point a month."""


def of(values: list[str], target: str = "80") -> Pace | NoPace:
    measure = a_measure(aggregation=Aggregation.ROLLING)
    series = a_series("Oct 2026", values, target)
    return pace(measure, series, reading_at(measure, series, OCTOBER), OCTOBER)


def test_the_worked_time_to_the_target() -> None:
    assert of(RISING) == Pace(Decimal(1), 12, 18, 18)
    # One odd month does not sway it.
    found = of([*RISING[:5], "90", *RISING[6:]])
    assert isinstance(found, Pace)
    assert (found.rate, found.periods) == (Decimal(1), 18)


@pytest.mark.parametrize(
    ("values", "target", "reason"),
    [
        (list(reversed(RISING)), "80", "moving away"),
        (RISING, "60", "on target already"),
        (["70", "71"] * 7, "80", "neither way for good"),
        ([*RISING[:7], "56", "55", "54", "53", "52", "51"], "80", "neither way for good"),
        (
            [*map(str, range(40, 58, 3)), "57", "56.8", "56.6", "56.4", "56.2", "56", "55.8"],
            "80",
            "not over the latest 6",
        ),
        (["60"], "80", "too few"),
    ],
)
def test_nonsense_is_refused_with_its_reason(values: list[str], target: str, reason: str) -> None:
    found = of(values, target)
    assert isinstance(found, NoPace)
    assert reason in found.reason


def test_more_than_five_years_is_no_time() -> None:
    found = of([str(Decimal(50) + Decimal(number) / 10) for number in range(13)])
    assert isinstance(found, Pace)
    assert found.periods is None


def test_figures_that_keep_to_a_level_have_no_rate() -> None:
    measure, series = a_measure(), a_series("Oct 2026", STEADY)
    found = pace(measure, series, reading_at(measure, series, OCTOBER), OCTOBER)
    assert isinstance(found, NoPace)
    assert "same level" in found.reason


def moved(values: list[str]) -> Movement:
    measure, series = a_measure(), a_series("Oct 2026", values)
    found = movement(measure, series, *series.observations[-2:])
    assert found is not None
    return found


def test_the_worked_size_of_a_movement() -> None:
    found = moved(["70", "72", "71", "74", "72", "73", "71", "65"])
    assert (found.difference, found.usual, found.size) == (Decimal(-6), Decimal(2), Decimal(3))
    assert found.direction is Direction.WORSE


def test_where_the_usual_change_is_not_known_it_comes_last() -> None:
    known, unknown = moved(["70", "72", "71", "74", "72", "73", "71", "65"]), moved(["70", "10"])
    assert unknown.size is None
    assert largest([unknown, known]) == [known, unknown]


def test_a_season_is_forecast_at_its_own_time_of_the_year() -> None:
    measure = a_measure()
    noise = (0, 1, -1, 2, 0, -2, 1)
    values = [
        str(Decimal(60) + (Decimal(15) if place % 12 < 6 else Decimal(-15)) + noise[place % 7]) for place in range(55)
    ]
    series = Series.of(a_series("Oct 2026", values).observations)
    reading = reading_at(measure, series, OCTOBER)
    assert reading.seasonal
    later = forecast(measure, series, reading, OCTOBER, periods.parse("Mar 2027"))
    sooner = forecast(measure, series, reading, OCTOBER, periods.parse("Nov 2026"))
    assert isinstance(later, Forecast)
    assert isinstance(sooner, Forecast)
    assert later.method is sooner.method is Method.SEASON
    assert abs(later.value - Decimal(values[-8])) < 4
    assert later.low is not None
    assert later.high is not None
    assert later.low < later.value < later.high
