"""Small tables to load, written for the test that needs them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

FIGURES = (
    "Code",
    "Period",
    "Value",
    "Target",
    "Numerator",
    "Denominator",
    "Status",
    "Provisional",
    "Note",
    "Entered On",
)
A_FIGURE = {
    "Code": "ENV-021", "Period": "Oct 2026", "Value": "92.3", "Target": "90.0", "Provisional": "N",
    "Entered On": "20/11/2026",
}  # fmt: skip
BOARDS = ("board", "name", "slack_channel", "slack_channel_id", "chair_slack_user_id", "next_meeting")
PEOPLE = ("slack_user_id", "role", "kind", "boards", "board_role", "directorate", "service")


def write(path: Path, headings: Iterable[str], rows: Iterable[Mapping[str, str]]) -> Path:
    """A CSV file with these headings; cells that a row leaves out are blank."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tuple(headings), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def figures(path: Path, *rows: Mapping[str, str]) -> Path:
    """An export of figures; each row says what differs from `A_FIGURE`."""
    return write(path, FIGURES, [{**A_FIGURE, **row} for row in rows])
