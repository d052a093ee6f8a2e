"""Any table of valid observations, long as text or as a workbook, or wide, reads back as the same observations."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import openpyxl  # type: ignore[import-untyped]
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from config.settings import read_council
from perfdata.loading.faults import BadFile
from perfdata.loading.load import load_files
from perfdata.loading.text_files import read_table
from perfdata.periods import Frequency, Period, month, quarter, term, year
from perfdata.store.database import Database
from perfdata.store.tables import MeasureRow, ObservationRow
from tests.loading.conftest import FOLDER

TODAY = date(2026, 11, 24)
COUNCIL = read_council(FOLDER)


class Made(NamedTuple):
    """How the tests make figures of a measure of the sample's dictionary."""

    frequency: Frequency
    periods: st.SearchStrategy[Period]
    decimals: int


MONTHS = st.builds(month, st.integers(2010, 2025), st.integers(1, 12))
QUARTERS = st.builds(quarter, st.integers(2010, 2025), st.integers(1, 4))
TERMS = st.builds(term, st.sampled_from(["Autumn", "Spring", "Summer"]), st.integers(2010, 2024))
YEARS = st.builds(year, st.integers(2010, 2024))
MEASURES = {
    "ENV-021": Made(Frequency.MONTHLY, MONTHS, 1),
    "HSG-020": Made(Frequency.MONTHLY, MONTHS, 0),
    "REV-005": Made(Frequency.MONTHLY, MONTHS, 0),
    "ENV-022": Made(Frequency.QUARTERLY, QUARTERS, 1),
    "EDU-001": Made(Frequency.TERMLY, TERMS, 1),
    "HWY-001": Made(Frequency.ANNUAL, YEARS, 1),
}
OTHER_WORDS = {
    "Code": ["Measure code", "REF", "indicator"],
    "Period": ["Reporting_period"],
    "Value": ["Actual", "result", "Outturn "],
    "Note": ["Commentary", "comment"],
    "Entered On": ["Date entered", "last changed"],
}
PERCENTAGES = {"ENV-021", "ENV-022", "EDU-001", "HWY-001"}
HEADINGS = ("Code", "Period", "Value", "Target", "Provisional", "Note", "Entered On")


class Figure(NamedTuple):
    """One observation as it must be held."""

    code: str
    start: date
    end: date
    value: Decimal | None
    suppressed: bool
    target: Decimal | None
    provisional: bool
    note: str
    entered_on: date


def notes() -> st.SearchStrategy[str]:
    """Any text that is not turned round, without space at its ends."""
    letters = st.characters(exclude_categories=("Cs", "Cc", "Cf"))
    return st.text(st.one_of(letters, st.sampled_from('\n",;\t')), max_size=30).map(str.strip)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """One valid figure. Percentages stay above one, which could be taken for a fraction."""
    code = draw(st.sampled_from(sorted(MEASURES)))
    made = MEASURES[code]
    period = draw(made.periods)
    numbers = st.decimals(min_value=2, max_value=100, places=made.decimals)
    value = draw(st.none() | numbers)
    return Figure(
        code,
        period.start,
        period.end,
        value,
        value is None and draw(st.booleans()),
        draw(st.none() | numbers),
        draw(st.booleans()),
        draw(notes()),
        draw(st.dates(date(2026, 1, 1), TODAY)),
    )


TABLES = st.lists(figures(), min_size=1, max_size=12, unique_by=lambda figure: (figure.code, figure.start, figure.end))


def cells(figure: Figure, dice: random.Random) -> list[str]:
    """One of the ways to write it."""
    label = Period(figure.start, figure.end, MEASURES[figure.code].frequency).label
    number = "" if figure.value is None else f"{figure.value:f}"
    return [
        dice.choice([figure.code, figure.code.lower(), f" {figure.code}"]),
        dice.choice([label, label.upper(), f"{label} ", figure.end.isoformat(), f"{figure.end:%d/%m/%Y}"]),
        "*" if figure.suppressed else dice.choice([number, f" {number}", f"+{number}" if number else "n/a"]),
        "" if figure.target is None else f"{figure.target:f}",
        dice.choice(["Y", "yes"]) if figure.provisional else dice.choice(["N", "no", ""]),
        figure.note,
        dice.choice([f"{figure.entered_on:%d/%m/%Y}", figure.entered_on.isoformat()]),
    ]


def headings(dice: random.Random) -> list[str]:
    """The headings in any case, or in the council's other words."""
    words = [dice.choice([heading, *OTHER_WORDS.get(heading, [])]) for heading in HEADINGS]
    return [dice.choice([str.upper, str.lower, " {} ".format])(word) for word in words]


def workbook(path: Path, table: list[Figure], dice: random.Random) -> None:
    """The table as a sheet, rows and columns shuffled: numbers, percentages and dates as cells of their kind."""
    book = openpyxl.Workbook()
    sheet = book.active
    order = dice.sample(range(len(HEADINGS)), len(HEADINGS))
    words = headings(dice)
    sheet.append([words[place] for place in order])
    for figure in dice.sample(table, len(table)):
        row: list[object] = list(cells(figure, dice))
        row[5] = figure.note.replace("\r", "\n")
        shown: dict[int, str] = {}
        for place, number in ((2, figure.value), (3, figure.target)):
            if number is None or dice.random() < 0.2:
                continue
            row[place] = float(number)
            if figure.code in PERCENTAGES and dice.random() < 0.5:
                row[place], shown[place] = float(number / 100), "0.0%"
        if dice.random() < 0.5:
            row[6], shown[6] = figure.entered_on, "dd/mm/yyyy"
        if figure.code == "ENV-021" and dice.random() < 0.5:
            row[1], shown[1] = figure.start, "mmm yyyy"
        for column, place in enumerate(order, 1):
            cell = sheet.cell(sheet.max_row + (column == 1), column)
            cell.value = row[place] or None
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell.number_format = shown.get(place, "General")
    book.save(path)


def written(table: list[Figure], dice: random.Random) -> bytes:
    """The table as a file: rows and columns shuffled, in any delimiter, line ending, quoting and encoding."""
    rows = [list(HEADINGS), *(cells(figure, dice) for figure in dice.sample(table, len(table)))]
    rows[0] = headings(dice)
    order = dice.sample(range(len(HEADINGS)), len(HEADINGS))
    file = io.StringIO(newline="")
    writer = csv.writer(
        file,
        delimiter=dice.choice(",;\t"),
        lineterminator=dice.choice(["\n", "\r\n"]),
        quoting=dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    )
    writer.writerows([row[place] for place in order] for row in rows)
    return file.getvalue().encode(dice.choice(["utf-8", "utf-8-sig", "utf-16"]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES, seed=st.integers(0, 2**32), as_workbook=st.booleans())
def test_reads_back_the_same(
    new_url: Callable[[], str], tmp_path: Path, table: list[Figure], seed: int, as_workbook: bool
) -> None:
    """Through the file, the checks and the database and back: not a digit or letter differs."""
    dice = random.Random(seed)
    if as_workbook:
        path = tmp_path / "figures.xlsx"
        table = [figure._replace(note=in_a_cell(figure.note)) for figure in table]
        workbook(path, table, dice)
    else:
        path = tmp_path / "figures.csv"
        path.write_bytes(written(table, dice))
    held = read_back(new_url(), path)
    assert sorted(held, key=str) == sorted(table, key=str)
    if not as_workbook:
        assert {str(figure.value) for figure in held} == {str(figure.value) for figure in table}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES, seed=st.integers(0, 2**32))
def test_a_wide_workbook_reads_back_the_same(
    new_url: Callable[[], str], tmp_path: Path, table: list[Figure], seed: int
) -> None:
    """A measure a row and a month a column, shuffled: the same figures, of the date that the sheet gives itself."""
    dice = random.Random(seed)
    day = table[0].entered_on
    wide = [one._replace(target=None, note="", provisional=False, entered_on=day) for one in table]
    wide = [one for one in wide if one.value is not None or one.suppressed]
    assume(wide)
    months = dice.sample(sorted({one.end for one in wide}), len({one.end for one in wide}))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"Position at {day.day} {day:%B %Y}"])
    sheet.append(["Ref", "Measure", *("" for _ in months)])
    sheet.append([None, None, *(f"{end:%b-%y}" for end in months)])
    for code in dice.sample(sorted(MEASURES), len(MEASURES)):
        sheet.append([code, "Its title"])
        for one in wide:
            if one.code != code:
                continue
            cell = sheet.cell(sheet.max_row, 3 + months.index(one.end))
            cell.value = "*" if one.value is None else float(one.value)
            if one.value is not None and code in PERCENTAGES:
                cell.value, cell.number_format = float(one.value / 100), "0.0%"
    path = tmp_path / "wide.xlsx"
    book.save(path)
    assert sorted(read_back(new_url(), path), key=str) == sorted(wide, key=str)


def in_a_cell(note: str) -> str:
    """A note as a workbook can hold it: one kind of line break, and none of the letters that XML does not have."""
    return "".join(
        letter for letter in note if letter == "\n" or (letter.isprintable() and ord(letter) < 0xFFFE)
    ).strip()


def read_back(url: str, path: Path) -> list[Figure]:
    """What is held after loading the file, which must have no fault."""
    database = Database(url, synchronous="OFF")
    report = load_files(
        database,
        COUNCIL,
        [FOLDER / "data/measures.csv", path],
        today=TODAY,
        now=datetime(2026, 11, 24, tzinfo=UTC),
        loaded_by="the tests",
    )
    assert [fault.to_json() for file in report.files for fault in file.faults] == []
    with database.reading() as session:
        held = [
            Figure(code, row.period_start, row.period_end, row.value, row.suppressed, row.target, row.provisional,
                   row.note, row.entered_on)
            for code, row in session.execute(
                select(MeasureRow.code, ObservationRow).join_from(ObservationRow, MeasureRow)
            )
        ]  # fmt: skip
    database.close()
    return held


def is_utf8(content: bytes) -> bool:
    """Whether the bytes are text in UTF-8 as well."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(st.text(st.sampled_from("abc é£–“”"), min_size=1).map(str.strip))
def test_windows_text_is_read_or_refused(note: str) -> None:
    """A file in Windows-1252 is read letter by letter, or refused; its letters never become others in silence."""
    content = f"Code,Note\nENV-021,{note}\n".encode("cp1252")
    assume(not is_utf8(content))
    with suppress(BadFile):
        table = read_table(content, ".csv", {"Code", "Note"}.__contains__)
        assert table.records[0][1][1] == note
        assert any("Windows-1252" in said for said in table.notes)
