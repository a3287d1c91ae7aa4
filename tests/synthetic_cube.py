"""A synthetic cube of trade in detail, as sparse as the real one and as large as wanted.

8,000 products are traded by pairs of province and partner. How often a pair trades, and how much
the products differ, is taken from a real cube; months, values and quantities are drawn at random
with a fixed seed.
"""

import argparse
import hashlib
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from helpers.data import cube

PRODUCTS = 8_000
SEED = 17
# Rows that are drawn twice are one row, so more are drawn than wanted.
DRAWN = 1.15


def shape(source: str) -> tuple[pd.DataFrame, float, tuple[float, float]]:
    """Return what a real cube looks like: pairs with their share of rows, spread of the products.

    The first is province_code, partner_code and share; the second the standard deviation of the
    logarithm of rows a product and year; the third mean and standard deviation of the logarithm of
    a value.
    """
    paths = f"read_parquet('{source}/flow=export/*/*.parquet', hive_partitioning = true)"
    pairs = cube.query(f"""
        SELECT province_code, partner_code, count(*) / sum(count(*)) OVER () AS share
        FROM {paths} WHERE counted GROUP BY ALL ORDER BY ALL
    """)
    spread = cube.query(f"""
        SELECT stddev(ln(rows)) AS s FROM (
            SELECT product, year, count(*) AS rows FROM {paths} WHERE counted GROUP BY ALL)
    """).iat[0, 0]
    values = cube.query(
        f"SELECT avg(ln(value)) m, stddev(ln(value)) s FROM {paths} WHERE value > 0"
    )
    return pairs, float(spread), tuple(values.iloc[0])


def year_of(
    random: np.random.Generator, pairs: pd.DataFrame, products: np.ndarray, weights: np.ndarray,
    rows: int, values: tuple[float, float],
) -> pd.DataFrame:  # fmt: skip
    """Return about ``rows`` monthly rows of one year with the columns of a cube but for file."""
    cells = []
    for month in range(1, 13):
        drawn = int(rows * DRAWN / 12)
        which = np.searchsorted(weights.cumsum(), random.random(drawn))
        pair = np.searchsorted(pairs["share"].cumsum().to_numpy(), random.random(drawn))
        key = np.unique(which.astype("int64") * len(pairs) + pair.clip(max=len(pairs) - 1))
        cells.append(pd.DataFrame({"key": key, "month": np.int8(month)}))
    frame = pd.concat(cells, ignore_index=True)
    which, pair = np.divmod(frame["key"].to_numpy(), len(pairs))
    value = np.exp(random.normal(*values, len(frame))).round().astype("int64")
    return pd.DataFrame(
        {
            "province_code": pairs["province_code"].array[pair],
            "product": products[which.clip(max=len(products) - 1)],
            "partner_code": pairs["partner_code"].array[pair],
            "last_month": frame["month"],
            "value": value,
            "quantity": (value / random.lognormal(1, 0.5, len(frame))).round(),
        }
    )


def write(source: str, out: Path, rows: int, years: list[int]) -> None:
    """Write a cube of about ``rows`` rows over ``years`` into the folder ``out``."""
    random = np.random.default_rng(SEED)
    pairs, spread, values = shape(source)
    products = np.array([f"{code:08d}" for code in range(10_000_000, 10_000_000 + PRODUCTS)])
    weights = random.lognormal(0, spread, PRODUCTS)
    weights /= weights.sum()
    listed, files = [], []
    for year in years:
        frame = year_of(random, pairs, products, weights, rows // len(years), values)
        path = out / f"flow=export/year={year}" / cube.ROWS
        path.parent.mkdir(parents=True)
        with duckdb.connect() as connection:
            connection.register("frame", frame)
            connection.sql("""
                SELECT province_code, product, partner_code, '' AS mode_code, 'USD' AS currency,
                    last_month AS first_month, last_month, value, quantity, '千克' AS unit,
                    CAST(NULL AS DOUBLE) AS second_quantity,
                    CAST(NULL AS VARCHAR) AS second_unit, true AS counted, 'synthetic' AS file
                FROM frame ORDER BY ALL
            """).write_parquet(str(path), compression="zstd")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        listed.append((path.relative_to(out).as_posix(), len(frame), digest))
        files.append({
            "file": "synthetic", "name": f"{year}", "sha256": digest, "flow": "export",
            "currency": "USD", "products": " ".join(products), "dimensions": "partner province",
            "first": f"{year}-01", "last": f"{year}-12", "span": 1, "rows": len(frame), "cut": "",
            "imported": "2026-01-01",
        })  # fmt: skip
    pd.DataFrame(files).to_csv(out / cube.FILES, index=False)
    pd.DataFrame(listed, columns=["path", "rows", "sha256"]).to_csv(
        out / "manifest.csv", index=False
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", help="a real cube")
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=float, default=1e6)
    parser.add_argument("--years", type=int, default=2)
    given = parser.parse_args()
    write(given.source, given.out, int(given.rows), list(range(2025 - given.years, 2025)))
