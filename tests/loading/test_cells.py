"""Periods, figures, dates and codes as people write them in cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata.loading.columns import read_day
from perfdata.loading.faults import BadCell
from perfdata.loading.figure_cells import Figure, Figures, read_figure
from perfdata.loading.period_cells import read_period
from perfdata.periods import Frequency, Period, month, quarter, term, year

MONTHLY, QUARTERLY, TERMLY, ANNUAL = Frequency


@pytest.mark.parametrize(
    ("text", "frequency", "period"),
    [
        ("Oct 2026", MONTHLY, month(2026, 10)),
        ("  oct  2026 ", MONTHLY, month(2026, 10)),
        ("Oct\u00a02026", MONTHLY, month(2026, 10)),
        ("Sept 26", MONTHLY, month(2026, 9)),
        ("Oct-26", MONTHLY, month(2026, 10)),
        ("October-2026", MONTHLY, month(2026, 10)),
        ("2026-10", MONTHLY, month(2026, 10)),
        ("2026-10-31", MONTHLY, month(2026, 10)),
        ("31/10/2026", MONTHLY, month(2026, 10)),
        ("29/02/2024", MONTHLY, month(2024, 2)),
        ("Month 7 2026/27", MONTHLY, month(2026, 10)),
        ("Month 12 2026/27", MONTHLY, month(2027, 3)),
        ("Month 1 2026/27", MONTHLY, month(2026, 4)),
        ("Month 10 26/27", MONTHLY, month(2027, 1)),
        ("Q2 2026/27", QUARTERLY, quarter(2026, 2)),
        ("Q4 26/27", QUARTERLY, quarter(2026, 4)),
        ("2026/27 Q2", QUARTERLY, quarter(2026, 2)),
        ("2026-09-30", QUARTERLY, quarter(2026, 2)),
        ("Autumn 2025/26", TERMLY, term("Autumn", 2025)),
        ("summer term 25/26", TERMLY, term("Summer", 2025)),
        ("31/07/2026", TERMLY, term("Summer", 2025)),
        ("2025/26", ANNUAL, year(2025)),
        ("1999/00", ANNUAL, year(1999)),
        ("2026-03-31", ANNUAL, year(2025)),
    ],
)
def test_a_period_is_read(text: str, frequency: Frequency, period: Period) -> None:
    """The ways to write a period that leave no doubt."""
    assert read_period(text, frequency) == period


@pytest.mark.parametrize(
    ("text", "frequency", "reason"),
    [
        ("", MONTHLY, "missing period"),
        ("October", MONTHLY, "bad period"),
        ("Month 7", MONTHLY, "bad period"),
        ("Month 13 2026/27", MONTHLY, "bad period"),
        ("Okt 2026", MONTHLY, "bad period"),
        ("2026-13", MONTHLY, "bad period"),
        ("10/31/2026", MONTHLY, "bad period"),
        ("04/10/2026", MONTHLY, "bad period"),
        ("31/09/2026", MONTHLY, "bad period"),
        ("46326", MONTHLY, "bad period"),
        ("2026", ANNUAL, "bad period"),
        ("Dec 9999", MONTHLY, "bad period"),
        ("Oct 0000", MONTHLY, "bad period"),
        ("31/12/9999", MONTHLY, "bad period"),
        ("Q4 9999/00", QUARTERLY, "bad period"),
        ("Q5 2026/27", QUARTERLY, "bad period"),
        ("Q2 2026/28", QUARTERLY, "bad period"),
        ("Q2", QUARTERLY, "bad period"),
        ("Winter 2025/26", TERMLY, "bad period"),
        ("31/08/2026", TERMLY, "bad period"),
        ("31/10/2026", QUARTERLY, "bad period"),
        ("Oct 2026", QUARTERLY, "period does not match frequency"),
        ("2026/27", MONTHLY, "period does not match frequency"),
        ("Q1 2026/27", TERMLY, "period does not match frequency"),
        ("Autumn 2025/26", ANNUAL, "period does not match frequency"),
    ],
)
def test_a_period_is_refused(text: str, frequency: Frequency, reason: str) -> None:
    """No year is guessed, no day is rounded, and one kind of period never stands for another."""
    with pytest.raises(BadCell) as caught:
        read_period(text, frequency)
    assert caught.value.reason == reason


def test_a_lost_date_is_pointed_out() -> None:
    """A serial number is not read, and the report says what it would be."""
    with pytest.raises(BadCell) as caught:
        read_period("46326", MONTHLY)
    assert "31 Oct 2026" in caught.value.problem


def test_a_period_is_quoted_as_it_was_typed() -> None:
    """People find their cell again by its own letters."""
    with pytest.raises(BadCell) as caught:
        read_period(" Okt  2026", MONTHLY)
    assert "“Okt 2026”" in caught.value.problem


PERIODS = st.one_of(
    st.builds(month, st.integers(2000, 2090), st.integers(1, 12)),
    st.builds(quarter, st.integers(2000, 2090), st.integers(1, 4)),
    st.builds(term, st.sampled_from(["Autumn", "Spring", "Summer"]), st.integers(2000, 2090)),
    st.builds(year, st.integers(2000, 2090)),
)


@given(PERIODS)
def test_every_label_reads_back(period: Period) -> None:
    """The performance system's own label, and the period's last day, always mean the period."""
    assert read_period(period.label, period.frequency) == period
    assert read_period(period.end.isoformat(), period.frequency) == period


COLUMN = Figures(heading="Value", missing=frozenset({"", "n/a", "-"}), withheld=frozenset({"*", "<5"}))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("92.3", Figure(Decimal("92.3"))),
        (" 519\u00a0", Figure(Decimal(519))),
        ("9\u200b2.3", Figure(Decimal("92.3"))),
        ("92.3%", Figure(Decimal("92.3"), percent=True)),
        ("92.3 %", Figure(Decimal("92.3"), percent=True)),
        ("73,412", Figure(Decimal(73412))),
        ("1,234,567.80", Figure(Decimal("1234567.80"))),
        ("(12)", Figure(Decimal(-12))),
        ("+91.0", Figure(Decimal("91.0"))),
        ("-0.5", Figure(Decimal("-0.5"))),
        ("−0.5", Figure(Decimal("-0.5"))),
        ("N/A ", Figure()),
        ("-", Figure()),
        ("*", Figure(withheld=True)),
        ("<5", Figure(withheld=True)),
    ],
)
def test_a_figure_is_read(text: str, figure: Figure) -> None:
    """Signs that do not change what the number is."""
    assert COLUMN.clean(text) == figure


@pytest.mark.parametrize(
    "text",
    ["1.234,5", "1e309", "NaN", "inf", "12abc", "97..0", "½", "0x1F", "1_000", "٩١", "72,1", "(-12)", "--1", "=519",
     "1 234", "c", "1,23,456", "#DIV/0!", ".", "%", "12/13", "TRUE"],
)  # fmt: skip
def test_what_is_not_a_figure(text: str) -> None:
    """Things that some parsers take for numbers are refused."""
    with pytest.raises(BadCell, match="bad value"):
        COLUMN.clean(text)


@pytest.mark.parametrize("text", ["£1,234.50", "£5.1m", "5.1m", "12k", "(£3)", "-£4"])
def test_no_scale_is_guessed(text: str) -> None:
    """Money with its own unit or scale is refused as such."""
    with pytest.raises(BadCell, match="unit mismatch"):
        COLUMN.clean(text)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_every_plain_number_reads_back_exactly(number: Decimal) -> None:
    """No digit is lost, with thousands separated or not."""
    assert read_figure(f"{number:f}") == read_figure(f"{number:,f}") == Figure(number)


@pytest.mark.parametrize("text", ["11/20/2026", "2026-11-31", "20.11.2026", "20/11/26", "today", "46346"])
def test_what_is_not_a_day(text: str) -> None:
    """A day is day/month/year with four digits, or an ISO date."""
    assert read_day(text) is None
