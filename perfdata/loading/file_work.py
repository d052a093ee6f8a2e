"""One file while it is being loaded: what was read from it, what is wrong with it, and what it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.loading.faults import BadFile
from perfdata.loading.headings import Heading, Layout, read_header, same_heading
from perfdata.loading.reports import Change, Fault, FileReport, Kind, Revision
from perfdata.loading.rows import Row
from perfdata.loading.text_files import TextTable, read_bytes, read_table
from perfdata.periods import Period
from perfdata.store.tables import SourceRow


@dataclass
class FileWork:
    """A file's table, or its faults where there is none, and the counts that its report will give."""

    path: Path
    kind: Kind = Kind.UNKNOWN
    digest: str = ""
    table: TextTable | None = None
    heading: Heading | None = None
    faults: list[Fault] = field(default_factory=list)
    left_out: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    new: int = 0
    unchanged: int = 0
    revisions: list[Revision] = field(default_factory=list)
    source: SourceRow | None = None
    read: list[Row] = field(default_factory=list)
    periods: dict[Period, int] = field(default_factory=dict)
    newly_left_out: int = 0

    def rows(self) -> list[Row]:
        """The rows that have as many cells as there are headings; each of the others is a fault."""
        if self.table is None or self.heading is None:
            return []
        rows = []
        for number, cells in self.table.records:
            if len(cells) == self.heading.width:
                rows.append(Row(number, cells, self.heading, self.faults))
            else:
                self.faults.append(_ragged(number, len(cells), self.heading.width))
        self.read = rows
        return rows

    def revised(
        self, row: int, subject: str, period: str, changes: Sequence[Change], *, sheet: str | None = None
    ) -> None:
        """Note that a row replaces something held."""
        self.revisions.append(Revision(row, subject, period, tuple(changes), sheet))

    @property
    def changed(self) -> bool:
        """True when anything of this file is new or revised, or left out for the first time."""
        return bool(self.new or self.revisions or self.newly_left_out)

    def report(self) -> FileReport:
        """What there is to say about the file, faults in the order of the rows."""
        return FileReport(
            path=str(self.path),
            name=self.path.name,
            kind=self.kind,
            digest=self.digest,
            rows=len(self.table.records) if self.table else 0,
            new=self.new,
            unchanged=self.unchanged,
            revisions=tuple(self.revisions),
            faults=tuple(sorted(self.faults, key=lambda fault: fault.row or 0)),
            notes=tuple(self.notes),
            left_out=tuple(sorted(self.left_out, key=lambda fault: fault.row or 0)),
            periods=tuple(period.label for period in sorted(self.periods, key=lambda one: (one.end, one.start))),
        )


def open_file(path: Path, layouts: Sequence[Layout]) -> FileWork:
    """The file, read as far as its headings. What is wrong with it is noted, not raised."""
    work = FileWork(path)
    headings = {same_heading(column.heading) for layout in layouts for column in layout.columns}
    try:
        content = read_bytes(path)
        work.table = read_table(content, path.suffix, headings)
        work.digest = work.table.digest
        work.heading = read_header(work.table.header, layouts)
    except BadFile as error:
        work.faults.extend(error.faults)
        return work
    work.kind = work.heading.layout.kind
    work.notes.extend(work.table.notes)
    if work.heading.ignored:
        work.notes.append(f"Columns that nothing reads: {', '.join(work.heading.ignored)}.")
    return work


def begin_source(session: Session, work: FileWork, source: SourceRow) -> int:
    """Store the file's own row, so that others can refer to it; its id. The report is filled in at the end."""
    session.add(source)
    session.flush()
    work.source = source
    return source.id


def held_before(session: Session, digest: str) -> bool:
    """Whether a file of exactly these bytes has been loaded."""
    return session.scalar(select(SourceRow.id).where(SourceRow.digest == digest).limit(1)) is not None


def _ragged(number: int, cells: int, width: int) -> Fault:
    return Fault(
        "wrong number of fields",
        f"The row has {cells} cell{'' if cells == 1 else 's'}, and there are {width} headings.",
        "Put text that holds the delimiter or a line break in quotation marks, or complete the row.",
        row=number,
    )
