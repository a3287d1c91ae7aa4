"""Read a downloaded file as rows of text cells; damaged files are refused by name.

The format is recognised by the content, never by the file's name.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pandas as pd

from helpers.sources import workbook
from helpers.system.errors import BadInput

# The largest tables of the publishers have 500 rows, 10 columns and half a megabyte.
LARGEST = 20_000_000
SPAN = 100
ZIP = b"PK"
AGAIN = "Download it again from the publisher."


@dataclass(frozen=True)
class Row:
    """A row: its number in the file (line of a CSV, row of a sheet or HTML table) and cells."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """Return the cell in ``column``, the empty string where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Document:
    """A file with its tables as text. ``outside`` is the text around the tables of an HTML page.

    ``form`` is csv, html or workbook; ``open_end`` is true for a CSV whose last line has no line
    break, which a whole download may have and a cut one nearly always has.
    """

    path: Path
    sha256: str
    form: str
    tables: tuple[tuple[Row, ...], ...]
    outside: str = ""
    open_end: bool = False

    @property
    def name(self) -> str:
        """The file's name, as messages give it."""
        return self.path.name

    def refusal(self, text: str, row: Row | int | None = None, advice: str = AGAIN) -> BadInput:
        """Return the error that refuses this file: its name, the row if given, ``text``, advice.

        ``row`` is the row or its number; ``advice`` is what to do, "" where the text says it.
        """
        return refusal(self.name, text, row, advice)


def refusal(name: str, text: str, row: Row | int | None = None, advice: str = AGAIN) -> BadInput:
    """Return the error that refuses the file called ``name``; see ``Document.refusal``."""
    at = "" if row is None else f", row {row.number if isinstance(row, Row) else row}"
    return BadInput(f"{name}{at}: {text} {advice}".rstrip())


def open_document(path: Path) -> Document:
    """Return the file at ``path`` as text cells: CSV or HTML, .xls or .xlsx.

    Text may be in UTF-8, UTF-16 or GB18030. The first bytes decide the format: HTML saved as .xls
    is HTML. Raises BadInput for a file that is missing, empty, too large, damaged, protected by a
    password, or in another format.
    """
    content = _bytes_of(path)
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith((workbook.OLE, ZIP)):
        return Document(path, sha256, "workbook", tuple(_workbook(path, content)))
    text = _decoded(path, content)
    _refuse_many_cells(path, text)
    if text.lstrip().startswith("<"):
        tables, outside = _html(path, text)
        return Document(path, sha256, "html", tables, outside)
    open_end = not text.endswith(("\n", "\r"))
    return Document(path, sha256, "csv", (_csv(path, text),), open_end=open_end)


def _bytes_of(path: Path) -> bytes:
    """Return the content of the file; refuse what cannot be a table."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder. Name the files in it: trade import {path}/*.csv")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise refusal(
                path.name, f"it has {size:,} bytes, more than any table of the publishers."
            )
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}. Check the name.") from None
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise refusal(path.name, "it is empty.")
    return content


def _decoded(path: Path, content: bytes) -> str:
    """Return the text of the file; UTF-8 and GB18030, which Chinese offices use, are tried."""
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise refusal(
        path.name,
        "it is neither text in UTF-8 or GB18030 nor an Excel workbook, or it is damaged.",
    )


def _refuse_many_cells(path: Path, text: str) -> None:
    """Refuse a file with far more cells than any table has, before the cells are made."""
    breaks = sum(text.count(mark) for mark in (",", "\n", "\r"))
    tags = re.findall(r"<(?:td|th|tr)\b", text, re.IGNORECASE)
    spans = re.findall(r"\b(?:col|row)span\s*=\s*[\"']?\s*(\d+)", text, re.IGNORECASE)
    page = text.lstrip().startswith("<")
    if (len(tags) if page else breaks) > workbook.CELLS or any(
        len(n) > 3 or int(n) > SPAN for n in spans
    ):
        raise refusal(path.name, "it has far more cells than any table of the publishers.")


def _csv(path: Path, text: str) -> tuple[Row, ...]:
    """Return the rows of a CSV file that have any text."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        rows.extend(_filled((reader.line_num, cells) for cells in reader))
    except csv.Error as error:
        raise refusal(path.name, f"not a whole CSV line ({error}).", reader.line_num) from None
    return tuple(rows)


def _html(path: Path, text: str) -> tuple[tuple[tuple[Row, ...], ...], str]:
    """Return the tables of an HTML page, merged cells repeated, and the text around them."""
    bare = _without_scripts(text)
    opened, closed = (
        len(re.findall(tag, bare, re.IGNORECASE)) for tag in (r"<table\b", r"</table")
    )
    if opened > closed:
        raise refusal(path.name, "it breaks off inside a table: the page is cut short.")
    # A saved page may declare an encoding that the text no longer has.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        page = lxml.html.document_fromstring(text)
    except lxml.etree.ParserError:
        raise refusal(path.name, "it is a web page with nothing in it.") from None
    if page.xpath("//td//script | //th//script"):
        raise refusal(path.name, "it has a script inside a table cell.")
    for hidden in page.xpath("//script | //style"):
        hidden.drop_tree()
    clean = lxml.html.tostring(page, encoding="unicode")
    try:
        # Commas are left to the reader of numbers, which refuses misplaced ones.
        frames = pd.read_html(
            io.StringIO(clean),
            flavor="lxml",
            thousands=None,
            keep_default_na=False,
        )
    except (ValueError, IndexError):  # no table, or one that pandas stumbles over
        frames = []
    tables = tuple(tuple(_filled(enumerate(_frame_rows(frame), start=1))) for frame in frames)
    for table in page.xpath("//table"):
        table.drop_tree()
    return tables, "\n".join(line.strip() for line in page.itertext() if line.strip())


def _without_scripts(text: str) -> str:
    """Return ``text`` without scripts and comments, and without all behind an unclosed one."""
    kept, at = [], 0
    for opening in re.finditer(r"<script\b|<!--", text, re.IGNORECASE):
        if opening.start() < at:
            continue
        kept.append(text[at : opening.start()])
        closing = re.compile("-->" if opening[0] == "<!--" else "</script", re.IGNORECASE)
        closed = closing.search(text, opening.end())
        if closed is None:
            return "".join(kept)
        at = closed.end()
    return "".join([*kept, text[at:]])


def _frame_rows(frame: pd.DataFrame) -> Iterator[list[str]]:
    """Yield the rows of a parsed HTML table; its header rows, if any, come first."""
    columns = frame.columns
    for level in range(columns.nlevels):
        words = list(columns.get_level_values(level))
        if not all(isinstance(word, int) for word in words):
            yield [_shown(word) for word in words]
    for values in frame.astype(object).itertuples(index=False, name=None):
        yield [_shown(value) for value in values]


def _workbook(path: Path, content: bytes) -> Iterator[tuple[Row, ...]]:
    """Yield the sheets of an .xls or .xlsx workbook."""
    for sheet in workbook.sheets(path.name, content):
        texts = ([_shown(value) for value in row] for row in sheet)
        yield tuple(_filled(enumerate(texts, start=1)))


def _filled(rows: Iterator[tuple[int, list[str]]] | enumerate[list[str]]) -> Iterator[Row]:
    """Yield the rows that have any text, each with its number."""
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield Row(number, tuple(cells))


def _shown(value: object) -> str:
    """Return a cell's value as the text that a reader sees: whole numbers without a point."""
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
