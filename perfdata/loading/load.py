"""Load files of figures, definitions, boards and people: all of them or none, in one transaction, with one report."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from perfdata.council import Council
from perfdata.loading import measures_table, people_tables
from perfdata.loading.contradictions import refuse_contradictions
from perfdata.loading.entry_tables import EntryTables
from perfdata.loading.faults import shown
from perfdata.loading.file_work import FileWork, begin_source, held_before
from perfdata.loading.headings import with_own_words
from perfdata.loading.leave_out import mend, report_id, take_out
from perfdata.loading.measures_table import read_definitions
from perfdata.loading.observations_table import ObservationsTable, Record
from perfdata.loading.opening import Opening, open_file
from perfdata.loading.people_tables import read_boards, read_people
from perfdata.loading.plausibility import check, smallest_known
from perfdata.loading.reports import Kind, LoadReport
from perfdata.loading.store_measures import HeldMeasures, note_gaps, store_definitions
from perfdata.loading.store_observations import FigureStore, Given, HeldFigures
from perfdata.loading.store_people import note_chairs, store_boards, store_people
from perfdata.loading.text_files import WORKBOOK_SUFFIXES
from perfdata.store.database import Database
from perfdata.store.tables import BoardRow, SourceRow

TABLE_SUFFIXES = (".csv", ".tsv", *WORKBOOK_SUFFIXES)


class _NothingStored(Exception):
    """Ends the transaction without storing anything."""


def load_files(
    database: Database,
    council: Council,
    paths: Sequence[Path],
    *,
    today: date,
    now: datetime,
    loaded_by: str,
    check_only: bool = False,
    leave_out: str = "",
    and_then: Callable[[Session, LoadReport], None] | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> LoadReport:
    """Read the files and store all that they hold, or nothing when anything in any of them is wrong.

    A folder stands for all the tables and workbooks in it and below. What a file holds is told from its headings;
    boards and measures are taken before observations and people, older exports before newer ones. `today` is the
    date by which a period has ended and an entry is not in the future; `now` (UTC) is kept as the time of loading.
    With `check_only` nothing is stored whatever the outcome. Files of the same bytes as before change nothing.
    Never raises for what is in a file: the report says it. `leave_out` is the id of a report whose faulty rows are to
    be left out; raises Refused where it is not the report on these files, or they cannot be. `and_then` is called in
    the transaction of a load that is stored, with its report: what it writes is stored too, or neither is. `step` is
    told what is being done, in a few words, for whoever waits.
    """
    observations, entries = ObservationsTable(council, today), EntryTables(council, today)
    layouts = with_own_words(council.headings, (
        people_tables.BOARDS_LAYOUT, measures_table.LAYOUT, people_tables.PEOPLE_LAYOUT, observations.layout,
        *entries.layouts,
    ))  # fmt: skip
    opening = Opening(layouts, council.workbooks, council.missing_marks, today)
    with _uncollected():
        found, works = _files(paths), []
        for number, path in enumerate(found, 1):
            step(f"Reading {shown(path.name)} ({number} of {len(found)})")
            works.append(open_file(path, opening))
        step("Waiting until nothing else is being loaded")
        load = _Load(council, observations, entries, works, now, loaded_by, leave_out, step)
        return _in_one_transaction(database, load, check_only=check_only, and_then=and_then)


def _in_one_transaction(
    database: Database, load: _Load, *, check_only: bool, and_then: Callable[[Session, LoadReport], None] | None
) -> LoadReport:
    if check_only:
        with database.trial() as session:
            load.run(session)
        return load.report(stored=False)
    try:
        with database.transaction() as session:
            load.run(session)
            if load.faulty:
                raise _NothingStored
            if and_then is not None:
                and_then(session, load.report(stored=True))
    except _NothingStored:
        return load.report(stored=False)
    return load.report(stored=True)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No looking for cycles: a load makes millions of objects and none, and the search would take longer than it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Load:
    """The files of one load on their way through one transaction."""

    def __init__(
        self,
        council: Council,
        observations: ObservationsTable,
        entries: EntryTables,
        works: list[FileWork],
        now: datetime,
        loaded_by: str,
        leave_out: str,
        step: Callable[[str], None],
    ) -> None:
        self.council = council
        self.observations = observations
        self.entries = entries
        self.works = works
        self.now = now
        self.loaded_by = loaded_by
        self.leave_out = leave_out
        self.step = step

    def report(self, *, stored: bool) -> LoadReport:
        """What there is to say about the load."""
        files = tuple(work.report() for work in self.works)
        return LoadReport(self.leave_out or report_id(self.works), not self.faulty, stored, files)

    @property
    def faulty(self) -> bool:
        return not self.works or any(work.faults for work in self.works)

    def run(self, session: Session) -> None:
        _wait_for_other_loads(session)
        self.step("Comparing with what is held")
        known_before = {work.digest: held_before(session, work.digest) for work in self.works if work.digest}
        boards = self._boards(session)
        measures = self._measures(session)
        self._people(session)
        for work, entries in boards:
            note_chairs(session, self.council, work, entries)
        taken = self._figures(session, measures)
        for kind in self.entries.kinds:
            given = [(work, self._source(session, work)) for work in self._of_kind(kind)]
            self.entries.store(session, kind, given, measures, self.now)
        mend(session, self.works, taken, self.now)
        if self.leave_out:
            take_out(session, self.works, self.leave_out, self.observations, measures.definitions, self.now)
        order = list(Kind)
        # Stable: observations keep the order of their newest dates.
        self.works.sort(key=lambda work: order.index(work.kind))
        for work in self.works:
            self._finish(session, work, known_before.get(work.digest, False))

    def _of_kind(self, kind: Kind) -> list[FileWork]:
        return [work for work in self.works if work.holds(kind)]

    def _source(self, session: Session, work: FileWork) -> int:
        if work.source is not None:
            return work.source.id
        source = SourceRow(
            digest=work.digest, kind=work.kind.value, name=work.path.name, loaded_by=self.loaded_by,
            loaded_at=self.now, report={},
        )  # fmt: skip
        return begin_source(session, work, source)

    def _boards(self, session: Session) -> list[tuple[FileWork, dict[int, people_tables.BoardEntry]]]:
        read = [(work, read_boards(work.rows(Kind.BOARDS))) for work in self._of_kind(Kind.BOARDS)]
        refuse_contradictions(read, lambda entry: entry.code)
        if read:
            store_boards(session, [(work, self._source(session, work), entries) for work, entries in read])
        return read

    def _measures(self, session: Session) -> HeldMeasures:
        held = HeldMeasures(session)
        read = [(work, read_definitions(work.rows(Kind.MEASURES))) for work in self._of_kind(Kind.MEASURES)]
        refuse_contradictions(read, lambda definition: definition.code)
        for work, given in read:
            store_definitions(session, held, work, self._source(session, work), given, self.now)
        named = {definition.code for _, given in read for definition in given.values()}
        for work, given in read:
            note_gaps(session, held, work, {definition.code for definition in given.values()}, named)
        return held

    def _people(self, session: Session) -> None:
        boards = set(session.scalars(select(BoardRow.code).where(BoardRow.active)))
        read = [(work, read_people(work.rows(Kind.PEOPLE), boards)) for work in self._of_kind(Kind.PEOPLE)]
        refuse_contradictions(read, lambda entry: entry.user_id)
        if read:
            given = [(work, self._source(session, work), entries) for work, entries in read]
            store_people(session, self.council, given)

    def _figures(self, session: Session, measures: HeldMeasures) -> list[Record]:
        """Store the figures; those of the rows that were right in themselves."""
        works = self._of_kind(Kind.OBSERVATIONS)
        if not works:
            return []
        self.step(f"Reading {sum(work.count(Kind.OBSERVATIONS) for work in works):,} rows of figures")
        read = [
            (work, self.observations.read(work.rows(Kind.OBSERVATIONS, measures.definitions), measures.definitions))
            for work in works
        ]
        read.sort(key=lambda one: _newest(one[1]))
        self.works = [work for work in self.works if not work.holds(Kind.OBSERVATIONS)] + [work for work, _ in read]
        records = [record for _, found in read for record in found]
        codes = {measures.ids[code]: code for code in {record.code for record in records}}
        held = HeldFigures(session, codes)
        known = smallest_known(held.smallest(codes), records)
        self.step(f"Comparing and storing {len(records):,} figures")
        for record in records:
            check(record, self.observations, known)
        given = [
            Given(work, source_id, record)
            for work, source_id, found in [(work, self._source(session, work), found) for work, found in read]
            for record in found
            if not record.row.faulty
        ]
        figures = FigureStore(held, measures.ids, self.observations.value, self.now)
        figures.store(session, given)
        figures.find(works, measures.definitions, measures.redefined, self.observations.today)
        return [one.record for one in given]

    def _finish(self, session: Session, work: FileWork, known_before: bool) -> None:
        """Keep the report with the source; a file of known bytes that changed nothing leaves no source."""
        if work.source is None:
            return
        if work.completed:
            work.notes.append(f"Figures that a workbook gave before, now held in full: {work.completed:,}.")
        if known_before and not work.changed:
            work.notes.append("A file of exactly these bytes was loaded before: nothing changes.")
            session.delete(work.source)
        else:
            work.source.report = dict(work.report().receipt())


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files that are meant, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in TABLE_SUFFIXES and one.is_file())
            found.update(dict.fromkeys(inside))
        else:
            found[path] = None
    return list(found)


def _wait_for_other_loads(session: Session) -> None:
    """Let one load at a time through. SQLite has taken its one write lock already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE sources IN EXCLUSIVE MODE"))


def _newest(records: Sequence[Record]) -> date:
    return max((record.entered_on for record in records), default=date.min)
