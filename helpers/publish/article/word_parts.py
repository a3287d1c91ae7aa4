"""Parts of a Word file that python-docx does not offer: fields, contents, alternatives, rules."""

import unicodedata
from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shape import InlineShape
from docx.shared import Emu
from docx.table import Table
from docx.text.paragraph import Paragraph

RULE = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "B5BAC0"}
# In letters: least width of a column, padding beside its text, a short text, a line.
NARROW, ROOM, SHORT, LINE = 4, 2, 20, 90


def describe(document: Document, title: str, author: str, language: str) -> None:
    """Set title, author and language of the document, and remove the time of its creation."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, language
    properties.comments = ""
    element = properties._element
    for name in ("dcterms:created", "dcterms:modified"):
        for found in element.findall(qn(name)):
            element.remove(found)
    # The thumbnail of python-docx's template.
    relations = document.part.package.rels
    for key in [k for k, r in relations.items() if r.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def alternative(shape: InlineShape, title: str, text: str) -> None:
    """Set the text alternative of a picture."""
    shape._inline.docPr.set("title", title)
    shape._inline.docPr.set("descr", text)


def counted(paragraph: Paragraph, label: str, number: int) -> None:
    """Add a number that Word updates when captions are added or removed."""
    _field(paragraph, f"SEQ {label} \\* ARABIC", str(number))


def running(section: Section, head: str, pages: tuple[str, str, str]) -> None:
    """Set the line above every page, and the number of the page and of all pages below it.

    ``pages`` are the words before, between and after the two numbers.
    """
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.add_run(head)
    before, between, after = pages
    footer.add_run(before)
    _field(footer, "PAGE", "1")
    footer.add_run(between)
    _field(footer, "NUMPAGES", "1")
    footer.add_run(after)
    for paragraph in (header, footer):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def contents(document: Document, headings: Sequence[str], name: str) -> None:
    """Add the table of contents, called ``name``: a line for each heading, which leads to it.

    It has no page numbers, which only Word itself can know: a file that asks for an update of its
    fields opens with a question.
    """
    document.add_paragraph(name, style="TOC Heading")
    parts = [
        _element("w:fldChar", {"w:fldCharType": kind}) for kind in ("begin", "separate", "end")
    ]
    code = _element("w:instrText", {"xml:space": "preserve"})
    code.text = ' TOC \\o "1-1" \\n \\h '
    for number, text in enumerate(headings, start=1):
        paragraph = document.add_paragraph(style="toc 1")
        if number == 1:
            for part in (parts[0], code, parts[1]):
                paragraph.add_run()._r.append(part)
        link = _element("w:hyperlink", {"w:anchor": _bookmark(number), "w:history": "1"})
        paragraph._p.append(link)
        link.append(paragraph.add_run(text)._r)
        if number == len(headings):
            paragraph.add_run()._r.append(parts[2])


def bookmarked(heading: Paragraph, number: int) -> None:
    """Mark a heading as the place that a line of the contents leads to."""
    mark = {"w:id": str(number)}
    heading._p.insert(1, _element("w:bookmarkStart", {**mark, "w:name": _bookmark(number)}))
    heading._p.append(_element("w:bookmarkEnd", mark))


def _bookmark(number: int) -> str:
    return f"_Toc{number:03d}"


def _field(paragraph: Paragraph, code: str, text: str) -> None:
    """Add a field that Word keeps up to date, with the text that it has until then."""
    field = _element("w:fldSimple", {"w:instr": f" {code} "})
    paragraph._p.append(field)
    field.append(paragraph.add_run(text)._r)


def ruled(table: Table, width: int) -> None:
    """Format a table of ``width``: thin rules, columns as wide as their text, a repeated header."""
    properties = table._tbl.tblPr
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", RULE))
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", {"w:w": "40", "w:type": "dxa"}))
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(margins, "w:tblLook")
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    for column, share in zip(table.columns, shares(texts), strict=True):
        column.width = Emu(int(width * share))
        for cell in column.cells:
            cell.width = column.width
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for cell in head.cells:
        cell.paragraphs[0].runs[0].font.bold = True
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit"))


def shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """Return each column's share of the width; the first row is the header, which may wrap.

    Where a line is too short for all, columns of long texts share what the short ones leave.
    """
    head, *body = rows
    needs = []
    for at, label in enumerate(head):
        longest = max((_letters(row[at]) for row in body), default=0)
        needs.append(max(longest, _letters(label) / 3, NARROW) + ROOM)
    long = [need > SHORT for need in needs]
    left = LINE - sum(n for n, is_long in zip(needs, long, strict=True) if not is_long)
    if sum(needs) > LINE and any(long) and left > 0:
        # By their roots: a text four times as long has lines twice as long, and twice as many.
        whole = sum(n**0.5 for n, is_long in zip(needs, long, strict=True) if is_long)
        needs = [
            left * n**0.5 / whole if is_long else n for n, is_long in zip(needs, long, strict=True)
        ]
    return [need / sum(needs) for need in needs]


def _letters(text: str) -> int:
    """Return the width of a text in letters; a Chinese character counts as two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _element(name: str, attributes: dict[str, str] | None = None) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in (attributes or {}).items():
        element.set(qn(key), value)
    return element
