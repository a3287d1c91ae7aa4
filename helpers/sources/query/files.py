"""Downloads on disk become sources: text in UTF-8 that DuckDB reads, with the layout of its rows.

A CSV in UTF-8 is read where it lies; one in GB18030 or UTF-16 and a workbook are written as UTF-8
into a folder for the time of the import.
"""

import codecs
import csv
import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.sources.documents import AGAIN, ZIP, refusal
from helpers.sources.query import columns, sheets
from helpers.sources.query.columns import Layout
from helpers.sources.workbook import OLE
from helpers.system.errors import BadInput

CHUNK = 1 << 24
# The largest workbook taken into memory; a text file may have any size.
LARGEST_WORKBOOK = 200_000_000
# What is read of a folder, and how far down a header may stand below titles.
ENDINGS = (".xlsx", ".xls", ".csv", ".txt")
TITLES = 10
# Bytes that no text has, in UTF-8 and GB18030 alike.
CONTROLS = bytes([*range(9), *range(14, 32)])
ID = 12


@dataclass(frozen=True)
class Source:
    """One download: ``text`` is its CSV in UTF-8 whose first ``skip`` lines are not data.

    ``numbered`` is true where the first column of ``text`` is the number of the row in a sheet;
    the places of ``layout`` count from the column after it.
    """

    path: Path
    sha256: str
    text: Path
    layout: Layout
    skip: int
    numbered: bool

    @property
    def id(self) -> str:
        """The beginning of the digest, which names the file in the cube."""
        return self.sha256[:ID]

    @property
    def name(self) -> str:
        """The file's name, as messages give it."""
        return self.path.name


def listed(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and those in the folders named that may be downloads, each once.

    Raises BadInput for a path that is not there or a folder with none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _may_be_download(p))
            if not inside:
                raise BadInput(f"{path} has no download in it ({', '.join(ENDINGS)}).")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise BadInput(f"{path} cannot be read: there is no such file. Check the name.")
    return list(dict.fromkeys(path.resolve() for path in found))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; raise BadInput where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}. Nothing was changed.") from None


def opened(path: Path, sha256: str, folder: Path) -> Source:
    """Return the download at ``path``, whose digest is ``sha256``; new text goes into ``folder``.

    Raises BadInput, with the reason, for what is not a whole download with its header.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise refusal(path.name, "it is empty.")
    if start.startswith((OLE, ZIP)):
        return _of_workbook(path, sha256, folder)
    text = _in_utf8(path, start, folder / f"{sha256}.csv")
    source = _of_text(path, sha256, text, numbered=False)
    return _with_plain_header(source, folder / f"{sha256}.plain.csv")


def _with_plain_header(source: Source, copy: Path) -> Source:
    """Return the source with empty lines above its data, where a line break stands in a header.

    Programs differ in what they count as a line there.
    """
    with source.text.open(encoding="utf-8", newline="") as file:
        above = list(itertools.islice(file, source.skip))
        if len(list(csv.reader(above))) == source.skip:
            return source
        with copy.open("w", encoding="utf-8", newline="") as out:
            out.write("\n" * source.skip)
            while part := file.read(CHUNK):
                out.write(part)
    return replace(source, text=copy)


def _may_be_download(path: Path) -> bool:
    """Return whether a file in a folder is taken for a download; Excel's own lock files are not."""
    return (
        path.is_file() and path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~"))
    )


def _of_workbook(path: Path, sha256: str, folder: Path) -> Source:
    """Return the one sheet of a workbook that has a header of the online query."""
    if path.stat().st_size > LARGEST_WORKBOOK:
        raise refusal(path.name, "it is larger than any workbook.", None, "Save it as CSV.")
    found: list[Source] = []
    refused: list[BadInput] = []
    for text in sheets.tables(path.name, path.read_bytes(), folder / sha256):
        try:
            found.append(_of_text(path, sha256, text, numbered=True))
        except BadInput as error:
            refused.append(error)
    if len(found) > 1:
        raise refusal(path.name, f"{len(found)} sheets hold a download.", None,
                      "Save each as a file of its own.")  # fmt: skip
    if found:
        return found[0]
    raise refused[0] if refused else refusal(path.name, "it has no cells.")


def _in_utf8(path: Path, start: bytes, copy: Path) -> Path:
    """Return a path with the text of ``path`` in UTF-8: its own, or a copy that was decoded."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif start.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            _decode(path, encoding, None if encoding == "utf-8" else copy)
        except (UnicodeDecodeError, _ControlCharacter):
            copy.unlink(missing_ok=True)
            continue
        return path if encoding == "utf-8" else copy
    raise refusal(
        path.name,
        "it is neither text in UTF-8 or GB18030 nor an Excel workbook, or it is damaged.",
    )


class _ControlCharacter(Exception):
    """Text has characters that no table has."""


def _decode(path: Path, encoding: str, copy: Path | None) -> None:
    """Decode a whole file, into ``copy`` where there is one; raise what shows that it cannot be."""
    decoder = codecs.getincrementaldecoder(encoding)()
    out = copy.open("w", encoding="utf-8", newline="") if copy else None
    try:
        with path.open("rb") as file:
            while True:
                content = file.read(CHUNK)
                text = decoder.decode(content, final=not content)
                if encoding != "utf-16" and len(content.translate(None, CONTROLS)) < len(content):
                    raise _ControlCharacter
                if out:
                    out.write(text)
                if not content:
                    return
    finally:
        if out:
            out.close()


def _of_text(path: Path, sha256: str, text: Path, numbered: bool) -> Source:
    """Return the source whose header stands in the first lines of ``text``."""
    with text.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        try:
            for cells in itertools.islice(reader, TITLES):
                own = cells[1:] if numbered else cells
                if not columns.is_header(own):
                    continue
                skip = reader.line_num
                row = int(cells[0]) if numbered else skip
                first = next((line for line in reader if any(line)), None)
                if first is None:
                    raise refusal(path.name, "it has a header and no rows.", row)
                own = _as_wide(path.name, own, first[1:] if numbered else first, row)
                found = columns.layout(path.name, own, row)
                return Source(path, sha256, text, found, skip, numbered)
        except csv.Error as error:
            raise refusal(path.name, f"not a whole CSV line ({error}).", reader.line_num) from None
    raise refusal(
        path.name,
        "its header is missing: no row near its top names columns such as 商品编码 and 美元.",
        None,
        "Download it again, or put the platform's header above the first row.",
    )


def _as_wide(name: str, header: list[str], first: list[str], row: int) -> list[str]:
    """Return the header as wide as the first row: a comma at the end of lines adds a cell."""
    if len(header) > len(first) and not any(header[len(first) :]):
        return header[: len(first)]
    if len(header) < len(first) and not any(first[len(header) :]):
        return header + [""] * (len(first) - len(header))
    if len(header) != len(first):
        raise refusal(name, f"the header has {len(header)} cells, the row below it {len(first)}.",
                      row, AGAIN)  # fmt: skip
    return header
