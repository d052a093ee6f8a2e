"""`bot.py personal-data`: everything held about one person, to a file."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from sqlalchemy.orm import Session

from handlers.terminal.ask import somebody
from perfdata.errors import NotFound
from perfdata.people import Person, Role
from perfdata.personal_data import export_personal_data
from perfdata.snapshot import Snapshot


def write(given: Namespace, session: Session, snapshot: Snapshot) -> dict[str, Any]:
    """Write the file. The person is known by user id, even when they have left, or by role title."""
    operator = Person(snapshot.council.team_id, "terminal", "terminal", frozenset({Role.PERFORMANCE_TEAM}))
    try:
        user_id = somebody(snapshot, given.person).user_id
    except NotFound:
        user_id = given.person.strip()
    about = export_personal_data(session, operator, user_id, given.out, force=given.force)
    rows = {name: len(held) for name, held in about.rows.items()}
    return {"about": about.user_id, "path": str(given.out), "rows": rows}


def as_text(done: dict[str, Any]) -> str:
    """What was written, table by table."""
    held = ", ".join(f"{name} {count}" for name, count in sorted(done["rows"].items()))
    return (
        f"What is held about {done['about']} is written to {done['path']}, which only you can read: {held}. "
        "Read it before it is given to anybody."
    )
