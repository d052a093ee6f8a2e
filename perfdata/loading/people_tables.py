"""Boards and people as tables: their columns, and the values that a row makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from perfdata.loading.columns import Column, Day, OneOf, Text, Token, Tokens, plain
from perfdata.loading.faults import BadCell, quoted
from perfdata.loading.headings import Layout
from perfdata.loading.reports import Kind
from perfdata.loading.rows import Row
from perfdata.people import Role

_USER_ID = r"[UW][A-Z0-9]{2,39}"


class PersonKind(StrEnum):
    """What sort of post somebody has."""

    MEMBER = "member"
    CO_OPTED = "co-opted"
    OFFICER = "officer"
    EXTERNAL = "external"


class BoardPart(StrEnum):
    """The part that somebody plays on a board."""

    MEMBER = Role.MEMBER.value
    CHAIR = Role.CHAIR.value
    VICE_CHAIR = Role.VICE_CHAIR.value
    CO_OPTED = Role.CO_OPTED.value


@dataclass(frozen=True, kw_only=True)
class BoardParts(Column[BoardPart | None]):
    """The part that somebody plays on the boards that the row names; blank where it names none."""

    def clean(self, text: str) -> BoardPart | None:
        """The part; None for a blank cell."""
        return OneOf(heading=self.heading, words=BoardPart).clean(text) if plain(text) else None


BOARD_CODE = Token(heading="board", pattern=r"[A-Z0-9][A-Z0-9_-]{0,39}", example="ABC", upper=True)
BOARD_NAME = Text(heading="name", filled=True, longest=200)
REMIT = Text(heading="remit", required=False)
CHANNEL_NAME = Text(heading="slack_channel", required=False, longest=100)
CHANNEL_ID = Token(heading="slack_channel_id", pattern=r"[CG][A-Z0-9]{2,39}", example="C0123456789")
CHAIR = Token(
    heading="chair_slack_user_id", pattern=_USER_ID, example="U0123456789", blank_allowed=True, required=False
)
VICE_CHAIR = Token(
    heading="vice_chair_slack_user_id", pattern=_USER_ID, example="U0123456789", blank_allowed=True, required=False
)
CLERK_TITLE = Text(heading="clerk_role", required=False, longest=200)
CLERK = Token(
    heading="clerk_slack_user_id", pattern=_USER_ID, example="U0123456789", blank_allowed=True, required=False
)
NEXT_MEETING = Day(heading="next_meeting", required=False)
# Headings that a table of boards has and that people.csv or the council's folder says better.
_SAID_ELSEWHERE = tuple(
    Text(heading=heading, required=False) for heading in ("chair_role", "vice_chair_role", "meetings_a_year")
)

USER_ID = Token(heading="slack_user_id", pattern=_USER_ID, example="U0123456789")
TITLE = Text(heading="role", filled=True, longest=200)
PERSON_KIND = OneOf(heading="kind", words=PersonKind)
SEATS = Tokens(heading="boards")
BOARD_ROLE = BoardParts(heading="board_role")
DIRECTORATE = Text(heading="directorate", required=False, longest=200)
SERVICE = Text(heading="service", required=False, longest=200)

BOARDS_LAYOUT = Layout(
    Kind.BOARDS,
    (
        BOARD_CODE,
        BOARD_NAME,
        REMIT,
        CHANNEL_NAME,
        CHANNEL_ID,
        CHAIR,
        VICE_CHAIR,
        CLERK_TITLE,
        CLERK,
        NEXT_MEETING,
        *_SAID_ELSEWHERE,
    ),
)
PEOPLE_LAYOUT = Layout(Kind.PEOPLE, (USER_ID, TITLE, PERSON_KIND, SEATS, BOARD_ROLE, DIRECTORATE, SERVICE))


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """A board as one row gives it; user ids, and the clerk's role title, are blank where the row names nobody."""

    code: str
    name: str
    remit: str
    channel_id: str
    channel_name: str
    next_meeting: date | None
    chair: str
    vice_chair: str
    clerk_title: str
    clerk: str


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Somebody as one row gives them, with the boards on which they sit and the part they play there."""

    user_id: str
    title: str
    kind: PersonKind
    boards: tuple[str, ...]
    board_role: BoardPart | None
    directorate: str
    service: str


def read_boards(rows: Iterable[Row]) -> dict[int, BoardEntry]:
    """The boards by row number. Each row notes its own faults; a code that stands twice refuses its rows."""
    entries: dict[int, BoardEntry] = {}
    seen: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        entry = BoardEntry(
            code=row.take(BOARD_CODE),
            name=row.take(BOARD_NAME),
            remit=row.take(REMIT),
            channel_id=row.take(CHANNEL_ID),
            channel_name=row.take(CHANNEL_NAME),
            next_meeting=row.take(NEXT_MEETING),
            chair=row.take(CHAIR),
            vice_chair=row.take(VICE_CHAIR),
            clerk_title=row.take(CLERK_TITLE),
            clerk=row.take(CLERK),
        )
        if entry.code:
            seen[entry.code].append(row)
        if not row.faulty:
            entries[row.number] = entry
    _refuse_twice(BOARD_CODE, "duplicate code", seen, entries)
    return entries


def read_people(rows: Iterable[Row], boards: Container[str]) -> dict[int, PersonEntry]:
    """The people by row number. `boards` are the codes held. Somebody who stands twice refuses their rows."""
    entries: dict[int, PersonEntry] = {}
    seen: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        entry = PersonEntry(
            user_id=row.take(USER_ID),
            title=row.take(TITLE),
            kind=row.take(PERSON_KIND),
            boards=row.take(SEATS),
            board_role=row.take(BOARD_ROLE),
            directorate=row.take(DIRECTORATE),
            service=row.take(SERVICE),
        )
        if entry.user_id:
            seen[entry.user_id].append(row)
        if not row.faulty:
            _check_seats(row, entry, boards)
        if not row.faulty:
            entries[row.number] = entry
    _refuse_twice(USER_ID, "duplicate user", seen, entries)
    return entries


def _check_seats(row: Row, entry: PersonEntry, boards: Container[str]) -> None:
    for code in entry.boards:
        if code not in boards:
            row.refuse(
                SEATS,
                BadCell(
                    "unknown board",
                    f"There is no board {quoted(code)}.",
                    "Correct the code, or load the table of boards first.",
                ),
            )
    if bool(entry.boards) != (entry.board_role is not None):
        row.refuse(
            BOARD_ROLE,
            BadCell(
                "missing board_role" if entry.boards else "missing boards",
                "Boards and board_role go together: one of them is blank.",
                "Fill in both, or neither.",
            ),
        )


def _refuse_twice(
    column: Token, reason: str, seen: dict[str, list[Row]], entries: dict[int, BoardEntry] | dict[int, PersonEntry]
) -> None:
    for code, rows in seen.items():
        if len(rows) > 1:
            places = ", ".join(str(row.number) for row in rows)
            for row in rows:
                row.refuse(column, BadCell(reason, f"{code} stands in rows {places}.", "Leave one row for each."))
                entries.pop(row.number, None)
