"""The October 2026 round and the 23 before it, judged a second time by a page of pandas that shares no code."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

from perfdata.alerts import AlertItem, News, Shown
from perfdata.alerts.following import Became
from perfdata.verdicts.precedence import State
from perfdata.verdicts.status import Status
from tests.alerting.conftest import Replay
from tests.sample_council import FOLDER

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


class Stood(NamedTuple):
    """How one measure stood when a round closed: the class, and what makes it news."""

    name: str
    due: date
    run: int
    since: date | None


def stood(measure: pd.Series, now: Known, closed: date, chart: tuple[str, str]) -> Stood:
    """The class of one measure when a round closed. `chart` is how it varies and whether it reaches its target, which
    published reference cases check elsewhere.
    """
    ends = period_ends(measure.frequency)
    due = max(end for end in ends if end + timedelta(days=int(measure.lag_days)) <= closed)
    held = [end for end in sorted(now, reverse=True) if end <= due and now[end].Value not in ("", "*")]
    red = [rag(measure, now[end].Value, now[end].Target) == "red" for end in held]
    run = red.index(False) if False in red else len(red)
    row = now.get(due)
    if row is None or not row.Value:
        return Stood("missing or late", due, 0, None)
    if row.Value == "*":
        return Stood("withheld", due, 0, None)
    status = rag(measure, row.Value, row.Target)
    was_red = len(red) > 1 and red[1]
    name = named(status, run, was_red, *chart, monthly=measure.frequency == "monthly")
    return Stood(name, due, run, held[run - 1] if run else None)


def named(status: str, run: int, was_red: bool, variation: str, assurance: str, *, monthly: bool) -> str:
    """The table of precedence for a figure that is there, written out a second time."""
    chart = variation in ("improving", "worsening", "changing", "no real change")
    unchanged, misses = variation in ("changing", "no real change"), assurance == "consistently misses"
    if status == "none":
        return "cannot be compared"
    if status == "red":
        if variation == "worsening":
            return "newly off target: a real change" if run == 1 else "still off target: getting worse"
        if unchanged and misses:
            return f"{'newly' if run == 1 else 'still'} off target: its usual range does not reach the target"
        if variation == "improving" and run > 1:
            return "still off target: the curve is turning"
        if run >= (3 if monthly else 2):
            return "still off target: persistent"
        return "off target within its usual variation" if chart else "off target, change cannot be told from chance"
    if variation == "worsening":
        return "getting worse while not off target"
    if was_red:
        return "back from off target"
    return "on target, though its usual range does not reach it" if status == "green" and misses else "steady"


def is_news(now: Stood, before: Stood) -> str:
    """Whether it is told in words, from how it stood when the two rounds closed."""
    if now.name != before.name:
        return "new"
    if "off target" in now.name and "not off" not in now.name and not now.name.startswith("back"):
        if now.since != before.since:
            return "new"
        return "named again" if any(before.run < m <= now.run for m in (3, 6, 12)) else "as before"
    return "new" if now.name.startswith("back") and now.due != before.due else "as before"


@pytest.fixture(scope="module")
def files() -> tuple[pd.DataFrame, list[Any]]:
    """The open measures, and every row of both exports in the order of entry."""
    measures = read(FOLDER / "data" / "measures.csv")
    exports = [FOLDER / "data" / "doris" / name for name in ("observations_2026-09.csv", "observations.csv")]
    table = pd.concat([read(path) for path in exports], ignore_index=True)
    table["end"] = table.Period.map(last_day)
    table["entered"] = pd.to_datetime(table["Entered On"], format="%d/%m/%Y").dt.date
    return measures[measures.exempt == "n"], list(table.sort_values("entered", kind="stable").itertuples())


@pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)
def test_a_second_plain_implementation_gives_the_same_classes_and_the_same_news(
    replay: Replay, files: tuple[pd.DataFrame, list[Any]]
) -> None:
    measures, rows = files
    before: dict[str, Stood] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for month, told in replay.items():
        items = {item.facts.code: item for alert in told.values() for item in alert.items}
        closed = closing(month.start.year, month.start.month)
        known = figures(rows, closed)
        now = {}
        for _, measure in measures.iterrows():
            standing = items[measure.code].standing
            chart = (str(standing.variation), str(standing.assurance))
            now[measure.code] = stood(measure, known.get(measure.code, {}), closed, chart)
        assert {code: str(item.state) for code, item in items.items()} == {code: one.name for code, one in now.items()}
        if before:
            news = {code: is_news(one, before[code]) for code, one in now.items()}
            assert {code: str(item.news) for code, item in items.items()} == news, month.label
            seen.update((one.name, news[code]) for code, one in now.items())
        before = now
    assert {name for name, _ in seen} == {str(state) for state in State}, "the replay does not show every class"
    assert {news for _, news in seen} == {str(news) for news in News}


@pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)
def test_nothing_is_news_twice_and_every_count_adds_up(replay: Replay) -> None:
    told: dict[tuple[str, str, State, object], list[str]] = defaultdict(list)
    for month, alerts in list(replay.items())[1:]:
        for board, alert in alerts.items():
            codes = [item.facts.code for item in alert.items]
            assert len(codes) == len(set(codes)) == sum(alert.counts.values())
            assert sum(len(alert.shown(way)) for way in Shown) == len(codes)
            assert alert.reported == sum(item.facts.value is not None for item in alert.items)
            for item in alert.named:
                # Off target: the run that it is; otherwise the figure that was told.
                since = item.facts.off_target_since if item.state.off else item.facts.period
                told[board, item.facts.code, item.state, (since, item.news, milestone(item))].append(month.label)
    twice = {key: months for key, months in told.items() if len(months) > 1 and not turned(replay, key, months)}
    assert twice == {}


def milestone(item: AlertItem) -> int:
    """The milestone at which it was named again; 0 where it was not."""
    return max((one for one in (3, 6, 12) if one <= item.standing.run), default=0) if item.news is News.AGAIN else 0


def turned(replay: Replay, key: tuple[str, str, State, object], months: list[str]) -> bool:
    """Whether the measure stood in another state between the first and the last of these months."""
    board, code, state, _ = key
    labels = [month.label for month in replay]
    between = list(replay.values())[labels.index(months[0]) : labels.index(months[-1])]
    found = {item.state for alerts in between for item in alerts[board].items if item.facts.code == code}
    return found != {state}


@pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)
def test_each_message_says_what_became_of_all_that_the_one_before_it_named(replay: Replay) -> None:
    seen: set[Became] = set()
    for before, now in pairwise(replay.values()):
        for board, alert in now.items():
            assert [one.code for one in alert.followed] == [item.facts.code for item in before[board].named]
            items, told = ({one.facts.code: one for one in alerts[board].items} for alerts in (now, before))
            for one in alert.followed:
                item, was_off = items[one.code], told[one.code].state.off
                seen.add(one.became)
                if one.became is Became.WITHDRAWN:
                    assert item.facts.period != told[one.code].facts.period or item.new_figure
                elif one.became is Became.NOT_DUE:
                    assert item.facts.period == told[one.code].facts.period
                elif one.became is Became.STILL_OFF:
                    assert was_off
                    assert item.facts.status is Status.OFF_TARGET
                elif one.became is Became.TURNED_OFF:
                    assert not was_off
                    assert item.facts.status is Status.OFF_TARGET
                elif one.became in (Became.BACK, Became.CONFIRMED):
                    assert item.facts.status is Status.ON_TARGET
                elif one.became is Became.EASED:
                    assert item.facts.status is Status.SLIGHTLY_OFF
    assert seen >= {Became.STILL_OFF, Became.TURNED_OFF, Became.BACK, Became.CONFIRMED, Became.EASED, Became.NOT_DUE}
