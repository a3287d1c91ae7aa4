"""The rows of one flow and year from old and new files become one set: no cell twice.

Works on a DuckDB connection whose view ``part`` has the rows of the year, those of the cube and
the new ones, each with its file. What ``counted`` means is said at :func:`count`.
"""

from dataclasses import dataclass

import duckdb

from helpers.sources.query.rows import KEY
from helpers.system.errors import BadInput

SAME = """coalesce(max(value) = min(value), false)
    AND coalesce(max(quantity) = min(quantity), true)
    AND coalesce(max(unit) = min(unit), true)
    AND coalesce(max(second_quantity) = min(second_quantity), true)
    AND coalesce(max(second_unit) = min(second_unit), true)"""


@dataclass(frozen=True)
class Overlap:
    """Cells that two or more files have alike: how many, and one of the pairs of files."""

    cells: int
    files: tuple[str, str]


def survey(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``kinds``: what ``part`` has of each product, period and kind of query.

    Files can overlap, and rows cover the same trade, only in what this small table shows.
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE kinds AS
        SELECT product, currency, first_month, last_month, mode_code <> '' AS moded,
            partner_code <> '' AS partnered, province_code <> '' AS placed,
            min(file) AS one, max(file) AS other, min(unit) AS unit, max(unit) AS other_unit
        FROM part GROUP BY ALL"""
    )


def once(con: duckdb.DuckDBPyConnection, year: int, names: dict[str, str]) -> list[Overlap]:
    """Leave each cell of ``part`` once, from the file that has its quantity, first by digest.

    ``names`` has the name of each file by its id. Raises BadInput, with both files, cell and
    values, where two files differ in a cell.
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE twice AS
        SELECT DISTINCT product FROM kinds WHERE one <> other"""
    )
    if not _count(con, "twice"):
        return []
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE shared_cells AS
        SELECT {KEY}, {SAME} AS same, min(file) AS one, max(file) AS other,
            arg_min(file, (quantity IS NULL, file)) AS kept
        FROM part WHERE product IN (FROM twice) GROUP BY {KEY} HAVING count(*) > 1"""
    )
    _refuse_different(con, year, names)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE single AS FROM part WHERE NOT EXISTS (
            FROM shared_cells WHERE {_equal("part", "shared_cells", KEY)}
            AND part.file <> shared_cells.kept)"""
    )
    con.execute("CREATE OR REPLACE TEMP VIEW part AS FROM single")
    found = con.execute(
        "SELECT one, other, count(*) FROM shared_cells GROUP BY one, other ORDER BY one, other"
    ).fetchall()
    return [Overlap(cells, (names[one], names[other])) for one, other, cells in found]


def refuse_units(con: duckdb.DuckDBPyConnection, year: int, names: dict[str, str]) -> None:
    """Raise BadInput where an eight-digit product is counted in two units in one month."""
    found = con.execute(
        """SELECT product, first_month, min(unit), max(other_unit) FROM kinds
        WHERE length(product) = 8 AND unit IS NOT NULL
        GROUP BY product, first_month, last_month HAVING min(unit) <> max(other_unit)
        ORDER BY ALL"""
    ).fetchone()
    if found:
        product, month, one, other = found
        first, second = (_file_with(con, product, month, unit) for unit in (one, other))
        raise BadInput(
            f"{names[first]} and {names[second]}: product {product} in {year}-{month:02d} is "
            f"counted in {one} and in {other}, which cannot be added up. Correct the column "
            "第一计量单位. Nothing was changed."
        )


def count(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``uncounted``: cells of ``part`` that sums must leave out, by kind.

    Counted are rows split by province and partner, and of those that cover the same trade of a
    province only one set:

    - of the same product and period with and without trade modes, those with modes;
    - of months and a year, the months, where all twelve are there;
    - of a product and a finer one, such as 6910 and 69101000, the coarser.

    Modes and months are preferred only where they are not short by more than a unit a row, as a
    query of some of them is. Whether all months are there is asked of the product, as a small
    province need not trade every month. Columns: province_code, product, currency, moded and span.
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE sorts AS
        SELECT DISTINCT product, currency, moded, first_month <> last_month AS annual
        FROM kinds WHERE placed AND partnered"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE doubtful AS
        SELECT product FROM sorts GROUP BY product, currency HAVING count(*) > 1 UNION
        SELECT unnest([product, coarser]) FROM (
            SELECT product, unnest([product[:2], product[:4], product[:6]]) AS coarser
            FROM (SELECT DISTINCT product FROM sorts))
        WHERE coarser <> product AND coarser IN (SELECT product FROM sorts)"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE blocks AS
        SELECT province_code, product, currency, mode_code <> '' AS moded, first_month, last_month,
            sum(value) AS value, count(*) AS rows, true AS kept
        FROM part WHERE province_code <> '' AND partner_code <> '' AND product IN (FROM doubtful)
        GROUP BY ALL"""
    )
    if _count(con, "blocks"):
        for condition in (_MODES, _PERIODS, _PARTLY, _COARSER):
            con.execute(
                f"""CREATE OR REPLACE TEMP TABLE blocks AS
                SELECT b.* REPLACE (kept AND NOT ({condition}) AS kept) FROM blocks b"""
            )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE uncounted AS
        SELECT province_code, product, currency, moded, first_month, last_month FROM blocks
        WHERE NOT kept"""
    )


_PLACE = "o.kept AND o.province_code = b.province_code AND o.currency = b.currency"
_MODES = f"""EXISTS (FROM blocks o WHERE {_PLACE} AND o.product = b.product
    AND o.first_month = b.first_month AND o.last_month = b.last_month AND o.moded <> b.moded
    AND CASE WHEN b.moded THEN b.value + b.rows < o.value ELSE o.value + o.rows >= b.value END)"""
_TWELVE = """(SELECT product, currency FROM blocks WHERE kept AND first_month = last_month
    GROUP BY ALL HAVING count(DISTINCT first_month) = 12)"""
# Months of a province against its year: who wins is decided by pair, and the other is left out.
_PERIODS = f"""EXISTS (FROM (
        SELECT province_code, product, currency,
            sum(value) FILTER (first_month <> last_month) AS annual,
            sum(value + rows) FILTER (first_month = last_month) AS monthly
        FROM blocks WHERE kept GROUP BY ALL) o
    WHERE o.province_code = b.province_code AND o.product = b.product AND o.currency = b.currency
        AND o.annual IS NOT NULL AND o.monthly IS NOT NULL
        AND (o.monthly >= o.annual AND (o.product, o.currency) IN {_TWELVE})
            = (b.first_month <> b.last_month))"""
_FINER = "starts_with(o.product, b.product) AND o.product <> b.product"
# Some months of a coarser product beside a year of a finer one: the year counts.
_PARTLY = f"""b.first_month = b.last_month AND (b.product, b.currency) NOT IN {_TWELVE}
    AND EXISTS (FROM blocks o WHERE {_PLACE} AND {_FINER} AND o.first_month <> o.last_month)"""
_COARSER = f"""EXISTS (FROM blocks o WHERE {_PLACE}
    AND starts_with(b.product, o.product) AND o.product <> b.product
    AND o.first_month <= b.last_month AND b.first_month <= o.last_month)"""


def _file_with(con: duckdb.DuckDBPyConnection, product: str, month: int, unit: str) -> str:
    """Return a file that gives ``unit`` for a product and month."""
    found = con.execute(
        "SELECT min(file) FROM part WHERE product = ? AND first_month = ? AND unit = ?",
        [product, month, unit],
    ).fetchone()
    return str(found[0]) if found else ""


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Return the number of rows of a table."""
    found = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0


def _equal(one: str, other: str, columns: str) -> str:
    """Return the condition that ``columns`` are the same in two tables."""
    names = [name.strip() for name in columns.split(",")]
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)


def _refuse_different(con: duckdb.DuckDBPyConnection, year: int, names: dict[str, str]) -> None:
    """Raise BadInput for the first cell, in the order of the cube, in which two files differ."""
    cell = con.execute(f"SELECT {KEY} FROM shared_cells WHERE NOT same ORDER BY ALL").fetchone()
    if cell is None:
        return
    columns = [name.strip() for name in KEY.split(",")]
    where = " AND ".join(f"{name} = ?" for name in columns)
    found = con.execute(
        f"""SELECT file, value, quantity, unit, second_quantity, second_unit FROM part
        WHERE {where} ORDER BY file LIMIT 2""",
        list(cell),
    ).fetchall()
    known = dict(zip(columns, cell, strict=True))
    first, last = known["first_month"], known["last_month"]
    period = f"{year}-{first:02d}" if first == last else str(year)
    at = ", ".join(
        f"{word} {known[column]}"
        for word, column in (("product", "product"), ("partner", "partner_code"),
                             ("mode", "mode_code"), ("province", "province_code"))
        if known[column]
    )  # fmt: skip
    values = " and ".join(f"{_said(row, known['currency'])} in {names[row[0]]}" for row in found)
    raise BadInput(
        f"Two files differ in one cell, {period}, {at}: {values}. Nothing was changed. Leave out "
        "the wrong one; if the customs revised the figure, make a new cube without the older file."
    )


def _said(row: tuple[object, ...], currency: str) -> str:
    """Return value and quantities of a row as a message gives them."""
    _, value, *rest = row
    pairs = zip(rest[::2], rest[1::2], strict=True)
    more = [
        f"{quantity:,} {unit or ''}".strip() for quantity, unit in pairs if quantity is not None
    ]
    return f"{value:,} {currency}" + (f" ({', '.join(more)})" if more else "")
