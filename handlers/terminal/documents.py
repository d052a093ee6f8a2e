"""`bot.py documents`: a surgery's pack or its minutes as a Word file."""

from __future__ import annotations

from argparse import Namespace

from sqlalchemy.orm import Session

from perfdata.documents.document import Document
from perfdata.documents.minutes import minutes_for
from perfdata.documents.minutes_words import minutes_document
from perfdata.documents.pack import pack_for
from perfdata.documents.pack_words import pack_document
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
    if given.kind == "pack":
        return pack_document(pack_for(session, snapshot, person=operator, place=TERMINAL, surgery_id=given.surgery))
    return minutes_document(minutes_for(session, snapshot, person=operator, place=TERMINAL, surgery_id=given.surgery))
