"""Tables as notebooks carry them (Tabular Data Resource) and as files hold them (CSV)."""

import base64
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.data import cells

RESOURCE = "application/vnd.dataresource+json"


def resource(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    """``frame`` as a Tabular Data Resource: name, schema, unrounded rows, null where missing."""
    whole = {c: pd.api.types.is_integer_dtype(frame[c]) for c in frame}
    fields = [
        {"name": str(c), "type": "integer" if whole[c] else _field_type(frame[c])} for c in frame
    ]
    rows = [
        {
            str(c): None if pd.isna(v) else int(v) if whole[c] else _plain(v)
            for c, v in zip(frame.columns, row, strict=True)
        }
        for row in frame.itertuples(index=False, name=None)
    ]
    return {"name": name, "schema": {"fields": fields}, "data": rows}


def _field_type(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    return "number" if pd.api.types.is_numeric_dtype(column) else "string"


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else value


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as CSV: missing values empty, numbers unrounded, text that no spreadsheet computes."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {name: cells.neutral(v) if isinstance(v, str) else v for name, v in row.items()}
        for row in rows
    )
    return out.getvalue()


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """``frame`` as a CSV file; without the mark it begins with, spreadsheets misread Chinese."""
    text = csv_text([str(c) for c in frame], resource("", frame)["data"])
    return ("\ufeff" + text).encode()


def data_url(frame: pd.DataFrame) -> str:
    """``frame`` as CSV inside an address, so that a lone copy of a page can save it."""
    return f"data:text/csv;base64,{base64.b64encode(csv_bytes(frame)).decode('ascii')}"
