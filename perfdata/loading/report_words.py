"""The words of a report on a load, the same in Slack and at the terminal: where something stands, and what changed."""

from __future__ import annotations

import re
from datetime import date

from perfdata.loading.reports import Change, Fault, Revision

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAMES = {"suppressed": "withheld", "reported_status": "status"}
_YES_OR_NO = ("suppressed", "provisional", "exempt", "disclosure", "active")
_SAID = {"y": "yes", "n": "no"}


def place(one: Fault | Revision) -> str:
    """Where it stands as a spreadsheet shows it; blank for a fault of the whole file."""
    column = one.column if isinstance(one, Fault) else None
    words = (
        f"sheet {one.sheet}" if one.sheet else "",
        f"row {one.row}" if one.row is not None else "",
        f"column {column}" if column else "",
    )
    return ", ".join(word for word in words if word)


def subject(one: Revision) -> str:
    """What is revised: the measure and its period, or a board or a person."""
    return f"{one.subject} {one.period}".rstrip()


def changes(one: Revision, longest: int) -> str:
    """Old beside new for each column; of a text with more characters than `longest`, only that it changed."""
    return "; ".join(_change(change, longest) for change in one.changes)


def _change(change: Change, longest: int) -> str:
    name = _NAMES.get(change.column, change.column.replace("_", " "))
    if max(len(change.was), len(change.now)) > longest:
        return f"{name} changed"
    was, now = (_value(change.column, text) for text in (change.was, change.now))
    return f"{name} was {was}, now {now}"


def _value(column: str, text: str) -> str:
    if not text:
        return "blank"
    if _DAY.fullmatch(text):
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    return _SAID.get(text, text) if column in _YES_OR_NO else text
