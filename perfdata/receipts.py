"""Where a figure stands, in words that a person can follow to the cell."""

from __future__ import annotations


def place_of(file: str, sheet: str) -> str:
    """The file's name, with the sheet where the file has sheets: `scorecard.xlsx, sheet Place`."""
    return f"{file}, sheet {sheet}" if sheet else file
