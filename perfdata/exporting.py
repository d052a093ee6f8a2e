"""What leaves the system as a file: open data, and one measure's whole history.

Open data is for anybody, so exempt measures and withheld figures are not in it, nor the parts (numerator, denominator)
from which a withheld figure could be worked out, nor the notes, which are people's own words. Where the council shows
figures when their round is released, they are as known when the newest round that every board has been told of closed.
The other is for the Performance Team. People appear in neither. The record of decisions has a file of its own:
`perfdata/audit_bundle.py`.

A spreadsheet program takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula. Text that
begins so gets an apostrophe before it; numbers are numbers and are left alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.council import Visible
from perfdata.errors import NotFound
from perfdata.people import Person
from perfdata.periods import Period
from perfdata.permissions import TERMINAL, Act, require
from perfdata.released_rounds import newest_released
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.tables import MeasureRow, ObservationRow, SourceRow
from perfdata.verdicts.status import judge
from perfdata.whole_files import write_whole

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What some spreadsheet program takes for the beginning of a formula; the wide forms too."""

Cell = str | int | bool | Decimal | date | datetime | None

OBSERVATION_COLUMNS = (
    "measure_code", "measure_title", "directorate", "service", "boards", "priority", "tier", "unit", "frequency",
    "better", "aggregation", "period", "period_start", "period_end", "value", "target", "status", "provisional",
    "revision", "entered_on", "source_file", "source_row",
)  # fmt: skip

HISTORY_COLUMNS = (
    "measure_code", "measure_title", "unit", "period", "period_start", "period_end", "revision", "current", "value",
    "withheld", "target", "numerator", "denominator", "provisional", "note", "reported_status", "entered_on",
    "loaded_at", "source_file", "source_sheet", "source_row", "source_digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: where, and how many rows or entries.

    Of the record also the first broken entry, and the file with the personal data.
    """

    path: Path
    kind: str
    rows: int
    broken_entry: int | None = None
    personal: Path | None = None


def export_observations(
    session: Session, snapshot: Snapshot, person: Person, path: Path, *, force: bool = False
) -> Written:
    """Open data: the current figure of each open measure for each period, as tidy CSV.

    With `visible = "on release"` only what a released round could show: figures entered by the day on which the newest
    round that was released to every board closed, and loaded by its release; none before the first such round.

    Raises NotAllowed, and Refused where the file is there already and `force` is not given.
    """
    require(person, Act.EXPORT, None, TERMINAL)
    return _write_csv(path, "observations", OBSERVATION_COLUMNS, _observations(session, snapshot), force=force)


def export_measure(
    session: Session, snapshot: Snapshot, person: Person, code: str, path: Path, *, force: bool = False
) -> Written:
    """Every revision of every figure of one measure, with its receipt. Raises NotFound too."""
    measure = snapshot.measures.get(code.strip().upper())
    if measure is None:
        raise NotFound(f"There is no measure {code}. `bot.py status` lists them all.")
    require(person, Act.EXPORT, measure, TERMINAL)
    return _write_csv(path, "measure", HISTORY_COLUMNS, _history(session, snapshot, measure.code), force=force)


def harmless(cell: Cell) -> str:
    """A cell as a CSV file holds it: text that could run as a formula begins with an apostrophe."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case Decimal():
            return format(cell, "f")
        case datetime():
            return cell.astimezone(UTC).isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
    # Some programs step over blanks before they look for a formula.
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) or cell.lstrip().startswith(FORMULA_STARTS) else cell


def _observations(session: Session, snapshot: Snapshot) -> Iterator[Sequence[Cell]]:
    loaded_by: datetime | None = None
    if snapshot.council.visible is Visible.ON_RELEASE:
        released = newest_released(session)
        if released is None:
            return
        snapshot = build_snapshot(session, snapshot.council, snapshot.today, known_on=released.closed_on)
        loaded_by = released.released_at
    for code, measure in snapshot.measures.items():
        if measure.exempt:
            continue
        for one in snapshot.series[code].observations:
            if one.suppressed or (loaded_by is not None and one.loaded_at > loaded_by):
                continue
            yield (
                code, measure.title, measure.directorate, measure.service, "; ".join(measure.boards),
                measure.priority, measure.tier, measure.unit, measure.frequency, measure.polarity,
                measure.aggregation, one.period.label, one.period.start, one.period.end, one.value, one.target,
                judge(measure, one).status, one.provisional, one.revision, one.entered_on, one.source_file,
                one.source_row,
            )  # fmt: skip


def _history(session: Session, snapshot: Snapshot, code: str) -> Iterator[Sequence[Cell]]:
    measure, series = snapshot.measures[code], snapshot.series[code]
    rows = session.execute(
        select(ObservationRow, SourceRow.name, SourceRow.digest)
        .join(SourceRow, SourceRow.id == ObservationRow.source_id)
        .join(MeasureRow, MeasureRow.id == ObservationRow.measure_id)
        .where(MeasureRow.code == code)
        .order_by(ObservationRow.period_start, ObservationRow.period_end, ObservationRow.revision)
    )
    for row, name, digest in rows:
        period = Period(row.period_start, row.period_end, measure.frequency)
        current = series.at(period)
        yield (
            code, measure.title, measure.unit, period.label, row.period_start, row.period_end, row.revision,
            current is not None and current.id == row.id, row.value, row.suppressed, row.target, row.numerator,
            row.denominator, row.provisional, row.note, row.reported_status, row.entered_on, row.loaded_at, name,
            row.source_sheet, row.source_row, digest,
        )  # fmt: skip


def _write_csv(
    path: Path, kind: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, force: bool
) -> Written:
    count = 0

    def counted() -> Iterator[Sequence[Cell]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    write_whole(path, (line.encode() for line in csv_lines(columns, counted())), force=force)
    return Written(path, kind, count)


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A CSV file line by line, with its headings, harmless to a spreadsheet program."""

    class _Line:
        """Gives a written row back as text."""

        def write(self, text: str) -> str:
            return text

    writer = csv.writer(_Line(), lineterminator="\r\n")
    # A spreadsheet program takes a file without this mark for another encoding.
    yield "\ufeff" + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])
