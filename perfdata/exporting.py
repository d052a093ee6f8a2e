"""What leaves the system as a file: open data, one measure's whole history, and the record of decisions.

Open data is for anybody, so exempt measures and withheld figures are not in it, nor the parts (numerator, denominator)
from which a withheld figure could be worked out, nor the notes, which are people's own words. Where the council shows
figures when their round is released, they are as known when the newest round that every board has been told of closed.
The other two are for the Performance Team. People appear in none of them, only roles.

A spreadsheet program takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula. Text that
begins so gets an apostrophe before it; numbers are numbers and are left alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.alerts.releasing import BY_THE_CLOCK
from perfdata.council import Visible
from perfdata.errors import NotFound
from perfdata.people import Person
from perfdata.periods import Period
from perfdata.permissions import TERMINAL, Act, require
from perfdata.released_rounds import newest_released
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.tables import AuditRow, MeasureRow, ObservationRow, SourceRow
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
    """A file that was written: where, how many rows or entries, and, of the record, the first broken entry."""

    path: Path
    kind: str
    rows: int
    broken_entry: int | None = None


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


def export_audit(session: Session, snapshot: Snapshot, person: Person, path: Path, *, force: bool = False) -> Written:
    """The record of decisions, an entry a line, and a last line that says whether the chain holds.

    Actors are given by role. A chain that does not hold is exported all the same, since it is evidence; `broken_entry`
    and the last line say where it breaks.
    """
    require(person, Act.EXPORT, None, TERMINAL)
    broken = audit.verify(session)
    roles = {user_id: one.title for (_, user_id), one in snapshot.people.items()}
    count = 0

    def lines() -> Iterator[str]:
        nonlocal count
        last = audit.BEFORE_THE_FIRST
        for row in session.scalars(select(AuditRow).order_by(AuditRow.id)):
            count += 1
            last = row.digest
            yield json.dumps(_entry(row, roles), ensure_ascii=False, sort_keys=True)
        end = {"entries": count, "last_digest": last, "chain_holds": broken is None, "first_broken_entry": broken}
        yield json.dumps(end, sort_keys=True)

    _write(path, (f"{line}\n" for line in lines()), force=force)
    return Written(path, "audit", count, broken)


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


def _entry(row: AuditRow, roles: Mapping[str, str]) -> Mapping[str, Any]:
    """One entry as it is given out, with `roles` by user id. The digests are those of the entry as it is kept."""
    detail = dict(row.detail)
    role = str(detail.pop("title", "")) or roles.get(row.actor, "")
    if not role and row.actor == BY_THE_CLOCK:
        role = BY_THE_CLOCK
    if not role:
        # Whoever is at the terminal has a name there; whoever is no longer known has no role.
        role = "terminal" if row.actor.endswith(("terminal", "(terminal)")) else "somebody no longer known"
    return {
        "number": row.id,
        "at": row.at.astimezone(UTC).isoformat(timespec="seconds"),
        "by": role,
        "act": row.act,
        "subject": row.subject,
        "detail": _by_role(detail, roles),
        "digest": row.digest,
        "previous_digest": row.previous_digest,
    }


def _by_role(value: Any, roles: Mapping[str, str]) -> Any:
    """The same with each user id replaced by the role of that person."""
    match value:
        case dict():
            return {name: _by_role(one, roles) for name, one in value.items()}
        case list():
            return [_by_role(one, roles) for one in value]
        case str():
            return roles.get(value, value)
    return value


def _write_csv(
    path: Path, kind: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, force: bool
) -> Written:
    count = 0

    class _Line:
        """Gives a written row back as text."""

        def write(self, text: str) -> str:
            return text

    writer = csv.writer(_Line(), lineterminator="\r\n")

    def lines() -> Iterator[str]:
        nonlocal count
        # A spreadsheet program takes a file without this mark for another encoding.
        yield "\ufeff" + writer.writerow(columns)
        for row in rows:
            count += 1
            yield writer.writerow([harmless(cell) for cell in row])

    _write(path, lines(), force=force)
    return Written(path, kind, count)


def _write(path: Path, lines: Iterable[str], *, force: bool) -> None:
    write_whole(path, (line.encode() for line in lines), force=force)
