"""The text of downloads becomes typed rows: codes, months, whole values; what is none is refused.

Works on a DuckDB connection with the tables that :func:`prepare` makes. Files of one layout are
read in one statement. A file with a bad cell is refused with row and value, and leaves no rows.
"""

import csv
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from helpers.sources.documents import AGAIN, refusal
from helpers.sources.query import columns, reading
from helpers.sources.query.files import Source
from helpers.sources.query.reading import Period
from helpers.system.errors import BadInput

KEY = "province_code, product, partner_code, mode_code, currency, first_month, last_month"
ADVICE = {
    "month": "It is not a month; write 202401.",
    "early": f"The platform has no figures before {reading.FIRST_YEAR}.",
    "future": "The month or year is not over. Check the column.",
    "years": "The columns 数据年月 and 统计年份 contradict each other.",
    "product": "A product code has 2, 4, 6 or 8 digits. Where a spreadsheet dropped a zero at the "
    "front, download the file again.",
    "partner": "A partner code has three digits.",
    "mode": "A code of a trade mode has two digits.",
    "province": "It is not the code of one of the 31 provinces (registration, two digits).",
    "value": "Values are whole units of the currency, not negative.",
    "quantity": "A quantity is a number, not negative.",
    "second_quantity": "A quantity is a number, not negative.",
    "flow": "--flow says otherwise. Import exports and imports with a command each.",
}
# The cell to show for a reason that is no field of its own.
SHOWN = {"early": "month", "future": "month", "years": "year"}


@dataclass(frozen=True)
class Read:
    """What was read of a file: data rows, and the value of a row with the sum of all, dropped."""

    rows: int
    total: int | None = None


def prepare(con: duckdb.DuckDBPyConnection, provinces: Iterable[str]) -> None:
    """Make the tables of an import: provinces (code), typed (cells as read), staged (summed)."""
    con.execute("CREATE TABLE provinces (code VARCHAR)")
    con.executemany("INSERT INTO provinces VALUES (?)", [[code] for code in provinces])
    con.execute(
        f"""CREATE TABLE staged (file VARCHAR, year SMALLINT, {reading.COLUMNS})"""
    )


def take(
    con: duckdb.DuckDBPyConnection, sources: list[Source], period: Period, flow: str
) -> tuple[dict[str, Read], list[tuple[Source, BadInput]]]:
    """Read ``sources``, all of one layout, into staged; rows of one cell of a file are summed.

    Returns what was read of each file, by its id, and the files refused with the reason.
    """
    layout = sources[0].layout
    refused: list[tuple[Source, BadInput]] = []
    good = sources
    while good:
        try:
            con.execute(f"CREATE OR REPLACE TEMP TABLE typed AS {reading.typed(good, period, flow)}")
            break
        except duckdb.InvalidInputException:
            # One file whose lines are not whole stops the statement: find it, go on without it.
            broken = [(source, error) for source in good if (error := _uneven(source))]
            if not broken:
                broken = [(good[0], refusal(good[0].name, "its lines cannot be read.", None, AGAIN))]
            refused += broken
            good = [source for source in good if source not in [one for one, _ in broken]]
    if not good:
        return {}, refused
    bad = dict(con.execute(
        "SELECT file, min(bad) FROM typed WHERE bad NOT IN ('', 'total') GROUP BY file"
    ).fetchall())  # fmt: skip
    totals = _totals(con)
    read: dict[str, Read] = {}
    counts = dict(con.execute(
        f"SELECT file, count(*) // {len(layout.currencies)} FROM typed WHERE bad <> 'total' GROUP BY file"
    ).fetchall())  # fmt: skip
    for source in good:
        error = _refusal(con, source, period, flow, totals) if source.id in bad else None
        error = error or _wrong_total(con, source, period, flow, totals)
        if error is None and not counts.get(source.id):
            error = refusal(source.name, "it has a header and no rows.")
        if error:
            refused.append((source, error))
            con.execute("DELETE FROM typed WHERE file = ?", [source.id])
            continue
        total = totals.get(source.id)
        read[source.id] = Read(counts[source.id], total[0] if total else None)
    refused += _mixed(con, [source for source in good if source.id in read])
    for source, _ in refused:
        read.pop(source.id, None)
    con.execute(f"INSERT INTO staged {_SUMMED}")
    return read, refused


_SUMMED = f"""
SELECT file, year, {KEY}, CAST(sum(value) AS BIGINT),
    CAST(sum(quantity) AS DOUBLE), max(unit), CAST(sum(second_quantity) AS DOUBLE),
    max(second_unit)
FROM typed WHERE bad = '' GROUP BY file, year, {KEY}"""


def _totals(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int, int]]:
    """Return, by file, the value of its rows without codes, their number, the sum of the others."""
    found = con.execute(
        """SELECT file, sum(value) FILTER (bad = 'total'), count(*) FILTER (bad = 'total'),
            sum(value) FILTER (bad = '')
        FROM typed GROUP BY file, currency HAVING count(*) FILTER (bad = 'total') > 0"""
    ).fetchall()
    return {file: (int(total or 0), count, int(rest or 0)) for file, total, count, rest in found}


def _wrong_total(
    con: duckdb.DuckDBPyConnection, source: Source, period: Period, flow: str,
    totals: dict[str, tuple[int, int, int]],
) -> BadInput | None:  # fmt: skip
    """Return why a file with rows without codes is refused: they are not one sum of all others."""
    if source.id not in totals:
        return None
    total, count, rest = totals[source.id]
    if count == 1 and total == rest:
        return None
    row, value = _where(con, source, period, flow, "total", "value")
    return refusal(
        source.name,
        f"a row without codes, value '{value}', which is not the sum of the others ({rest:,}).",
        row,
        AGAIN,
    )


def _refusal(
    con: duckdb.DuckDBPyConnection, source: Source, period: Period, flow: str,
    totals: dict[str, tuple[int, int, int]],
) -> BadInput:  # fmt: skip
    """Return the error that names the first bad cell of a file."""
    row, value, reason = _first_bad(con, source, period, flow)
    field = SHOWN.get(reason, reason)
    if field == "value":
        field = source.layout.currencies[0]
    header = columns.HEADERS.get(field, (field,))[0]
    return refusal(source.name, f"'{value}' as {header}.", row, ADVICE[reason])


def _first_bad(
    con: duckdb.DuckDBPyConnection, source: Source, period: Period, flow: str
) -> tuple[int, str, str]:
    """Return row, value and reason of the first bad cell."""
    found = con.execute(
        f"""SELECT n, bad, cells FROM ({reading.located(source, period, flow)})
        WHERE bad NOT IN ('', 'total') ORDER BY n LIMIT 1"""
    ).fetchone()
    assert found is not None
    number, reason, cells = found
    return _line(source, number, cells), _cell(source, reason, cells), reason


def _where(
    con: duckdb.DuckDBPyConnection, source: Source, period: Period, flow: str, bad: str, field: str
) -> tuple[int, str]:
    """Return row and value of the first row that is ``bad``."""
    found = con.execute(
        f"""SELECT n, cells FROM ({reading.located(source, period, flow)})
        WHERE bad = ? ORDER BY n LIMIT 1""",
        [bad],
    ).fetchone()
    assert found is not None
    return _line(source, found[0], found[1]), _cell(source, field, found[1])


def _cell(source: Source, reason: str, cells: list[str | None]) -> str:
    """Return the text of the cell that a reason is about."""
    field = SHOWN.get(reason, reason)
    at = source.layout.at
    places = [at[name] for name in (field, "year", *source.layout.currencies) if name in at]
    if reason == "value":
        places = [at[name] for name in source.layout.currencies]
    return cells[places[0] + source.numbered] or ""


def _line(source: Source, number: int, cells: list[str | None]) -> int:
    """Return the row in the file of its data row ``number``, counted from 1."""
    if source.numbered:
        return int(cells[0] or 0)
    with source.text.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        rows = (reader.line_num for line in reader if line and reader.line_num > source.skip)
        return next(itertools.islice(rows, number - 1, None), source.skip + number)


def _uneven(source: Source) -> BadInput | None:
    """Return the error for the first line with more or fewer cells than the header, if any."""
    width = source.layout.width + source.numbered
    with source.text.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            for cells in reader:
                if reader.line_num > source.skip and cells and len(cells) != width:
                    return refusal(
                        source.name,
                        f"it has {len(cells)} cells, the header {width}: the file is cut short or "
                        "damaged.",
                        reader.line_num,
                    )
        except csv.Error as error:
            return refusal(source.name, f"not a whole CSV line ({error}).", reader.line_num)
    return None


def _mixed(
    con: duckdb.DuckDBPyConnection, sources: list[Source]
) -> list[tuple[Source, BadInput]]:
    """Return the files in which one cell has rows with two units, which cannot be summed."""
    found = con.execute(
        f"""SELECT file, any_value(product), any_value(year), any_value(first_month), min(unit),
            max(unit)
        FROM typed WHERE bad = '' GROUP BY file, year, {KEY}
        HAVING min(unit) <> max(unit) OR min(second_unit) <> max(second_unit)"""
    ).fetchall()
    by_file = {row[0]: row[1:] for row in sorted(found, reverse=True)}
    errors = []
    for source in sources:
        if source.id in by_file:
            product, year, month, one, other = by_file[source.id]
            con.execute("DELETE FROM typed WHERE file = ?", [source.id])
            errors.append((source, refusal(
                source.name, f"product {product} in {year}-{month:02d} has rows of one cell in "
                f"two units, {one} and {other}."
            )))  # fmt: skip
    return errors
