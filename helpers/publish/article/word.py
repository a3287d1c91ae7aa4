"""The article as a Word file: contents, numbered captions, text alternatives, page numbers."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from helpers.display.article_parts import Grid, Heading, Headline, Part, Picture
from helpers.language import formats
from helpers.publish.article import word_parts, word_styles
from helpers.system import zips
from helpers.system.paths import PROJECT

# The text before the number of a caption.
CONTENTS = {"zh": "目录", "en": "Contents"}
PAGES = {"zh": ("第", "页，共", "页"), "en": ("Page ", " of ", "")}
LABELS = {"zh": {"figure": "图", "table": "表"}, "en": {"figure": "Figure ", "table": "Table "}}
# A table with more columns is set in smaller type, and one with more rows too on its own page.
MANY, LONG = 8, 20


def written(parts: Sequence[Part], lang: str) -> bytes:
    """Return the Word file; the same parts always give the same bytes."""
    document = Document()
    word_styles.dress(document, lang)
    headline = next((part for part in parts if isinstance(part, Headline)), Headline("", ""))
    name = formats.label("site_name", lang)
    word_parts.running(document.sections[0], f"{name} · {headline.about}", PAGES[lang])
    _Writer(document, lang).write(parts)
    title = headline.text
    word_parts.describe(document, title, PROJECT, word_styles.LANGUAGES[lang])
    out = io.BytesIO()
    document.save(out)
    return zips.packed(zips.unpacked(out.getvalue()))


@dataclass
class _Writer:
    """Writes parts into a document and counts its figures and tables."""

    document: Doc
    lang: str
    figures: int = 0
    tables: int = 0
    headings: int = 0

    def write(self, parts: Sequence[Part]) -> None:
        """Write the parts in their order, a long and wide table on a landscape page of its own."""
        for part in parts:
            self._turn(isinstance(part, Grid) and _wide(part))
            if isinstance(part, Headline):
                self._say(part.text, "Title")
                self._say(part.about, "Subtitle")
                self._say(part.byline, word_styles.BYLINE)
                headings = [each.text for each in parts if isinstance(each, Heading)]
                word_parts.contents(self.document, headings, CONTENTS[self.lang])
            elif isinstance(part, Heading):
                self.headings += 1
                heading = self.document.add_paragraph(part.text, style="Heading 1")
                word_parts.bookmarked(heading, self.headings)
            elif isinstance(part, Picture):
                self._picture(part)
            elif isinstance(part, Grid):
                self._table(part)
            else:
                self._say(part.text, "Body Text")

    def _turn(self, landscape: bool) -> None:
        """Begin a page of the other orientation where the last one does not have it."""
        last = self.document.sections[-1]
        if landscape == (last.orientation == WD_ORIENT.LANDSCAPE):
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = last.page_height, last.page_width

    def _say(self, text: str, style: str) -> None:
        self.document.add_paragraph(text, style=style)

    def _picture(self, picture: Picture) -> None:
        self.figures += 1
        self._caption("figure", self.figures, picture.headline)
        self._say(picture.subtitle, word_styles.NOTE)
        holder = self.document.add_paragraph(style="Normal")
        holder.paragraph_format.keep_with_next = True
        shape = holder.add_run().add_picture(io.BytesIO(picture.png))
        word_parts.alternative(shape, picture.headline, picture.alt)
        self._say(picture.source, word_styles.SOURCE)

    def _table(self, grid: Grid) -> None:
        self.tables += 1
        self._caption("table", self.tables, grid.caption)
        wide = _wide(grid)
        size = Pt(8.5) if len(grid.labels) <= MANY or wide else Pt(7)
        table = self.document.add_table(rows=1 + len(grid.rows), cols=len(grid.labels))
        for row, texts in zip(table.rows, [tuple(grid.labels), *grid.rows], strict=True):
            for cell, text, kind in zip(row.cells, texts, grid.kinds, strict=True):
                paragraph = cell.paragraphs[0]
                # By its id: python-docx would search all styles for each cell.
                paragraph._p.style = word_styles.CELL
                paragraph.add_run(text).font.size = size
                if kind == "number":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        word_parts.ruled(table, word_styles.LANDSCAPE_WIDTH if wide else word_styles.TEXT_WIDTH)
        self._say(grid.source, word_styles.SOURCE)

    def _caption(self, kind: str, number: int, text: str) -> None:
        paragraph = self.document.add_paragraph(style="Caption")
        label = LABELS[self.lang][kind]
        paragraph.add_run(label)
        word_parts.counted(paragraph, label.strip(), number)
        paragraph.add_run(f"\u3000{text}" if self.lang == "zh" else f". {text}")


def _wide(grid: Grid) -> bool:
    """Return whether a table has a landscape page of its own."""
    return len(grid.labels) > MANY and len(grid.rows) > LONG
