"""The tables of data/: where they are, read and validated, and which rows are the newest."""

import io
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pandera
import pandera.errors
import pandera.pandas as pa

from helpers.constants import NATION
from helpers.data import cells, schema
from helpers.system import atomic, cache, fingerprint
from helpers.system.errors import BadInput
from helpers.system.paths import DATA as DATA
from helpers.system.paths import data_dir as data_dir

MEND = "Correct it, or restore the file from git or from its publisher."
VALID = "valid"  # the folder of what is kept
FIGURE = schema.TABLES["trade"].figure
LOCALITY = list(schema.TABLES["localities"].figure)

_cache: dict[Path, tuple[tuple[str, int, int, int], pd.DataFrame]] = {}


def load(table: str) -> pd.DataFrame:
    """The table ``data/<table>.csv`` with its declared types, validated by its schema.

    Text is never missing (an empty cell is the empty string), numbers are NaN where empty. The
    frame is the caller's own copy. Raises BadInput, with file, row (the line in the file), column
    and value, when the file is missing or breaks its schema.
    """
    atomic.recover(data_dir())
    path = data_dir() / f"{table}.csv"
    state = _state(path)
    known = _cache.get(path)
    if known is None or known[0] != state:
        known = (state, _read(path, table))
        _cache[path] = known
    return known[1].copy()


def stamp(*names: str) -> tuple[tuple[str, int, int, int], ...]:
    """Return path, time, inode and size of each table named, or of all tables in data/.

    Whatever is computed from tables is cached by their stamp, so that it is computed again once
    one of them has changed. The stamp of a few tables is much cheaper than that of all.
    Raises BadInput if a table named is missing.
    """
    if names:
        folder = data_dir()
        return tuple(_state(folder / f"{name}.csv") for name in names)
    atomic.recover(data_dir())
    return tuple(_state(path) for path in sorted(data_dir().glob("*.csv")))


def _state(path: Path) -> tuple[str, int, int, int]:
    """Return what identifies the present state of one file; raises BadInput if it is missing."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        raise BadInput(
            f"{path} is missing. Restore it from git, or set TRADE_DATA to the folder."
        ) from None
    return str(path), status.st_mtime_ns, status.st_ino, status.st_size


def read_table(path: Path, table: str, shown: str = "") -> pd.DataFrame:
    """The CSV file at ``path`` as the table ``table``: typed and validated; see ``load``.

    Errors call the file ``shown`` where that is given.
    """
    shown = shown or str(path)
    return parse(_text(path.read_bytes(), shown), table, shown)


def parse(text: pd.DataFrame, table: str, where: str) -> pd.DataFrame:
    """``text``, all strings, as the table ``table``: typed and validated, under a fresh index.

    Raises BadInput as ``load`` does, calling the file ``where``.
    """
    expected = list(schema.TABLES[table].schema.columns)
    if list(text.columns) != expected:
        raise BadInput(f"{where}: the columns should be {', '.join(expected)}. {MEND}")
    return validate(_typed(text.reset_index(drop=True), table, where), table, where)


def validate(frame: pd.DataFrame, table: str, where: str) -> pd.DataFrame:
    """``frame`` when it satisfies the schema and key of ``table``; raises BadInput otherwise.

    ``where`` names the file in the message; a row's number is its line there, the header being 1.
    """
    spec = schema.TABLES[table]
    try:
        spec.schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        raise _complaint(where, error.failure_cases, frame) from None
    for name in frame.select_dtypes("str"):
        formulas = frame[name].map(cells.is_formula)
        if formulas.any():
            at = int(formulas.to_numpy().argmax())
            raise BadInput(
                f"{where}, row {at + 2}, column {name}: '{frame[name].iloc[at]}' would be computed "
                f"as a formula by a spreadsheet. {MEND}"
            )
    doubled = frame.duplicated(list(spec.key))
    if doubled.any():
        at = int(doubled.to_numpy().argmax())
        key = ", ".join(str(frame[name].iloc[at]) for name in spec.key)
        raise BadInput(f"{where}, row {at + 2}: the figure {key} stands twice. Remove one.")
    return frame


def current(trade: pd.DataFrame, releases: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows of ``trade`` to show: of each figure of a source the one of the newest release.

    A figure is (year, month, span, province_code, flow, currency, source). Needs the columns of
    trade.csv; gives the same columns and order, with a fresh index.
    """
    return newest(trade, [name for name in FIGURE if name in trade], releases)


def newest(
    frame: pd.DataFrame, figure: list[str], releases: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row of ``frame`` for each ``figure``: that of the highest vintage.

    ``frame`` needs source and release; vintages come from releases.csv (a release that gives a
    figure anew has a higher one). Order of rows and columns is kept.
    """
    if releases is None:
        releases = load("releases")
    vintage = pd.Series(
        releases["vintage"].to_numpy(),
        index=pd.MultiIndex.from_frame(releases[["release", "source"]]),
    )
    of_row = vintage.reindex(pd.MultiIndex.from_frame(frame[["release", "source"]])).to_numpy()
    ranked = frame.assign(_vintage=of_row).sort_values("_vintage", kind="stable")
    kept = ranked.drop_duplicates(figure, keep="last").index
    return frame.loc[frame.index.isin(kept)].reset_index(drop=True)


def write_table(frame: pd.DataFrame, table: str, folder: Path) -> None:
    """Write ``frame`` as ``folder/<table>.csv`` in canonical order: same figures, same bytes."""
    order = list(schema.TABLES[table].sort)
    rows = frame.sort_values(order, kind="stable") if order else frame
    rows.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n", encoding="utf-8")


def check_references(data: dict[str, pd.DataFrame]) -> None:
    """Raise BadInput at the first row whose source, release, province or region is not in data/.

    ``data`` has every table by name. The foreign keys are those of datapackage.json; besides, a
    province_code is a province or the nation, which Table Schema cannot say.
    """
    for table, rows in data.items():
        for reference in schema.TABLES[table].references:
            known = pd.MultiIndex.from_frame(data[reference.table][list(reference.key)])
            own = pd.MultiIndex.from_frame(rows[list(reference.columns)])
            _refuse_unknown(table, rows[list(reference.columns)], own.isin(known), reference.table)
        if "province_code" in rows:
            provinces = {NATION, *data["provinces"]["province_code"]}
            known = rows["province_code"].isin(provinces).to_numpy()
            _refuse_unknown(table, rows[["province_code"]], known, "provinces")


def _refuse_unknown(table: str, cells: pd.DataFrame, known: Any, other: str) -> None:
    """Raise BadInput, naming its row and value, at the first row of ``cells`` that is not known."""
    if not known.all():
        at = int((~known).argmax())
        named = ", ".join(f"{name} '{value}'" for name, value in cells.iloc[at].items())
        raise BadInput(f"{table}.csv, row {at + 2}: {named} is not in {other}.csv. {MEND}")


def empty(table: str) -> pd.DataFrame:
    """The table without a row, with the declared types."""
    columns = schema.TABLES[table].schema.columns
    return pd.DataFrame({name: pd.Series(dtype=dtype_of(c)) for name, c in columns.items()})


def _read(path: Path, table: str) -> pd.DataFrame:
    """A table of data/, validated unless these very bytes were found valid before, by this code.

    Every page reads the tables in a process of its own, and validating takes most of that.
    """
    content, where = path.read_bytes(), str(path)
    made_with = (fingerprint.checks(), fingerprint.python(), pd.__version__, pandera.__version__)
    name = fingerprint.digest(table, content, *made_with)
    text = _text(content, where)
    if cache.load(VALID, name) is not None:
        return _typed(text, table, where)
    frame = parse(text, table, where)
    cache.store(VALID, name, b"")
    return frame


def _text(content: bytes, where: str) -> pd.DataFrame:
    """The cells of a CSV file as they are written; BadInput, naming ``where``, if it is none."""
    try:
        return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise BadInput(f"{where} is not a readable CSV table ({error}). {MEND}") from None


def _typed(text: pd.DataFrame, table: str, where: str) -> pd.DataFrame:
    """``text`` with each column as its schema declares it; BadInput at the first bad cell."""
    columns = schema.TABLES[table].schema.columns
    return pd.DataFrame(
        {name: _converted(text[name], dtype_of(columns[name]), where) for name in text}
    )


def dtype_of(column: pa.Column) -> str:
    """The pandas name of a column's declared type."""
    name = str(column.dtype)
    return "str" if name.startswith("str") else name


def _converted(cells: "pd.Series[str]", dtype: str, where: str) -> "pd.Series[Any]":
    """One column of text as ``dtype``. Python's own float() keeps every digit of the file."""
    if dtype == "str":
        return cells
    filled = cells != ""
    number = pd.to_numeric(cells.where(filled), errors="coerce")
    bad = (number.isna() & (filled | (dtype == "int64"))) | number.abs().eq(float("inf"))
    if dtype.lower() == "int64":
        bad |= filled & (number % 1 != 0)
    if bad.any():
        at = int(bad.to_numpy().argmax())
        raise BadInput(
            f"{where}, row {at + 2}, column {cells.name}: '{cells.iloc[at]}' is not a "
            f"{'whole number' if dtype.lower() == 'int64' else 'number'}. {MEND}"
        )
    if dtype == "float64":
        return cells.where(filled, "nan").astype("float64")
    return number.astype("Int64" if dtype == "Int64" else "int64")


def _complaint(where: str, cases: pd.DataFrame, frame: pd.DataFrame) -> BadInput:
    """What the first failure of a schema means, in a sentence."""
    case = cases.sort_values("index", kind="stable", na_position="last").iloc[0]
    if pd.isna(case["index"]):
        return BadInput(f"{where}: column {case['failure_case']} fails {case['check']}.")
    row = frame.index.get_indexer_for(pd.Index([case["index"]]))[0] + 2
    return BadInput(
        f"{where}, row {row}, column {case['column']}: '{case['failure_case']}' does not satisfy "
        f"{case['check']}. {MEND}"
    )
