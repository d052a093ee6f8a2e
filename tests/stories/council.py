"""The sample council with a few measures of each board, so that a new day is worked out in a blink."""

from __future__ import annotations

import csv
from pathlib import Path

from perfdata.council import Council
from perfdata.loading.load import load_files
from perfdata.store.database import Database
from tests.sample_council import FOLDER, NOW, TODAY

CODES = frozenset(("HSG-001", "HSG-021", "HSG-022", "ENV-001", "EDU-003", "CUS-001", "CUS-003"))
FILES = ("measures.csv", "benchmarks.csv", "surgeries_history.csv", "doris/observations.csv")
WHOLE = ("boards.csv", "people.csv")


def write_few(folder: Path) -> None:
    """The sample's files with the rows of `CODES` alone."""
    (folder / "doris").mkdir(parents=True)
    for name in WHOLE:
        (folder / name).write_bytes((FOLDER / "data" / name).read_bytes())
    for name in FILES:
        with (FOLDER / "data" / name).open(encoding="utf-8-sig", newline="") as held:
            rows = csv.reader(held)
            headings = next(rows)
            code = [one.casefold() for one in headings].index("code")
            with (folder / name).open("w", encoding="utf-8", newline="") as written:
                csv.writer(written).writerows([headings, *(row for row in rows if row[code] in CODES)])


def load_few(database: Database, council: Council, folder: Path) -> None:
    """Load them as the sample is loaded."""
    write_few(folder)
    report = load_files(database, council, [folder], today=TODAY, now=NOW, loaded_by="the tests")
    assert report.stored, report.to_json()
