"""`bot.py export`: one file out, and what is in it."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from sqlalchemy.orm import Session

from perfdata import exporting
from perfdata.audit_bundle import export_audit
from perfdata.errors import BadInput
from perfdata.exporting import Written
from perfdata.people import Person, Role
from perfdata.snapshot import Snapshot

NOUNS = {"observations": "figure", "measure": "revision", "audit": "entry"}


def export(given: Namespace, session: Session, snapshot: Snapshot) -> Written:
    """Write what was asked for. Raises BadInput where a code is missing or not wanted, and what the domain raises."""
    # Whoever has the terminal has the database; they are taken for the Performance Team, as by `status`.
    operator = Person(snapshot.council.team_id, "terminal", "terminal", frozenset({Role.PERFORMANCE_TEAM}))
    if (given.kind == "measure") != bool(given.code):
        raise BadInput("Give --code CODE with `export measure`, as in `--code ENV-001`, and with nothing else.")
    match given.kind:
        case "observations":
            return exporting.export_observations(session, snapshot, operator, given.out, force=given.force)
        case "measure":
            return exporting.export_measure(session, snapshot, operator, given.code, given.out, force=given.force)
        case _:
            return export_audit(session, snapshot, operator, given.out, force=given.force)


def as_json(written: Written) -> dict[str, Any]:
    """What was written, as other programs read it."""
    summary: dict[str, Any] = {"kind": written.kind, "path": str(written.path), "rows": written.rows}
    if written.kind == "audit":
        summary |= {
            "personal_data": str(written.personal),
            "chain_holds": written.broken_entry is None,
            "first_broken_entry": written.broken_entry,
        }
    return summary


def as_text(written: Written) -> str:
    """One sentence on what was written, and one on the chain where it is the record of decisions."""
    noun = NOUNS[written.kind]
    plural = {"entry": "entries"}.get(noun, f"{noun}s")
    said = f"{written.rows:,} {noun if written.rows == 1 else plural} written to {written.path}."
    if written.kind != "audit":
        return said
    said += f" Who is behind the pseudonyms is in {written.personal}, which is not to be passed on."
    if written.broken_entry is None:
        return f"{said} The record is as it was written: its chain holds."
    broken = f"entry {written.broken_entry} is missing or was changed"
    return f"{said} NOT AS IT WAS WRITTEN: {broken}. Compare it with a backup."
