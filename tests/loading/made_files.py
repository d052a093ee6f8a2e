"""Bad files that are made when they are needed, since they are too large, or too odd, to be kept."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

CELL = '<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)


def workbook(path: Path, rows: str, dimension: str, padding: int = 0, says: str = "") -> None:
    """A workbook with one sheet of these rows, that says how large it is; `padding` blanks follow them.

    `says` is what the workbook says of itself, after its sheets.
    """
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        relation = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", RELATIONS.format(relation))
        archive.writestr("xl/workbook.xml", WORKBOOK.replace("</sheets>", f"</sheets>{says}"))
        relation = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(relation))
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(sheet.encode())
            for _ in range(padding // 1_000_000):
                part.write(b" " * 1_000_000)
            part.write(b"</sheetData></worksheet>")


def zip_bomb(path: Path) -> None:
    """Some hundred kilobytes that become 400 MB."""
    workbook(path, "", "A1:A1", padding=400_000_000)


def wide_10000(path: Path) -> None:
    """Ten thousand columns."""
    cells = "".join(CELL.format(place=f"{letters(number)}1", text=f"c{number}") for number in range(1, 10_001))
    workbook(path, f'<row r="1">{cells}</row>', "A1:NTP1")


def far_cell(path: Path, dimension: str) -> None:
    """One cell in the last row and column that a sheet has: a reader that makes room for all between is lost."""
    first, last = CELL.format(place="A1", text="Code"), CELL.format(place="XFD1048576", text="far")
    workbook(path, f'<row r="1">{first}</row><row r="1048576">{last}</row>', dimension)


def letters(number: int) -> str:
    """The letters of a column, counted from 1."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


MADE: dict[str, Callable[[Path], None]] = {"zip_bomb.xlsx": zip_bomb, "wide_10000.xlsx": wide_10000}
