"""Parts of a Word file that python-docx does not offer: numbered captions, alternatives, rules."""

import unicodedata
from collections.abc import Sequence

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.shared import Emu
from docx.table import Table
from docx.text.paragraph import Paragraph

RULE = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "B5BAC0"}
# Least and largest width of a column, and the padding beside its text, in letters.
NARROW, WIDE, ROOM = 4, 32, 2


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
    field = _element("w:fldSimple", {"w:instr": f" SEQ {label} \\* ARABIC "})
    paragraph._p.append(field)
    run = paragraph.add_run(str(number))
    field.append(run._r)


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
    """Return each column's share of the width; the first row is the header, which may wrap."""
    head, *body = rows
    needs = []
    for at, label in enumerate(head):
        longest = max((_letters(row[at]) for row in body), default=0)
        needs.append(min(max(longest, _letters(label) / 3, NARROW), WIDE) + ROOM)
    return [need / sum(needs) for need in needs]


def _letters(text: str) -> int:
    """Return the width of a text in letters; a Chinese character counts as two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _element(name: str, attributes: dict[str, str] | None = None) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in (attributes or {}).items():
        element.set(qn(key), value)
    return element
