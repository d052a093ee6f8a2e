"""`bot.py documents`: a surgery's pack or its minutes, or the pack of a challenge session, as a Word file."""

from __future__ import annotations

from argparse import Namespace

from sqlalchemy.orm import Session

from perfdata.alerts.challenge import pack_of_round
from perfdata.documents.document import Document
from perfdata.documents.handing_out import Paper, paper_for
from perfdata.documents.writing import written
from perfdata.errors import BadInput
from perfdata.people import Person, Role
from perfdata.periods import Period
from perfdata.permissions import TERMINAL
from perfdata.snapshot import Snapshot
from perfdata.whole_files import write_whole

CHALLENGE = "challenge"


def write(given: Namespace, session: Session, snapshot: Snapshot) -> dict[str, str | int]:
    """Write the document that was asked for, and say what was written. Raises what the domain raises."""
    content = written(_document(given, session, snapshot))
    write_whole(given.to, [content], force=given.force)
    of = {"period": given.of.label} if given.kind == CHALLENGE else {"surgery": given.of}
    return {"kind": given.kind, **of, "path": str(given.to), "bytes": len(content)}


def as_text(done: dict[str, str | int]) -> str:
    """One sentence on what was written."""
    of = f"surgery {done['surgery']}" if "surgery" in done else f"the round of {done['period']}"
    kind = "challenge pack" if done["kind"] == CHALLENGE else done["kind"]
    return f"The {kind} of {of}: {done['path']}, {done['bytes']:,} bytes."


def _document(given: Namespace, session: Session, snapshot: Snapshot) -> Document:
    if (given.kind == CHALLENGE) is not isinstance(given.of, Period):
        raise BadInput(
            "A pack or minutes are of a surgery's number, 7 say; a challenge pack is of a month, 2026-10 say."
        )
    if given.kind == CHALLENGE:
        return pack_of_round(session, snapshot.council, given.of, given.reader)
    # Whoever has the terminal has the database; they are taken for the Performance Team, as by `status`.
    operator = Person(snapshot.council.team_id, "terminal", "terminal", frozenset({Role.PERFORMANCE_TEAM}))
    paper = Paper(given.kind)
    found = paper_for(session, snapshot, person=operator, place=TERMINAL, paper=paper, surgery_id=given.of)
    return found.document
