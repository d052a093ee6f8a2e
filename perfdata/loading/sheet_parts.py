"""Parts of sheets that are laid out by hand: where each begins, and which columns it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from perfdata.loading.columns import plain, read_day
from perfdata.loading.faults import BadCell, bad_file, shown
from perfdata.loading.headings import same_heading
from perfdata.loading.oddities import Cell, Oddity
from perfdata.loading.period_cells import read_any_period
from perfdata.loading.workbook_layouts import FiguresLayout, MilestonesLayout, WorkbookLayout
from perfdata.loading.workbooks import Sheet
from perfdata.periods import MONTH_NAMES, Period

MOST_RECORDS = 5_000
"""A sheet with more rows is an export, and not laid out by hand."""

Record = tuple[int, list[Cell]]
_DATE = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([A-Za-z]+) ([0-9]{4})|([0-9]{1,2}/[0-9]{1,2}/[0-9]{4})")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a part's columns stand, from 0; `named` by our word for them, `periods` by what their heading names.

    `target_of` is the period that the target's heading names, if it names one.
    """

    named: Mapping[str, int]
    periods: Mapping[int, Period]
    labels: Mapping[int, str]
    unknown: tuple[str, ...]
    target_of: Period | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sheet: its columns and the records under its headings."""

    layout: FiguresLayout | MilestonesLayout
    columns: Columns
    records: tuple[Record, ...]


def find_parts(sheet: Sheet, layout: WorkbookLayout) -> list[Part]:
    """The parts of the sheet that the layout describes; none where it is another workbook's sheet.

    Each kind of part stands once on a sheet; raises BadFile for a second table.
    """
    found: list[tuple[int, int, FiguresLayout | MilestonesLayout, Columns]] = []
    if len(sheet.records) > MOST_RECORDS:
        return []
    for place in range(len(sheet.records)):
        if layout.figures and (columns := _figure_columns(sheet, place, layout.figures)):
            found.append((place, place + _rows_of_headings(sheet, place, layout.figures), layout.figures, columns))
        if layout.milestones and (columns := _milestone_columns(sheet.records[place][1], layout.milestones)):
            found.append((place, place + 1, layout.milestones, columns))
    if len({type(part) for _, _, part, _ in found}) < len(found):
        raise bad_file(
            "more than one table on the sheet",
            f"Sheet {shown(sheet.name)} has the same headings twice.",
            "Put each table on a sheet of its own.",
        )
    if not found:
        return []
    ends = [begins for begins, _, _, _ in found[1:]] + [len(sheet.records)]
    return [
        Part(part, columns, tuple(sheet.records[first:end]))
        for (_, first, part, columns), end in zip(found, ends, strict=True)
    ]


def date_of(sheet: Sheet, dated_by: Sequence[str]) -> date | None:
    """The date that follows the words, in the cell where they stand; None where the sheet does not say it."""
    for _, cells in sheet.records[:20]:
        for cell in cells:
            for words in dated_by:
                if isinstance(cell, str) and cell.strip().casefold().startswith(words.casefold()):
                    return _date(cell[cell.casefold().index(words.casefold()) + len(words) :])
    return None


def texts(cells: Sequence[Cell]) -> Iterator[str]:
    """The cells as text; blank for one that has none."""
    return ("" if isinstance(cell, Oddity) else cell for cell in cells)


def _figure_columns(sheet: Sheet, place: int, layout: FiguresLayout) -> Columns | None:
    names = [same_heading(text) for text in texts(sheet.records[place][1])]
    titles = [column for column, name in enumerate(names) if name in layout.title]
    codes = [column for column, name in enumerate(names) if name in layout.code]
    if not titles or (layout.code and not codes):
        return None
    rows = [list(texts(sheet.records[place][1]))]
    if _rows_of_headings(sheet, place, layout) == 2:
        rows.append(list(texts(sheet.records[place + 1][1])))
        _spread(sheet, place, rows[0])
    named = {"title": titles[0]} | ({"code": codes[0]} if codes else {})
    periods: dict[int, Period] = {}
    labels, unknown = {}, []
    target_of = None
    for column in range(len(rows[0])):
        words = [row[column] for row in rows if column < len(row) and row[column].strip()]
        if not words:
            continue
        name, labels[column] = same_heading(words[0]), shown(words[-1])
        if column in named.values():
            continue
        if (period := _period(words)) is not None:
            _note_period(sheet, periods, column, period)
        elif (heading := _begins(name, layout.target)) is not None:
            named["target"] = column
            target_of = _named_after(words[0], heading)
        elif _begins(name, layout.note) is not None:
            named["note"] = column
        elif _begins(name, layout.skipped) is None:
            unknown.append(labels[column])
    return Columns(named, periods, labels, tuple(unknown), target_of) if periods else None


def _rows_of_headings(sheet: Sheet, place: int, layout: FiguresLayout) -> int:
    """One, or two where the layout has two and the next row directly continues the headings."""
    if layout.heading_rows == 1 or place + 1 >= len(sheet.records):
        return 1
    number, following = sheet.records[place]
    next_number, cells = sheet.records[place + 1]
    first = next((column for column, text in enumerate(texts(following)) if text.strip()), 0)
    return 2 if next_number == number + 1 and not (cells[first] if first < len(cells) else "") else 1


def _spread(sheet: Sheet, place: int, row: list[str]) -> None:
    """A band's words stand over every column that its merged cell covers."""
    number = sheet.records[place][0]
    for first_row, first_column, last_row, last_column in sheet.merged:
        if first_row <= number <= last_row:
            for column in range(first_column, min(last_column, len(row))):
                row[column] = row[first_column - 1]


def _note_period(sheet: Sheet, periods: dict[int, Period], column: int, period: Period) -> None:
    if period in periods.values():
        raise bad_file(
            f"column {period.label} appears twice",
            f"Sheet {shown(sheet.name)} has two columns for {period.label}.",
            "Remove one, so that it is clear which to read.",
        )
    periods[column] = period


def _period(words: Sequence[str]) -> Period | None:
    """The period that a column's headings name: the lower one alone, or the lower one with the year over it."""
    for given in (words[-1], f"{words[-1]} {words[0]}" if len(words) > 1 else words[-1]):
        try:
            return read_any_period(given)
        except BadCell:
            continue
    return None


def _begins(name: str, headings: Sequence[str]) -> str | None:
    """The longest heading with which the name begins, as words; None where there is none."""
    fitting = [heading for heading in headings if name == heading or name.startswith(f"{heading} ")]
    return max(fitting, key=len, default=None)


def _named_after(text: str, heading: str) -> Period | None:
    """The period that stands behind a heading, such as `Target Q2 2026/27`."""
    rest = " ".join(plain(text).split())[len(heading) :].strip()
    if not rest:
        return None
    try:
        return read_any_period(rest)
    except BadCell:
        return None


def _milestone_columns(cells: Sequence[Cell], layout: MilestonesLayout) -> Columns | None:
    names = [same_heading(text) for text in texts(cells)]
    named = {}
    for ours, headings in layout.columns.items():
        places = [column for column, name in enumerate(names) if name in headings]
        if not places:
            return None
        named[ours] = places[0]
    labels = {column: shown(text) for column, text in enumerate(texts(cells)) if text.strip()}
    unknown = tuple(label for column, label in labels.items() if column not in named.values())
    return Columns(named, {}, labels, unknown)


def _date(text: str) -> date | None:
    found = _DATE.search(" ".join(text.split()))
    if found is None:
        return None
    if found[4]:
        return read_day(found[4])
    months = [name.casefold() for name in MONTH_NAMES]
    if found[2].casefold() not in months:
        return None
    return read_day(f"{found[1]}/{months.index(found[2].casefold()) + 1}/{found[3]}")
