"""Definitions into the database: a measure for each code, and a new revision wherever a definition differs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from perfdata.loading.file_work import FileWork
from perfdata.loading.reports import Change
from perfdata.measures import Definition, Tolerance
from perfdata.store.definitions import columns_of, definition_in
from perfdata.store.tables import BoardRow, MeasureRevisionRow, MeasureRow


class HeldMeasures:
    """The measures held: their ids, current definitions and revision numbers, by code.

    `redefined` gives the day on which a definition last changed, for those that have.
    """

    def __init__(self, session: Session) -> None:
        self.ids: dict[str, int] = {}
        self.definitions: dict[str, Definition] = {}
        self.revisions: dict[str, int] = {}
        self.redefined: dict[str, date] = {}
        latest = (
            select(MeasureRevisionRow.measure_id, func.max(MeasureRevisionRow.revision).label("revision"))
            .group_by(MeasureRevisionRow.measure_id)
            .subquery()
        )
        current = (
            select(MeasureRow.code, MeasureRevisionRow)
            .join(MeasureRow, MeasureRow.id == MeasureRevisionRow.measure_id)
            .join(
                latest,
                (latest.c.measure_id == MeasureRevisionRow.measure_id)
                & (latest.c.revision == MeasureRevisionRow.revision),
            )
        )
        for code, row in session.execute(current):
            self.ids[code] = row.measure_id
            self.definitions[code] = definition_in(code, row)
            self.revisions[code] = row.revision
            if row.revision > 1:
                self.redefined[code] = row.loaded_at.date()


def store_definitions(
    session: Session, held: HeldMeasures, work: FileWork, source_id: int, given: Mapping[int, Definition], now: datetime
) -> None:
    """Store what is new or differs, and bring `held` up to date. `given` is by row number."""
    unknown = [definition.code for definition in given.values() if definition.code not in held.ids]
    if unknown:
        session.execute(insert(MeasureRow), [{"code": code} for code in unknown])
        found = session.execute(select(MeasureRow.code, MeasureRow.id).where(MeasureRow.code.in_(unknown)))
        held.ids.update((code, measure_id) for code, measure_id in found)
    rows = []
    for number, definition in given.items():
        code = definition.code
        before = held.definitions.get(code)
        if before == definition:
            work.unchanged += 1
            continue
        revision = held.revisions.get(code, 0) + 1
        rows.append(
            columns_of(definition)
            | {
                "measure_id": held.ids[code],
                "revision": revision,
                "source_id": source_id,
                "source_row": number,
                "loaded_at": now,
            }
        )
        if before is None:
            work.new += 1
        else:
            work.revised(number, code, "", _changes(before, definition))
            held.redefined[code] = now.date()
        held.definitions[code], held.revisions[code] = definition, revision
    if rows:
        session.execute(insert(MeasureRevisionRow), rows)


def note_gaps(
    session: Session, held: HeldMeasures, work: FileWork, named: Collection[str], named_anywhere: Collection[str]
) -> None:
    """Say which boards of the dictionary are not held, and how many measures held no file of the load names."""
    if work.faults:
        # What is missing would only repeat which rows are wrong.
        return
    boards = set(session.scalars(select(BoardRow.code).where(BoardRow.active)))
    strange = sorted({board for code in named for board in held.definitions[code].boards} - boards)
    if strange:
        work.notes.append(f"Boards that no table of boards has named yet: {', '.join(strange)}.")
    if missing := len(held.definitions.keys() - set(named_anywhere)):
        work.notes.append(f"Measures held that are not named any more: {missing}. They stay as they are.")


def _changes(before: Definition, after: Definition) -> list[Change]:
    return [
        Change(each.name, _words(getattr(before, each.name)), _words(getattr(after, each.name)))
        for each in fields(after)
        if getattr(before, each.name) != getattr(after, each.name)
    ]


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "y" if value else "n"
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    if isinstance(value, Tolerance):
        return value.words
    return format(value, "f") if isinstance(value, Decimal) else str(value)
