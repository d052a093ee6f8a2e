"""docs/alerts.md: two years of one board's messages, as they would have been posted. `make alerts` writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handlers.views.alerts import alert_message, rest_message
from handlers.views.escaping import unescape
from perfdata.alerts import rest_of
from tests.alerting.conftest import Replay

PAGE = Path(__file__).parents[2] / "docs" / "alerts.md"
BOARD = "HCB"
INTRODUCTION = """# Two years of one board's alerts

What the Housing and Communities Board of Norbridge, a council that does not exist, would have been told each month:
the words that a screen reader reads, which are all of the message. Each round is judged from the figures that had been
entered when it closed, and compared with the round before it. [How](method.md#what-a-months-alert-says) a measure comes
to be named, folded or counted is worked out there. A test holds this page to that; `make alerts` writes it.
"""


@pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)
def test_the_page_has_the_messages_of_two_years(told: Replay) -> None:
    page = written(told)
    if os.environ.get("WRITE_ALERTS"):
        PAGE.write_text(page, encoding="utf-8")
    assert page.count("\n## ") == 24
    assert PAGE.read_text(encoding="utf-8") == page, "make alerts writes the page anew"


def written(told: Replay) -> str:
    """The page: a heading a month, and each line of each message as a line of a quotation."""
    parts = [INTRODUCTION]
    for alert in [alerts[BOARD] for alerts in list(told.values())[1:]]:
        parts.append(f"## {alert.period.words}\n")
        for place, said in enumerate((alert_message(alert), *map(rest_message, rest_of(alert)))):
            if place:
                parts.append("In its thread:\n")
            lines = [line for line in unescape(said["text"]).splitlines() if line.strip()]
            parts.append("\n>\n".join(f"> {line.replace('*', chr(92) + '*')}" for line in lines) + "\n")
    return "\n".join(parts)
