"""Small downloads of the customs' online query, made for tests."""

import csv
import io
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd

from helpers.sources.query import importer

HEADER = [
    "数据年月", "商品编码", "商品名称", "贸易伙伴编码", "贸易伙伴名称", "注册地编码", "注册地名称",
    "第一数量", "第一计量单位", "第二数量", "第二计量单位", "美元",
]  # fmt: skip
NAMES = {"商品名称": "塑料浴缸", "贸易伙伴名称": "某地(2023年起停用)", "注册地名称": "某省"}


def row(month="202401", product="39221000", partner="110", province="33", value="100", **more):
    """One row as a dictionary by header; ``more`` sets other columns by their header."""
    cells = {
        "数据年月": month, "商品编码": product, "贸易伙伴编码": partner, "注册地编码": province,
        "第一数量": "10", "第一计量单位": "千克", "第二数量": "0", "第二计量单位": "?",
        "美元": value,
    }  # fmt: skip
    return NAMES | cells | more


def text(rows, header=HEADER, end=","):
    """The rows as the platform writes them: quoted, a comma at the end of each line."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=f"{end}\n")
    writer.writerow(header)
    writer.writerows([[cells.get(name, "") for name in header] for cells in rows])
    return out.getvalue()


def write(path: Path, rows, header=HEADER, encoding="gb18030", end=","):
    """Write a CSV download and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text(rows, header, end).encode(encoding))
    return path


def book(path: Path, rows, header=HEADER):
    """Write a workbook, whose numbers are numbers, and return its path."""
    made = openpyxl.Workbook()
    made.active.append(list(header))
    for cells in rows:
        given = [cells.get(name, "") for name in header]
        made.active.append([int(c) if str(c).isdigit() else c for c in given])
    made.save(path)
    return path


def take(*paths, flow="export", **options):
    """Import into the cube that TRADE_DETAIL names."""
    return importer.import_files(list(paths), flow, **options)


def rows_of(cube: Path) -> pd.DataFrame:
    """All rows of a cube, in its order, with year and flow."""
    with duckdb.connect() as con:
        return con.execute(
            f"""FROM read_parquet('{cube}/flow=*/year=*/rows.parquet', hive_partitioning = true)
            ORDER BY flow, year, province_code, product, partner_code, mode_code, currency,
                first_month, last_month"""
        ).df()


def content(cube: Path) -> dict[str, bytes]:
    """Every file of a cube by its path, without files.csv."""
    return {
        str(path.relative_to(cube)): path.read_bytes()
        for path in sorted(cube.rglob("*"))
        if path.is_file() and path.name != "files.csv"
    }


def new_cube(folder, monkeypatch):
    """The place of a new cube, which imports write on 1 August 2026."""
    monkeypatch.setenv("TRADE_DETAIL", str(folder / "cube"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1785542400")
    return folder / "cube"
