"""The readers fed with damaged files: every answer is a report, in good time, and memory does not grow.

`make soak ARGS=readers` runs it for ten minutes, `python -m tests.loading.fuzz SECONDS SEED` as long as one says.
Files are damaged byte by byte, or inside the parts of a workbook, which are packed again, so that the damage gets past
the zip file's own checks.
"""

from __future__ import annotations

import faulthandler
import io
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.settings import read_council
from perfdata.loading.columns import Text
from perfdata.loading.entry_tables import EntryTables
from perfdata.loading.headings import with_own_words
from perfdata.loading.measures_table import LAYOUT, read_definitions
from perfdata.loading.observations_table import ObservationsTable
from perfdata.loading.opening import Opening, open_file
from perfdata.loading.people_tables import BOARDS_LAYOUT, PEOPLE_LAYOUT
from perfdata.loading.reports import Kind
from perfdata.measures import Definition

FOLDER = Path("config/norbridge")
TODAY = date(2026, 11, 24)
LONGEST_FILE = 600_000
SLOWEST_SECONDS = 60.0
HUNG_SECONDS = 400
"""Longer than a reader may take before it is ended: whoever waits so long waits for ever."""
MOST_GROWN = 32 * 1024
PIECES = (
    b",", b";", b'"', b"\n", b"\x00", b"\xff\xfe", b"\xa3", b"*", b"%", b"9999", b"Dec 9999", b"31/12/9999", b"1e308",
    b"-", b"(", b"NaN", b"#REF!", b'r="XFD1048576"', b't="e"', b'hidden="1"', b"<f>1</f>", b"<v/>", b"</row>", b"<row",
    b"A1:XFD1048576", b'<mergeCell ref="A1:XFD9"/>', b"<!DOCTYPE x>", b"&#0;", b"&lol;", b'numFmtId="9"', b'count="-1"',
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to. `problems` are sentences; there are none when all is well.

    `grown` is what the second half of the run added to the most memory that was held, in kilobytes.
    """

    files: int
    accepted: int
    refused: Counter[str]
    seconds: float
    slowest: float
    grown: int
    problems: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether every file was answered, in good time, and memory did not grow."""
        return not self.problems and self.grown <= MOST_GROWN


def as_text(summary: Summary) -> str:
    """The figures in a line or two, and a line for each problem."""
    most = ", ".join(f"{reason} {count:,}" for reason, count in summary.refused.most_common(5))
    said = (
        f"{summary.files:,} files in {summary.seconds:.0f} s: {summary.accepted:,} read without a fault, "
        f"{sum(summary.refused.values()):,} refused for {len(summary.refused)} reasons, most often {most};\n"
        f"slowest {summary.slowest:.1f} s; memory grew by {summary.grown / 1024:.0f} MB in the second half: "
    )
    verdict = "no traceback, no hang, no growth" if summary.clean else "NOT CLEAN"
    return "\n".join((said + verdict, *summary.problems))


def samples() -> list[Path]:
    """Small files of every kind that can be read."""
    folders = (Path("tests/data/hostile"), Path("tests/data/old_formats"), Path("tests/data"), FOLDER / "data")
    found = [path for folder in folders for path in sorted(folder.glob("*.*"))]
    kinds = {".csv", ".tsv", ".xlsx", ".xls", ".ods"}
    return [path for path in found if path.suffix in kinds and path.stat().st_size < LONGEST_FILE]


def damaged(path: Path, dice: random.Random) -> bytes:
    """The file with some damage, in its bytes or inside one of its parts."""
    content = path.read_bytes()
    if path.suffix in (".xlsx", ".ods") and zipfile.is_zipfile(path) and dice.random() < 0.8:
        written = io.BytesIO()
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
            chosen = dice.choice([name for name in archive.namelist() if name.endswith((".xml", ".rels"))])
            for name in archive.namelist():
                part = archive.read(name)
                copy.writestr(name, _hurt(part, dice) if name == chosen else part)
        return written.getvalue()
    return _hurt(content, dice)


def fuzz(seconds: float, seed: int, most: int | None = None) -> Summary:
    """Damage files for so long, or `most` of them, and read each. The same seed damages the same files."""
    dice = random.Random(seed)
    council = read_council(FOLDER)
    observations, entries = ObservationsTable(council, TODAY), EntryTables(council, TODAY)
    tables = (BOARDS_LAYOUT, LAYOUT, PEOPLE_LAYOUT, observations.layout, *entries.layouts)
    opening = Opening(with_own_words(council.headings, tables), council.workbooks, council.missing_marks, TODAY)
    dictionary = read_definitions(open_file(FOLDER / "data/measures.csv", opening).rows(Kind.MEASURES))
    definitions = {one.code: one for one in dictionary.values()}
    files, refused, accepted, slowest = samples(), Counter[str](), 0, 0.0
    started, half_way = time.monotonic(), 0
    problems: list[str] = []
    done = 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        while time.monotonic() - started < seconds and (most is None or done < most):
            sample = dice.choice(files)
            path = Path(folder) / f"damaged{sample.suffix}"
            path.write_bytes(damaged(sample, dice))
            began = time.monotonic()
            faulthandler.dump_traceback_later(HUNG_SECONDS, exit=True, file=2)
            try:
                reasons = _read(path, opening, observations, definitions)
            except Exception as error:
                problems.append(f"file {done} of seed {seed}, from {sample.name}: {type(error).__name__}: {error}")
                reasons = ["crash"]
            finally:
                faulthandler.cancel_dump_traceback_later()
            took = time.monotonic() - began
            slowest = max(slowest, took)
            if took > SLOWEST_SECONDS:
                problems.append(f"file {done} of seed {seed}, from {sample.name}, took {took:.0f} s")
            accepted += not reasons
            refused.update(reason.split(" (")[0] for reason in reasons[:1])
            done += 1
            past_half = done * 2 >= most if most is not None else (time.monotonic() - started) * 2 >= seconds
            if past_half and not half_way:
                half_way = _memory()
    took = time.monotonic() - started
    return Summary(done, accepted, refused, took, slowest, _memory() - half_way, tuple(problems))


def _read(
    path: Path, opening: Opening, observations: ObservationsTable, definitions: dict[str, Definition]
) -> list[str]:
    """The reasons for which the file is refused, as far as that is known without a database."""
    work = open_file(path, opening)
    observations.read(work.rows(Kind.OBSERVATIONS, definitions), definitions)
    anything = Text(heading="anything", required=False)
    for kind in Kind:
        for row in work.rows(kind, definitions) if kind is not Kind.OBSERVATIONS else ():
            row.take(anything)
    for fault in work.faults:
        for words in (fault.reason, fault.problem, fault.advice, fault.value or "-", fault.sheet or "-"):
            if not words or not words.isprintable():
                raise AssertionError(f"a fault cannot be shown: {words!r}")
    return [fault.reason for fault in work.faults]


def _hurt(content: bytes, dice: random.Random) -> bytes:
    hurt = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        place = dice.randint(0, len(hurt))
        piece = dice.choice(PIECES) if dice.random() < 0.6 else dice.randbytes(dice.randint(0, 4))
        hurt[place : place + dice.choice((0, 1, len(piece), dice.randint(0, 40)))] = piece
    return bytes(hurt)


def _memory() -> int:
    """The most that this process has held so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(as_text(fuzz(float(sys.argv[1]), int(sys.argv[2]))))
