"""Boards and people into the database: the latest files say who there is; nobody is deleted, only no longer active."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.council import Council
from perfdata.loading.file_work import FileWork
from perfdata.loading.people_tables import BoardEntry, PersonEntry
from perfdata.loading.reports import Change
from perfdata.people import Role
from perfdata.store.tables import BoardRow, MembershipRow, PersonRow


def store_boards(session: Session, given: Sequence[tuple[FileWork, int, Mapping[int, BoardEntry]]]) -> None:
    """Store the boards of all the load's files: (file, source id, boards by row). A board not named is inactive."""
    held = {board.code: board for board in session.scalars(select(BoardRow))}
    named: set[str] = set()
    for work, source_id, entries in given:
        for number, entry in entries.items():
            values: dict[str, Any] = {
                "name": entry.name,
                "remit": entry.remit,
                "channel_id": entry.channel_id,
                "channel_name": entry.channel_name,
                "next_meeting": entry.next_meeting,
                "active": True,
            }
            named.add(entry.code)
            row = held.get(entry.code)
            if row is None:
                row = BoardRow(code=entry.code, source_id=source_id, source_row=number, **values)
                session.add(row)
                held[entry.code] = row
                work.new += 1
            else:
                _update(row, entry.code, values, work, source_id, number)
    _retire([board for code, board in held.items() if code not in named and board.active], given[0][0], "board")
    session.flush()


def store_people(
    session: Session, council: Council, given: Sequence[tuple[FileWork, int, Mapping[int, PersonEntry]]]
) -> None:
    """Store the people of all the load's files and the boards on which they sit; as for boards, nobody is deleted.

    A role title that the council's configuration does not name is noted: it carries no rights.
    """
    boards = {board.code: board.id for board in session.scalars(select(BoardRow))}
    codes = {board_id: code for code, board_id in boards.items()}
    held = {
        person.user_id: person
        for person in session.scalars(select(PersonRow).where(PersonRow.team_id == council.team_id))
    }
    seats: dict[int, list[MembershipRow]] = {}
    for seat in session.scalars(select(MembershipRow)):
        seats.setdefault(seat.person_id, []).append(seat)
    named: set[str] = set()
    for work, source_id, entries in given:
        unmapped: dict[str, int] = {}
        for number, entry in entries.items():
            values: dict[str, Any] = {
                "title": entry.title,
                "kind": entry.kind.value,
                "directorate": entry.directorate,
                "service": entry.service,
                "active": True,
            }
            named.add(entry.user_id)
            if entry.title not in council.roles:
                unmapped[entry.title] = number
            wanted = dict.fromkeys(entry.boards, entry.board_role.value) if entry.board_role else {}
            row = held.get(entry.user_id)
            if row is None:
                row = PersonRow(
                    team_id=council.team_id,
                    user_id=entry.user_id,
                    source_id=source_id,
                    source_row=number,
                    **values,
                )
                session.add(row)
                session.flush()
                held[entry.user_id] = row
                work.new += 1
            else:
                sat = {codes[seat.board_id]: seat.role for seat in seats.get(row.id, [])}
                moved = [] if sat == wanted else [Change("boards", _seats(sat), _seats(wanted))]
                _update(row, entry.user_id, values, work, source_id, number, moved)
            _seat(session, row.id, {boards[code]: role for code, role in wanted.items()}, seats.get(row.id, []))
        work.notes.extend(
            f"Row {number}: the council's configuration gives “{title}” no role, so that it carries no rights."
            for title, number in unmapped.items()
        )
    _retire(
        [person for user_id, person in held.items() if user_id not in named and person.active], given[0][0], "person"
    )
    session.flush()


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


def _seat(session: Session, person_id: int, wanted: Mapping[int, str], held: list[MembershipRow]) -> None:
    for seat in held:
        if wanted.get(seat.board_id) != seat.role:
            session.delete(seat)
    # The new seat on a board may replace the old one, which must go first.
    session.flush()
    kept = {seat.board_id for seat in held if wanted.get(seat.board_id) == seat.role}
    session.add_all(
        MembershipRow(person_id=person_id, board_id=board_id, role=role)
        for board_id, role in wanted.items()
        if board_id not in kept
    )


def _retire(rows: list[BoardRow] | list[PersonRow], work: FileWork, noun: str) -> None:
    for row in rows:
        row.active = False
        subject = row.code if isinstance(row, BoardRow) else row.user_id
        work.revised(1, subject, "", [Change("active", "y", "n")])
        work.notes.append(f"The {noun} {subject} is no longer named, and counts as gone.")


def _seats(seats: Mapping[str, str]) -> str:
    return "; ".join(f"{code} ({role})" for code, role in sorted(seats.items()))


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "y" if value else "n"
    return "" if value is None else str(value)
