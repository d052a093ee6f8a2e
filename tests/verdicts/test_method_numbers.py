"""Numbers that docs/method.md works out and that no other test reads there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from perfdata.periods import Frequency, due

METHOD = " ".join(
    (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8").replace(">", "").split()
)


@pytest.mark.parametrize(
    ("lag", "period", "words"),
    [
        (12, "Oct 2026", "a lag of 12 days is due for October 2026 (31 October + 12 = 12 November)."),
        (40, "Sep 2026", "a lag of 40 days is due for September (30 September + 40 = 9 November;"),
    ],
)
def test_the_figure_that_is_due(lag: int, period: str, words: str) -> None:
    assert words in METHOD
    assert due(date(2026, 11, 24), lag, Frequency.MONTHLY).label == period
