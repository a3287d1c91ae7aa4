"""How long reading trade in detail takes as the cube grows: `make bench-detail CUBE=folder`.

For cubes of 10, 30 and 100 million synthetic rows (see synthetic_cube.py), in one go:

Q  all sums of a page on what drives a province, as `Detail` gives them, in a process of its own
P  the same sums with pandas on the rows of the two years, read whole (the smallest cube only)
D  the sums by province and product of every year on a Dask cluster of two processes, one year each

Told are seconds, CPU seconds and peak memory (MiB) of each process, start-up and imports included,
and the seconds of the sums alone. Needs Linux and the folder of a real cube.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench_watch import measured
from synthetic_cube import write

SIZES = {10: 2, 30: 4, 100: 10}  # million rows, and over how many years
PROVINCES = ("33", "62")  # one of the largest, one of the smallest


def sums(province: str) -> None:
    """Print how long the sums of a page take after the imports."""
    from helpers.data import detail

    started = time.perf_counter()
    opened = detail.Detail.open(2024, lang="en", province=province)
    for year in (2024, 2023):
        opened.items(year), opened.nation_items(year), opened.places(year)
    opened.by_year("partner"), opened.coverage
    print("floor", time.perf_counter() - started)


def with_pandas(folder: str, province: str) -> None:
    """Print how long pandas takes for the same sums, reading included."""
    from helpers.data import cube

    started = time.perf_counter()
    paths = [f"{folder}/flow=export/year={year}/rows.parquet" for year in (2023, 2024)]
    rows = cube.query("SELECT * FROM read_parquet($paths, hive_partitioning = true)", paths=paths)
    own = rows[rows["province_code"] == province]
    item = ["year", "product", "partner_code"]
    for frame, keys in ((own, item), (rows, item), (rows, ["year", "province_code", "product"])):
        frame.groupby(keys, observed=True)[["value", "quantity"]].sum()
    own.groupby(["year", "partner_code"])["value"].sum()
    print("floor", time.perf_counter() - started)


def with_dask(folder: str) -> None:
    """Print how long a Dask cluster takes for the sums by province and product of every year."""
    import pandas as pd
    from distributed import Client

    from helpers.data import cube

    sql = "SELECT province_code, product, sum(value) AS value FROM read_parquet($path) GROUP BY ALL"
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        started = time.perf_counter()
        paths = sorted(map(str, Path(folder).glob("flow=export/*/*.parquet")))
        parts = client.gather([client.submit(cube.query, sql, path=path) for path in paths])
        pd.concat(parts).groupby(["province_code", "product"])["value"].sum()
        print("floor", time.perf_counter() - started)


def bench(source: str, sizes: list[int]) -> None:
    """Print a line of a Markdown table for each measurement."""
    print("| million rows | | seconds | CPU seconds | peak MiB |\n|---:|---|---:|---:|---:|")
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-detail-") as name:
            write(source, Path(name), size * 1_000_000, list(range(2025 - SIZES[size], 2025)))
            runs = [("Q", "sums", province) for province in PROVINCES]
            if size == min(sizes):
                runs.append(("P", "pandas", PROVINCES[0]))
            runs.append(("D", "dask", ""))
            for letter, part, province in runs:
                words = [sys.executable, __file__, "--part", part, "--folder", name]
                took = measured([*words, "--province", province], {"TRADE_DETAIL": name})
                told = f"{letter} {province}".strip()
                print(
                    f"| {size} | {told} | {took.seconds:.2f} | {took.cpu:.1f} | {took.peak:.0f} |"
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", help="the folder of a real cube")
    parser.add_argument("--sizes", default="10,30,100")
    parser.add_argument("--part")
    parser.add_argument("--folder")
    parser.add_argument("--province")
    given = parser.parse_args()
    if given.part == "sums":
        sums(given.province)
    elif given.part == "pandas":
        with_pandas(given.folder, given.province)
    elif given.part == "dask":
        with_dask(given.folder)
    else:
        bench(given.source, [int(size) for size in given.sizes.split(",")])
