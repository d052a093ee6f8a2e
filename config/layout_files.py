"""The shape of `layouts.toml` in a council's folder: its own words for headings, and how its workbooks are laid out."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from perfdata.loading.headings import same_heading
from perfdata.loading.workbook_layouts import FiguresLayout, MilestonesLayout, Stands, WorkbookLayout
from perfdata.periods import Frequency

Filled = Annotated[str, Field(min_length=1)]
Headings = list[Filled]


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FiguresPart(_Checked):
    """`[workbook.figures]`: a measure a row, a period a column."""

    code: Headings = []
    title: Headings
    target: Headings = []
    note: Headings = []
    skipped: Headings = []
    totals: list[Filled] = []
    heading_rows: Annotated[int, Field(ge=1, le=2)] = 1
    means: Annotated[dict[Frequency, Stands], Field(min_length=1)]
    provisional_marks: list[Filled] = []
    provisional_italics: bool = False
    other_marks: list[Filled] = []
    thousands: list[Filled] = []

    def layout(self) -> FiguresLayout:
        """The same as the domain reads it."""
        return FiguresLayout(
            code=_names(self.code),
            title=_names(self.title),
            target=_names(self.target),
            note=_names(self.note),
            skipped=_names(self.skipped),
            totals=tuple(words.strip().casefold() for words in self.totals),
            heading_rows=self.heading_rows,
            means=self.means,
            provisional_marks=tuple(self.provisional_marks),
            provisional_italics=self.provisional_italics,
            other_marks=tuple(self.other_marks),
            thousands=tuple(letter.casefold() for letter in self.thousands),
        )


class MilestoneColumns(_Checked):
    """Headings for the columns of the table of milestones."""

    directorate: Headings = []
    objective_ref: Headings
    objective: Headings
    milestone: Headings
    due: Headings
    rag: Headings
    update: Headings = []
    service: Headings = []


class MilestonesPart(_Checked):
    """`[workbook.milestones]`: a milestone a row."""

    columns: MilestoneColumns
    merged_down: list[Filled] = []

    def layout(self) -> MilestonesLayout:
        """The same as the domain reads it."""
        columns = {name: _names(headings) for name, headings in self.columns.model_dump().items() if headings}
        return MilestonesLayout(columns, tuple(self.merged_down))


class WorkbookPart(_Checked):
    """`[[workbook]]`: one kind of workbook."""

    name: Filled
    dated_by: list[Filled] = []
    figures: FiguresPart | None = None
    milestones: MilestonesPart | None = None

    def layout(self) -> WorkbookLayout:
        """The same as the domain reads it."""
        return WorkbookLayout(
            self.name,
            self.figures.layout() if self.figures else None,
            self.milestones.layout() if self.milestones else None,
            tuple(self.dated_by),
        )


class LayoutsFile(_Checked):
    """`layouts.toml`. `headings` gives, for each kind of table, other words for its headings."""

    headings: dict[Filled, dict[Filled, Headings]] = {}
    workbook: list[WorkbookPart] = []

    def synonyms(self) -> dict[str, dict[str, str]]:
        """By kind of table, the heading that each of the council's own words stands for."""
        return {
            kind: {same_heading(word): same_heading(heading) for heading, words in columns.items() for word in words}
            for kind, columns in self.headings.items()
        }


def _names(headings: Headings) -> tuple[str, ...]:
    return tuple(same_heading(heading) for heading in headings)
