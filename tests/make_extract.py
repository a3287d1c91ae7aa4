"""Make the extract that comes with the project from a cube: halves of years, exports, in dollars.

    python tests/make_extract.py CUBE data/detail_extract

Products that the cube has by month, by province and by partner are kept. A half of a year in which
a month is missing is left out.
"""

import hashlib
import sys
from pathlib import Path

import duckdb
import pandas as pd

MONTHLY, HALF = "1", 6
SQL = """
    SELECT province_code, product, partner_code, '' AS mode_code, currency,
        CAST((last_month - 1) // 6 * 6 + 1 AS TINYINT) AS first_month,
        CAST((last_month - 1) // 6 * 6 + 6 AS TINYINT) AS last_month,
        CAST(sum(value) AS BIGINT) AS value,
        CASE WHEN count(quantity) = count(*) THEN sum(quantity) END AS quantity,
        CASE WHEN count(quantity) = count(*) THEN min(unit) END AS unit,
        CAST(NULL AS DOUBLE) AS second_quantity, CAST(NULL AS VARCHAR) AS second_unit,
        true AS counted, '' AS file
    FROM read_parquet(?, hive_partitioning = true) AS rows
    WHERE counted AND (product, (last_month - 1) // 6) IN (SELECT product, half FROM whole)
    GROUP BY ALL ORDER BY ALL
"""


def halves(files: pd.DataFrame) -> pd.DataFrame:
    """Return year, product and half (0 or 1) of the halves of which every month is there."""
    months = [
        (period.year, product, (period.month - 1) // HALF)
        for row in files.itertuples()
        for period in pd.period_range(row.first, row.last, freq="M")
        for product in row.products.split()
    ]
    counted = pd.DataFrame(months, columns=["year", "product", "half"]).value_counts()
    return counted[counted == HALF].index.to_frame(index=False)


def last_of(row: pd.Series) -> str:
    """Return the last month of the last whole half that a file covers."""
    year, month = row["last"].split("-")
    return f"{year}-{int(month) // HALF * HALF:02d}"


def main(cube: Path, out: Path) -> None:
    """Write the extract of ``cube`` into the folder ``out``."""
    files = pd.read_csv(cube / "files.csv", dtype="str", keep_default_na=False)
    files = files[(files["span"] == MONTHLY) & (files["dimensions"] == "partner province")]
    files = files[(files["flow"] == "export") & (files["currency"] == "USD")]
    whole, listed = halves(files), []
    for year, own in whole.groupby("year"):
        path = Path(f"flow=export/year={year}/rows.parquet")
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")
            connection.register("whole", own)
            rows = connection.execute(SQL, [str(cube / path)]).df()
            connection.register("written", rows)
            connection.execute(
                f"COPY (FROM written) TO '{out / path}' "
                "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)"
            )
        digest = hashlib.sha256((out / path).read_bytes()).hexdigest()
        listed.append({"path": path.as_posix(), "rows": len(rows), "sha256": digest})
    files["last"] = files.apply(last_of, axis=1)
    files.assign(span=HALF).to_csv(out / "files.csv", index=False, lineterminator="\n")
    pd.DataFrame(listed).to_csv(out / "manifest.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
