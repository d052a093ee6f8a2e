"""The October 2026 round and the 23 before it, judged a second time by a page of pandas that shares no code."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from perfdata import alerts, periods
from perfdata.alerts import Standing
from perfdata.council import Council
from perfdata.store.database import Database
from tests.sample_council import FOLDER

ROUNDS = [(2024 + (11 + n - 1) // 12, (11 + n - 1) % 12 + 1) for n in range(24)]
"""November 2024 to October 2026, as (year, month)."""

# Closing days that are not the 24th, read off a wall calendar.
LATER = {
    date(2024, 11, 24): date(2024, 11, 25),
    date(2025, 5, 24): date(2025, 5, 27),
    date(2025, 8, 24): date(2025, 8, 26),
    date(2026, 1, 24): date(2026, 1, 26),
    date(2026, 5, 24): date(2026, 5, 26),
    date(2026, 10, 24): date(2026, 10, 26),
}
for _year in (2024, 2025, 2026):
    for _month in range(1, 13):
        _day = date(_year, _month, 24)
        if _day.weekday() > 4 and _day not in LATER:
            LATER[_day] = _day + timedelta(days=7 - _day.weekday())


def closing(year: int, month: int) -> date:
    """The day on which the round of that month closed."""
    day = date(year + month // 12, month % 12 + 1, 24)
    return LATER.get(day, day)


def last_day(label: str) -> date:
    """The last day of a period, from its label."""
    if "/" not in label:
        month, year = label.split()
        number = list(calendar.month_abbr).index(month)
        return date(int(year), number, calendar.monthrange(int(year), number)[1])
    name, year = ["", label] if " " not in label else label.split()
    start = int(year[:4])
    months = {"": (1, 3), "Q1": (0, 6), "Q2": (0, 9), "Q3": (0, 12), "Q4": (1, 3)}
    months |= {"Autumn": (0, 12), "Spring": (1, 3), "Summer": (1, 7)}
    later, number = months[name]
    return date(start + later, number, calendar.monthrange(start + later, number)[1])


def period_ends(frequency: str) -> list[date]:
    """Last days of all periods of that kind, 2020 to 2027, oldest first."""
    months = {"monthly": range(1, 13), "quarterly": (3, 6, 9, 12), "termly": (3, 7, 12), "annual": (3,)}[frequency]
    return [date(year, m, calendar.monthrange(year, m)[1]) for year in range(2020, 2028) for m in months]


def read(path: Path) -> pd.DataFrame:
    """A file as it stands: every cell a text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def rag(measure: pd.Series, value: str, target: str) -> str:
    """Red, amber, green or none, with decimal arithmetic."""
    number = Decimal(value)
    if measure.polarity == "range":
        low, high = Decimal(measure.range_low), Decimal(measure.range_high)
        miss, bound = max(low - number, number - high, Decimal(0)), low if number < low else high
    elif not target:
        return "none"
    else:
        bound = Decimal(target)
        miss = max(bound - number if measure.polarity == "higher" else number - bound, Decimal(0))
    kind, _, amount = measure.tolerance.partition(" ")
    room = Decimal(amount.rstrip("%") or 0)
    room = abs(bound) * room / 100 if kind == "relative" else room
    return "green" if miss == 0 else "amber" if kind != "none" and miss <= room else "red"


Known = dict[date, Any]
"""What is known of one measure: the last day of each period, and that period's row."""


def figures(rows: list[Any], known_on: date) -> dict[str, Known]:
    """The newest row of each measure and period among those entered by that day; `rows` are in the order of entry."""
    known: dict[str, Known] = defaultdict(dict)
    for row in rows:
        if row.entered <= known_on:
            known[row.Code][row.end] = row
    return known


def state(measure: pd.Series, known: Known, end: date) -> tuple[str, date | None]:
    """Red, amber, green, none, missing or withheld, and when that was entered."""
    row = known.get(end)
    if row is None or not row.Value:
        return "missing", None
    return ("withheld" if row.Value == "*" else rag(measure, row.Value, row.Target)), row.entered


def class_of(measure: pd.Series, now: Known, before: Known, opened: date, closed: date) -> str:
    """The class of one measure in one round."""
    ends = period_ends(measure.frequency)
    due = max(end for end in ends if end + timedelta(days=int(measure.lag_days)) <= closed)
    status, entered = state(measure, now, due)
    if status in ("missing", "withheld"):
        return {"missing": "not reported", "withheld": "withheld"}[status]
    assert entered is not None
    if entered < opened or state(measure, before, due)[0] == status:
        return "no figure due this month"
    earlier = [end for end, row in now.items() if end < due and row.Value not in ("", "*")]
    was_red = bool(earlier) and rag(measure, now[max(earlier)].Value, now[max(earlier)].Target) == "red"
    return {
        "red": "still off target" if was_red else "newly off target",
        "amber": "eased" if was_red else "slightly off",
        "green": "back on target" if was_red else "on target",
        "none": "no target",
    }[status]


@pytest.fixture(scope="module")
def second_opinion() -> dict[tuple[int, int], dict[str, str]]:
    """The class of each open measure in each round, from the files alone."""
    measures = read(FOLDER / "data" / "measures.csv")
    exports = [FOLDER / "data" / "doris" / name for name in ("observations_2026-09.csv", "observations.csv")]
    table = pd.concat([read(path) for path in exports], ignore_index=True)
    table["end"] = table.Period.map(last_day)
    table["entered"] = pd.to_datetime(table["Entered On"], format="%d/%m/%Y").dt.date
    rows = list(table.sort_values("entered", kind="stable").itertuples())
    found: dict[tuple[int, int], dict[str, str]] = {}
    for year, month in ROUNDS:
        closed = closing(year, month)
        opened = closing(year - (month == 1), (month - 2) % 12 + 1) + timedelta(days=1)
        now, before = figures(rows, closed), figures(rows, opened - timedelta(days=1))
        found[year, month] = {
            measure.code: class_of(measure, now.get(measure.code, {}), before.get(measure.code, {}), opened, closed)
            for _, measure in measures[measures.exempt == "n"].iterrows()
        }
    return found


@pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)
def test_a_second_plain_implementation_gives_the_same_classes_and_nothing_is_news_twice(
    loaded_for_all: Database, council: Council, second_opinion: dict[tuple[int, int], dict[str, str]]
) -> None:
    news: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for month in ROUNDS:
        with loaded_for_all.reading() as session:
            told = alerts.preview(session, council, periods.month(*month))
        items = [(alert.board, item) for alert in told for item in alert.items]
        assert {item.facts.code: str(item.standing) for _, item in items} == second_opinion[month], month
        for alert in told:
            assert sum(alert.counts.values()) == len({item.facts.code for item in alert.items}) == len(alert.items)
        for board, item in items:
            if item.standing not in (Standing.NOT_DUE, Standing.NOT_REPORTED, Standing.WITHHELD):
                news[board, item.facts.code, item.facts.period.label].append(month)
    assert {figure: months for figure, months in news.items() if len(months) > 1} == {}
    seen = {standing for classes in second_opinion.values() for standing in classes.values()}
    assert seen == {str(standing) for standing in Standing}, "the replay does not show every class"
