"""A surgery's documents in the chat: a message on which one hangs, and what it says as a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from handlers.views import limits
from handlers.views.charts import Pictured
from handlers.views.escaping import clip
from handlers.views.message import Block, Message, Part, fits, message
from handlers.views.parts import Bold, Link, bullets, heading, note, paragraph, quotation
from handlers.views.surgery_news import told_parts
from perfdata.documents.document import Bullets, Document, Paragraph, Picture, Quote, Table
from perfdata.documents.document import Part as Shown
from perfdata.documents.handing_out import PaperSection
from perfdata.surgeries.telling import Enclosure

NOT_HERE = "The document could not be put here."
PRESS_AGAIN = "Please press “Pack” or “Minutes” in /surgery to have it sent again."
WORD = "Word document"
CUT = "More stands in the document."
ROWS_SHOWN = 13


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A message on which a document hangs, once Slack has it: `as_message` takes the link that Slack gave it.

    `plainly` is the message for when that cannot be.
    """

    document: Document
    as_message: Callable[[str], Message]
    plainly: Message


def owed_document(payload: Mapping[str, Any]) -> Enclosed:
    """What is posted to bring somebody a document, with the event that it belongs to."""
    enclosure = Enclosure.from_payload(dict(payload))
    return Enclosed(
        enclosure.document,
        partial(_with_link, enclosure),
        message([*_before(enclosure), note(f"{NOT_HERE} {enclosure.again or PRESS_AGAIN}")]),
    )


def owed_papers(payload: Mapping[str, Any]) -> Message | Pictured:
    """One section of a document, as one message of a thread; with its picture, where there is one."""
    section = PaperSection.from_payload(dict(payload)).section
    charts = [part.chart for part in section.parts if isinstance(part, Picture)]
    plainly = message(_fitting([heading(section.title), *_shown(section.parts, "")]))
    if not charts:
        return plainly

    def as_message(file_id: str) -> Message:
        return message(_fitting([heading(section.title), *_shown(section.parts, file_id)]))

    return Pictured(charts[0], as_message, plainly)


def _with_link(enclosure: Enclosure, permalink: str) -> Message:
    document = enclosure.document
    return message([*_before(enclosure), paragraph(Link(document.title, permalink), f" ({WORD})")])


def _before(enclosure: Enclosure) -> list[Part]:
    if enclosure.told is not None:
        return told_parts(enclosure.told)
    return [paragraph(Bold(f"{enclosure.document.title}."), " It is yours to read and to give on.")]


def _shown(parts: tuple[Shown, ...], file_id: str) -> Iterator[Part]:
    for part in parts:
        match part:
            case Paragraph():
                yield paragraph(*([Bold(f"{part.lead} ")] if part.lead else []), part.words)
            case Bullets():
                yield bullets([(Bold(f"{one.lead} "), one.words) for one in part.entries])
            case Quote():
                yield quotation(part.quoted, part.voice)
            case Table():
                yield _table(part)
            case Picture() if file_id:
                chart = part.chart
                block: Block = {
                    "type": "image",
                    "slack_file": {"id": file_id},
                    "alt_text": clip(chart.alt, limits.ALT_TEXT),
                }
                yield Part(block, chart.alt)
            case Picture():
                yield paragraph(part.chart.alt)


def _table(table: Table) -> Part:
    block: Block = {
        "type": "data_table",
        "caption": clip(table.caption, limits.TABLE_CAPTION, "…"),
        "rows": [[{"type": "raw_text", "text": cell or "–"} for cell in row] for row in (table.columns, *table.rows)],
        "page_size": ROWS_SHOWN,
        "row_header_column_index": 0,
    }
    lines = [f"{row[0]}: {', '.join(row[1:])}" for row in table.rows]
    return Part(block, "\n".join([f"{table.caption}. {', '.join(table.columns)}:", *lines]))


def _fitting(parts: list[Part]) -> list[Part]:
    """The parts up to what one message takes; what is left out is in the document, and the message says so."""
    kept: list[Part] = []
    for part in parts:
        if not fits([*kept, part, note(CUT)]):
            return [*kept, note(CUT)]
        kept.append(part)
    return kept
