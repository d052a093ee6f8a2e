"""Numbers as sentences say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata.asking.amounts import counted, day_words, difference_words, periods_counted, target_words, value_words
from perfdata.measures import Measure, Polarity
from perfdata.periods import Frequency
from perfdata.snapshot import Snapshot


@pytest.fixture(scope="module")
def base(snapshot: Snapshot) -> Measure:
    return snapshot.measures["ENV-001"]


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "words"),
    [
        ("%", 1, "44.3", "44.3%"),
        ("%", 0, "60", "60%"),
        ("%", 1, "-2.5", "−2.5%"),
        ("%", 1, "-0.04", "0.0%"),
        ("£000", 0, "3407", "£3,407,000"),
        ("£000", 0, "-1500", "−£1,500,000"),
        ("£000", 1, "1.5", "£1,500"),
        ("£", 2, "12.5", "£12.50"),
        ("number", 0, "1234", "1,234"),
        ("ratio", 1, "16.25", "16.3"),
        ("days", 1, "12.4", "12.4 days"),
        ("days", 0, "1", "1 day"),
        ("days", 1, "1", "1.0 days"),
        ("per 100,000", 1, "63.2", "63.2 per 100,000"),
        ("µg/m³", 1, "38.5", "38.5 µg/m³"),
        ("tonnes", 0, "12000", "12,000 tonnes"),
    ],
)
def test_values(base: Measure, unit: str, decimals: int, value: str, words: str) -> None:
    assert value_words(replace(base, unit=unit, decimals=decimals), Decimal(value)) == words


@pytest.mark.parametrize(
    ("unit", "decimals", "difference", "words"),
    [
        ("%", 1, "-0.8", "0.8 percentage points"),
        ("%", 0, "1", "1 percentage point"),
        ("%", 1, "1", "1.0 percentage points"),
        ("£000", 0, "-240", "£240,000"),
        ("days", 0, "-1", "1 day"),
        ("number", 0, "12", "12"),
    ],
)
def test_differences_have_no_sign(base: Measure, unit: str, decimals: int, difference: str, words: str) -> None:
    assert difference_words(replace(base, unit=unit, decimals=decimals), Decimal(difference)) == words


def test_targets(base: Measure) -> None:
    assert target_words(base, Decimal("46.0")) == "46.0%"
    assert target_words(base, Decimal("46.25")) == "46.25%"
    assert target_words(base, None) == ""
    ranged = replace(base, polarity=Polarity.RANGE, range_low=Decimal(15), range_high=Decimal(23))
    assert target_words(ranged, None) == "between 15.0% and 23.0%"
    assert target_words(replace(ranged, unit="per 10,000"), None) == "between 15.0 and 23.0 per 10,000"
    assert target_words(replace(ranged, range_high=None), None) == "15.0% or more"
    assert target_words(replace(ranged, range_low=None), None) == "23.0% or less"
    assert target_words(replace(ranged, range_low=None, range_high=None), None) == ""


def test_counting() -> None:
    assert [counted(number, "month") for number in (0, 1, 2, 1204)] == [
        "0 months",
        "1 month",
        "2 months",
        "1,204 months",
    ]
    assert periods_counted(1, Frequency.TERMLY) == "1 term"
    assert day_words(date(2026, 11, 2)) == "2 November 2026"


@given(
    value=st.decimals(min_value=-(10**9), max_value=10**9, places=4),
    decimals=st.integers(0, 3),
    unit=st.sampled_from(["%", "£000", "£", "number", "ratio", "days", "per 1,000", "kg"]),
)
def test_no_negative_nought_and_no_exponent(base: Measure, value: Decimal, decimals: int, unit: str) -> None:
    measure = replace(base, unit=unit, decimals=decimals)
    for words in (value_words(measure, value), target_words(measure, value), difference_words(measure, value)):
        assert "E" not in words
        assert "  " not in words
        assert "-" not in words
        if "−" in words:
            assert any(digit in words for digit in "123456789"), words
        assert words != "1 days"
