"""Objectives with their milestones, and past surgeries with their actions, as tables."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date

from perfdata.loading.columns import Day, Text, Token
from perfdata.loading.comparison_tables import Dictionary
from perfdata.loading.faults import BadCell
from perfdata.loading.headings import Layout
from perfdata.loading.observations_table import Codes
from perfdata.loading.reports import Kind
from perfdata.loading.rows import Row
from perfdata.loading.store_entries import Entry

DIRECTORATE = Text(heading="directorate", filled=True, longest=200)
OBJECTIVE_REF = Text(heading="objective_ref", filled=True, longest=40)
OBJECTIVE = Text(heading="objective", filled=True)
MILESTONE = Text(heading="milestone", filled=True, longest=500)
DUE = Day(heading="due")
STATUS = Text(heading="rag", longest=40)
UPDATE = Text(heading="update", required=False)
SERVICE = Text(heading="service", required=False, longest=200)
MILESTONES_LAYOUT = Layout(
    Kind.MILESTONES, (DIRECTORATE, OBJECTIVE_REF, OBJECTIVE, MILESTONE, DUE, STATUS, UPDATE, SERVICE)
)

SURGERY = Text(heading="surgery", filled=True, longest=40)
HELD_ON = Day(heading="date")
CODE = Codes(heading="code")
BOARD = Token(heading="board", pattern=r"[A-Z0-9][A-Z0-9_-]{0,39}", example="ABC", upper=True)
CHAIRED_BY = Text(heading="chaired_by", required=False, longest=200)
ACTION_REF = Text(heading="action_ref", longest=60)
ACTION = Text(heading="action")
OWNER_ROLE = Text(heading="owner_role", required=False, longest=200)
ACTION_DUE = Day(heading="due", required=False)
ACTION_STATUS = Text(heading="status", required=False, longest=40)
ACTION_UPDATE = Text(heading="update", required=False)
OUTCOME = Text(heading="outcome", required=False)
PAST_ACTIONS_LAYOUT = Layout(
    Kind.PAST_SURGERIES,
    (
        SURGERY, HELD_ON, CODE, BOARD, CHAIRED_BY, ACTION_REF, ACTION, OWNER_ROLE, ACTION_DUE, ACTION_STATUS,
        ACTION_UPDATE, OUTCOME,
    ),
)  # fmt: skip


def read_milestones(
    rows: Iterable[Row], directorates: Container[str], services: Container[str], today: date
) -> list[Entry]:
    """The milestones of the rows that have no fault. `directorates` and `services` are those that the dictionary of
    measures names."""
    entries = []
    for row in rows:
        directorate, reference = row.take(DIRECTORATE), row.take(OBJECTIVE_REF)
        objective, milestone = row.take(OBJECTIVE), row.take(MILESTONE)
        due, status, update = row.take(DUE), row.take(STATUS), row.take(UPDATE)
        service = row.take(SERVICE)
        if directorate and directorate not in directorates:
            row.refuse(
                DIRECTORATE,
                BadCell(
                    "unknown directorate",
                    "No measure of the dictionary belongs to this directorate.",
                    "Correct the name, or load the dictionary of measures first.",
                ),
            )
        if service and service not in services:
            row.refuse(
                SERVICE,
                BadCell(
                    "unknown service",
                    "No measure of the dictionary belongs to this service.",
                    "Correct the name, leave it blank, or load the dictionary of measures first.",
                ),
            )
        if row.faulty:
            continue
        entries.append(
            Entry(
                row,
                subject=f"{reference} {milestone}",
                key={"directorate": directorate, "objective_ref": reference, "milestone": milestone},
                content={"objective": objective, "due": due, "status": status, "update": update, "service": service},
                entered_on=row.dated or today,
            )
        )
    return entries


def read_past_actions(rows: Iterable[Row], dictionary: Dictionary, boards: Container[str], today: date) -> list[Entry]:
    """The actions of the rows that have no fault. `boards` are the codes of the boards held."""
    entries = []
    for row in rows:
        definition = dictionary.take(row, CODE)
        surgery, held_on, board = row.take(SURGERY), row.take(HELD_ON), row.take(BOARD)
        chaired_by, reference, action = row.take(CHAIRED_BY), row.take(ACTION_REF), row.take(ACTION)
        owner_role, due, status = row.take(OWNER_ROLE), row.take(ACTION_DUE), row.take(ACTION_STATUS)
        update, outcome = row.take(ACTION_UPDATE), row.take(OUTCOME)
        if not row.faulty:
            _check(row, held_on, board, boards, reference, action)
        if row.faulty or definition is None:
            continue
        entries.append(
            Entry(
                row,
                subject=reference or surgery,
                key={
                    "surgery": surgery,
                    "measure_id": dictionary.ids[definition.code],
                    "action_ref": reference,
                },
                content={
                    "held_on": held_on,
                    "board": board,
                    "chaired_by": chaired_by,
                    "action": action,
                    "owner_role": owner_role,
                    "due": due,
                    "status": status,
                    "update": update,
                    "outcome": outcome,
                },
                entered_on=row.dated or today,
            )
        )
    return entries


def _check(row: Row, held_on: date | None, board: str, boards: Container[str], reference: str, action: str) -> None:
    if held_on is None:
        row.refuse(HELD_ON, HELD_ON.absent())
    if board not in boards:
        row.refuse(
            BOARD,
            BadCell(
                "unknown board", f"There is no board {board}.", "Correct the code, or load the table of boards first."
            ),
        )
    if bool(reference) != bool(action):
        row.refuse(
            ACTION if reference else ACTION_REF,
            BadCell(
                "missing action" if reference else "missing action_ref",
                "An action and its reference go together: one of them is blank.",
                "Fill in both, or neither.",
            ),
        )
