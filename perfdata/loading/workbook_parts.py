"""What is inside a workbook's zip file, judged before anything reads it: sizes, dangers, and how cells are shown.

Runs in the reading child (see `workbook_child`), with nothing but the standard library. No part is ever fetched from
elsewhere, and no formula is evaluated.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from perfdata.loading.faults import BadFile, bad_file

MOST_EXPANDED = 1024**3
MOST_RATIO = 100
RATIO_MATTERS_FROM = 50 * 1024 * 1024
MOST_PARTS = 2_000
MOST_SMALL_PART = 20 * 1024 * 1024
MOST_COLUMNS = 1_000
MOST_CELLS = 40_000_000
HEAD = 64 * 1024

SAVE_AGAIN = "Open it in the spreadsheet program, save it as a new workbook, and load that."
FEWER = "Leave only the tables that are needed, or load it in parts."
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]{1,3}[0-9]+:([A-Z]{1,3})([0-9]{1,7})"')
_BUILT_IN = {9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "d/m/yy h:mm"}
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True, slots=True)
class Styles:
    """Style numbers that matter: percentages with the decimals that they show, dates without a day, italics."""

    percent: Mapping[int, int] = field(default_factory=dict)
    dayless: frozenset[int] = frozenset()
    italic: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Parts:
    """A workbook that is safe to read: where each sheet's cells are, by the sheet's name, and the styles.

    `links` is true when formulas of it point to other workbooks, whose stored results are read. `calculated` is false
    when it says of itself that its formulas are to be calculated on opening, as programs do that only write nought.
    """

    sheets: Mapping[str, str]
    styles: Styles
    links: bool
    calculated: bool = True


def open_parts(archive: zipfile.ZipFile) -> Parts:
    """Judge an .xlsx or .ods file by its directory and the heads of its parts. Raises BadFile."""
    _check_directory(archive)
    names = {info.filename for info in archive.infolist()}
    for name in names:
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                head = part.read(HEAD)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise bad_file(
                    "unsafe workbook",
                    "The workbook defines its own text replacements, which can hide or multiply what it holds.",
                    SAVE_AGAIN,
                )
    if "xl/workbook.xml" not in names:
        return Parts({}, Styles(), False)
    sheets, calculated = _sheets(archive, names)
    for part_name in sheets.values():
        with archive.open(part_name) as part:
            _check_size(part.read(HEAD))
    links = any(name.startswith("xl/externalLinks/") for name in names)
    return Parts(sheets, _styles(archive, names), links, calculated)


def letters_to_number(letters: str) -> int:
    """The number of a column, from 1: `A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def too_many_columns(columns: int) -> BadFile:
    """What to raise for a sheet that is wider than any table."""
    return bad_file("too many columns", f"A sheet has {columns:,} columns; at most {MOST_COLUMNS:,} are read.", FEWER)


def too_large() -> BadFile:
    """What to raise for a workbook that would need more room than it may have."""
    return bad_file("too large when opened", "The workbook is far larger when it is opened than it may be.", FEWER)


def damaged() -> BadFile:
    """What to raise for a file that begins as a workbook and is none."""
    return bad_file("damaged workbook", "The workbook is damaged: it cannot be opened.", SAVE_AGAIN)


def check_area(rows: int, columns: int) -> None:
    """Raise BadFile for a sheet that is too wide, or whose cells would be too many."""
    if columns > MOST_COLUMNS and rows <= 100_000:
        raise too_many_columns(columns)
    if rows * columns > MOST_CELLS:
        raise too_large()


def _check_directory(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_EXPANDED:
        raise too_large()
    for entry in entries:
        if entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise too_large()
        if entry.flag_bits & 1:
            raise bad_file(
                "password-protected", "The workbook is protected by a password.", "Save a copy of it without one."
            )


def _check_size(head: bytes) -> None:
    """By the last cell that the sheet names itself; a sheet that lies runs into the child's limits."""
    if found := _DIMENSION.search(head):
        check_area(int(found[2]), letters_to_number(found[1].decode()))


def _sheets(archive: zipfile.ZipFile, names: set[str]) -> tuple[dict[str, str], bool]:
    """The sheets' parts by their names, and whether the formulas have been calculated."""
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for relation in _parse(archive, "xl/_rels/workbook.xml.rels"):
            target = relation.get("Target", "")
            targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    found, calculated = {}, True
    for sheet in _parse(archive, "xl/workbook.xml").iter():
        if sheet.tag in (f"{_MAIN}calcPr", f"{_STRICT}calcPr"):
            calculated = sheet.get("fullCalcOnLoad", "0") in ("0", "false")
        if sheet.tag in (f"{_MAIN}sheet", f"{_STRICT}sheet"):
            identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            if (target := targets.get(identity, "")) in names:
                found[sheet.get("name", "")] = target
    return found, calculated


def _styles(archive: zipfile.ZipFile, names: set[str]) -> Styles:
    if "xl/styles.xml" not in names:
        return Styles()
    root = _parse(archive, "xl/styles.xml")
    space = _STRICT if root.tag.startswith(_STRICT) else _MAIN
    codes: dict[int, str] = {}
    for one in root.iter(f"{space}numFmt"):
        codes[int(one.get("numFmtId", "0"))] = one.get("formatCode", "")
    italic_fonts = {
        number
        for number, font in enumerate(root.iterfind(f"{space}fonts/{space}font"))
        if (mark := font.find(f"{space}i")) is not None and mark.get("val", "1") not in ("0", "false")
    }
    formats = [int(style.get("numFmtId", "0")) for style in root.iterfind(f"{space}cellXfs/{space}xf")]
    percent, dayless = shown_as(formats, codes)
    italic = {
        number
        for number, style in enumerate(root.iterfind(f"{space}cellXfs/{space}xf"))
        if int(style.get("fontId", "0")) in italic_fonts
    }
    return Styles(percent, frozenset(dayless), frozenset(italic))


def shown_as(formats: Iterable[int], codes: Mapping[int, str]) -> tuple[dict[int, int], set[int]]:
    """Of styles given by their format numbers: percentages with their decimals, and dates shown without a day."""
    percent: dict[int, int] = {}
    dayless = set()
    for number, one in enumerate(formats):
        code = _NOT_SHOWN.sub("", codes.get(one) or _BUILT_IN.get(one, "")).split(";")[0].lower()
        if "%" in code:
            percent[number] = sum(letter in "0#?" for letter in code.partition(".")[2])
        elif "y" in code and "m" in code and "d" not in code:
            dayless.add(number)
    return percent, dayless


def _parse(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A small part as XML; its head has been found to define no entities, and the rest is looked at here."""
    if archive.getinfo(name).file_size > MOST_SMALL_PART:
        raise too_large()
    try:
        content = archive.read(name)
        if b"<!" in content.replace(b"<![CDATA[", b"").replace(b"<!--", b""):
            raise damaged()
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, zipfile.BadZipFile, zlib.error, ValueError, EOFError):
        raise damaged() from None
