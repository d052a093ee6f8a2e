"""Everything that is held about one person, for a request by that person.

Every table is searched for the person's user id, wherever it stands in a text, so that a table that is made later is
searched too. What is held of them without it, as a member's seat, is found through what is. Other people's user ids in
the same rows are not the person's to see, and are replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, LargeBinary, String, Table, Text, cast, or_, select
from sqlalchemy.orm import Session

from perfdata.errors import NotFound
from perfdata.people import Person
from perfdata.permissions import TERMINAL, Act, require
from perfdata.store.tables import Base, MembershipRow, PersonRow
from perfdata.whole_files import write_whole

SOMEBODY_ELSE = "somebody else"
_ID = re.compile(r"\b[UW][A-Z0-9]{5,}\b")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What is held about one person: rows by the name of their table, as plain values."""

    user_id: str
    rows: Mapping[str, list[dict[str, Any]]]

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(map(len, self.rows.values()))


def held_about(session: Session, person: Person, user_id: str) -> PersonalData:
    """Everything held about the person of that user id, for `person`, who must be allowed to export.

    Raises NotAllowed, and NotFound where nothing is held.
    """
    require(person, Act.EXPORT, None, TERMINAL)
    others = set(session.scalars(select(PersonRow.user_id))) - {user_id}
    found: dict[str, list[dict[str, Any]]] = {}
    for table in Base.metadata.sorted_tables:
        wanted = [
            cast(column, Text).contains(user_id, autoescape=True)
            for column in table.columns
            if isinstance(column.type, (String, JSON))
        ]
        if not wanted:
            continue
        rows = session.execute(select(table).where(or_(*wanted)).order_by(*table.primary_key.columns)).mappings()
        # The id of one person may be the beginning of another's.
        about = [dict(row) for row in rows if re.search(rf"\b{re.escape(user_id)}\b", _text(dict(row)))]
        if about:
            found[table.name] = [_plain(table, row, others) for row in about]
    if seats := _seats(session, user_id):
        found[MembershipRow.__tablename__] = seats
    if not found:
        raise NotFound(f"Nothing is held about “{user_id}”. Give a user id, as in people.csv, or a role title.")
    return PersonalData(user_id, found)


def export_personal_data(
    session: Session, person: Person, user_id: str, path: Path, *, force: bool = False
) -> PersonalData:
    """Write what is held to a file that only its owner can read. Raises as `held_about` and `write_whole` do."""
    about = held_about(session, person, user_id)
    document = {
        "about": about.user_id,
        "held": about.rows,
        "notes": [
            "Times are UTC. Each name is that of a table; each entry is a row of it, whole.",
            "What is recorded of a role (who owns a measure, who does an action) is about the office, and is not here.",
            "Questions that were answered are not kept, nor who asked those that were not understood.",
            "What was posted is in Slack as well, and is kept or deleted there by the workspace’s own rules.",
            f"Other people in the same rows stand as “{SOMEBODY_ELSE}”.",
        ],
    }
    words = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    write_whole(path, [f"{words}\n".encode()], force=force, private=True)
    return about


def _seats(session: Session, user_id: str) -> list[dict[str, Any]]:
    table = MembershipRow.__table__
    assert isinstance(table, Table)
    query = select(table).join(PersonRow, PersonRow.id == table.c.person_id).where(PersonRow.user_id == user_id)
    return [_plain(table, dict(row), set()) for row in session.execute(query.order_by(table.c.id)).mappings()]


def _text(row: Mapping[str, Any]) -> str:
    return json.dumps(dict(row), default=str, ensure_ascii=False)


def _plain(table: Table, row: Mapping[str, Any], others: set[str]) -> dict[str, Any]:
    columns = {column.name: column for column in table.columns}
    return {
        name: f"{len(value)} bytes" if isinstance(columns[name].type, LargeBinary) and value else _blind(value, others)
        for name, value in row.items()
    }


def _blind(value: Any, others: set[str]) -> Any:
    """A value as JSON takes it, with other people's ids replaced."""
    match value:
        case str():
            return _ID.sub(lambda found: SOMEBODY_ELSE if found.group() in others else found.group(), value)
        case dict():
            return {name: _blind(one, others) for name, one in value.items()}
        case list():
            return [_blind(one, others) for one in value]
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
    return value
