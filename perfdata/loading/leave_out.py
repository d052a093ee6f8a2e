"""Loading all but the rows that a report named as wrong, and the list of those rows until they are mended.

Leaving out is a second, explicit step: it names the report that somebody has seen, and a report is known by the bytes
of its files and by its faults. Where either has changed since, it is another report, and nothing is loaded. A row of
figures, milestones, comparators, breakdowns or past surgeries can be left out, whichever of them its file holds. One
of boards, measures or people cannot: a person or a board that is missing from its file is taken to be gone, and what
else the file holds may be about it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from perfdata.errors import Refused
from perfdata.loading.columns import plain
from perfdata.loading.faults import BadCell
from perfdata.loading.file_work import FileWork
from perfdata.loading.observations_table import ObservationsTable, Record
from perfdata.loading.period_cells import read_period
from perfdata.loading.reports import Fault, Kind, LoadReport
from perfdata.loading.rows import Row
from perfdata.measures import Definition
from perfdata.periods import Period
from perfdata.store.tables import LeftOutRow

LONGEST_CODE = 40
_WHOLE = (Kind.BOARDS, Kind.MEASURES, Kind.PEOPLE)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was left out and is not mended yet. `problem` is what was wrong with it, in a sentence or more."""

    file_name: str
    sheet: str
    row: int
    code: str
    problem: str
    left_out_at: datetime


def report_id(works: Sequence[FileWork]) -> str:
    """The id of the report on these files: the same for the same bytes with the same faults, and for no others."""
    parts = sorted(work.digest or work.path.name for work in works)
    parts += sorted(
        "\t".join((work.digest, fault.sheet or "", str(fault.row or ""), fault.column or "", fault.reason))
        for work in works
        for fault in work.faults
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def cannot_leave_out(report: LoadReport) -> str | None:
    """Why the faults of this report cannot be left out, in a sentence; None when they can."""
    return _cannot((file.name, file.kinds, file.faults) for file in report.files)


def take_out(
    session: Session,
    works: Sequence[FileWork],
    named: str,
    table: ObservationsTable,
    dictionary: Mapping[str, Definition],
    now: datetime,
) -> None:
    """Take the faulty rows out of the load and put them on the list, if `named` is the id of the report on them.

    The faults of each file become what it leaves out. Raises Refused, with the reason, where that may not be.
    """
    if (found := report_id(works)) != named:
        raise Refused(
            f"Report {named} is not the report on these files as they are now; that is {found}. "
            "Check the files again, and leave out only what the new report names."
        )
    if sentence := _cannot((work.path.name, work.kinds, work.faults) for work in works):
        raise Refused(sentence)
    for work in works:
        _list(session, work, table, dictionary, now)
        work.left_out, work.faults[:] = list(work.faults), []


def mend(session: Session, works: Iterable[FileWork], taken: Iterable[Record], now: datetime) -> int:
    """Take those rows off the list for which this load brings a good one; returns how many. `taken` are its figures.

    A good figure is one for the same measure and period. Where a row that was left out holds no figure, or names no
    measure or period that can be read, it is the same row of a file of the same name.
    """
    open_rows = session.scalars(select(LeftOutRow).where(LeftOutRow.mended_at.is_(None))).all()
    if not open_rows:
        return 0
    figures = {(one.code, one.period.start, one.period.end) for one in taken if not one.row.faulty}
    places = {(work.path.name, row.sheet or "", row.number) for work in works for row in work.read if not row.faulty}
    mended = [
        row.id
        for row in open_rows
        if (row.code, row.period_start, row.period_end) in figures
        or (row.period_start is None and (row.file_name, row.sheet, row.row) in places)
    ]
    if mended:
        session.execute(update(LeftOutRow).where(LeftOutRow.id.in_(mended)).values(mended_at=now))
    return len(mended)


def waiting(session: Session, limit: int = 5) -> Sequence[LeftOut]:
    """The oldest of the rows that were left out and wait to be mended."""
    rows = session.scalars(
        select(LeftOutRow).where(LeftOutRow.mended_at.is_(None)).order_by(LeftOutRow.id).limit(limit)
    )
    return [LeftOut(row.file_name, row.sheet, row.row, row.code, _problem(row.faults), row.left_out_at) for row in rows]


def _cannot(files: Iterable[tuple[str, Set[Kind], Sequence[Fault]]]) -> str | None:
    for name, kinds, faults in files:
        if any(fault.row is None for fault in faults):
            return f"{name} cannot be read as it is, so there are no rows to leave out. Mend it and load it again."
        if faults and (whole := [kind for kind in _WHOLE if kind in kinds]):
            return (
                f"{name} holds {' and '.join(whole)}, which are taken whole, so none of its rows can be left out. "
                "Mend it and load it again."
            )
    return None


def _list(
    session: Session,
    work: FileWork,
    table: ObservationsTable,
    dictionary: Mapping[str, Definition],
    now: datetime,
) -> None:
    """Put the file's faulty rows on its list, each once, however often the same file is loaded without them."""
    faults: dict[tuple[str, int], list[Fault]] = defaultdict(list)
    for fault in work.faults:
        assert fault.row is not None
        faults[fault.sheet or "", fault.row].append(fault)
    if not faults:
        return
    assert work.source is not None
    open_rows = select(LeftOutRow.sheet, LeftOutRow.row, LeftOutRow.code, LeftOutRow.period_start).where(
        LeftOutRow.mended_at.is_(None), LeftOutRow.file_name == work.path.name
    )
    listed = {tuple(row) for row in session.execute(open_rows)}
    # In a wide sheet one row holds a figure for each of several periods, of which only some may be at fault.
    abouts = defaultdict(set)
    for row in work.read:
        if row.faulty:
            abouts[row.sheet or "", row.number].add(_about(row, table, dictionary))
    for (sheet, number), wrong in faults.items():
        for code, period in abouts[sheet, number] or {("", None)}:
            if (sheet, number, code, period.start if period else None) in listed:
                continue
            session.add(
                LeftOutRow(
                    source_id=work.source.id,
                    file_name=work.path.name,
                    sheet=sheet,
                    row=number,
                    code=code,
                    period_start=period.start if period else None,
                    period_end=period.end if period else None,
                    faults=[fault.to_json() for fault in wrong],
                    left_out_at=now,
                )
            )
            work.newly_left_out += 1


def _about(row: Row, table: ObservationsTable, dictionary: Mapping[str, Definition]) -> tuple[str, Period | None]:
    """The measure and the period that a faulty row names, as far as they can be read."""
    code = plain(row.text(table.code)).upper()[:LONGEST_CODE]
    definition = dictionary.get(code)
    if definition is None or row.kind is not Kind.OBSERVATIONS:
        return code, None
    try:
        return code, read_period(row.text(table.period), definition.frequency)
    except BadCell:
        return code, None


def _problem(faults: Sequence[Mapping[str, object]]) -> str:
    return " ".join(dict.fromkeys(str(fault["problem"]) for fault in faults))
