"""Styles of the Word file: page size, fonts of both scripts, type sizes, language of the text."""

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

NOTE, SOURCE, CELL, BYLINE, CONTENTS = "Note", "Source", "Cell", "Byline", "toc 1"
CONTENTS_HEADING = "TOC Heading"
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
HEIGHT, WIDTH, MARGIN = Cm(29.7), Cm(21), Cm(2.2)
TEXT_WIDTH, LANDSCAPE_WIDTH = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
# Latin letters and figures; Chinese. Both are on every machine that has Word.
SERIF, SANS = ("Times New Roman", "SimSun"), ("Arial", "SimHei")
INK, SOFT = RGBColor(0x23, 0x27, 0x2B), RGBColor(0x5B, 0x62, 0x6A)


@dataclass(frozen=True)
class Look:
    """Fonts, size and space of a style in points; ``kept``: on a page with the next one."""

    fonts: tuple[str, str]
    size: float
    color: RGBColor = INK
    bold: bool = False
    above: float = 0
    below: float = 0
    line: float = 1.15
    kept: bool = False


LOOKS = {
    "Normal": Look(SERIF, 11),
    "Title": Look(SANS, 20, bold=True, below=4, kept=True),
    "Subtitle": Look(SANS, 10.5, SOFT, below=2, kept=True),
    BYLINE: Look(SANS, 9, SOFT, below=12),
    CONTENTS_HEADING: Look(SANS, 10, bold=True, below=3, kept=True),
    CONTENTS: Look(SANS, 10, below=2),
    "Header": Look(SANS, 8.5, SOFT),
    "Footer": Look(SANS, 8.5, SOFT),
    "Heading 1": Look(SANS, 14, bold=True, above=18, below=6, kept=True),
    "Body Text": Look(SERIF, 11, above=6, below=6, line=1.4),
    "Caption": Look(SANS, 9.5, bold=True, above=10, below=2, kept=True),
    NOTE: Look(SANS, 8.5, SOFT, below=3, kept=True),
    SOURCE: Look(SANS, 8, SOFT, above=2, below=12),
    CELL: Look(SANS, 8.5, line=1),
}


def dress(document: Document, lang: str) -> None:
    """Set page, styles and language of an empty document."""
    section = document.sections[0]
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    for name in (NOTE, SOURCE, CELL, BYLINE, CONTENTS):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for name, look in LOOKS.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _look(style, look)
    if lang == "zh":
        # The first line of a Chinese paragraph is indented by two characters.
        indent = document.styles["Body Text"].element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200")
    _language(document, LANGUAGES[lang])


def _look(style: ParagraphStyle, look: Look) -> None:
    properties = style.element.get_or_add_pPr()
    for name in ("w:pBdr", "w:numPr", "w:contextualSpacing"):
        for found in properties.findall(qn(name)):
            properties.remove(found)
    # The theme of python-docx's template is removed: it has no Chinese font.
    style.element._remove_rPr()
    style.font.name, east = look.fonts
    style.element.rPr.rFonts.set(qn("w:eastAsia"), east)
    style.font.size, style.font.bold, style.font.color.rgb = Pt(look.size), look.bold, look.color
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.above), Pt(look.below)
    form.line_spacing, form.keep_with_next = look.line, look.kept


def _language(document: Document, tag: str) -> None:
    """Set the language of the text, which spelling, hyphenation and screen readers use."""
    chinese = LANGUAGES["zh"]
    for element in _languages(document):
        element.set(qn("w:val"), tag)
        element.set(qn("w:eastAsia"), chinese)


def _languages(document: Document) -> list[BaseOxmlElement]:
    styles, settings = document.styles.element, document.settings.element
    return [*styles.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))]
