"""`bot.py outstanding`: which figures a round waits for, when they were due, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from perfdata.asking.amounts import counted, day_words
from perfdata.collecting.outstanding import Outstanding, outstanding
from perfdata.periods import Period
from perfdata.rounds import Round, collecting, round_of
from perfdata.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Found:
    """A round and what it waits for, as of `today`, of so many measures."""

    round: Round
    waiting: tuple[Outstanding, ...]
    today: date
    measures: int


def found(snapshot: Snapshot, period: Period | None) -> Found:
    """What the round of that month waits for; of the one that is open where none is named."""
    calendar = snapshot.council.calendar
    meant = collecting(calendar, snapshot.today) if period is None else round_of(period, calendar)
    return Found(meant, outstanding(snapshot, meant), snapshot.today, len(snapshot.measures))


def as_json(found: Found) -> dict[str, Any]:
    """The round and its missing figures, the longest due first."""
    return {
        "period": found.round.period.label,
        "closes_on": found.round.closed_on.isoformat(),
        "measures": found.measures,
        "outstanding": [
            {
                "measure": one.measure.code,
                "title": one.measure.title,
                "owner": one.measure.owner_role,
                "period": one.period.label,
                "due_on": one.due_on.isoformat(),
                "late": one.late(found.today),
                "last": one.last.label if one.last is not None else None,
            }
            for one in found.waiting
        ],
    }


def as_text(found: Found) -> str:
    """The same by owner."""
    closes = day_words(found.round.closed_on)
    if not found.waiting:
        return f"The round of {found.round.period.words} closes on {closes}. No figure is missing."
    missing = f"{counted(len(found.waiting), 'figure')} of {found.measures} measures are not in"
    lines = [f"The round of {found.round.period.words} closes on {closes}. {missing}:"]
    for role in dict.fromkeys(one.measure.owner_role for one in found.waiting):
        lines.append(f"{role}:")
        lines += [_line(one, found.today) for one in found.waiting if one.measure.owner_role == role]
    return "\n".join(lines)


def _line(one: Outstanding, today: date) -> str:
    due = f"{'was' if one.late(today) else 'is'} due on {day_words(one.due_on)}"
    last = f"the latest held is {one.last.words}" if one.last is not None else "none is held"
    return f"  {one.measure.code} {one.measure.title}: {one.period.words} {due}; {last}."
