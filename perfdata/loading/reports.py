"""What a load says: for each file what it was, what changed, and every fault with its place, reason and advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a table holds, told from its headings.

    `SEVERAL` is a workbook that holds tables of more than one kind, `UNKNOWN` a file that could not be read that far.
    """

    BOARDS = "boards"
    MEASURES = "measures"
    PEOPLE = "people"
    OBSERVATIONS = "observations"
    BENCHMARKS = "benchmarks"
    BREAKDOWNS = "breakdowns"
    MILESTONES = "milestones"
    PAST_SURGERIES = "past surgeries"
    SEVERAL = "several tables"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where it stands as a spreadsheet shows it, and what to do about it.

    `reason` is a fixed name for the cause, for programs; `problem` and `advice` are sentences. `row` counts records,
    the headings being row 1; `row`, `column` and `value` are None where the whole file is at fault. `sheet` is None
    in files that have no sheets.
    """

    reason: str
    problem: str
    advice: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    sheet: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As `load --json` prints it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
            "problem": self.problem,
            "advice": self.advice,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a row that differs from what is held, both as text; blank where there is nothing."""

    column: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A row that replaces what is held about `subject` (a measure's code, a board, a person); old beside new.

    `period` is its label for a figure, and blank for everything else.
    """

    row: int
    subject: str
    period: str
    changes: tuple[Change, ...]
    sheet: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As `load --json` prints it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "subject": self.subject,
            "period": self.period,
            "changes": [{"column": change.column, "was": change.was, "now": change.now} for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file came to. `path` is as given, `digest` the SHA-256 of its bytes (blank if it was not read).

    `accepted` means that nothing is wrong in this file; whether it is stored depends on the whole load. `rows` counts
    the rows read under the headings; `new`, `revised` and `unchanged` those that are or would be stored as such.
    `left_out` are the faults of rows that a second, explicit step left out; `periods` the labels of the periods whose
    figures change, oldest first. `completed` counts rows that say in full what a workbook had said in part: neither
    new nor revised. `findings` are questions that a careful reader would ask about figures that are right in form.
    `kinds` are those of its tables.
    """

    path: str
    name: str
    kind: Kind
    digest: str
    rows: int
    new: int
    unchanged: int
    revisions: tuple[Revision, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    left_out: tuple[Fault, ...] = ()
    periods: tuple[str, ...] = ()
    completed: int = 0
    findings: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()

    @property
    def accepted(self) -> bool:
        """True when there is no fault in this file."""
        return not self.faults

    @property
    def revised(self) -> int:
        """How many rows replace something held."""
        return len(self.revisions)

    def to_json(self) -> dict[str, Any]:
        """As `load --json` prints it. `changed` is new and revised together."""
        return {
            "path": self.path,
            "kind": self.kind.value,
            "accepted": self.accepted,
            "rows": self.rows,
            "changed": self.new + self.revised,
            "new": self.new,
            "revised": self.revised,
            "unchanged": self.unchanged,
            "completed": self.completed,
            "revisions": [revision.to_json() for revision in self.revisions],
            "faults": [fault.to_json() for fault in self.faults],
            "left_out": [fault.to_json() for fault in self.left_out],
            "periods": list(self.periods),
            "notes": list(self.notes),
            "findings": list(self.findings),
        }

    def receipt(self) -> Mapping[str, Any]:
        """What is kept with the source: the report without the path, which is nobody's business later."""
        return {key: value for key, value in self.to_json().items() if key != "path"}


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One load. `id` is worked out from the files' bytes and faults, so that the same of both has the same id.

    `accepted` means that no file has a fault; `stored` that the figures are now held, which needs `accepted` and a
    load that was not only a check. Files stand in the order in which they were taken.
    """

    id: str
    accepted: bool
    stored: bool
    files: tuple[FileReport, ...]

    @property
    def changed(self) -> int:
        """How many rows are new or revised, over all files."""
        return sum(file.new + file.revised for file in self.files)

    @property
    def left_out_rows(self) -> int:
        """How many rows were left out, over all files."""
        return sum(len({(fault.sheet, fault.row) for fault in file.left_out}) for file in self.files)

    def to_json(self) -> dict[str, Any]:
        """The document that `load --json` prints."""
        return {
            "accepted": self.accepted,
            "report": self.id,
            "stored": self.stored,
            "files": [file.to_json() for file in self.files],
        }
