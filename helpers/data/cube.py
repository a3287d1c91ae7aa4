"""The cube of trade in detail: Parquet files by flow and year, read with DuckDB.

Rows are province × product × partner × mode × months, as imported from the customs' online query;
data/README.md describes the columns. Any tool that reads Parquet opens the same files.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.system.errors import BadInput
from helpers.system.paths import MANIFEST, detail_dir

ROWS, FILES = "rows.parquet", "files.csv"


def manifest() -> str:
    """Return the text of the manifest, which identifies the contents of the cube; "" without one.

    It is a CSV file with path, rows and sha256 of every other file of the cube. Raises BadInput
    where TRADE_DETAIL names a place without a cube.
    """
    place = detail_dir()
    text = manifest_of(place) if place else ""
    if place and not text:
        raise BadInput(
            f"There is no cube of trade in detail in {place}: it has no {MANIFEST}. Set "
            "TRADE_DETAIL to a folder that trade import --detail made, or leave it unset."
        )
    return text


def manifest_of(place: str) -> str:
    """Return the text of the manifest of the cube in ``place``, "" where there is none."""
    if "://" in place:
        return str(query("SELECT content FROM read_text($p)", p=f"{place}/{MANIFEST}").iat[0, 0])
    path = Path(place, MANIFEST)
    return path.read_text("utf-8") if path.is_file() else ""


def until(year: int, month: int) -> str:
    """Return what identifies the rows of the cube up to a month: its files and partitions."""
    known = files()
    known = known[known["first"] <= f"{year}-{month:02d}"]
    lines = [line for line in manifest().splitlines() if _year_of(line) <= year]
    return "\n".join([*lines, known.drop(columns="imported").to_csv(index=False)])


def query(sql: str, tables: dict[str, pd.DataFrame] | None = None, **values: Any) -> pd.DataFrame:
    """Return the result of a DuckDB query as a frame; ``tables`` are frames it may name."""
    import duckdb  # slow to import, and needed only where there is a cube

    with duckdb.connect() as connection:
        # One thread a core is DuckDB's default; pages of an edition run side by side already.
        connection.execute("SET threads = 2; SET preserve_insertion_order = false")
        for name, frame in (tables or {}).items():
            connection.register(name, frame)
        return connection.execute(sql, values).df()


def files() -> pd.DataFrame:
    """Return the imported files of the cube, one row a file, as text.

    Columns: file, name, sha256, flow, currency, products and dimensions (separated by spaces),
    first and last (YYYY-MM), span (the months of one row: 1, 6 or 12), rows, cut, imported. No rows
    without a cube.
    """
    return _files(detail_dir(), manifest()).copy()


@lru_cache(maxsize=4)
def _files(place: str, stamp: str) -> pd.DataFrame:
    """Return the files of the cube in ``place`` whose manifest is ``stamp``."""
    if not stamp:
        names = "file name sha256 flow currency products dimensions first last span rows cut"
        return pd.DataFrame(columns=[*names.split(), "imported"], dtype="str")
    path = f"{place}/{FILES}"
    if "://" in place:
        return query("SELECT * FROM read_csv($p, all_varchar = true)", p=path).fillna("")
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def partitions(flow: str, years: Sequence[int] | None = None) -> list[str]:
    """Return the Parquet files of a flow, of ``years`` or of every year, in order of years."""
    return [
        f"{detail_dir()}/{path}"
        for path in _paths(flow)
        if years is None or _year_of(path) in years
    ]


def years(flow: str) -> list[int]:
    """Return the years that the cube has rows of a flow for."""
    return [_year_of(path) for path in _paths(flow)]


def _paths(flow: str) -> list[str]:
    """Return the paths of the Parquet files of a flow that the manifest lists."""
    paths = (line.split(",")[0] for line in manifest().splitlines()[1:])
    return sorted(path for path in paths if path.startswith(f"flow={flow}/"))


def _year_of(path: str) -> int:
    """Return the year of a partition; 0 for a file that is none."""
    return int(path.partition("year=")[2][:4] or 0)
