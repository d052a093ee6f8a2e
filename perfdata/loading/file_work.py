"""One file while it is being loaded: what was read from it, what is wrong with it, and what it has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.loading.reports import Change, Fault, FileReport, Kind, Revision
from perfdata.loading.rows import Row
from perfdata.loading.sections import Section
from perfdata.measures import Definition
from perfdata.periods import Period
from perfdata.store.tables import SourceRow


@dataclass
class FileWork:
    """A file's tables, or its faults where there are none, and the counts that its report will give."""

    path: Path
    digest: str = ""
    sections: list[Section] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    new: int = 0
    unchanged: int = 0
    completed: int = 0
    revisions: list[Revision] = field(default_factory=list)
    source: SourceRow | None = None
    read: list[Row] = field(default_factory=list)
    periods: dict[tuple[date, date], Period] = field(default_factory=dict)
    latest: dict[str, Period] = field(default_factory=dict)
    newly_left_out: int = 0

    @property
    def kind(self) -> Kind:
        """What the file holds."""
        if len(self.kinds) > 1:
            return Kind.SEVERAL
        return next(iter(self.kinds), Kind.UNKNOWN)

    @property
    def kinds(self) -> frozenset[Kind]:
        """What its tables hold."""
        return frozenset(section.kind for section in self.sections)

    def holds(self, kind: Kind) -> bool:
        """Whether there is a table of that kind in the file."""
        return kind in self.kinds

    def count(self, kind: Kind) -> int:
        """How many rows its tables of that kind have."""
        return sum(section.count for section in self.sections if section.kind is kind)

    def rows(self, kind: Kind, definitions: Mapping[str, Definition] | None = None) -> list[Row]:
        """The rows of all its tables of that kind. `definitions` are those of the measures held."""
        rows = [
            row
            for section in self.sections
            if section.kind is kind
            for row in section.rows(self.faults, definitions or {})
        ]
        self.read.extend(rows)
        return rows

    def revised(
        self, row: int, subject: str, period: str, changes: Sequence[Change], *, sheet: str | None = None
    ) -> None:
        """Note that a row replaces something held."""
        self.revisions.append(Revision(row, subject, period, tuple(changes), sheet))

    def takes(self, code: str, period: Period) -> None:
        """Note that it brings a figure of that measure and period."""
        self.periods[period.start, period.end] = period
        latest = self.latest.get(code)
        if latest is None or latest.end < period.end:
            self.latest[code] = period

    @property
    def changed(self) -> bool:
        """True when anything of this file is new or revised, or left out for the first time."""
        return bool(self.new or self.revisions or self.completed or self.newly_left_out)

    def report(self) -> FileReport:
        """What there is to say about the file, faults in the order of the rows."""
        return FileReport(
            path=str(self.path),
            name=self.path.name,
            kind=self.kind,
            digest=self.digest,
            rows=sum(section.count for section in self.sections),
            new=self.new,
            unchanged=self.unchanged,
            completed=self.completed,
            findings=tuple(self.findings),
            kinds=self.kinds,
            revisions=tuple(self.revisions),
            faults=tuple(sorted(self.faults, key=lambda fault: fault.row or 0)),
            notes=tuple(self.notes),
            left_out=tuple(sorted(self.left_out, key=lambda fault: fault.row or 0)),
            periods=tuple(self.periods[days].label for days in sorted(self.periods, key=itemgetter(1, 0))),
        )


def begin_source(session: Session, work: FileWork, source: SourceRow) -> int:
    """Store the file's own row, so that others can refer to it; its id. The report is filled in at the end."""
    session.add(source)
    session.flush()
    work.source = source
    return source.id


def held_before(session: Session, digest: str) -> bool:
    """Whether a file of exactly these bytes has been loaded."""
    return session.scalar(select(SourceRow.id).where(SourceRow.digest == digest).limit(1)) is not None
