"""The record of decisions as a bundle fit for an information request, with the personal data in a file of its own.

The bundle (a zip file) holds the record as CSV and as JSON, each person as a pseudonym and a role, and a readme. The
file beside it says who is behind each pseudonym; it stays with the council. A chain that does not hold is exported all
the same, since it is evidence: the readme and the last line of the JSON file say where it breaks.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.alerts.releasing import BY_THE_CLOCK
from perfdata.exporting import Cell, Written, csv_lines
from perfdata.people import Person
from perfdata.permissions import TERMINAL, Act, require
from perfdata.snapshot import Snapshot
from perfdata.store.tables import AuditRow, PersonRow
from perfdata.surgeries.decisions import BY_THE_CALENDAR
from perfdata.whole_files import check_path, write_whole

RECORD_COLUMNS = ("number", "at", "role", "who", "act", "subject", "details", "digest", "previous_digest")
PERSONAL_COLUMNS = ("who", "team_id", "user_id_or_name", "role_now", "on_the_list_of_people", "entries")
_NOBODY = frozenset({BY_THE_CLOCK, BY_THE_CALENDAR, ""})
_TERMINAL = ("terminal", "(terminal)")
_SLACK_ID = re.compile(r"\b[UW][A-Z0-9]{5,}\b")


@dataclass(slots=True)
class _Known:
    """One person as the record knows them: by which pseudonym, and how often they acted."""

    who: str
    team_id: str
    name: str
    role: str = ""
    active: bool = False
    entries: int = 0


class _Pseudonyms:
    """Pseudonyms in the order in which the record first names somebody, so that each export gives the same."""

    def __init__(self, people: Mapping[str, PersonRow]) -> None:
        self._people = people
        self.known: dict[str, _Known] = {}

    def of(self, name: str, team_id: str) -> _Known:
        """The person of that user id, or name at the terminal."""
        if name not in self.known:
            row = self._people.get(name)
            self.known[name] = _Known(
                who=f"P{len(self.known) + 1}",
                team_id=row.team_id if row is not None else team_id,
                name=name,
                role=row.title if row is not None else "",
                active=row is not None and row.active,
            )
        return self.known[name]

    def instead(self, value: Any, team_id: str) -> Any:
        """The same with each user id, wherever it stands in a text, replaced by its pseudonym."""
        match value:
            case dict():
                return {name: self.instead(one, team_id) for name, one in value.items()}
            case list():
                return [self.instead(one, team_id) for one in value]
            case str():
                return _SLACK_ID.sub(
                    lambda found: self.of(found.group(), team_id).who if self._is_somebody(found.group()) else found[0],
                    value,
                )
        return value

    def _is_somebody(self, word: str) -> bool:
        return word in self._people or any(one.isdigit() for one in word)


def export_audit(session: Session, snapshot: Snapshot, person: Person, path: Path, *, force: bool = False) -> Written:
    """Write the bundle to `path`, and the personal data beside it. Returns where, and the first broken entry.

    Raises NotAllowed, BadInput for a path that will not do, and Refused where a file is there already and `force` is
    not given.
    """
    require(person, Act.EXPORT, None, TERMINAL)
    personal = path.with_name(f"{path.stem}.personal.csv")
    for one in (path, personal):
        check_path(one, force=force)
    broken = audit.verify(session)
    pseudonyms = _Pseudonyms({row.user_id: row for row in session.scalars(select(PersonRow))})
    entries = [
        _entry(row, pseudonyms)
        for row in session.scalars(select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=1000))
    ]
    end = {
        "entries": len(entries),
        "last_digest": entries[-1]["digest"] if entries else audit.BEFORE_THE_FIRST,
        "chain_holds": broken is None,
        "first_broken_entry": broken,
    }
    write_whole(
        personal,
        (line.encode() for line in csv_lines(PERSONAL_COLUMNS, _people(pseudonyms))),
        force=force,
        private=True,
    )
    files = {
        "record.csv": "".join(csv_lines(RECORD_COLUMNS, map(_row, entries))),
        "record.jsonl": "".join(f"{json.dumps(one, ensure_ascii=False, sort_keys=True)}\n" for one in (*entries, end)),
        "readme.txt": _readme(snapshot, end, personal.name),
    }
    write_whole(path, [_zipped(files)], force=force)
    return Written(path, "audit", len(entries), broken, personal)


def _entry(row: AuditRow, pseudonyms: _Pseudonyms) -> dict[str, Any]:
    """One entry as it is given out. The digests are those of the entry as it is kept."""
    detail = dict(row.detail)
    title = str(detail.pop("title", ""))
    who = ""
    if row.actor in _NOBODY:
        role = row.actor or BY_THE_CALENDAR
    else:
        known = pseudonyms.of(row.actor, row.team_id)
        known.entries += 1
        who = known.who
        # Whoever is at the terminal has a name there; whoever is no longer known has no role.
        unknown = "terminal" if row.actor.endswith(_TERMINAL) else "somebody no longer known"
        role = title or known.role or unknown
    return {
        "number": row.id,
        "at": row.at.astimezone(UTC).isoformat(timespec="seconds"),
        "role": role,
        "who": who,
        "act": row.act,
        "subject": pseudonyms.instead(row.subject, row.team_id),
        "details": pseudonyms.instead(detail, row.team_id),
        "digest": row.digest,
        "previous_digest": row.previous_digest,
    }


def _row(entry: Mapping[str, Any]) -> tuple[Cell, ...]:
    details = json.dumps(entry["details"], ensure_ascii=False, sort_keys=True)
    return tuple(details if name == "details" else entry[name] for name in RECORD_COLUMNS)


def _people(pseudonyms: _Pseudonyms) -> Iterator[tuple[Cell, ...]]:
    for one in pseudonyms.known.values():
        yield one.who, one.team_id, one.name, one.role, one.active, one.entries


def _readme(snapshot: Snapshot, end: Mapping[str, Any], personal: str) -> str:
    holds = (
        "The chain holds: no entry has been changed, removed, moved or slipped in since it was written."
        if end["chain_holds"]
        else f"THE CHAIN DOES NOT HOLD: entry {end['first_broken_entry']} is missing or is not as it was written. "
        "Entries before it are. Compare it with a backup."
    )
    return f"""The record of decisions of {snapshot.council.name}, as held on {snapshot.today.isoformat()}.
Entries: {end["entries"]}.

{holds}

What is here
  record.csv    one entry a line: when (UTC), by which role, what was done to what, and the details as JSON.
                Text that a spreadsheet program would take for a formula begins with an apostrophe.
  record.jsonl  the same as JSON, one entry a line. The last line says how many there are and whether the chain holds.

What is not here
  Who is behind a pseudonym (P1, P2 and so on). {personal} says so; it holds personal data, is kept by the
  council, and is no part of this bundle.
  Questions that people asked: they are no decisions, and who asked what is not kept.

Before it is given to anybody
  Reasons stand in the details as people wrote them. Read them first for what is personal or exempt. A role that one
  person holds (a chair, a head of service) says who that is.

How the chain is checked
  Each entry's digest is the SHA-256 of its content as it is kept, with user ids, and of the digest before it.
  `bot.py export audit` works every digest out anew from the database. From this bundle alone one can see that each
  entry names the digest of the one before, and compare digests with those of an earlier bundle.
"""


def _zipped(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            # Without a time of its own, so that the same record makes the same file.
            bundle.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
