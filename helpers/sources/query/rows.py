"""The text of downloads becomes typed rows: codes, months, whole values; what is none is refused.

Works on a DuckDB connection with the tables that :func:`prepare` makes. Files of one layout are
read in one statement. A file with a bad cell is refused with row and value, and leaves no rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from helpers.sources.documents import refusal
from helpers.sources.query import reading, wrong
from helpers.sources.query.files import Source
from helpers.sources.query.reading import Period
from helpers.system.errors import BadInput

KEY = "province_code, product, partner_code, mode_code, currency, first_month, last_month"
Refused = list[tuple[Source, BadInput]]


@dataclass(frozen=True)
class Read:
    """What was read of a file: data rows, and the value of a row with the sum of all, dropped."""

    rows: int
    total: int | None = None


def prepare(con: duckdb.DuckDBPyConnection, provinces: Iterable[str]) -> None:
    """Make the tables of an import: provinces (code) and staged (rows, one a cell of a file)."""
    con.execute("CREATE TABLE provinces (code VARCHAR)")
    con.executemany("INSERT INTO provinces VALUES (?)", [[code] for code in provinces])
    con.execute(
        f"CREATE TABLE staged (batch INTEGER, bad VARCHAR, file VARCHAR, year SMALLINT, "
        f"{reading.COLUMNS})"
    )


def take(
    con: duckdb.DuckDBPyConnection, sources: list[Source], period: Period, flow: str, batch: int
) -> tuple[dict[str, Read], Refused]:
    """Read ``sources``, all of one layout, into staged; rows of one cell of a file are summed.

    ``batch`` is a number that no call before had. Returns what was read of each file, by its id,
    and the files refused with the reason.
    """
    good, refused = _staged(con, sources, period, flow, batch)
    if not good:
        return {}, refused
    con.execute(f"CREATE OR REPLACE TEMP VIEW fresh AS FROM staged WHERE batch = {batch}")
    counts, bad = _counts(con, len(good[0].layout.currencies))
    con.execute(_REPEATED)
    totals, mixed = _totals(con), _mixed(con)
    read: dict[str, Read] = {}
    for source in good:
        sums = totals.get(source.id, [])
        error = None
        if source.id in bad:
            error = wrong.cell(con, source, period, flow)
        elif any(count != 1 or total != rest for total, count, rest in sums):
            error = wrong.total(con, source, period, flow, sums[0][2])
        elif not counts.get(source.id):
            error = refusal(source.name, "it has a header and no rows.")
        elif source.id in mixed:
            error = refusal(source.name, mixed[source.id])
        if error:
            refused.append((source, error))
            con.execute("DELETE FROM staged WHERE file = ?", [source.id])
        else:
            read[source.id] = Read(counts[source.id], sums[0][0] if sums else None)
    if totals:
        con.execute(f"DELETE FROM staged WHERE batch = {batch} AND bad = 'total'")
    _sum(con, batch)
    return read, refused


# Rows of one cell of a file are found by a hash of the cell, which is quicker to group by.
_CELL = f"hash(file, year, {KEY})"
_REPEATED = f"""
CREATE OR REPLACE TEMP TABLE repeated AS
SELECT {_CELL} AS cell FROM fresh WHERE bad = '' GROUP BY cell HAVING count(*) > 1"""


def _sum(con: duckdb.DuckDBPyConnection, batch: int) -> None:
    """Put one row in the place of the rows of one cell; decimals, so that their order is none."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE sums AS
        SELECT {batch} AS batch, '' AS bad, file, year, {KEY}, CAST(sum(value) AS BIGINT) AS value,
            CAST(sum(CAST(quantity AS DECIMAL(18, 3))) AS DOUBLE) AS quantity, max(unit) AS unit,
            CAST(sum(CAST(second_quantity AS DECIMAL(18, 3))) AS DOUBLE) AS second_quantity,
            max(second_unit) AS second_unit
        FROM fresh WHERE {_CELL} IN (FROM repeated) GROUP BY file, year, {KEY}"""
    )
    found = con.execute("SELECT count(*) FROM sums").fetchone()
    if found and found[0]:
        con.execute(f"DELETE FROM staged WHERE batch = {batch} AND {_CELL} IN (FROM repeated)")
        con.execute("INSERT INTO staged BY NAME FROM sums")


def _staged(
    con: duckdb.DuckDBPyConnection, sources: list[Source], period: Period, flow: str, batch: int
) -> tuple[list[Source], Refused]:
    """Read the cells of ``sources`` into staged; return those read and those refused.

    One file whose lines are not whole stops the statement: it is found, and the others are read.
    """
    good, refused = sources, Refused()
    while good:
        try:
            con.execute(_insert(reading.typed(good, period, flow), batch))
            _clean(con, good, period, flow, batch)
            break
        except duckdb.InvalidInputException:
            broken = [(source, error) for source in good if (error := wrong.line(source))]
            broken = broken or [
                (good[0], refusal(good[0].name, "its lines cannot be read as a table."))
            ]
            refused += broken
            good = [source for source in good if source not in [one for one, _ in broken]]
    return good, refused


def _insert(typed: str, batch: int) -> str:
    """Return the statement that puts typed rows into staged."""
    return f"""INSERT INTO staged BY NAME
    SELECT {batch} AS batch, bad, file, year, {KEY}, value, quantity, unit, second_quantity,
        second_unit
    FROM ({typed})"""


def _clean(
    con: duckdb.DuckDBPyConnection, sources: list[Source], period: Period, flow: str, batch: int
) -> None:
    """Read the files that seem to have a bad cell again, without what spreadsheets leave there."""
    found = con.execute(
        f"SELECT DISTINCT file FROM staged WHERE batch = {batch} AND bad NOT IN ('', 'total')"
    ).fetchall()
    again = [source for source in sources if (source.id,) in found]
    if again:
        con.execute("DELETE FROM staged WHERE file IN (SELECT unnest(?))", [[s.id for s in again]])
        con.execute(_insert(reading.typed(again, period, flow, clean=True), batch))


def _counts(con: duckdb.DuckDBPyConnection, currencies: int) -> tuple[dict[str, int], set[str]]:
    """Return the data rows of each file, and the files with a bad cell."""
    found = con.execute(
        """SELECT file, count(*) FILTER (bad <> 'total'), bool_or(bad NOT IN ('', 'total'))
        FROM fresh GROUP BY file"""
    ).fetchall()
    counts = {file: count // currencies for file, count, _ in found}
    return counts, {file for file, _, bad in found if bad}


def _totals(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[int, int, int]]]:
    """Return, by file and for each currency, of its rows without codes value and number.

    The third of each is the sum of the other rows.
    """
    found = con.execute(
        """SELECT file, sum(value) FILTER (bad = 'total'), count(*) FILTER (bad = 'total'),
            sum(value) FILTER (bad = '')
        FROM fresh GROUP BY file, currency HAVING count(*) FILTER (bad = 'total') > 0
        ORDER BY file, currency"""
    ).fetchall()
    sums: dict[str, list[tuple[int, int, int]]] = {}
    for file, total, count, rest in found:
        sums.setdefault(file, []).append((int(total or 0), count, int(rest or 0)))
    return sums


def _mixed(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return, by file, what is wrong where rows of one cell have two units: they have no sum."""
    found = con.execute(
        f"""SELECT file, min((product, year, first_month)) AS at, min(unit), max(unit)
        FROM (
            SELECT file, product, year, first_month, unnest([min(unit), max(unit)]) AS unit
            FROM fresh WHERE bad = '' AND {_CELL} IN (FROM repeated) GROUP BY file, year, {KEY}
            HAVING min(unit) <> max(unit) OR min(second_unit) <> max(second_unit))
        GROUP BY file"""
    ).fetchall()
    return {
        file: f"product {at[0]} in {at[1]}-{at[2]:02d} has rows of one cell in two units, {one} "
        f"and {other}."
        for file, at, one, other in found
    }
