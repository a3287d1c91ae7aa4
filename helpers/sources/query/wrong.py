"""What is wrong with a file that the statements of helpers.sources.query.rows found bad."""

import csv
import itertools

import duckdb

from helpers.sources.documents import refusal
from helpers.sources.query import reading
from helpers.sources.query.columns import HEADERS
from helpers.sources.query.files import Source
from helpers.sources.query.reading import Period
from helpers.system.errors import BadInput

ADVICE = {
    "month": "It is not a month; write 202401.",
    "early": f"The platform has no figures before {reading.FIRST_YEAR}.",
    "future": "The month or year is not over. Check the column.",
    "years": "数据年月 says another year.",
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
# The fields whose cell shows a reason that is no field of its own; the first that the file has.
SHOWN = {
    "month": ("month", "year"),
    "early": ("month", "year"),
    "future": ("month", "year"),
    "years": ("year",),
}


def cell(con: duckdb.DuckDBPyConnection, source: Source, period: Period, flow: str) -> BadInput:
    """Return the error that names the first bad cell of a file, with its row."""
    number, reason, currency, cells = _first(con, source, period, flow, "NOT IN ('', 'total')")
    fields = (currency,) if reason == "value" else SHOWN.get(reason, (reason,))
    field = next(name for name in fields if name in source.layout.at)
    text = cells[source.layout.at[field] + source.numbered] or ""
    said = f"'{text}' as {HEADERS[field][0]}."
    return refusal(source.name, said, _row(source, number, cells), ADVICE[reason])


def total(
    con: duckdb.DuckDBPyConnection, source: Source, period: Period, flow: str, rest: int
) -> BadInput:
    """Return the error for a row without codes that is not the one sum of the others, ``rest``."""
    number, _, currency, cells = _first(con, source, period, flow, "= 'total'")
    text = cells[source.layout.at[currency] + source.numbered]
    return refusal(
        source.name,
        f"a row without codes, value '{text}', that is not the sum of the others ({rest:,}).",
        _row(source, number, cells),
    )


def line(source: Source) -> BadInput | None:
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


def _first(
    con: duckdb.DuckDBPyConnection, source: Source, period: Period, flow: str, bad: str
) -> tuple[int, str, str, list[str | None]]:
    """Return number, reason, currency and cells of the first row whose ``bad`` is so."""
    query = reading.located(source, period, flow)
    found = con.execute(
        f"""SELECT n, bad, currency, cells FROM ({query}) WHERE bad {bad}
        ORDER BY n, currency LIMIT 1"""
    ).fetchone()
    if found is None:
        raise AssertionError(f"{source.name} has no row that is bad {bad}")
    return found[0], found[1], found[2], found[3]


def _row(source: Source, number: int, cells: list[str | None]) -> int:
    """Return the row in the file of its data row ``number``, counted from 1."""
    if source.numbered:
        return int(cells[0] or 0)
    with source.text.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        rows = (reader.line_num for line in reader if line and reader.line_num > source.skip)
        return next(itertools.islice(rows, number - 1, None), source.skip + number)
