"""What calamine does not tell about the cells of an .ods file: percentages, errors, formulas never calculated.

An OpenDocument spreadsheet says these of each cell, in one part that holds all sheets. Runs in the reading child.
"""

from __future__ import annotations

import zipfile
from xml.etree import ElementTree

from perfdata.loading.workbook_cells import Piece
from perfdata.loading.workbook_parts import MOST_COLUMNS, damaged, too_large

MOST_CONTENT = 200 * 1024 * 1024
EVERY_ROW = 1 << 30
# The decimals that a percentage shows stand in styles; all that it has are taken.
ALL_PLACES = 10
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def oddities(archive: zipfile.ZipFile) -> dict[str, Piece]:
    """What is odd about each sheet's cells, by the sheet's name. Raises BadFile."""
    try:
        size = archive.getinfo("content.xml").file_size
    except KeyError:
        raise damaged() from None
    if size > MOST_CONTENT:
        raise too_large()
    found: dict[str, Piece] = {}
    piece, row, column = Piece(EVERY_ROW), 0, 0
    try:
        with archive.open("content.xml") as part:
            for event, element in ElementTree.iterparse(part, ("start", "end")):
                tag = element.tag
                if event == "start" and tag == f"{_TABLE}table":
                    piece, row = Piece(EVERY_ROW), 0
                    found[element.get(f"{_TABLE}name", "")] = piece
                elif event == "start" and tag == f"{_TABLE}table-row":
                    row, column = row + 1, 0
                    piece.hidden += element.get(f"{_TABLE}visibility") in ("collapse", "filter")
                elif event == "start" and tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    repeated = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
                    for place in range(column + 1, min(column + repeated, MOST_COLUMNS) + 1):
                        _note(piece, row, place, element)
                    column += repeated
                elif event == "end" and tag == f"{_TABLE}table-row":
                    row += int(element.get(f"{_TABLE}number-rows-repeated", "1")) - 1
                    element.clear()
    except (ElementTree.ParseError, ValueError):
        raise damaged() from None
    return found


def _note(piece: Piece, row: int, column: int, cell: ElementTree.Element) -> None:
    kind = cell.get(f"{_OFFICE}value-type", "")
    formula = cell.get(f"{_TABLE}formula", "")
    piece.links = piece.links or "file:" in formula
    if cell.get(f"{_CALC}value-type") == "error":
        piece.errors[row, column] = "#ERROR!"
    elif kind == "percentage":
        piece.percent[row, column] = ALL_PLACES
    elif formula and not kind:
        piece.wait(row, column)
