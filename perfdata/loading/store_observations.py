"""Figures into the database: append-only, in revisions, so that the current view never depends on the loading order.

For each measure and period the rows of all the load's files are put in the order of their dates. The same date with
two figures is a contradiction. A row that differs from the figure held and is not older becomes its next revision; an
older one is refused, unless exactly it is already held as an earlier revision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from perfdata.loading.faults import BadCell
from perfdata.loading.file_work import FileWork
from perfdata.loading.observations_table import CONTENT_COLUMNS, Record
from perfdata.loading.plausibility import Smallest
from perfdata.loading.reports import Change
from perfdata.store.tables import ObservationRow

Key = tuple[int, date, date]
"""What a figure is about: measure id, first and last day of the period."""


@dataclass(frozen=True, slots=True)
class HeldFigure:
    """One revision that is held; `content` is in the order of `CONTENT_COLUMNS`."""

    revision: int
    entered_on: date
    content: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One row of one of the load's files."""

    work: FileWork
    order: int
    record: Record


class HeldFigures:
    """All revisions held of some measures, by what they are about, in the order of their dates."""

    def __init__(self, session: Session, measure_ids: Collection[int]) -> None:
        self.by_key: dict[Key, list[HeldFigure]] = defaultdict(list)
        table = ObservationRow
        wanted = (
            select(
                table.measure_id, table.period_start, table.period_end, table.revision, table.entered_on, table.value,
                table.suppressed, table.target, table.numerator, table.denominator, table.provisional, table.note,
                table.reported_status,
            )
            .where(table.measure_id.in_(measure_ids))
            .order_by(table.entered_on, table.revision)
        )  # fmt: skip
        for measure_id, start, end, revision, entered_on, *content in session.execute(wanted):
            self.by_key[measure_id, start, end].append(HeldFigure(revision, entered_on, tuple(content)))

    def smallest(self, codes: Mapping[int, str]) -> dict[str, Smallest]:
        """The smallest value and target above nought of each measure; `codes` are by measure id."""
        values: dict[str, list[Decimal]] = defaultdict(list)
        targets: dict[str, list[Decimal]] = defaultdict(list)
        for (measure_id, _, _), figures in self.by_key.items():
            for figure in figures:
                for found, number in ((values, figure.content[0]), (targets, figure.content[2])):
                    if isinstance(number, Decimal) and number > 0:
                        found[codes[measure_id]].append(number)
        return {
            code: Smallest(min(values[code], default=None), min(targets[code], default=None))
            for code in values.keys() | targets.keys()
        }


def store_figures(
    session: Session, held: HeldFigures, ids: Mapping[str, int], given: Iterable[Given], sources: Mapping[int, int],
    now: datetime,
) -> None:  # fmt: skip
    """Store what is new or revised; note contradictions and rows that are older than the figure held.

    `ids` are measure ids by code; `sources` are source ids by the order of the file in the load.
    """
    about: dict[Key, list[Given]] = defaultdict(list)
    for one in given:
        period = one.record.period
        about[ids[one.record.code], period.start, period.end].append(one)
    rows: list[dict[str, Any]] = []
    for key, alike in about.items():
        alike.sort(key=_dated)
        past = held.by_key.get(key, [])
        current = past[-1] if past else None
        for one in _one_a_date(alike):
            current = _take(one, past, current, rows, key, sources, now)
    if rows:
        session.execute(insert(ObservationRow), rows)


def _take(
    one: Given,
    past: Sequence[HeldFigure],
    current: HeldFigure | None,
    rows: list[dict[str, Any]],
    key: Key,
    sources: Mapping[int, int],
    now: datetime,
) -> HeldFigure | None:
    """The current figure after this row, which may be this row."""
    record, content = one.record, one.record.content
    if current is not None:
        same_as_current = content == current.content and (record.entered_on <= current.entered_on or not record.dated)
        if same_as_current or any(_same(record, figure) for figure in past):
            one.work.unchanged += 1
            return current
        if record.entered_on < current.entered_on:
            record.row.refuse(
                None,
                BadCell(
                    "older than the figure held",
                    f"{record.code} {record.period.label}: the row was entered on {record.entered_on:%d/%m/%Y}, and "
                    f"another figure entered on {current.entered_on:%d/%m/%Y} is held.",
                    "Load the newest export; if this row is right, enter it again in the performance system.",
                ),
            )
            return current
        one.work.revised(record.row.number, record.code, record.period.label, _changes(current, record))
    else:
        one.work.new += 1
    figure = HeldFigure(current.revision + 1 if current else 1, record.entered_on, content)
    rows.append(
        dict(zip(CONTENT_COLUMNS, content, strict=True))
        | {
            "measure_id": key[0],
            "period_start": key[1],
            "period_end": key[2],
            "revision": figure.revision,
            "entered_on": record.entered_on,
            "loaded_at": now,
            "source_id": sources[one.order],
            "source_row": record.row.number,
        }
    )
    return figure


def _one_a_date(alike: Sequence[Given]) -> list[Given]:
    """One row for each date, oldest first; rows that repeat it are counted, rows that contradict it are refused."""
    if len(alike) == 1:
        return [alike[0]]
    kept = []
    for _, dated in groupby(alike, key=lambda one: one.record.entered_on):
        first, *others = dated
        if any(one.record.content != first.record.content for one in others):
            for one in (first, *others):
                _refuse_contradiction(one, [other for other in (first, *others) if other is not one])
            continue
        kept.append(first)
        for one in others:
            one.work.unchanged += 1
            if one.work is first.work:
                one.work.notes.append(f"Row {one.record.row.number} repeats row {first.record.row.number}.")
    return kept


def _refuse_contradiction(one: Given, others: Sequence[Given]) -> None:
    record = one.record
    label = f"{record.code} {record.period.label}"
    here = [other for other in others if other.work is one.work]
    if here:
        places = ", ".join(str(other.record.row.number) for other in here)
        reason = "duplicate conflict"
        problem = f"{label} has other figures with the same date in row {places}."
    else:
        reason = f"files contradict each other (with {others[0].work.path.name}: {label})"
        problem = f"{label} has other figures with the same date in {others[0].work.path.name}, row "
        problem += f"{others[0].record.row.number}."
    record.row.refuse(None, BadCell(reason, problem, "Find out which is right, and leave only that one."))


def _same(record: Record, figure: HeldFigure) -> bool:
    return record.entered_on == figure.entered_on and record.content == figure.content


def _dated(one: Given) -> tuple[date, int, int]:
    return one.record.entered_on, one.order, one.record.row.number


def _changes(before: HeldFigure, record: Record) -> list[Change]:
    changes = [
        Change(name, _words(was), _words(now))
        for name, was, now in zip(CONTENT_COLUMNS, before.content, record.content, strict=True)
        if was != now
    ]
    if before.entered_on != record.entered_on:
        changes.append(Change("entered_on", before.entered_on.isoformat(), record.entered_on.isoformat()))
    return changes


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "y" if value else "n"
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)
