"""Figures into the database: append-only, in revisions, so that the current view never depends on the loading order.

For each measure and period the rows of all the load's files are put in the order of their dates. The same date with
two figures is a contradiction. A row that differs from the figure held and is not older becomes its next revision; an
older one is refused, unless exactly it is already held as an earlier revision. What workbooks say in part is judged by
`partial_figures`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from perfdata.loading.columns import Column
from perfdata.loading.faults import BadCell
from perfdata.loading.file_work import FileWork
from perfdata.loading.findings import LOOKED_BACK, findings
from perfdata.loading.findings import Known as KnownFigure
from perfdata.loading.observations_table import CONTENT_COLUMNS, Record
from perfdata.loading.partial_figures import (
    DENOMINATOR,
    TARGET,
    VALUE,
    WITHHELD,
    HeldFigure,
    agree,
    carried_over,
    completed_by,
    known_by_then,
    standing,
)
from perfdata.loading.plausibility import Smallest
from perfdata.loading.reports import Change
from perfdata.measures import Definition
from perfdata.periods import Frequency, Period
from perfdata.store.many_rows import insert_many
from perfdata.store.tables import ObservationRow

Key = tuple[int, date, date]
"""What a figure is about: measure id, first and last day of the period."""

STORED_COLUMNS = (
    "measure_id", "period_start", "period_end", "revision", *CONTENT_COLUMNS, "entered_on", "loaded_at", "source_id",
    "source_sheet", "source_row", "partial", "completes",
)  # fmt: skip
IN_ORDER_AT_ONCE = 50_000


class Given(NamedTuple):
    """One row of one of the load's files."""

    work: FileWork
    source_id: int
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
                table.reported_status, table.partial, table.completes,
            )
            .where(table.measure_id.in_(measure_ids))
            .order_by(table.entered_on, table.revision)
        )  # fmt: skip
        for measure_id, start, end, revision, entered_on, *content, partial, completes in session.execute(wanted):
            figure = HeldFigure(revision, entered_on, tuple(content), partial, completes)
            self.by_key[measure_id, start, end].append(figure)

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


class FigureStore:
    """Where the figures of one load go. `ids` are measure ids by code, `value` the column that faults are put to."""

    def __init__(self, held: HeldFigures, ids: Mapping[str, int], value: Column[Any], now: datetime) -> None:
        self._held = held
        self._ids = ids
        self._value = value
        self._now = now
        self._changed: dict[Key, list[HeldFigure]] = {}

    def store(self, session: Session, given: Iterable[Given]) -> None:
        """Store what is new or revised; note contradictions and rows that are older than the figure held."""
        about: dict[Key, list[Given]] = {}
        ids = self._ids
        for one in given:
            period = one.record.period
            key = ids[one.record.code], period.start, period.end
            if key in about:
                about[key].append(one)
            else:
                about[key] = [one]
        insert_many(session, cast(Table, ObservationRow.__table__), STORED_COLUMNS, _in_order(self._rows(about)))

    def _rows(self, about: Mapping[Key, list[Given]]) -> Iterator[tuple[Any, ...]]:
        """What is to be stored, in the order of `STORED_COLUMNS`."""
        for key, alike in about.items():
            history = [*self._held.by_key.get(key, ())]
            for one in self._one_a_date(sorted(alike, key=_dated)) if len(alike) > 1 else alike:
                if (figure := self._take(one, standing(history) if history else history, len(history))) is not None:
                    history.append(figure)
                    self._changed[key] = history
                    row = one.record.row
                    yield (
                        *key, figure.revision, *figure.content, figure.entered_on, self._now, one.source_id,
                        row.sheet or "", row.number, figure.partial, figure.completes,
                    )  # fmt: skip

    def find(
        self,
        works: Iterable[FileWork],
        definitions: Mapping[str, Definition],
        redefined: Mapping[str, date],
        today: date,
    ) -> None:
        """Put what there is to ask about the figures that each of the files brings to its findings, after `store`."""
        since: dict[str, Period] = {}
        for work in works:
            for code, period in work.latest.items():
                since[code] = min(period, since.get(code, period))
        codes = {self._ids[code]: code for code in since}
        histories: dict[str, list[tuple[date, date, list[HeldFigure]]]] = {code: [] for code in since}
        held = ((key, history) for key, history in self._held.by_key.items() if key not in self._changed)
        for (measure_id, start, end), history in chain(held, self._changed.items()):
            if about := codes.get(measure_id):
                histories[about].append((start, end, history))
        series = {code: _series(found, definitions[code].frequency, since[code]) for code, found in histories.items()}
        for work in works:
            work.findings.extend(findings(work.latest, series, definitions, redefined, today))

    def _take(self, one: Given, figures: Sequence[HeldFigure], revisions: int) -> HeldFigure | None:
        """The revision that this row becomes, if any. `figures` are those that stand; the last is current."""
        record, work, partial = one.record, one.work, one.record.row.partial
        current = figures[-1] if figures else None
        completes = None
        content = carried_over(record, current) if partial else record.content
        if current is None:
            work.new += 1
        elif not partial and (found := completed_by(record, figures)) is not None:
            work.completed += 1
            completes = found.revision
        elif known_by_then(record, figures) if partial else _known(record, figures, current):
            work.unchanged += 1
            return None
        elif record.entered_on < current.entered_on:
            record.row.refuse(self._value, _older(record, current))
            return None
        else:
            changes = _changes(current, content, record.entered_on)
            work.revised(record.row.number, record.code, record.period.label, changes, sheet=record.row.sheet)
        if completes is None:
            work.takes(record.code, record.period)
        return HeldFigure(revisions + 1, record.entered_on, content, partial, completes)

    def _one_a_date(self, alike: Sequence[Given]) -> list[Given]:
        """One row for each date, oldest first; rows that repeat it are counted, rows that contradict it are refused."""
        kept = []
        for _, dated in groupby(alike, key=lambda one: one.record.entered_on):
            first, *others = dated
            if not all(_alike(one.record, first.record) for one in others):
                for one in (first, *others):
                    beside = [other for other in (first, *others) if other is not one]
                    one.record.row.refuse(self._value, _contradiction(one, beside))
                continue
            kept.append(first)
            for one in others:
                one.work.unchanged += 1
                if one.work is first.work:
                    one.work.notes.append(f"{one.record.row.place} repeats row {first.record.row.number}.")
        return kept


def _known(record: Record, past: Sequence[HeldFigure], current: HeldFigure) -> bool:
    """Whether the row says nothing that is not held: the current figure, or exactly an earlier revision."""
    if record.content == current.content and (record.entered_on <= current.entered_on or not record.dated):
        return True
    return any(record.entered_on == figure.entered_on and record.content == figure.content for figure in past)


def _older(record: Record, current: HeldFigure) -> BadCell:
    return BadCell(
        "older than the figure held",
        f"{record.code} {record.period.label}: the row was entered on {record.entered_on:%d/%m/%Y}, and another figure "
        f"entered on {current.entered_on:%d/%m/%Y} is held.",
        "Load the newest export; if this row is right, enter it again in the performance system.",
    )


def _contradiction(one: Given, others: Sequence[Given]) -> BadCell:
    label = f"{one.record.code} {one.record.period.label}"
    advice = "Find out which is right, and leave only that one."
    here = [other for other in others if other.work is one.work]
    if here:
        places = ", ".join(str(other.record.row.number) for other in here)
        return BadCell("duplicate conflict", f"{label} has other figures of the same date in row {places}.", advice)
    name, row = others[0].work.path.name, others[0].record.row.number
    return BadCell(
        f"files contradict each other (with {name}: {label})",
        f"{label} has other figures of the same date in {name}, row {row}.",
        advice,
    )


def _in_order(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows, many at a time in the order of what they are about: an index is filled soonest in its own order."""
    waiting = iter(rows)
    while some := list(islice(waiting, IN_ORDER_AT_ONCE)):
        yield from sorted(some, key=itemgetter(0, 1, 2, 3))


def _series(
    histories: list[tuple[date, date, list[HeldFigure]]], frequency: Frequency, since: Period
) -> list[KnownFigure]:
    """As many of a measure's figures, oldest first, as are looked at when those from `since` have changed."""
    figures: list[KnownFigure] = []
    before = 0
    for start, end, history in sorted(histories, key=itemgetter(0, 1), reverse=True):
        figure = _known_figure(Period(start, end, frequency), history)
        figures.append(figure)
        before += figure.value is not None and end <= since.end
        if before == LOOKED_BACK:
            break
    return figures[::-1]


def _known_figure(period: Period, history: Sequence[HeldFigure]) -> KnownFigure:
    current = standing(history)[-1]
    value, target, denominator = (current.content[place] for place in (VALUE, TARGET, DENOMINATOR))
    return KnownFigure(
        period,
        _number(value),
        bool(current.content[WITHHELD]),
        _number(target),
        _number(denominator),
        current.entered_on,
    )


def _number(content: object) -> Decimal | None:
    return content if isinstance(content, Decimal) else None


def _alike(record: Record, first: Record) -> bool:
    """Whether two rows of the same date say the same; of one that says less, as far as it goes."""
    if record.row.partial or first.row.partial:
        return agree(record, first.content, partial=first.row.partial)
    return record.content == first.content


def _dated(one: Given) -> tuple[date, bool, int, int]:
    # Of the same date, the row that says all comes before those that say a part of it.
    return one.record.entered_on, one.record.row.partial, one.source_id, one.record.row.number


def _changes(before: HeldFigure, content: Sequence[object], entered_on: date) -> list[Change]:
    changes = [
        Change(name, _words(was), _words(now))
        for name, was, now in zip(CONTENT_COLUMNS, before.content, content, strict=True)
        if was != now
    ]
    if before.entered_on != entered_on:
        changes.append(Change("entered_on", before.entered_on.isoformat(), entered_on.isoformat()))
    return changes


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "y" if value else "n"
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)
