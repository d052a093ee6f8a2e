"""From a path to the tables in the file: text or workbook, long or laid out by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from perfdata.loading.faults import BadFile, bad_file, shown
from perfdata.loading.file_work import FileWork
from perfdata.loading.headings import Layout, known_headings
from perfdata.loading.laid_out_sections import FiguresSection, MilestonesSection
from perfdata.loading.reports import Fault, Kind
from perfdata.loading.sections import Section, sheet_section, text_section
from perfdata.loading.sheet_parts import Part, date_of, find_parts
from perfdata.loading.text_files import is_workbook, read_bytes, read_table
from perfdata.loading.workbook_layouts import FiguresLayout, WorkbookLayout
from perfdata.loading.workbooks import Sheet, Workbook, read_workbook

# Tables in which each thing stands once, so that two sheets of one kind cannot be told apart.
_ONCE = (Kind.BOARDS, Kind.MEASURES, Kind.PEOPLE)


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of files before one is opened: the tables, the workbooks laid out by hand, and words for nothing.

    A sheet that gives itself a date after `today` is a fault.
    """

    layouts: Sequence[Layout]
    workbooks: Sequence[WorkbookLayout]
    missing: frozenset[str]
    today: date


def open_file(path: Path, known: Opening) -> FileWork:
    """The file, read as far as its headings. What is wrong with it is noted, not raised."""
    work = FileWork(path)
    try:
        content = read_bytes(path)
        if is_workbook(content, path.suffix.lower()):
            work.digest = hashlib.sha256(content).hexdigest()
            del content
            _open_workbook(work, known)
        else:
            table = read_table(content, path.suffix, known_headings(known.layouts))
            work.digest = table.digest
            work.notes.extend(table.notes)
            work.sections.append(text_section(table, known.layouts))
    except BadFile as error:
        work.faults.extend(error.faults)
        work.sections.clear()
        return work
    for section in work.sections:
        where = f"Sheet {section.sheet}: columns" if section.sheet else "Columns"
        if section.ignored:
            work.notes.append(f"{where} that nothing reads: {', '.join(section.ignored)}.")
    return work


def _open_workbook(work: FileWork, known: Opening) -> None:
    workbook = read_workbook(work.path)
    faults: list[Fault] = []
    unread = []
    for sheet in workbook.sheets:
        try:
            found = _sections(sheet, known)
        except BadFile as error:
            faults.extend(error.faults)
            continue
        work.sections.extend(found)
        if not found:
            unread.append(sheet)
    if faults:
        raise BadFile(*faults)
    if not work.sections:
        raise _nothing_known(workbook)
    for kind in _ONCE:
        if sum(section.kind is kind for section in work.sections) > 1:
            raise bad_file(
                "more than one table on the sheet",
                f"More than one sheet holds a table of {kind}.",
                "Put them together on one sheet.",
            )
    _note_what_was_seen(work, workbook, unread)


def _sections(sheet: Sheet, known: Opening) -> list[Section]:
    """The sheet as one of the council's layouts describes it, else as one long table; none where it is neither."""
    fitting = [(parts, layout) for layout in known.workbooks if (parts := find_parts(sheet, layout))]
    if not fitting:
        section = sheet_section(sheet, known.layouts)
        return [] if section is None else [section]
    parts, layout = max(fitting, key=lambda one: (len(one[0]), -sum(len(part.columns.unknown) for part in one[0])))
    dated = date_of(sheet, layout.dated_by)
    if dated is not None and dated > known.today:
        raise bad_file(
            "bad date on the sheet",
            f"Sheet {shown(sheet.name)} is dated {dated:%d/%m/%Y}, which is in the future.",
            "Correct the date on the sheet.",
        )
    return [_section(sheet, part, known.missing, dated) for part in parts]


def _section(sheet: Sheet, part: Part, missing: frozenset[str], dated: date | None) -> Section:
    if isinstance(part.layout, FiguresLayout):
        return FiguresSection(sheet, part, part.layout, missing, dated)
    return MilestonesSection(sheet, part, part.layout, dated)


def _nothing_known(workbook: Workbook) -> BadFile:
    if not any(sheet.records for sheet in workbook.sheets):
        return bad_file("empty file", "There is nothing on the sheets that are shown.", "Export the file again.")
    first = next(cells for sheet in workbook.sheets for _, cells in sheet.records)
    return bad_file(
        "no known headings",
        f"No sheet has headings that are known; the first row is {shown(', '.join(map(str, first)))}.",
        "Use the headings of one of the known tables, or describe this workbook in the council's layouts.",
    )


def _note_what_was_seen(work: FileWork, workbook: Workbook, unread: Sequence[Sheet]) -> None:
    if workbook.hidden:
        work.notes.append(f"Hidden sheets, which are not read: {shown(', '.join(workbook.hidden))}.")
    if named := [sheet.name for sheet in unread if sheet.records]:
        work.notes.append(f"Sheets without known headings, which are not read: {shown(', '.join(named))}.")
    for sheet in workbook.sheets:
        if sheet.hidden_rows and sheet not in unread:
            rows = "1 hidden row" if sheet.hidden_rows == 1 else f"{sheet.hidden_rows:,} hidden rows"
            work.notes.append(f"Sheet {shown(sheet.name)} has {rows}, read like the rest.")
    if workbook.links:
        work.notes.append("Formulas point to other workbooks: their stored results are read, and no link is followed.")
