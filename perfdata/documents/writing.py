"""A document as a Word file that everybody can read: real headings, named header rows, alternative text, its language.

Run as `python -m perfdata.documents.writing`: a frozen document on standard input, the file on standard output. It is
a process of its own, like the drawing of the pictures in it: both need libraries that no bot should keep in memory.
The same document gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from perfdata.charts.drawing import drawn
from perfdata.documents.document import (
    LANGUAGE,
    Bullets,
    Document,
    Paragraph,
    Part,
    Picture,
    Quote,
    Section,
    Table,
    thaw,
)

FONT, SIZE, SMALL, ROOM = "Arial", 12, 10, 10
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 21.0, 29.7, 2.0
TEXT_WIDTH, PICTURE_WIDTH = PAGE_WIDTH - 2 * MARGIN, 14.0
"""In centimetres: A4."""
KEPT_TOGETHER = 10
"""Rows of a table that is kept on one page."""
INK, HEADER_ROW = RGBColor(0x1A, 0x1A, 0x1A), "E9EEF4"
TABLE_STYLES = {"Table Heading": True, "Table Text": False}
HEADINGS = {"Title": 22, "Heading 1": 18, "Heading 2": 14}
"""Sizes in points."""
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to hold."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def written(document: Document) -> bytes:
    """The document as the bytes of a .docx file."""
    word = docx.Document()
    _prepare(word, document)
    _say(word, document.title, "Title")
    _say(word, document.by, "Subtitle")
    for section in document.sections:
        _section(word, section)
    held = BytesIO()
    word.save(held)
    return _dated(held.getvalue())


def _prepare(word: WordDocument, document: Document) -> None:
    """The page, the styles, the language, what the file says of itself, and the footer."""
    about, made = word.core_properties, datetime.combine(document.made_on, time(), UTC)
    about.title, about.subject, about.author = _plain(document.title), document.subject, _plain(document.by)
    about.language, about.comments, about.created, about.modified = LANGUAGE, "", made, made
    about.last_modified_by = _plain(document.by)
    page = word.sections[0]
    page.page_width, page.page_height = Cm(PAGE_WIDTH), Cm(PAGE_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    defaults = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults is not None
    defaults.set(qn("w:val"), LANGUAGE)
    for name in ("Normal", "Subtitle", "Quote", "Caption", "List Bullet", "List Number", *HEADINGS):
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)
        _dress(style, HEADINGS.get(name, SIZE), heading=name in HEADINGS)
    quote = word.styles["Quote"]
    assert isinstance(quote, ParagraphStyle)
    quote.paragraph_format.left_indent = Cm(1)
    caption = word.styles["Caption"]
    assert isinstance(caption, ParagraphStyle)
    caption.paragraph_format.keep_with_next, caption.paragraph_format.space_before = True, Pt(ROOM)
    caption.font.bold = True
    for name, is_heading in TABLE_STYLES.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        _dress(style, SMALL, heading=is_heading)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    _footer(page.footer.paragraphs[0])


def _dress(style: ParagraphStyle, size: int, *, heading: bool) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), heading
    style.font.italic, style.font.color.rgb = False, INK
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    # A theme's font would win over the one that is named.
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    style.paragraph_format.space_before = Pt(14 if heading else 0)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.15
    style.paragraph_format.keep_with_next = heading


def _footer(paragraph: WordParagraph) -> None:
    paragraph.add_run("Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for run in paragraph.runs:
        run.font.size = Pt(SMALL)


def _field(paragraph: WordParagraph, name: str) -> None:
    """A number that Word works out on each page."""
    for kind, words in (("begin", ""), ("", name), ("separate", ""), ("words", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "words":
            run.text = words
        elif words:
            code = OxmlElement("w:instrText")
            code.text = words
            run._r.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _section(word: WordDocument, section: Section) -> None:
    _say(word, section.title, f"Heading{section.level}")
    after_table = False
    for part in section.parts:
        first = _part(word, part)
        if after_table and not isinstance(part, Table):
            first.paragraph_format.space_before = Pt(ROOM)
        after_table = isinstance(part, Table)


def _say(word: WordDocument, words: str, style: str = "") -> WordParagraph:
    """A paragraph. `style` is an id: to look one up by its name takes longer than all else that is done here."""
    paragraph = word.add_paragraph(_plain(words))
    if style:
        paragraph._p.style = style
    return paragraph


def _part(word: WordDocument, part: Part) -> WordParagraph:
    """Write it; returns the first paragraph of what was written."""
    match part:
        case Paragraph():
            return _fill(word.add_paragraph(), part)
        case Bullets():
            style = "ListNumber" if part.numbered else "ListBullet"
            first, *_ = [_fill(_say(word, "", style), entry) for entry in part.entries]
            return first
        case Quote():
            return _say(word, f"“{part.quoted}” ({part.voice})", "Quote")
        case Picture():
            return _picture(word, part)
        case Table():
            return _table(word, part)


def _fill(paragraph: WordParagraph, part: Paragraph) -> WordParagraph:
    if part.lead:
        paragraph.add_run(_plain(part.lead)).bold = True
        paragraph.paragraph_format.keep_with_next = not part.words
    if part.words:
        paragraph.add_run(f" {_plain(part.words)}" if part.lead else _plain(part.words))
    return paragraph


def _picture(word: WordDocument, part: Picture) -> WordParagraph:
    paragraph = word.add_paragraph()
    paragraph.add_run().add_picture(BytesIO(drawn(part.chart)), width=Cm(PICTURE_WIDTH))
    about = paragraph._p.find(f".//{qn('wp:docPr')}")
    assert about is not None
    about.set("descr", _plain(part.chart.alt))
    about.set("title", _plain(part.chart.title))
    return paragraph


def _table(word: WordDocument, part: Table) -> WordParagraph:
    caption = _say(word, part.caption, "Caption")
    table = word.add_table(rows=1 + len(part.rows), cols=len(part.columns), style="Table Grid")
    table.autofit = False
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        for name, on in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1")):
            look.set(qn(f"w:{name}"), on)
    _child(properties, "w:tblCaption", part.caption)
    widths = [Cm(TEXT_WIDTH * share / sum(part.widths)) for share in part.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    # A table that fits on a page is not torn apart.
    together = len(part.rows) <= KEPT_TOGETHER
    for number, (row, words) in enumerate(zip(table._tbl.tr_lst, (part.columns, *part.rows), strict=True)):
        about = row.get_or_add_trPr()
        about.append(OxmlElement("w:cantSplit"))
        if number == 0:
            about.append(OxmlElement("w:tblHeader"))
        for width, cell, said in zip(widths, row.tc_lst, words, strict=True):
            cell.width = width
            paragraph = WordParagraph(cell.p_lst[0], table)
            paragraph.add_run(_plain(said))
            paragraph._p.style = "TableText" if number else "TableHeading"
            if together and 0 < number < len(part.rows):
                paragraph.paragraph_format.keep_with_next = True
            if number == 0:
                _child(cell.get_or_add_tcPr(), "w:shd", "clear", fill=HEADER_ROW)
    return caption


def _child(parent: BaseOxmlElement, name: str, value: str, **more: str) -> None:
    child = OxmlElement(name)
    for key, given in {"val": _plain(value), **more}.items():
        child.set(qn(f"w:{key}"), given)
    parent.append(child)


def _plain(words: str) -> str:
    """One line of what can be written; everything in it is text, whatever it looks like."""
    return " ".join(_UNWRITABLE.sub("", words).split())


def _dated(content: bytes) -> bytes:
    """The same file with every part dated alike, so that one document is one file."""
    held = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for one in old.infolist():
            again = ZipInfo(one.filename, _EPOCH)
            again.compress_type = ZIP_DEFLATED
            new.writestr(again, old.read(one))
    return held.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(written(thaw(json.load(sys.stdin))))
