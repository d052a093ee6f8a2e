"""How long loading takes: the sample export, and half a million rows of a workbook beside a bare read of the same file.

`measure(folder, rows)` gives the figures; `as_text` the lines to print. Memory is the most that a process held.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from perfdata.store import schema
from perfdata.store.database import Database
from tests.loading.made_files import letters, workbook
from tests.sample_council import FOLDER, NOW, TODAY, read_sample

ROWS = 500_000
COLUMNS = (
    "Code",
    "Period",
    "Value",
    "Target",
    "Numerator",
    "Denominator",
    "Status",
    "Provisional",
    "Note",
    "Entered On",
)
BARE = """
import sys, resource, time
import python_calamine
began = time.perf_counter()
rows = python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, len(rows))
"""
OURS = """
import sys, resource, time
from pathlib import Path
from perfdata.loading.workbooks import read_workbook
began = time.perf_counter()
rows = read_workbook(Path(sys.argv[1])).sheets[0].records
took = time.perf_counter() - began
both = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(took, sum(both), len(rows))
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the workbook: seconds, and the most memory in megabytes, of all its processes together."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Loading:
    """What was measured: seconds for the sample export, from file to database, and the two ways to read a workbook."""

    export_seconds: float
    rows: int
    bare: Reading
    ours: Reading


def measure(folder: Path, rows: int = ROWS) -> Loading:
    """Load the sample export into a new database in `folder`, and read a workbook of so many rows both ways."""
    path = folder / "long.xlsx"
    write_long(path, rows)
    return Loading(_export(folder), rows, _reading(BARE, path), _reading(OURS, path))


def as_text(loading: Loading) -> str:
    """The figures with their ratios."""
    bare, ours = loading.bare, loading.ours
    return "\n".join(
        (
            f"Sample export, from file to database: {loading.export_seconds:.2f} s",
            f"{loading.rows:,} rows of .xlsx, bare calamine: {bare.seconds:.1f} s, {bare.megabytes:,.0f} MB",
            (
                f"{loading.rows:,} rows of .xlsx, read as files are loaded: {ours.seconds:.1f} s "
                f"({ours.seconds / bare.seconds:.1f} times), {ours.megabytes:,.0f} MB "
                f"({ours.megabytes / bare.megabytes:.1f} times, both processes together)"
            ),
        )
    )


def write_long(path: Path, rows: int) -> None:
    """A long export of so many rows, as a performance system writes it."""

    def cells(row: int, values: tuple[object, ...]) -> str:
        found = []
        for column, value in enumerate(values, 1):
            place = f"{letters(column)}{row}"
            if isinstance(value, str):
                found.append(f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>')
            else:
                found.append(f'<c r="{place}"><v>{value}</v></c>')
        return f'<row r="{row}">{"".join(found)}</row>'

    made = [cells(1, COLUMNS)]
    for row in range(2, rows + 2):
        value = row % 1000 / 10
        made.append(
            cells(row, (f"ENV-{row % 40:03d}", "Oct 2026", value, 90, row % 845, 845, "Green", "N", "", "20/11/2026"))
        )
    workbook(path, "".join(made), f"A1:J{rows + 1}")


def _export(folder: Path) -> float:
    from perfdata.loading.load import load_files

    database = Database(f"sqlite:///{folder / 'export.db'}")
    schema.ensure(database)
    council, data = read_sample(), FOLDER / "data"

    def load(*names: str) -> None:
        paths = [data / name for name in names]
        assert load_files(database, council, paths, today=TODAY, now=NOW, loaded_by="the bench").stored

    load("boards.csv", "measures.csv")
    began = time.perf_counter()
    load("doris/observations.csv")
    took = time.perf_counter() - began
    database.close()
    return took


def _reading(program: str, path: Path) -> Reading:
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    seconds, kilobytes, _ = done.stdout.split()
    return Reading(float(seconds), float(kilobytes) / 1024)
