"""Rows out of sheets that are laid out by hand: a figure for each filled cell, a milestone for each row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from perfdata.loading.columns import plain
from perfdata.loading.faults import BadCell, quoted
from perfdata.loading.figure_cells import read_figure
from perfdata.loading.headings import Heading, Layout
from perfdata.loading.observations_table import bare, unknown_code
from perfdata.loading.oddities import Cell, Oddity
from perfdata.loading.period_cells import containing_end, ending_in
from perfdata.loading.plan_tables import MILESTONES_LAYOUT
from perfdata.loading.reports import Fault, Kind
from perfdata.loading.rows import Row
from perfdata.loading.sections import Section
from perfdata.loading.sheet_parts import Columns, Part, Record
from perfdata.loading.workbook_layouts import FiguresLayout, MilestonesLayout, Stands
from perfdata.loading.workbooks import Sheet
from perfdata.measures import Definition
from perfdata.periods import Period

THOUSANDS_OF_POUNDS = "£000"
_RANGE = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)%? ?(?:-|–|to) ?([+-]?[0-9]+(?:\.[0-9]+)?)%?")
_FIGURE_COLUMNS = ("Code", "Period", "Value", "Target", "Provisional", "Note")
_FIGURE_HEADING = Heading(
    Layout(Kind.OBSERVATIONS, ()), {name: place for place, name in enumerate(_FIGURE_COLUMNS)}, len(_FIGURE_COLUMNS), ()
)


@dataclass
class FiguresSection(Section):
    """A measure a row, a period a column. Blank cells say nothing; `dated` is the date of which the sheet is true."""

    source: Sheet
    part: Part
    layout: FiguresLayout
    missing: frozenset[str]
    dated: date | None
    kind: Kind = Kind.OBSERVATIONS

    @property
    def sheet(self) -> str:  # type: ignore[override]
        """The sheet's name."""
        return self.source.name

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings that nothing reads."""
        return self.part.columns.unknown

    @cached_property
    def _measures(self) -> list[Record]:
        return [record for record in self.part.records if self._is_measure(record)]

    @property
    def count(self) -> int:
        """How many measures stand under the headings."""
        return len(self._measures)

    def rows(self, faults: list[Fault], definitions: Mapping[str, Definition]) -> list[Row]:
        """A row for each figure; a measure that is not known, or a column that cannot be, adds a fault."""
        names = _Names(definitions, self.layout)
        return [row for record in self._measures for row in self._row(record, names, faults)]

    def _is_measure(self, record: Record) -> bool:
        """Bands, footnotes and totals are no measures: one cell with words, or words that the layout names."""
        cells = [plain(cell) if isinstance(cell, str) else "?" for cell in record[1]]
        filled = [cell for cell in cells if cell]
        named = [cells[place] for name in ("code", "title") if (place := self._place(name)) < len(cells)]
        words = next((word for word in named if word), "").casefold()
        return len(filled) > 1 and not any(words.startswith(total) for total in self.layout.totals)

    def _place(self, name: str) -> int:
        return self.part.columns.named.get(name, 1 << 30)

    def _row(self, record: Record, names: _Names, faults: list[Fault]) -> list[Row]:
        number, cells = record
        columns = self.part.columns
        code, title = self._text(cells, "code"), self._text(cells, "title")
        try:
            definition = names.find(code, title)
        except BadCell as error:
            at = columns.labels[columns.named.get("code", columns.named["title"])]
            faults.append(Fault(error.reason, error.problem, error.advice, number, at, code or title, self.source.name))
            return []
        found: list[tuple[int, Period, Cell]] = []
        for column, named in columns.periods.items():
            cell = cells[column] if column < len(cells) else ""
            period = _meant(named, definition, self.layout)
            if cell == "" or (period is None and isinstance(cell, str) and plain(cell).casefold() in self.missing):
                continue
            if period is None:
                faults.append(_no_such_period(named, definition, number, columns.labels[column], self.source.name))
                continue
            found.append((column, period, cell))
        return self._figures(number, cells, title, definition, found, faults)

    def _figures(
        self,
        number: int,
        cells: list[Cell],
        title: str,
        definition: Definition,
        found: Sequence[tuple[int, Period, Cell]],
        faults: list[Fault],
    ) -> list[Row]:
        told = [one for one in found if not (isinstance(one[2], str) and plain(one[2]).casefold() in self.missing)]
        latest = max((period for _, period, _ in told), default=None)
        target_of = self.part.columns.target_of
        aimed = latest if target_of is None or latest is None or target_of.end == latest.end else None
        marked = any(mark in title for mark in self.layout.provisional_marks)
        rows = []
        for column, period, cell in found:
            provisional = self._provisional(number, column, marked, period == latest)
            row: list[Cell] = [
                definition.code,
                period.label,
                self._value(cell, definition),
                self._target(cells, definition) if period == aimed else "",
                "y" if provisional else "n",
                self._cell(cells, "note") if period == latest else "",
            ]
            rows.append(
                Row(
                    number,
                    row,
                    _FIGURE_HEADING,
                    faults,
                    self.source.name,
                    self.dated,
                    partial=True,
                    places=self.source.places.get((number, column + 1)),
                    labels={"Value": self.part.columns.labels[column], "Period": self.part.columns.labels[column]},
                )
            )
        return rows

    def _provisional(self, number: int, column: int, marked: bool, latest: bool) -> bool:
        """Italics say which figures are provisional where the council uses them, else the latest of a marked title."""
        if not marked:
            return False
        return (number, column + 1) in self.source.italic if self._italics else latest

    @cached_property
    def _italics(self) -> bool:
        places = {column + 1 for column in self.part.columns.periods}
        return self.layout.provisional_italics and any(column in places for _, column in self.source.italic)

    def _value(self, cell: Cell, definition: Definition) -> Cell:
        """A figure written in thousands of pounds, with the letter that says so, is in the measure's own unit."""
        if isinstance(cell, str) and definition.unit == THOUSANDS_OF_POUNDS and self.layout.thousands:
            letters = "|".join(map(re.escape, self.layout.thousands))
            found = re.fullmatch(rf"([+-]?)(\(?)£?([0-9.,]+) ?(?:{letters})(\)?)", plain(cell).casefold())
            if found and read_figure(bared := "".join(found.groups())) is not None:
                return bared
        return cell

    def _target(self, cells: Sequence[Cell], definition: Definition) -> Cell:
        """What was aimed at; blank where the cell only repeats the range that the dictionary gives the measure."""
        cell = self._cell(cells, "target")
        found = _RANGE.fullmatch(plain(cell)) if isinstance(cell, str) else None
        repeated = found and (Decimal(found[1]), Decimal(found[2])) == (definition.range_low, definition.range_high)
        return "" if repeated else cell

    def _cell(self, cells: Sequence[Cell], name: str) -> Cell:
        place = self._place(name)
        return cells[place] if place < len(cells) else ""

    def _text(self, cells: Sequence[Cell], name: str) -> str:
        cell = self._cell(cells, name)
        return "" if isinstance(cell, Oddity) else cell


class _Names:
    """The measure that a row is about: by its code where there is a column for codes, else by its title."""

    def __init__(self, definitions: Mapping[str, Definition], layout: FiguresLayout) -> None:
        self._definitions = definitions
        self._marks = (*layout.provisional_marks, *layout.other_marks)
        self._by_code = bool(layout.code)
        self._titles: dict[str, list[str]] = {}
        for code, definition in definitions.items():
            self._titles.setdefault(self._title(definition.title), []).append(code)

    def find(self, code: str, title: str) -> Definition:
        """The definition. Raises BadCell for a measure that the dictionary does not have."""
        if self._by_code and plain(code):
            known = self._definitions.get(plain(code).upper())
            if known is None:
                raise unknown_code(plain(code).upper(), {bare(each): each for each in self._definitions})
            return known
        codes = self._titles.get(self._title(title), [])
        if len(codes) == 1:
            return self._definitions[codes[0]]
        if codes:
            raise BadCell(
                "ambiguous title",
                f"{quoted(title)} is the title of {', '.join(codes)}.",
                "Add a column with the measures' codes.",
            )
        raise BadCell(
            "unknown title" if plain(title) else "missing code",
            f"The dictionary of measures has no measure called {quoted(title)}."
            if plain(title)
            else "The row names no measure.",
            "Write the measure's code or its title as the dictionary has it, or name the row in the layout's totals.",
        )

    def _title(self, text: str) -> str:
        for mark in self._marks:
            text = text.replace(mark, "")
        return " ".join(plain(text).casefold().split())


@dataclass
class MilestonesSection(Section):
    """A milestone a row; the directorate is the sheet's name where no column holds it."""

    source: Sheet
    part: Part
    layout: MilestonesLayout
    dated: date | None
    kind: Kind = Kind.MILESTONES

    @property
    def sheet(self) -> str:  # type: ignore[override]
        """The sheet's name."""
        return self.source.name

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings that nothing reads."""
        return self.part.columns.unknown

    @cached_property
    def _milestones(self) -> list[Record]:
        place = self.part.columns.named["milestone"]
        return [record for record in self.part.records if place < len(record[1]) and record[1][place] != ""]

    @property
    def count(self) -> int:
        """How many milestones stand under the headings."""
        return len(self._milestones)

    def rows(self, faults: list[Fault], definitions: Mapping[str, Definition]) -> list[Row]:
        """A row for each milestone."""
        columns = self.part.columns
        names = [column.heading for column in MILESTONES_LAYOUT.columns]
        heading = Heading(MILESTONES_LAYOUT, {name: place for place, name in enumerate(names)}, len(names), ())
        labels = {name: columns.labels[place] for name, place in columns.named.items()}
        over = self._merged()
        return [
            Row(
                number,
                [self._cell(number, cells, name, columns, over) for name in names],
                heading,
                faults,
                self.source.name,
                self.dated,
                labels=labels,
            )
            for number, cells in self._milestones
        ]

    def _cell(
        self, number: int, cells: Sequence[Cell], name: str, columns: Columns, over: Mapping[tuple[int, int], Cell]
    ) -> Cell:
        place = columns.named.get(name)
        if place is None:
            return self.source.name if name == "directorate" else ""
        merged = over.get((number, place))
        if merged is not None:
            return merged if name in self.layout.merged_down else Oddity.MERGED
        return cells[place] if place < len(cells) else ""

    def _merged(self) -> dict[tuple[int, int], Cell]:
        """What stands in each cell that is merged with others, by row and column (from 0)."""
        records = dict(self.source.records)
        found: dict[tuple[int, int], Cell] = {}
        for first_row, first_column, last_row, last_column in self.source.merged:
            cells = records.get(first_row, [])
            text = cells[first_column - 1] if first_column <= len(cells) else ""
            for row in range(first_row, last_row + 1):
                for column in range(first_column - 1, last_column):
                    found[row, column] = text if first_column == last_column else Oddity.MERGED
        return found


def _meant(named: Period, definition: Definition, layout: FiguresLayout) -> Period | None:
    """The measure's period for which a column stands; None where it stands for none."""
    stands = layout.means.get(definition.frequency)
    if stands is Stands.SAME:
        return named if named.frequency is definition.frequency else None
    if stands is Stands.LAST:
        return containing_end(named, definition.frequency)
    return ending_in(named, definition.frequency) if stands is Stands.ENDING else None


def _no_such_period(named: Period, definition: Definition, number: int, label: str, sheet: str) -> Fault:
    return Fault(
        "period does not match frequency",
        f"{definition.code} is {definition.frequency}, and none of its periods stands in {named.label}.",
        "Clear the cell, or move the figure to the column of its period.",
        number,
        label,
        None,
        sheet,
    )
