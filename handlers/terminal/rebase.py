"""`bot.py rebase`: decide that a measure's usual range begins anew, take that back, or see where it does."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers.terminal.ask import somebody
from perfdata import periods, rebasing
from perfdata.errors import BadInput, NotFound
from perfdata.people import Person, Role
from perfdata.periods import Period
from perfdata.permissions import TERMINAL
from perfdata.snapshot import Snapshot
from perfdata.verdicts.rebase import Rebase

Held = Mapping[str, tuple[Rebase, ...]]


def held(snapshot: Snapshot, code: str) -> Held:
    """The rebases of one measure, or with a blank code of all. Raises NotFound for a code that is not held."""
    wanted = code.strip().upper()
    if wanted and wanted not in snapshot.series:
        raise NotFound(f"No measure has the code {code}. `bot.py status` lists those held.")
    return {one: series.rebases for one, series in snapshot.series.items() if series.rebases and wanted in ("", one)}


def decide(session: Session, snapshot: Snapshot, given: Namespace, operator: str, now: datetime) -> str:
    """Do what was asked, as the operator or as somebody named, and say what was done.

    Raises BadInput for a command that lacks a measure or a period, and as `perfdata.rebasing` does.
    """
    if not given.code or given.start is None:
        raise BadInput("Name the measure and the period: `bot.py rebase ENV-006 --from 2026-04 --reason WORDS`, say.")
    team = Person(snapshot.council.team_id, "", operator, frozenset({Role.PERFORMANCE_TEAM}))
    person = somebody(snapshot, given.person) if given.person else team
    start = _period(given.start)
    if given.withdraw:
        rebasing.withdraw(session, snapshot, person, TERMINAL, given.code, start, given.reason, now=now)
        return f"{given.code.upper()}: that its usual range begins anew in {start.words} is withdrawn."
    done = rebasing.decide(
        session, snapshot, person, TERMINAL, given.code, start, given.reason, fixed_on=given.fix_on, now=now
    )
    return _sentence(given.code.upper(), done)


def as_json(rebases: Held) -> list[dict[str, Any]]:
    """The rebases for other programs."""
    return [
        {
            "measure": code,
            "from": one.start.label,
            "fixed_on": one.fixed_on,
            "reason": one.reason,
            "decided_on": one.decided_on.isoformat(),
            "decided_by": one.decided_by,
        }
        for code, ones in rebases.items()
        for one in ones
    ]


def as_text(rebases: Held) -> str:
    """A sentence for each."""
    lines = [_sentence(code, one) for code, ones in rebases.items() for one in ones]
    return "\n".join(lines) or "No usual range begins anew: every one is reckoned from the latest figures."


def _sentence(code: str, rebase: Rebase) -> str:
    fixed = f", fixed on its first {rebase.fixed_on} figures" if rebase.fixed_on else ""
    return (
        f"{code}: its usual range begins anew in {rebase.start.words}{fixed}. Decided on "
        f"{rebase.decided_on:%d %B %Y} by {rebase.decided_by}: {rebase.reason}"
    )


def _period(text: str) -> Period:
    """`2026-04`, or a period as the export writes it. Raises BadInput for anything else."""
    year, _, number = text.partition("-")
    if year.isdecimal() and number.isdecimal() and 1 <= int(number) <= 12:
        return periods.month(int(year), int(number))
    return periods.parse(text)
