"""How long loading takes: the sample export, and half a million rows of a workbook beside a bare read of the same file.

`measure(folder, rows)` gives the figures; `as_text` the lines to print. Ours is the whole load, from the file to the
committed rows: read, cleaned, judged, compared and stored. Memory is the most that its processes held, added up.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from perfdata.loading.load import load_files
from perfdata.periods import Frequency, containing
from perfdata.store import schema
from perfdata.store.database import Database
from tests.bench.watched import watch
from tests.loading.made_files import letters, workbook
from tests.loading.tables import FIGURES, write
from tests.sample_council import FOLDER, NOW, TODAY, read_sample

ROWS = 500_000
MEASURES = 2_500
DENOMINATOR = 845
MOST_TIMES_AS_LONG, MOST_TIMES_THE_MEMORY, MOST_EXPORT_SECONDS = 4, 2, 2
ROUNDS = 3
BARE = """
import sys, time
import python_calamine
began = time.perf_counter()
rows = python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(time.perf_counter() - began, len(rows) - 1)
"""
OURS = """
import sys, time
from pathlib import Path
from perfdata.loading.load import load_files
from perfdata.store.database import Database
from tests.sample_council import NOW, TODAY, read_sample
path, database, council = Path(sys.argv[1]), Database(sys.argv[2]), read_sample()
began = time.perf_counter()
report = load_files(database, council, [path], today=TODAY, now=NOW, loaded_by="the bench")
took = time.perf_counter() - began
assert report.stored, report.files[0].faults[:3]
print(took, report.files[0].new)
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take the workbook in: the least seconds of several rounds, and the least seconds of processor time.

    Time includes that of all its processes; `megabytes` is the most memory that they held at one moment, added up.
    """

    seconds: float
    processor_seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Loading:
    """What was measured: seconds for the sample export, from file to database, and the two ways with a workbook."""

    export_seconds: float
    rows: int
    bare: Reading
    ours: Reading


def measure(folder: Path, rows: int = ROWS) -> Loading:
    """Load the sample export into a new database in `folder`, and take a workbook of so many rows both ways."""
    path, defined = folder / "long.xlsx", folder / "defined.db"
    write_long(path, rows)
    _define(folder, f"sqlite:///{defined}")
    bare, ours = [], []
    # In turn, so that what else the machine does meanwhile falls on both.
    for number in range(ROUNDS):
        bare.append(_run(BARE, rows, str(path)))
        filled = folder / f"long-{number}.db"
        shutil.copy(defined, filled)
        ours.append(_run(OURS, rows, str(path), f"sqlite:///{filled}"))
        filled.unlink()
    return Loading(_export(folder), rows, _least(bare), _least(ours))


def as_text(loading: Loading) -> str:
    """The figures with their ratios."""
    bare, ours = loading.bare, loading.ours
    times, memory = ours.seconds / bare.seconds, ours.megabytes / bare.megabytes
    return "\n".join(
        (
            (
                f"sample export, from file to database: {loading.export_seconds:.2f} s"
                f"{_beyond(loading.export_seconds, MOST_EXPORT_SECONDS)}"
            ),
            (
                f"{loading.rows:,} rows of .xlsx, bare calamine: {bare.seconds:.1f} s "
                f"({bare.processor_seconds:.1f} s of processor time), {bare.megabytes:,.0f} MB"
            ),
            (
                f"{loading.rows:,} rows of .xlsx, from file to database: {ours.seconds:.1f} s, "
                f"{times:.1f} times as long{_beyond(times, MOST_TIMES_AS_LONG)} ({ours.processor_seconds:.1f} s of "
                f"processor time, {ours.processor_seconds / bare.processor_seconds:.1f} times as much); "
                f"{ours.megabytes:,.0f} MB, {memory:.1f} times as much{_beyond(memory, MOST_TIMES_THE_MEMORY)}"
            ),
            f"the least of {ROUNDS} rounds in turn; memory is that of all processes at one moment, added up",
        )
    )


def write_long(path: Path, rows: int) -> None:
    """A long export of so many rows, as a performance system writes it: a figure for each measure and month."""

    def cells(row: int, values: tuple[object, ...]) -> str:
        found = []
        for column, value in enumerate(values, 1):
            place = f"{letters(column)}{row}"
            if isinstance(value, str):
                found.append(f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>')
            else:
                found.append(f'<c r="{place}"><v>{value}</v></c>')
        return f'<row r="{row}">{"".join(found)}</row>'

    made = [cells(1, FIGURES)]
    for row, (label, number) in enumerate(islice(_figures(), rows), 2):
        numerator = 400 + row % 445
        value = round(numerator / DENOMINATOR * 100, 1)
        made.append(
            cells(row, (_code(number), label, value, 90, numerator, DENOMINATOR, "Green", "N", "", "20/11/2026"))
        )
    workbook(path, "".join(made), f"A1:J{rows + 1}")


def _figures() -> Iterator[tuple[str, int]]:
    """Month and measure of each row, the newest month first."""
    period = containing(TODAY, Frequency.MONTHLY)
    while True:
        period = period.previous()
        for number in range(MEASURES):
            yield period.label, number


def _code(number: int) -> str:
    return f"ENV-{number + 1:04d}"


def _define(folder: Path, address: str) -> None:
    """A new database that knows the measures of the long export."""
    defined = {
        "title": "Something counted", "directorate": "Place", "service": "Waste", "owner_role": "Head of Waste",
        "boards": "ENV", "unit": "%", "decimals": "1", "polarity": "higher", "frequency": "monthly",
        "aggregation": "snapshot", "tier": "scorecard", "tolerance": "absolute 1", "lag_days": "22",
        "disclosure": "n", "exempt": "n",
    }  # fmt: skip
    headings = ("code", *defined, "range_low", "range_high")
    rows = ({"code": _code(number)} | defined for number in range(MEASURES))
    measures = write(folder / "measures.csv", headings, rows)
    database = Database(address)
    schema.ensure(database)
    _load(database, FOLDER / "data" / "boards.csv", measures)
    database.close()


def _export(folder: Path) -> float:
    database = Database(f"sqlite:///{folder / 'export.db'}")
    schema.ensure(database)
    data = FOLDER / "data"
    _load(database, data / "boards.csv", data / "measures.csv")
    began = time.perf_counter()
    _load(database, data / "doris" / "observations.csv")
    took = time.perf_counter() - began
    database.close()
    return took


def _load(database: Database, *paths: Path) -> None:
    report = load_files(database, read_sample(), paths, today=TODAY, now=NOW, loaded_by="the bench")
    assert report.stored, [fault for file in report.files for fault in file.faults][:3]


def _run(program: str, rows: int, *arguments: str) -> Reading:
    watched = watch(program, *arguments)
    seconds, count = watched.said.split()
    assert int(count) == rows
    return Reading(float(seconds), watched.processor_seconds, watched.megabytes)


def _least(rounds: Sequence[Reading]) -> Reading:
    """The least time of the rounds, and the most memory: what else the machine did in one of them does not count."""
    return Reading(
        min(one.seconds for one in rounds),
        min(one.processor_seconds for one in rounds),
        max(one.megabytes for one in rounds),
    )


def _beyond(found: float, most: float) -> str:
    return "" if found <= most else f" (MORE THAN {most})"
