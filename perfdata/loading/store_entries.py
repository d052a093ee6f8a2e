"""Tables that are kept in revisions and need no arithmetic: comparators, breakdowns, milestones, past actions.

A row that differs from what is held about its subject becomes its next revision, an equal one changes nothing, and a
row that is older than what is held and different is refused, so that the order of loading does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from perfdata.loading.faults import BadCell, shown
from perfdata.loading.file_work import FileWork
from perfdata.loading.reports import Change
from perfdata.loading.rows import Row
from perfdata.store.tables import Base


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says. `key` and `content` are columns of its table; `subject` and `period` name it in the report."""

    row: Row
    subject: str
    key: Mapping[str, Any]
    content: Mapping[str, Any]
    entered_on: date
    period: str = ""


@dataclass(frozen=True, slots=True)
class GivenEntry:
    """An entry with the file and the source that it comes from."""

    work: FileWork
    source_id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Held:
    revision: int
    entered_on: date
    content: Mapping[str, Any]


Key = tuple[Any, ...]


def store_entries(session: Session, table: type[Base], given: Iterable[GivenEntry], now: datetime) -> None:
    """Store what is new or differs; note contradictions and rows older than what is held. `table` is `Receipted`."""
    about: dict[Key, list[GivenEntry]] = defaultdict(list)
    for one in given:
        about[tuple(one.entry.key.values())].append(one)
    if not about:
        return
    example = next(iter(about.values()))[0].entry
    held = _held(session, table, list(example.key), list(example.content))
    rows: list[dict[str, Any]] = []
    for key, alike in about.items():
        alike.sort(key=lambda one: (one.entry.entered_on, one.source_id, one.entry.row.number))
        past = held.get(key, [])
        current = past[-1] if past else None
        for one in _one_a_date(alike):
            current = _take(one, past, current, rows, now)
    if rows:
        session.execute(insert(table), rows)


def _held(session: Session, table: type[Base], key: list[str], content: list[str]) -> dict[Key, list[_Held]]:
    columns = table.__table__.columns
    wanted = select(*(columns[name] for name in (*key, "revision", "entered_on", *content))).order_by(
        columns["entered_on"], columns["revision"]
    )
    held: dict[Key, list[_Held]] = defaultdict(list)
    for row in session.execute(wanted):
        said = tuple(row)
        about, (revision, entered_on, *values) = said[: len(key)], said[len(key) :]
        held[about].append(_Held(revision, entered_on, dict(zip(content, values, strict=True))))
    return held


def _take(
    one: GivenEntry, past: Sequence[_Held], current: _Held | None, rows: list[dict[str, Any]], now: datetime
) -> _Held | None:
    """What is current after this entry, which may be the entry."""
    entry, work = one.entry, one.work
    content = dict(entry.content)
    if current is None:
        work.new += 1
    elif current.content == content or any(
        entry.entered_on == before.entered_on and before.content == content for before in past
    ):
        work.unchanged += 1
        return current
    elif entry.entered_on < current.entered_on:
        entry.row.refuse(None, _older(entry, current))
        return current
    else:
        work.revised(
            entry.row.number, entry.subject, entry.period, _changes(current.content, content), sheet=entry.row.sheet
        )
    taken = _Held(current.revision + 1 if current else 1, entry.entered_on, content)
    rows.append(
        {
            **entry.key,
            **content,
            "revision": taken.revision,
            "entered_on": entry.entered_on,
            "loaded_at": now,
            "source_id": one.source_id,
            "source_sheet": entry.row.sheet or "",
            "source_row": entry.row.number,
        }
    )
    return taken


def _one_a_date(alike: Sequence[GivenEntry]) -> list[GivenEntry]:
    """One entry for each date, oldest first; repeats are counted, contradictions refused."""
    kept: list[GivenEntry] = []
    for entered_on in dict.fromkeys(one.entry.entered_on for one in alike):
        first, *others = (one for one in alike if one.entry.entered_on == entered_on)
        if any(one.entry.content != first.entry.content for one in others):
            for one in (first, *others):
                one.entry.row.refuse(None, _contradiction(one, [each for each in (first, *others) if each is not one]))
            continue
        kept.append(first)
        for one in others:
            one.work.unchanged += 1
            if one.work is first.work:
                one.work.notes.append(f"{one.entry.row.place} repeats row {first.entry.row.number}.")
    return kept


def _older(entry: Entry, current: _Held) -> BadCell:
    return BadCell(
        "older than the figure held",
        f"{shown(entry.subject)}: the row is of {entry.entered_on:%d/%m/%Y}, and something else of "
        f"{current.entered_on:%d/%m/%Y} is held.",
        "Load the newest file; if this row is right, give it in a newer one.",
    )


def _contradiction(one: GivenEntry, others: Sequence[GivenEntry]) -> BadCell:
    name = shown(f"{one.entry.subject} {one.entry.period}")
    here = [other for other in others if other.work is one.work]
    if here:
        places = ", ".join(str(other.entry.row.number) for other in here)
        return BadCell(
            "duplicate conflict", f"{name} is something else in row {places}.", "Leave only the row that is right."
        )
    other = others[0]
    return BadCell(
        f"files contradict each other (with {other.work.path.name}: {name})",
        f"{name} is something else in {other.work.path.name}, row {other.entry.row.number}.",
        "Load only the file that is right.",
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    return [Change(name, _words(before[name]), _words(value)) for name, value in after.items() if before[name] != value]


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "y" if value else "n"
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)
