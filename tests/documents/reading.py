"""A Word file read back, as a screen reader and a checker of accessibility would."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn


@dataclass(frozen=True)
class Read:
    """`headings` have their level, 0 for the title. Each table is its rows of words; `header_rows` counts the rows
    that are marked as header in each. `alternatives` has the alternative text of each picture, blank where none is."""

    title: str
    language: str
    text_language: str
    headings: list[tuple[int, str]]
    paragraphs: list[str]
    tables: list[list[list[str]]]
    header_rows: list[int]
    captions: list[str]
    alternatives: list[str]
    footer: str

    @property
    def words(self) -> str:
        """All the words in the body, with the alternative texts."""
        cells = [cell for table in self.tables for row in table for cell in row]
        return "\n".join([*self.paragraphs, *cells, *self.alternatives])


def read_back(content: bytes) -> Read:
    """What stands in a .docx file."""
    word = docx.Document(BytesIO(content))
    body: Any = word.element.body
    headings = []
    for paragraph in word.paragraphs:
        name = str(paragraph.style.name) if paragraph.style is not None else ""
        if name == "Title":
            headings.append((0, paragraph.text))
        elif name.startswith("Heading "):
            headings.append((int(name.removeprefix("Heading ")), paragraph.text))
    defaults: Any = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    drawings = body.findall(f".//{qn('wp:docPr')}")
    footer: Any = word.sections[0].footer._element
    return Read(
        title=word.core_properties.title,
        language=word.core_properties.language,
        text_language=defaults.get(qn("w:val")),
        headings=headings,
        paragraphs=[
            paragraph.text
            for paragraph in word.paragraphs
            if paragraph.text or not paragraph._p.findall(f".//{qn('w:drawing')}")
        ],
        tables=[[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables],
        header_rows=[len(table._tbl.findall(f".//{qn('w:tblHeader')}")) for table in word.tables],
        captions=[one.get(qn("w:val")) for one in body.findall(f".//{qn('w:tblCaption')}")],
        alternatives=[one.get("descr") or "" for one in drawings],
        footer="".join(one.text or "" for one in footer.iter(qn("w:t"), qn("w:instrText"))),
    )
