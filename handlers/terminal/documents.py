"""`bot.py documents`: a surgery's pack or its minutes as a Word file."""

from __future__ import annotations

from argparse import Namespace

from sqlalchemy.orm import Session

from perfdata.documents.document import Document
from perfdata.documents.handing_out import Paper, paper_for
from perfdata.documents.writing import written
from perfdata.people import Person, Role
from perfdata.permissions import TERMINAL
from perfdata.snapshot import Snapshot
from perfdata.whole_files import write_whole


def write(given: Namespace, session: Session, snapshot: Snapshot) -> dict[str, str | int]:
    """Write the document that was asked for, and say what was written. Raises what the domain raises."""
    content = written(_document(given, session, snapshot))
    write_whole(given.to, [content], force=given.force)
    return {"kind": given.kind, "surgery": given.surgery, "path": str(given.to), "bytes": len(content)}


def as_text(done: dict[str, str | int]) -> str:
    """One sentence on what was written."""
    return f"The {done['kind']} of surgery {done['surgery']}: {done['path']}, {done['bytes']:,} bytes."


def _document(given: Namespace, session: Session, snapshot: Snapshot) -> Document:
    # Whoever has the terminal has the database; they are taken for the Performance Team, as by `status`.
    operator = Person(snapshot.council.team_id, "terminal", "terminal", frozenset({Role.PERFORMANCE_TEAM}))
    paper = Paper(given.kind)
    found = paper_for(session, snapshot, person=operator, place=TERMINAL, paper=paper, surgery_id=given.surgery)
    return found.document
