"""How long importing and reading trade in detail takes as the cube grows.

    python tests/bench_detail.py --source CUBE

For cubes of 10, 30 and 100 million synthetic rows (see synthetic_cube.py), in one go:

Q  all sums of a page on what drives a province, as `Detail` gives them, in a process of its own
P  the same sums with pandas on the rows of the two years, read whole (the smallest cube only)
D  the sums by province and product of every year on a Dask cluster of two processes, one year each
I  trade import --detail of 3 million rows as downloads, 30 CSV files, beside C
C  DuckDB's own reader of the same files, into a table of text

Told are seconds, CPU seconds and peak memory (MiB) of each process, start-up and imports included,
and the seconds of the sums alone. Needs Linux and the folder of a real cube.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from bench_watch import Took, measured
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


def downloads(source: str, folder: Path) -> None:
    """Write 3 million synthetic rows as downloads of the online query."""
    write(source, folder / "cube", 3_000_000, [2024])
    listed = """
        SELECT '2024' || lpad(CAST(last_month AS VARCHAR), 2, '0') AS 数据年月, product AS 商品编码,
            'name' AS 商品名称, partner_code AS 贸易伙伴编码, 'name' AS 贸易伙伴名称,
            province_code AS 注册地编码, 'name' AS 注册地名称, quantity AS 第一数量,
            unit AS 第一计量单位, 0 AS 第二数量, '?' AS 第二计量单位, format('{:,}', value) AS 美元
        FROM read_parquet(?) WHERE CAST(product AS INTEGER) % 30 = ?
        ORDER BY 数据年月, partner_code, product, province_code
    """
    (folder / "files").mkdir()
    paths = str(folder / "cube" / "flow=export" / "*" / "*.parquet")
    with duckdb.connect() as connection:
        for number in range(30):
            rows = connection.sql(listed, params=[paths, number])
            rows.write_csv(str(folder / "files" / f"{number}.csv"), quotechar='"')


def read_as_text(folder: str) -> None:
    """Print how long DuckDB takes to read the downloads into a table of text."""
    started = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS FROM read_csv($p, all_varchar = true)", {"p": folder})
    print("floor", time.perf_counter() - started)


def bench_import(source: str) -> None:
    """Print a line of the table for the import and for DuckDB's own reader."""
    with tempfile.TemporaryDirectory(prefix="bench-import-") as name:
        folder = Path(name)
        downloads(source, folder)
        words = [sys.executable, "-m", "helpers", "import", "--detail", "--flow", "export"]
        place = {"TRADE_DETAIL": str(folder / "taken")}
        line("I", 3, measured([*words, folder / "files"], place))
        words = [sys.executable, __file__, "--part", "csv", "--folder", f"{name}/files/*.csv"]
        line("C", 3, measured(words, {}))


def line(told: str, size: int, took: Took) -> None:
    """Print one line of the table."""
    print(
        f"| {size} | {told} | {took.seconds:.2f} | {took.cpu:.1f} | {took.peak:.0f} |", flush=True
    )


def bench(source: str, sizes: list[int]) -> None:
    """Print a line of a Markdown table for each measurement."""
    print("| million rows | | seconds | CPU seconds | peak MiB |\n|---:|---|---:|---:|---:|")
    bench_import(source)
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
    elif given.part == "csv":
        read_as_text(given.folder)
    elif given.part == "dask":
        with_dask(given.folder)
    else:
        bench(given.source, [int(size) for size in given.sizes.split(",")])
