"""The files of the cube: Parquet by flow and year, files.csv and manifest.csv.

The same rows give the same bytes: they are sorted by their whole key and written in that order.
"""

import csv
import hashlib
import os
from pathlib import Path

import duckdb
import pandas as pd

from helpers.data.cube import FILES
from helpers.system.errors import BadInput
from helpers.system.paths import CUBE, MANIFEST, data_dir

FILE_COLUMNS = [
    "file", "name", "sha256", "flow", "currency", "products", "dimensions", "first", "last", "span",
    "rows", "cut", "imported",
]  # fmt: skip
MANIFEST_COLUMNS = ["path", "rows", "sha256"]
ROWS = """province_code, product, partner_code, mode_code, currency, first_month, last_month, value,
    quantity, unit, second_quantity, second_unit"""
ORDER = "province_code, product, partner_code, mode_code, currency, first_month, last_month"

_SPLIT = "province_code <> '' AND partner_code <> ''"
_LEFT_OUT = """part p LEFT JOIN (
    SELECT province_code AS place, product, currency AS money, moded, first_month AS since,
        last_month AS until FROM uncounted) u
    ON province_code = place AND p.product = u.product AND currency = money
    AND (mode_code <> '') = moded AND first_month = since AND last_month = until"""


def place() -> Path:
    """Return the folder of the cube that an import writes: TRADE_DETAIL, or data/detail.

    Raises BadInput where TRADE_DETAIL names a place that is no local folder.
    """
    own = os.environ.get("TRADE_DETAIL", "")
    if "://" in own:
        raise BadInput(
            f"TRADE_DETAIL is {own}; an import writes to a local folder only. Name one, and copy "
            "the cube to the other place afterwards."
        )
    return Path(own).expanduser() if own else data_dir() / CUBE


def path_of(flow: str, year: int) -> str:
    """Return the path, inside the cube, of the rows of a flow and year."""
    return f"flow={flow}/year={year}/rows.parquet"


def files(cube: Path) -> pd.DataFrame:
    """Return files.csv of a cube as text, columns FILE_COLUMNS; no rows where there is none."""
    return _table(cube / FILES, FILE_COLUMNS)


def write_rows(con: duckdb.DuckDBPyConnection, folder: Path, flow: str, year: int) -> int:
    """Write the view ``part``, less what is ``uncounted``, as the rows of a year.

    Returns their number. The new file takes the place of the old one and is flushed to disk; it
    never writes into it, which may be a link.
    """
    path = folder / path_of(flow, year)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    uncounted = con.execute("SELECT count(*) FROM uncounted").fetchone()
    source = f"(SELECT *, {_SPLIT} AS counted FROM part)"
    if uncounted and uncounted[0]:
        source = f"(SELECT p.*, {_SPLIT} AND u.product IS NULL AS counted FROM {_LEFT_OUT})"
    target = str(new).replace("'", "''")
    # What a file holds besides its rows depends on what DuckDB knows of the columns; of a new table
    # it knows the same whatever the rows were made from.
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE sorted AS
        SELECT {ROWS}, counted, file FROM {source} ORDER BY {ORDER}"""
    )
    con.execute(f"COPY sorted TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    con.execute("DROP TABLE sorted")
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    new.replace(path)
    found = con.execute("SELECT count(*) FROM part").fetchone()
    return int(found[0]) if found else 0


def write_lists(folder: Path, entries: pd.DataFrame, written: dict[str, int]) -> None:
    """Write files.csv with ``entries`` and manifest.csv with the new number of rows by path."""
    _write(entries.sort_values("file"), FILE_COLUMNS, folder / FILES)
    known = _table(folder / MANIFEST, MANIFEST_COLUMNS).set_index("path")
    rows = [
        {"path": path, "rows": rows, "sha256": _digest(folder / path)}
        for path, rows in written.items()
    ]
    kept = known[~known.index.isin(list(written))].reset_index()
    manifest = pd.concat([kept, pd.DataFrame(rows, columns=MANIFEST_COLUMNS)])
    _write(manifest.sort_values("path"), MANIFEST_COLUMNS, folder / MANIFEST)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _table(path: Path, columns: list[str]) -> pd.DataFrame:
    """Return a list of the cube as text; raise BadInput where it is damaged."""
    if not path.exists() or not path.stat().st_size:
        return pd.DataFrame(columns=columns, dtype="str")
    try:
        found = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
        return found[columns]
    except (KeyError, ValueError):
        raise BadInput(
            f"{path} is not a list of a cube: it lacks columns. Restore it, or make the cube anew."
        ) from None


def _write(frame: pd.DataFrame, columns: list[str], path: Path) -> None:
    """Write a list beside the old one and put it in its place."""
    new = path.with_suffix(".new")
    frame[columns].to_csv(
        new, index=False, lineterminator="\n", encoding="utf-8", quoting=csv.QUOTE_MINIMAL
    )
    new.replace(path)
