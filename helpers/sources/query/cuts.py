"""Downloads that the platform cut at its row limit without a word.

The platform gives 10,000 rows at most and writes them in the order of month, product and partner.
A download is taken for cut where all of this holds:

- its rows, before any are summed, are a whole multiple of 10,000 (pages may have been joined);
  a row with the sum of all does not count;
- it is split by partner and by month, and has more than one month;
- its last month ends before every other month of it: the last pair (product, partner) of that
  month, in the order of the codes, is smaller than the last pair of each other month;
- no other file of the same flow, currency and dimensions has that month beyond the pair, neither
  one imported with it nor one in the cube: then the rest of the query is there, as pages are.

Of a cut download the last month is left out, the months before are whole. A file of such a number
of rows with one month alone, and nothing beyond its end in other files, is refused: whether it is
whole cannot be seen. One that ends where its other months end is taken in and told.
"""

from dataclasses import dataclass

import duckdb

from helpers.sources.documents import refusal
from helpers.sources.query.files import Source
from helpers.sources.query.rows import Read
from helpers.system.errors import BadInput

LIMIT = 10_000
# The last pair of a month, as text whose order is that of product, then partner.
PAIR = "product || ' ' || partner_code"


@dataclass(frozen=True)
class Cut:
    """A download without its end: the month (YYYYMM) that is left out, and where it ends."""

    month: int
    product: str
    partner: str
    one_product: bool

    @property
    def told(self) -> str:
        """The text in files.csv and in the report."""
        at = f"partner {self.partner}"
        if not self.one_product:
            at = f"product {self.product}, {at}"
        return f"{self.month // 100}-{self.month % 100:02d}: ends at {at}"


def leave_out(
    con: duckdb.DuckDBPyConnection, sources: list[Source], read: dict[str, Read]
) -> tuple[dict[str, Cut], list[str], list[tuple[Source, BadInput]]]:
    """Take the last month of each cut download out of the table staged.

    Rows of the cube that may continue a download are in the table stored. Returns the cuts by file,
    the names of files with the number of rows of a cut one that show none, and the files refused.
    """
    cuts: dict[str, Cut] = {}
    whole: list[str] = []
    refused: list[tuple[Source, BadInput]] = []
    for source in sources:
        if not _suspect(source, read):
            continue
        ends = con.execute(
            f"""SELECT year * 100::INTEGER + first_month AS month, max({PAIR}) FROM staged
            WHERE file = ? GROUP BY month ORDER BY month""",
            [source.id],
        ).fetchall()
        month, end = ends[-1]
        if _continued(con, source, month, end):
            continue
        if len(ends) == 1:
            refused.append((source, _unknowable(source, read[source.id].rows)))
        elif all(end < other for _, other in ends[:-1]):
            product, partner = end.split(" ")
            cuts[source.id] = Cut(month, product, partner, _products(con, source) == 1)
        else:
            whole.append(source.name)
    for file, cut in cuts.items():
        con.execute(
            "DELETE FROM staged WHERE file = ? AND year = ? AND first_month = ?",
            [file, cut.month // 100, cut.month % 100],
        )
    return cuts, whole, refused


def refuse_rest(con: duckdb.DuckDBPyConnection, cuts: list[tuple[str, str, str, str, str]]) -> None:
    """Raise BadInput where a new file has only the rest of a month that a stored one lacks.

    ``cuts`` has name, currency, dimensions, products and cut of each cut download in the cube that
    is not imported again: the month would begin in its middle.
    """
    for name, currency, dimensions, products, told in cuts:
        month, _, rest = told.partition(":")
        words = rest.replace(",", "").split()
        product = words[words.index("product") + 1] if "product" in words else products.split()[0]
        end = f"{product} {words[-1]}"
        found = con.execute(
            f"""SELECT file FROM staged
            WHERE year = ? AND first_month = ? AND last_month = first_month AND currency = ?
                AND product IN (SELECT unnest(?)) AND (partner_code <> '') AND (mode_code <> '') = ?
                AND (province_code <> '') = ?
            GROUP BY file HAVING min({PAIR}) >= ? ORDER BY file""",
            [int(month[:4]), int(month[5:]), currency, products.split(), "mode" in dimensions,
             "province" in dimensions, end],
        ).fetchone()  # fmt: skip
        if found:
            raise BadInput(
                f"A file has only the rest of {month} that {name} lacks, which was imported before "
                f"({told}). Import both in one command. Nothing was changed."
            )


def _suspect(source: Source, read: dict[str, Read]) -> bool:
    """Return whether the number of rows is one at which the platform cuts."""
    at = source.layout.at
    rows = read[source.id].rows if source.id in read else 0
    return rows > 0 and rows % LIMIT == 0 and "month" in at and "partner" in at


def _products(con: duckdb.DuckDBPyConnection, source: Source) -> int:
    """Return how many products a file has."""
    found = con.execute(
        "SELECT count(DISTINCT product) FROM staged WHERE file = ?", [source.id]
    ).fetchone()
    return int(found[0]) if found else 0


def _continued(con: duckdb.DuckDBPyConnection, source: Source, month: int, end: str) -> bool:
    """Return whether another file of the same kind has the month beyond the end of this one."""
    dimensions = source.layout.dimensions
    found = con.execute(
        f"""SELECT 1 FROM (SELECT * FROM staged UNION ALL BY NAME SELECT * FROM stored)
        WHERE file <> $file AND year = $year AND first_month = $month AND last_month = first_month
            AND currency IN (SELECT unnest($currencies)) AND (mode_code <> '') = $mode
            AND (province_code <> '') = $province AND partner_code <> '' AND {PAIR} > $end
            AND product IN (SELECT product FROM staged WHERE file = $file) LIMIT 1""",
        {
            "file": source.id, "year": month // 100, "month": month % 100, "end": end,
            "currencies": list(source.layout.currencies), "mode": "mode" in dimensions,
            "province": "province" in dimensions,
        },
    ).fetchone()  # fmt: skip
    return found is not None


def _unknowable(source: Source, rows: int) -> BadInput:
    """Return the error for a file of one month that may be cut."""
    return refusal(
        source.name,
        f"it has {rows:,} rows of one month, as many as the platform gives at most; whether the "
        "month is whole cannot be seen.",
        None,
        "Import it with the pages that follow, or download it in smaller parts.",
    )
