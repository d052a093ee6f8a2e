"""The tables beside the figures, by kind: how each is read, and where its entries are stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.council import Council
from perfdata.loading.comparison_tables import BenchmarksTable, BreakdownsTable, Dictionary
from perfdata.loading.file_work import FileWork
from perfdata.loading.headings import Layout
from perfdata.loading.plan_tables import MILESTONES_LAYOUT, PAST_ACTIONS_LAYOUT, read_milestones, read_past_actions
from perfdata.loading.plausibility import Smallest
from perfdata.loading.reports import Kind
from perfdata.loading.store_entries import Entry, GivenEntry, store_entries
from perfdata.loading.store_measures import HeldMeasures
from perfdata.loading.store_observations import HeldFigures
from perfdata.store.tables import Base, BenchmarkRow, BoardRow, BreakdownRow, MilestoneRow, PastActionRow

_TABLES: dict[Kind, type[Base]] = {
    Kind.BENCHMARKS: BenchmarkRow,
    Kind.BREAKDOWNS: BreakdownRow,
    Kind.MILESTONES: MilestoneRow,
    Kind.PAST_SURGERIES: PastActionRow,
}


class EntryTables:
    """Comparators, breakdowns, milestones and past surgeries, read against what is held."""

    kinds = tuple(_TABLES)

    def __init__(self, council: Council, today: date) -> None:
        self._today = today
        self._benchmarks = BenchmarksTable(council, today)
        self._breakdowns = BreakdownsTable(council, today)
        self.layouts: tuple[Layout, ...] = (
            self._benchmarks.layout, self._breakdowns.layout, MILESTONES_LAYOUT, PAST_ACTIONS_LAYOUT,
        )  # fmt: skip

    def store(
        self,
        session: Session,
        kind: Kind,
        given: Sequence[tuple[FileWork, int]],
        measures: HeldMeasures,
        now: datetime,
    ) -> None:
        """Read and store all files of one kind; `given` are the files with their source ids."""
        if not given:
            return
        read = [
            GivenEntry(work, source_id, entry)
            for work, source_id in given
            for entry in self._read(session, kind, work, measures)
        ]
        store_entries(session, _TABLES[kind], read, now)

    def _read(self, session: Session, kind: Kind, work: FileWork, measures: HeldMeasures) -> list[Entry]:
        rows = work.rows(kind)
        dictionary = Dictionary(measures.definitions, measures.ids)
        if kind is Kind.BENCHMARKS:
            return self._benchmarks.read(rows, dictionary, _smallest(session, measures))
        if kind is Kind.BREAKDOWNS:
            return self._breakdowns.read(rows, dictionary, _smallest(session, measures))
        if kind is Kind.MILESTONES:
            directorates = {definition.directorate for definition in measures.definitions.values()}
            services = {definition.service for definition in measures.definitions.values()}
            return read_milestones(rows, directorates, services, self._today)
        boards = set(session.scalars(select(BoardRow.code)))
        return read_past_actions(rows, dictionary, boards, self._today)


def _smallest(session: Session, measures: HeldMeasures) -> dict[str, Smallest]:
    """The smallest figures held of every measure, by which a fraction is told from a small percentage."""
    codes = {measure_id: code for code, measure_id in measures.ids.items()}
    return HeldFigures(session, codes).smallest(codes)
