"""Small cubes of trade in detail for tests, in the layout that an import writes."""

import hashlib
from pathlib import Path

import duckdb
import pandas as pd

COLUMNS = {
    "province_code": "VARCHAR", "product": "VARCHAR", "partner_code": "VARCHAR",
    "mode_code": "VARCHAR", "currency": "VARCHAR", "first_month": "TINYINT",
    "last_month": "TINYINT", "value": "BIGINT", "quantity": "DOUBLE", "unit": "VARCHAR",
    "second_quantity": "DOUBLE", "second_unit": "VARCHAR", "counted": "BOOLEAN", "file": "VARCHAR",
}  # fmt: skip
USUAL = {
    "mode_code": "", "currency": "USD", "quantity": None, "unit": None, "second_quantity": None,
    "second_unit": None, "counted": True, "file": "0" * 12, "flow": "export",
}  # fmt: skip


def write(folder: Path, rows: list[dict], span: int = 12) -> Path:
    """Write a cube of ``rows`` with year, province_code, product, partner_code, value, and others.

    A row covers the year, or the ``span`` of months that ends with its last_month.
    """
    frame = pd.DataFrame([USUAL | {"last_month": 12} | row for row in rows])
    frame["first_month"] = frame["last_month"] - span + 1
    listed, files = [], []
    for (flow, year), own in frame.groupby(["flow", "year"]):
        path = f"flow={flow}/year={year}/rows.parquet"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        columns = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in COLUMNS.items())
        with duckdb.connect() as connection:
            connection.register("own", own)
            rows = connection.sql(f"SELECT {columns} FROM own ORDER BY ALL")
            rows.write_parquet(str(folder / path))
        digest = hashlib.sha256((folder / path).read_bytes()).hexdigest()
        listed.append({"path": path, "rows": len(own), "sha256": digest})
        for currency, part in own.groupby("currency"):
            for counted, held in part.groupby("counted"):
                products = " ".join(sorted(held["product"].unique()))
                files.append({
                    "file": "0" * 12, "name": f"{flow}_{year}.csv", "sha256": "0" * 64,
                    "flow": flow, "currency": currency, "products": products,
                    "dimensions": "partner province" if counted else "",
                    "first": f"{year}-{held['first_month'].min():02d}",
                    "last": f"{year}-{held['last_month'].max():02d}", "span": span,
                    "rows": len(held), "cut": "", "imported": "2026-01-01",
                })  # fmt: skip
    pd.DataFrame(files).to_csv(folder / "files.csv", index=False)
    pd.DataFrame(listed).to_csv(folder / "manifest.csv", index=False)
    return folder


def row(year: int, place: str, product: str, partner: str, value: float, **other: object) -> dict:
    """Return one row: ``value`` of the currency that a province sold of a product to a partner."""
    names = ("year", "province_code", "product", "partner_code", "value")
    return dict(zip(names, (year, place, product, partner, value), strict=True)) | other
