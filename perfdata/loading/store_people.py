"""Boards and people into the database: the latest files say who there is; nobody is deleted, only no longer active."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.council import Council
from perfdata.loading.faults import quoted
from perfdata.loading.file_work import FileWork
from perfdata.loading.people_tables import BoardEntry, PersonEntry
from perfdata.loading.reports import Change
from perfdata.people import Role
from perfdata.store.tables import BoardRow, MembershipRow, PersonRow

HEADING_ROW = 1
"""The row that stands for the whole file, where it is what the file leaves out that changes something."""


def store_boards(session: Session, given: Sequence[tuple[FileWork, int, Mapping[int, BoardEntry]]]) -> None:
    """Store the boards of all the load's files: (file, source id, boards by row). A board not named is inactive."""
    held = {board.code: board for board in session.scalars(select(BoardRow))}
    named: set[str] = set()
    for work, source_id, entries in given:
        for number, entry in entries.items():
            named.add(entry.code)
            values: dict[str, Any] = {
                "name": entry.name,
                "remit": entry.remit,
                "channel_id": entry.channel_id,
                "channel_name": entry.channel_name,
                "next_meeting": entry.next_meeting,
                "clerk_title": entry.clerk_title,
                "clerk_user_id": entry.clerk,
                "active": True,
            }
            if entry.code in held:
                _update(held[entry.code], entry.code, values, work, source_id, number)
                continue
            held[entry.code] = BoardRow(code=entry.code, source_id=source_id, source_row=number, **values)
            session.add(held[entry.code])
            work.new += 1
    _retire([board for code, board in held.items() if code not in named], [work for work, _, _ in given], "board")
    session.flush()


def store_people(
    session: Session, council: Council, given: Sequence[tuple[FileWork, int, Mapping[int, PersonEntry]]]
) -> None:
    """Store the people of all the load's files and the boards on which they sit; as for boards, nobody is deleted.

    A role title that the council's configuration does not name is noted: it carries no rights.
    """
    ours = select(PersonRow).where(PersonRow.team_id == council.team_id)
    held = {person.user_id: person for person in session.scalars(ours)}
    seats = _Seats(session)
    named: set[str] = set()
    for work, source_id, entries in given:
        for number, entry in entries.items():
            named.add(entry.user_id)
            values: dict[str, Any] = {
                "title": entry.title,
                "kind": entry.kind.value,
                "directorate": entry.directorate,
                "service": entry.service,
                "active": True,
            }
            wanted = dict.fromkeys(entry.boards, entry.board_role.value) if entry.board_role else {}
            person = held.get(entry.user_id)
            if person is None:
                person = PersonRow(
                    team_id=council.team_id, user_id=entry.user_id, source_id=source_id, source_row=number, **values
                )
                session.add(person)
                session.flush()
                held[entry.user_id] = person
                work.new += 1
                seats.change(person.id, wanted)
            else:
                _update(person, entry.user_id, values, work, source_id, number, seats.change(person.id, wanted))
        _note_unmapped(work, council, entries)
    _retire(
        [person for user_id, person in held.items() if user_id not in named], [work for work, _, _ in given], "person"
    )
    session.flush()


class _Seats:
    """Who sits on which board, and how that changes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._boards = {board.code: board.id for board in session.scalars(select(BoardRow))}
        self._codes = {board_id: code for code, board_id in self._boards.items()}
        self._held: dict[int, list[MembershipRow]] = defaultdict(list)
        for seat in session.scalars(select(MembershipRow)):
            self._held[seat.person_id].append(seat)

    def change(self, person_id: int, wanted: Mapping[str, str]) -> list[Change]:
        """Give somebody exactly these seats, by board code; what that changes."""
        held = self._held[person_id]
        before = {self._codes[seat.board_id]: seat.role for seat in held}
        if before == wanted:
            return []
        for seat in held:
            self._session.delete(seat)
        # Another part on the same board replaces the seat there, which must be gone first.
        self._session.flush()
        self._held[person_id] = [
            MembershipRow(person_id=person_id, board_id=self._boards[code], role=role) for code, role in wanted.items()
        ]
        self._session.add_all(self._held[person_id])
        return [Change("boards", _seats(before), _seats(wanted))]


def note_chairs(session: Session, council: Council, work: FileWork, entries: Mapping[int, BoardEntry]) -> None:
    """Say where the boards name a chair or vice chair whom the people do not have in that seat."""
    found = session.execute(
        select(BoardRow.code, PersonRow.user_id, MembershipRow.role)
        .join(MembershipRow, MembershipRow.board_id == BoardRow.id)
        .join(PersonRow, PersonRow.id == MembershipRow.person_id)
        .where(PersonRow.team_id == council.team_id, PersonRow.active)
    )
    seated = {(code, user_id, role) for code, user_id, role in found}
    for number, entry in entries.items():
        for user_id, part in ((entry.chair, Role.CHAIR), (entry.vice_chair, Role.VICE_CHAIR)):
            if user_id and seated and (entry.code, user_id, part.value) not in seated:
                work.notes.append(
                    f"Row {number}: the table of people does not have {user_id} as {part} of {entry.code}."
                )


def _update(
    row: BoardRow | PersonRow,
    subject: str,
    values: Mapping[str, Any],
    work: FileWork,
    source_id: int,
    number: int,
    also: list[Change] | None = None,
) -> None:
    changes = list(also or [])
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes.append(Change(name, _words(before), _words(value)))
            setattr(row, name, value)
    if changes:
        row.source_id, row.source_row = source_id, number
        work.revised(number, subject, "", changes)
    else:
        work.unchanged += 1


def _retire(rows: Sequence[BoardRow | PersonRow], works: Sequence[FileWork], noun: str) -> None:
    """Whoever no file of the load names is not active any more. Files with faults do not say who is gone."""
    if any(work.faults for work in works):
        return
    for row in rows:
        if row.active:
            row.active = False
            subject = row.code if isinstance(row, BoardRow) else row.user_id
            works[0].revised(HEADING_ROW, subject, "", [Change("active", "y", "n")])
            works[0].notes.append(f"The {noun} {subject} is no longer named, and counts as gone.")


def _note_unmapped(work: FileWork, council: Council, entries: Mapping[int, PersonEntry]) -> None:
    unmapped = {entry.title: number for number, entry in entries.items() if entry.title not in council.roles}
    work.notes.extend(
        f"Row {number}: the council's configuration gives {quoted(title)} no role, so that it carries no rights."
        for title, number in unmapped.items()
    )


def _seats(seats: Mapping[str, str]) -> str:
    return "; ".join(f"{code} ({role})" for code, role in sorted(seats.items()))


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "y" if value else "n"
    return "" if value is None else str(value)
