"""Figures that are already tidy: one figure a row, recognised by the columns of the CSV file."""

from collections.abc import Callable

import pandas as pd

from helpers.data import schema, tables
from helpers.sources.documents import Document
from helpers.sources.release import Release, release_id

_CONTEXT = tuple(schema.TABLES["context"].schema.columns)


def _annual(rows: pd.DataFrame) -> pd.DataFrame:
    """A full year is the year to date of December."""
    return rows.assign(month="12", span="ytd", growth_pct="")


def _national(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(source="national-" + rows["currency"].str.lower(), status="preliminary")


def _as_is(rows: pd.DataFrame) -> pd.DataFrame:
    return rows


# The columns that tell each file, the table it goes to, and what its rows do not say themselves.
_FILES: dict[tuple[str, ...], tuple[str, Callable[[pd.DataFrame], pd.DataFrame]]] = {
    ("year", "province_code", "flow", "currency", "value", "source", "status"): ("trade", _annual),
    ("year", "month", "flow", "currency", "value", "growth_pct"): ("national", _national),
    ("year", "cny_per_usd", "source"): ("exchange_rates", _as_is),
    _CONTEXT: ("context", _as_is),
}


def recognises(doc: Document) -> bool:
    """Whether ``doc`` is a CSV file with the columns of one of the tidy files."""
    return doc.form == "csv" and bool(doc.tables[0]) and doc.tables[0][0].cells in _FILES


def read(doc: Document) -> Release:
    """The figures of a tidy file as rows of their table, validated by its schema.

    Raises BadInput for a row that is cut short, breaks the schema, or names an unknown source.
    """
    columns = doc.tables[0][0].cells
    table, complete = _FILES[columns]
    for row in doc.tables[0]:
        if len(row.cells) != len(columns):
            raise doc.refusal(f"{len(row.cells)} of {len(columns)} cells.", row)
    if doc.open_end or len(doc.tables[0]) == 1:
        raise doc.refusal("it ends inside its last row: it is cut short.")
    text = pd.DataFrame([row.cells for row in doc.tables[0][1:]], columns=list(columns))
    text = complete(text).assign(release=release_id(doc.sha256))
    rows = tables.parse(text[list(schema.TABLES[table].schema.columns)], table, doc.name)
    _check_ids(doc, rows)
    sources = ",".join(sorted(set(rows["source"])))
    years = f"{rows['year'].min()}/{rows['year'].max()}"
    return Release(
        kind="tidy", source=sources, title="", period=years, unit="", file_name=doc.name,
        sha256=doc.sha256, tables={table: rows},
    )  # fmt: skip


def _check_ids(doc: Document, rows: pd.DataFrame) -> None:
    """Refuse figures of a source or province that is not on record."""
    known = {"source": tables.load("sources")["id"]}
    if "province_code" in rows:
        known["province_code"] = tables.load("provinces")["province_code"]
    for column, allowed in known.items():
        strange = rows[~rows[column].isin(allowed)]
        if not strange.empty:
            raise doc.refusal(
                f"{column} '{strange[column].iloc[0]}' is not on record in data/.",
                int(strange.index[0]) + 2,
                "Correct it.",
            )
