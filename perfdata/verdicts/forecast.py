"""Forecast of the figure at the year's end, each with its method and, where it can be tested, an honest range.

A forecast says what happens if nothing changes. Its range is how far the same method, at the same point of earlier
years, was from what those years ended with. Nothing is forecast from fewer than three periods, nor where the result
would be nonsense; the refusal says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfdata.measures import Aggregation, Measure
from perfdata.periods import Frequency, Period, financial_year
from perfdata.verdicts.reading import Reading, Variation, usual_in_season
from perfdata.verdicts.series import Series

FEWEST_PERIODS = 3
"""Periods of the year without which nothing is forecast."""
FEWEST_TESTS = 2
"""Earlier years on which a method must have been tried before a range is given."""
PERIODS_A_YEAR = {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 4}
WHOLE = Decimal(100)
FIRST_MONTH = 4
"""The financial year begins in April."""


class Method(StrEnum):
    """How a forecast was made; the value is how a sentence says it."""

    LAST_YEAR_DIFFERENCE = "if the rest of the year adds what it added last year"
    LAST_YEAR_RATIO = "if the rest of the year grows as it did last year"
    PROCESS = "if it goes on varying as it does"
    SEASON = "if it goes on varying as it does at that time of the year"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to be expected at `at`, in the measure's unit, not rounded.

    `low` and `high` are None where the method could not be tested on `FEWEST_TESTS` earlier years; `tested_on` says on
    how many it was. For a steady process they are the usual range of any one figure, and `value` its average; with a
    season, those of the season of `at`.
    """

    at: Period
    value: Decimal
    method: Method
    low: Decimal | None = None
    high: Decimal | None = None
    tested_on: int = 0


@dataclass(frozen=True, slots=True)
class NoForecast:
    """That nothing is forecast, and why, in a sentence."""

    reason: str


def by_last_year(so_far: Decimal, then: Decimal, final_then: Decimal, method: Method) -> Decimal | None:
    """Last year's shape: its end plus this year's lead (percentages), or times this year's pace (counts).

    55.9 against 56.4 then, when the year ended at 95.1, is 94.6. None where a pace cannot be told: nothing, or a
    figure of the other sign, had been reached then.
    """
    if method is Method.LAST_YEAR_DIFFERENCE:
        return final_then + (so_far - then)
    return final_then * so_far / then if so_far * then > 0 else None


def forecast(
    measure: Measure, series: Series, reading: Reading, period: Period, at: Period | None = None
) -> Forecast | NoForecast:
    """What the measure's figures up to `period` let expect at `at` (the year's end by default), by its kind of figure.

    A later period than a year ahead is refused, and for a figure that starts again each April any but of this year.
    """
    if measure.frequency not in PERIODS_A_YEAR:
        return NoForecast(
            f"It is reported once a {measure.frequency.noun}, so there is nothing to go by within the year."
        )
    end = at if at is not None else year_end(period)
    if end <= period:
        return NoForecast("The year has ended." if at is None else "That time has passed.")
    if measure.aggregation is Aggregation.CUMULATIVE:
        return _of_the_year(measure, series, period, end)
    if measure.aggregation is Aggregation.ROLLING:
        return NoForecast("It depends on the figures of single months, which are not held.")
    if end.year_before() > period:
        return NoForecast("That is too far ahead: nothing here says what will be usual more than a year from now.")
    return _of_process(measure, series, reading, period, end)


def _of_process(
    measure: Measure, series: Series, reading: Reading, period: Period, end: Period
) -> Forecast | NoForecast:
    if reading.usual is None:
        return NoForecast(str(reading.obstacle))
    if reading.variation is not Variation.NONE:
        return NoForecast("Its figures are really changing, so where they will settle cannot be told.")
    if not reading.seasonal:
        usual = reading.usual
        return Forecast(end, usual.average, Method.PROCESS, usual.low, usual.high)
    expected = usual_in_season(measure, series, period, end)
    return Forecast(end, expected.average, Method.SEASON, expected.low, expected.high)


def _of_the_year(measure: Measure, series: Series, period: Period, end: Period) -> Forecast | NoForecast:
    place = _place_in_year(period)
    if financial_year(end.start) != financial_year(period.start):
        return NoForecast("It starts again in April, so nothing is known yet of the year after.")
    if place < FEWEST_PERIODS:
        return NoForecast(
            f"Nothing is forecast before {FEWEST_PERIODS} {measure.frequency.noun}s of the year are known."
        )
    value = _value(series, period)
    if value is None:
        return NoForecast("The latest figure of the year is not held.")
    method = Method.LAST_YEAR_DIFFERENCE if measure.unit == "%" else Method.LAST_YEAR_RATIO
    expected = _expected(series, period, end, method)
    if expected is None:
        return NoForecast("Last year's figures are not complete enough to go by.")
    if measure.unit == "%" and expected > WHOLE and _never_above_whole(series):
        return NoForecast("By last year's shape it would pass 100%, so that shape does not hold this year.")
    errors = list(_past_errors(series, period, end, method))
    if len(errors) < FEWEST_TESTS:
        return Forecast(end, expected, method, tested_on=len(errors))
    low, high = expected + min(*errors, Decimal(0)), expected + max(*errors, Decimal(0))
    if measure.unit == "%" and _never_above_whole(series):
        high = min(high, WHOLE)
    return Forecast(end, expected, method, low, high, len(errors))


def _expected(series: Series, period: Period, end: Period, method: Method) -> Decimal | None:
    so_far, then = _value(series, period), _value(series, period.year_before())
    final_then = _value(series, end.year_before())
    if so_far is None or then is None or final_then is None:
        return None
    return by_last_year(so_far, then, final_then, method)


def _past_errors(series: Series, period: Period, end: Period, method: Method) -> Sequence[Decimal]:
    """What earlier years came to, less what the method would have said of them at the same point."""
    errors, earlier, then, first = [], period.year_before(), end.year_before(), series.first_period
    while first is not None and earlier.year_before() >= first:
        said, came_to = _expected(series, earlier, then, method), _value(series, then)
        if said is not None and came_to is not None:
            errors.append(came_to - said)
        earlier, then = earlier.year_before(), then.year_before()
    return errors


def _never_above_whole(series: Series) -> bool:
    return all(one.value is None or one.value <= WHOLE for one in series.observations)


def _value(series: Series, period: Period) -> Decimal | None:
    found = series.at(period)
    return found.value if found is not None else None


def _place_in_year(period: Period) -> int:
    """Which period of the financial year this is, from 1."""
    months = (period.end.year - financial_year(period.start)) * 12 + period.end.month - FIRST_MONTH + 1
    return months * PERIODS_A_YEAR[period.frequency] // 12


def year_end(period: Period) -> Period:
    """The last period of the financial year in which `period` lies."""
    last = period
    while financial_year(last.following().start) == financial_year(period.start):
        last = last.following()
    return last
