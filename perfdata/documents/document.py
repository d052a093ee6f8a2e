"""A document as a value: headings, paragraphs, lists, tables, pictures and quotations, with nothing left to look up.

It can be frozen, written by another process, and shown in a thread. No part carries meaning by its looks alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from perfdata.charts.chart import Chart

LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; `lead` goes before them, in bold."""

    words: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, each entry with the words in bold that lead it; numbered where the order matters."""

    entries: tuple[Paragraph, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table under one row of column names. The first column names each row; `widths` are shares of the page."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, which carries its own title and alternative text."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, set apart, with whose they are and when they were given."""

    quoted: str
    voice: str


Part = Paragraph | Bullets | Table | Picture | Quote


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level 1 or 2 and what stands under it, up to the next one."""

    title: str
    level: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `name` is what its file is called, without an ending; `by` is the council that it is of.

    `subject` is what the file says that it is about, where programs list files by it.
    """

    name: str
    title: str
    by: str
    made_on: date
    sections: tuple[Section, ...]
    subject: str = "Performance surgery"


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def freeze(document: Document) -> dict[str, Any]:
    """The document as JSON, for the process that writes it."""
    frozen: dict[str, Any] = _adapter().dump_python(document, mode="json", exclude_defaults=True)
    return frozen


def thaw(frozen: dict[str, Any]) -> Document:
    """The document that `freeze` stored. Raises ValueError when it is none."""
    return _adapter().validate_python(frozen)


def texts_of(document: Document) -> Iterator[str]:
    """All that a document says, outside what people are quoted as saying."""
    yield document.title
    for section in document.sections:
        yield section.title
        for part in section.parts:
            yield from _texts(part)


def quoted_in(document: Document) -> Iterator[str]:
    """What people are quoted as saying in it."""
    for section in document.sections:
        yield from (part.quoted for part in section.parts if isinstance(part, Quote))


def _texts(part: Part) -> Iterator[str]:
    match part:
        case Paragraph():
            yield f"{part.lead} {part.words}"
        case Bullets():
            yield from (f"{one.lead} {one.words}" for one in part.entries)
        case Table():
            yield part.caption
            yield from part.columns
            for row in part.rows:
                yield from row
        case Picture():
            yield f"{part.chart.title}\n{part.chart.alt}\n{part.chart.note}"
        case Quote():
            yield part.voice
