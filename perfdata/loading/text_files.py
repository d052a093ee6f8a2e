"""From a file's bytes to records of text: size, encoding and delimiter decided strictly, never guessed in silence."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perfdata.loading.faults import BadFile, bad_file

MOST_BYTES = 200 * 1024 * 1024
MOST_COLUMNS = 1_000
# What the standard library's reader takes unless it is told otherwise.
MOST_CELL_CHARACTERS = 131_072
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
SAVE_AS_CSV = "Open it in the spreadsheet program, save it as “CSV UTF-8”, and load that."
EXPORT_AGAIN = "Export the file again, and load the new one."

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_UTF8_SEQUENCE = re.compile(rb"[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3}")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table as text. `records` are (row number, cells), without the headings and without blank rows.

    `notes` say what a reader should know about how the file was read.
    """

    digest: str
    header: tuple[str, ...]
    records: tuple[tuple[int, list[str]], ...]
    notes: tuple[str, ...]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises BadFile when there is none, it cannot be read or it is over the limit."""
    try:
        # Anything else, such as a device, may never end.
        if path.exists() and not path.is_file():
            raise bad_file("file cannot be read", "This is not a file.", "Give a file, or a folder of files.")
        if path.stat().st_size > MOST_BYTES:
            raise bad_file(
                "too large",
                f"The file is over {MOST_BYTES // 1024 // 1024} MB.",
                "Load it in parts, such as a year at a time.",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise bad_file("file not found", "There is no such file.", "Check the path.") from None
    except OSError:
        raise bad_file("file cannot be read", "The file cannot be opened.", "Check that you may read it.") from None


def read_table(content: bytes, suffix: str, known: Callable[[str], bool]) -> TextTable:
    """The table that `content` holds. `suffix` is the file name's, `known` tells a heading of any table.

    Raises BadFile for anything that is not a whole, unambiguous table of text.
    """
    if is_workbook(content, suffix.lower()):
        raise _misnamed("workbook", f"The file is called {suffix} and holds a workbook.")
    text, notes = _decode(content)
    if "\0" in text:
        raise bad_file("contains NUL bytes", "The file has NUL bytes in it, so it is damaged.", EXPORT_AGAIN)
    if not text.strip():
        raise bad_file("empty file", "There is nothing in the file.", EXPORT_AGAIN)
    delimiter = _delimiter(text, known)
    if delimiter != ",":
        notes = (*notes, f"The cells are separated by {DELIMITERS[delimiter]}.")
    header, records = _records(text, delimiter)
    return TextTable(hashlib.sha256(content).hexdigest(), header, records, notes)


def is_workbook(content: bytes, suffix: str) -> bool:
    """Whether the file is to be read as a workbook, by its name and its first bytes alike.

    Raises BadFile when the two do not go together, when it is neither a workbook nor text, and when it is locked.
    """
    named_workbook = suffix in WORKBOOK_SUFFIXES
    if not named_workbook and suffix not in TEXT_SUFFIXES:
        raise bad_file(
            "not a kind of file that can be read",
            f"“{suffix}” files cannot be read.",
            "Give a workbook (.xlsx, .xls or .ods), or a .csv file.",
        )
    if not content.strip():
        raise bad_file("empty file", "There is nothing in the file.", EXPORT_AGAIN)
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|table|\?xml|head|meta)", content[:300], re.IGNORECASE):
        raise _misnamed("HTML", f"The file is called {suffix} and holds a web page.")
    workbook = content.startswith((_ZIP, _OLE))
    if workbook and "EncryptedPackage".encode("utf-16-le") in content:
        raise bad_file(
            "password-protected", "The workbook is protected by a password.", "Save a copy of it without one."
        )
    if workbook and not named_workbook:
        raise _misnamed("workbook", f"The file is called {suffix} and holds a workbook.")
    if named_workbook and not workbook:
        raise _misnamed("text", f"The file is called {suffix} and does not hold a workbook.")
    if named_workbook and content.startswith(_OLE) is not (suffix == ".xls"):
        raise _misnamed("workbook", f"The file is called {suffix} and holds a workbook of another kind.")
    return named_workbook


def _misnamed(holds: str, problem: str) -> BadFile:
    return bad_file(f"not what its name says ({holds})", problem, SAVE_AS_CSV)


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and a note where the encoding is not UTF-8."""
    try:
        if content.startswith(codecs.BOM_UTF8):
            return content.decode("utf-8-sig"), ()
        if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            raise _unreadable_encoding()
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16"), ("The file is in UTF-16.",)
    except UnicodeDecodeError:
        raise _unreadable_encoding() from None
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    # Bytes that make a letter in UTF-8 and two odd signs in Windows-1252 mean that both are in the file.
    if _UTF8_SEQUENCE.search(content):
        raise _unreadable_encoding()
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise _unreadable_encoding() from None
    return text, ("The file is not in UTF-8. It was read as Windows-1252; check accents, quotation marks and £ signs.",)


def _unreadable_encoding() -> BadFile:
    return bad_file(
        "encoding cannot be read",
        "The file's letters are in no one encoding, so that some would be read wrongly.",
        "Save it as “CSV UTF-8”, and load that.",
    )


def _delimiter(text: str, known: Callable[[str], bool]) -> str:
    """The delimiter that makes known headings of the first line; a comma where none does, so that they are named."""
    first_line = next(line for line in io.StringIO(text, newline="") if line.strip())[:MOST_CELL_CHARACTERS]

    def headings(delimiter: str) -> int:
        return sum(map(known, next(csv.reader([first_line], delimiter=delimiter), [])))

    return max(DELIMITERS, key=headings)


def _records(text: str, delimiter: str) -> tuple[tuple[str, ...], tuple[tuple[int, list[str]], ...]]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        filled = [(row, cells) for row, cells in enumerate(reader, 1) if any(map(str.strip, cells))]
    except csv.Error as error:
        raise _unreadable_records(str(error)) from None
    if not filled:
        raise bad_file("empty file", "There is nothing in the file.", EXPORT_AGAIN)
    header, records = tuple(filled[0][1]), tuple(filled[1:])
    if len(header) > MOST_COLUMNS:
        raise bad_file(
            "too many columns", f"The file has {len(header):,} columns.", "Leave only the columns that are needed."
        )
    if not records:
        raise bad_file("no rows", "There are headings and nothing under them.", EXPORT_AGAIN)
    return header, records


def _unreadable_records(said: str) -> BadFile:
    if "unexpected end" in said:
        return bad_file("file is cut short", "The file ends in the middle of a quoted cell.", EXPORT_AGAIN)
    if "field larger" in said:
        return bad_file(
            "a cell is too long",
            f"A cell has over {MOST_CELL_CHARACTERS:,} characters; a closing quotation mark may be missing.",
            "Correct the quotation marks, or shorten the cell.",
        )
    return bad_file(
        "quotation marks do not match",
        "A quoted cell goes on after its closing quotation mark.",
        "Write a quotation mark inside a quoted cell twice.",
    )
