"""From bytes to a table: what is refused before a cell is looked at, and how rows are counted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from perfdata.loading.faults import BadFile
from perfdata.loading.headings import same_heading
from perfdata.loading.text_files import MOST_BYTES, read_bytes, read_table


def known(cell: str) -> bool:
    """The headings of these tests."""
    return same_heading(cell) in {"code", "value", "note"}


def refusal(content: bytes, suffix: str = ".csv") -> str:
    """Why these bytes are refused."""
    with pytest.raises(BadFile) as caught:
        read_table(content, suffix, known)
    return caught.value.faults[0].reason


@pytest.mark.parametrize(
    ("content", "suffix", "reason"),
    [
        (b"", ".csv", "empty file"),
        (b"\xef\xbb\xbf\r\n \r\n", ".csv", "empty file"),
        (b",,\n,,\n", ".csv", "empty file"),
        (b"Code,Value\n", ".csv", "no rows"),
        (b"Code,Value\n,\n", ".csv", "no rows"),
        (b"Code,Value\nA,1\n", ".pdf", "not a kind of file that can be read"),
        (b"Code,Value\nA,1\n", ".xlsx", "not what its name says (text)"),
        (b"<!DOCTYPE html><table>", ".csv", "not what its name says (HTML)"),
        (b"PK\x03\x04 and so on", ".csv", "not what its name says (workbook)"),
        ("Code,Value\nA,1\n".encode("utf-16-le"), ".csv", "contains NUL bytes"),
        ("Code,Value\nA,1\n".encode("utf-32"), ".csv", "encoding cannot be read"),
        ("Code,Value\nA,1\n".encode("utf-16") + b"\n", ".csv", "encoding cannot be read"),
        (b'Code,Note\nA,"cut of', ".csv", "file is cut short"),
        (b'Code,Note\nA,"one" two\n', ".csv", "quotation marks do not match"),
        (b"Code,Note\nA," + b"x" * 131_073 + b"\n", ".csv", "a cell is too long"),
        (b",".join(b"c%d" % number for number in range(1001)) + b"\n1\n", ".csv", "too many columns"),
    ],
)
def test_what_is_refused(content: bytes, suffix: str, reason: str) -> None:
    """Each with its reason, and nothing else said."""
    assert refusal(content, suffix) == reason


def test_rows_are_counted_as_a_spreadsheet_shows_them() -> None:
    """A blank row counts, and a record with line breaks in quotation marks counts once."""
    table = read_table(b'Code,Note\nA,"one\ntwo\r\nthree"\n\n,\nB,four\n', ".csv", known)
    assert [(row, cells[0]) for row, cells in table.records] == [(2, "A"), (5, "B")]


def test_headings_decide_the_delimiter() -> None:
    """However many commas stand in the notes."""
    table = read_table(b"Code;Note\nA;one, two, three, four\n", ".csv", known)
    assert table.records == ((2, ["A", "one, two, three, four"]),)
    assert table.notes == ("The cells are separated by semicolons.",)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """Its size alone is looked at; the file here takes no room on the disk."""
    path = tmp_path / "huge.csv"
    path.touch()
    os.truncate(path, MOST_BYTES + 1)
    with pytest.raises(BadFile, match="too large"):
        read_bytes(path)


@pytest.mark.parametrize("heading", ["Entered On", " ENTERED_ON ", "entered\u00a0on", "\ufeffEntered  On"])
def test_headings_are_read_kindly(heading: str) -> None:
    """Case, spaces, underscores and invisible characters do not matter."""
    assert same_heading(heading) == "entered on"
