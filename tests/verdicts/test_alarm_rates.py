"""How often charts cry wolf, and how soon they see a change, is what docs/method.md says, within sampling error."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from tests.verdicts.alarm_rates import SERIES, SETTINGS, SHIFTS, Setting, rates_of

METHOD = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
DOCUMENTED, HERE = SERIES, 200
ERRORS = 4
"""Standard errors that two simulations may differ by: one comparison in some ten thousand is beyond."""


def close(stated: float, found: float) -> bool:
    share = min(max((stated * DOCUMENTED + found * HERE) / (DOCUMENTED + HERE), 1 / HERE), 1 - 1 / HERE)
    error = math.sqrt(share * (1 - share) * (1 / DOCUMENTED + 1 / HERE))
    return abs(stated - found) <= ERRORS * error


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_rates_are_as_stated(setting: Setting) -> None:
    row = re.search(rf"^\| {re.escape(setting.name)} \| ([\d.]+)% \| (.*) \|$", METHOD, re.MULTILINE)
    assert row is not None
    found = rates_of(setting, HERE)
    assert close(float(row[1]) / 100, found.false_alarms)
    for shift, cell in zip(SHIFTS, row[2].split(" | "), strict=True):
        stated = [float(one) for one in cell.split(" / ")]
        assert all(close(*pair) for pair in zip(stated, found.seen[shift], strict=True)), (shift, found)
