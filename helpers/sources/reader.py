"""Read a downloaded file: recognise by its content what it is, and pass it to its reader."""

import datetime
from pathlib import Path

from helpers.sources import customs, customs_header, nbs, tidy, vocabulary
from helpers.sources.documents import Document, open_document
from helpers.sources.release import Release
from helpers.system.errors import BadInput


def read(path: Path, period: str | None = None, today: datetime.date | None = None) -> Release:
    """Return the release in the file at ``path``, its figures as rows of the tables of data/.

    ``period`` ("2025-08") is for a customs table that does not name its year; ``today`` (the
    clock's if not given) decides which customs tables can be out. Raises BadInput, with file, row,
    value and what to do, when the file is not an official table that can be taken in whole.
    Whether its figures add up is checked by helpers.checks.
    """
    if period is not None:
        customs_header.parse_period(period)
    doc = open_document(path)
    if tidy.recognises(doc):
        _refuse_period(doc, period)
        return tidy.read(doc)
    if nbs.recognises(doc):
        _refuse_period(doc, period)
        return nbs.read(doc)
    _refuse_own(doc)
    table = customs_header.find_table(doc)
    if table is None:
        raise _unknown(doc)
    return customs.read(doc, table, period, today or datetime.date.today())


def _refuse_period(doc: Document, period: str | None) -> None:
    """Raise BadInput for --period with a file that names its own years."""
    if period is not None:
        raise doc.refusal("it names its own years.", advice=f"Leave out --period {period}.")


def _refuse_own(doc: Document) -> None:
    """Raise BadInput for a table that this project made, recognised by its column names."""
    header = doc.tables[0][0].cells if doc.form == "csv" and doc.tables[0] else ()
    if {"province_code", "notebook"} & set(header):
        raise doc.refusal(
            f"it is a table that this project made (columns {', '.join(header[:3])} …), not a file "
            "of a publisher.",
            advice="Download the customs table (8) or a provincial table of the statistics bureau.",
        )


def _unknown(doc: Document) -> BadInput:
    """Return the error for a file with no known table, by what it seems to be."""
    cells = {vocabulary.plain(cell) for table in doc.tables for row in table for cell in row.cells}
    if any("贸易伙伴" in cell for cell in cells) and any("商品" in cell for cell in cells):
        return doc.refusal(
            "it is a download of the customs' online query: one commodity by partner and month, "
            "without provinces.",
            advice="Download table (8), by location of importer/exporter (收发货人所在地).",
        )
    if doc.form == "html" and not doc.tables:
        said = " ".join(doc.outside.split())[:60]
        return doc.refusal(f"it is a web page without a table ('{said}').")
    return doc.refusal(
        "it is none of the tables that can be imported.",
        advice="Those are the customs table (8) by location of importer/exporter, and provincial "
        "downloads of the statistics bureau (trade, GDP, population).",
    )
