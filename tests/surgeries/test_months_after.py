"""The set months after a surgery, whatever its day."""

from __future__ import annotations

from datetime import date

import pytest

from perfdata.periods import months_after


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-12-16", 3, "2027-03-16"), ("2026-11-30", 3, "2027-02-28"), ("2027-11-30", 3, "2028-02-29")],
)
def test_months_after(day: str, months: int, later: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(later)
