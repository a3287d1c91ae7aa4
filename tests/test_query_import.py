"""An import of downloads: cuts, overlaps, what counts, all or nothing, the same bytes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import queries
import tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from queries import HEADER, row

from helpers.sources.query import cuts, importer
from helpers.system.errors import BadInput

MODES = [*HEADER, "贸易方式编码"]
NO_PROVINCE = [name for name in HEADER if name not in ("注册地编码", "注册地名称")]
ANNUAL = [*HEADER[1:], "统计年份"]


@pytest.fixture
def cube(tmp_path, monkeypatch):
    """The place of a new cube."""
    return queries.new_cube(tmp_path, monkeypatch)


@pytest.fixture
def limit(monkeypatch):
    """A platform that gives twelve rows at most."""
    monkeypatch.setattr(cuts, "LIMIT", 12)


def months(count, partners=("110", "502", "601"), **more):
    """Rows of each partner in each of the first months of 2024."""
    return [
        row(month=f"2024{month:02d}", partner=partner, value=str(month * int(partner)), **more)
        for month in range(1, count + 1)
        for partner in partners
    ]


# Cuts


def cut_rows():
    """Twelve rows of which the last month ends at partner 110."""
    return [*months(3), row(month="202403", partner="602"), row(month="202404"),
            row(month="202404", province="44")]  # fmt: skip


def test_a_cut_download_is_kept_up_to_its_last_whole_month(cube, tmp_path, limit):
    path = queries.write(tmp_path / "a.csv", cut_rows())
    assert len(cut_rows()) == 12
    taken = queries.take(path)
    entry = taken.entries.iloc[0]
    assert (entry["cut"], entry["last"]) == ("2024-04: ends at partner 110", "2024-03")
    assert queries.rows_of(cube)["first_month"].max() == 3


def test_a_cut_of_several_products_names_the_product(cube, tmp_path, limit):
    rows = [*months(2), *months(2, product="73249000")][:11]
    rows = sorted(rows, key=lambda r: (r["数据年月"], r["商品编码"], r["贸易伙伴编码"]))
    taken = queries.take(queries.write(tmp_path / "a.csv", [*rows, row(value="5", province="44")]))
    assert taken.entries["cut"].tolist() == ["2024-02: ends at product 73249000, partner 502"]


def test_a_file_of_other_length_is_not_cut_however_early_its_last_month_ends(cube, tmp_path, limit):
    taken = queries.take(queries.write(tmp_path / "a.csv", cut_rows()[:-1]))
    assert taken.entries["cut"].tolist() == [""]
    assert queries.rows_of(cube)["first_month"].max() == 4


def test_as_many_rows_as_a_cut_file_has_are_told_where_nothing_shows_a_cut(cube, tmp_path, limit):
    taken = queries.take(queries.write(tmp_path / "a.csv", months(4)))
    assert (taken.whole, taken.entries["cut"].tolist()) == (["a.csv"], [""])
    assert len(queries.rows_of(cube)) == 12


def test_a_page_that_the_next_one_continues_is_not_cut(cube, tmp_path, limit):
    rest = [row(month="202404", partner="502"), row(month="202405")]
    first = queries.write(tmp_path / "q_p1.csv", cut_rows())
    taken = queries.take(first, queries.write(tmp_path / "q_p2.csv", rest))
    assert taken.entries["cut"].tolist() == ["", ""]
    assert len(queries.rows_of(cube)) == 14


def test_a_cut_page_is_read_again_with_the_page_that_follows(cube, tmp_path, limit):
    first = queries.write(tmp_path / "q_p1.csv", cut_rows())
    rest = [row(month="202404", partner="502"), row(month="202405")]
    second = queries.write(tmp_path / "q_p2.csv", rest)
    queries.take(first)
    before = queries.content(cube)
    with pytest.raises(BadInput, match=r"rest of 2024-04 that q_p1\.csv lacks"):
        queries.take(second)
    assert queries.content(cube) == before
    queries.take(first, second)
    assert len(queries.rows_of(cube)) == 14


def test_one_month_as_long_as_the_limit_is_refused_without_the_next_page(cube, tmp_path, limit):
    rows = [row(partner=f"{100 + n}") for n in range(12)]
    path = queries.write(tmp_path / "a.csv", rows)
    with pytest.raises(BadInput, match="whether the month is whole cannot be seen"):
        queries.take(path)
    queries.take(path, queries.write(tmp_path / "b.csv", [row(partner="601")]))
    assert len(queries.rows_of(cube)) == 13


# Overlaps


def test_cells_alike_in_two_files_are_kept_once_and_told(cube, tmp_path):
    one = queries.write(tmp_path / "a.csv", months(2))
    other = queries.write(tmp_path / "b.csv", months(3))
    taken = queries.take(one, other)
    assert [overlap.cells for overlap in taken.overlaps] == [6]
    assert set(taken.overlaps[0].files) == {"a.csv", "b.csv"}
    assert len(queries.rows_of(cube)) == 9


def test_a_cell_that_differs_is_refused_with_both_files_cell_and_values(cube, tmp_path):
    one = queries.write(tmp_path / "a.csv", [row(value="1,000")])
    other = queries.write(tmp_path / "b.csv", [row(value="1,001")])
    said = r"2024-01, product 39221000, partner 110, province 33: .*1,00\d USD \(10.0 千克\)"
    with pytest.raises(BadInput, match=said) as error:
        queries.take(one, other)
    assert "1,000 USD (10.0 千克) in a.csv" in str(error.value)
    assert "1,001 USD (10.0 千克) in b.csv" in str(error.value)
    assert not cube.exists()
    queries.take(one)
    before = queries.content(cube)
    with pytest.raises(BadInput, match=said):
        queries.take(other)
    assert queries.content(cube) == before


def test_quantities_that_one_file_lacks_come_from_the_other(cube, tmp_path):
    bare = queries.write(tmp_path / "a.csv", [row()], [*HEADER[:7], "美元"])
    queries.take(bare, queries.write(tmp_path / "b.csv", [row()]))
    assert queries.rows_of(cube)["quantity"].tolist() == [10.0]


def test_units_that_two_files_give_for_one_product_and_month_are_refused(cube, tmp_path):
    one = queries.write(tmp_path / "a.csv", [row()])
    other = queries.write(tmp_path / "b.csv", [row(partner="502", 第一计量单位="个")])
    with pytest.raises(BadInput, match="counted in 个 and in 千克"):
        queries.take(one, other)


# What sums may use


def counted(cube):
    """The values that count, by product, mode and months."""
    found = queries.rows_of(cube).query("counted")
    return found[["product", "mode_code", "first_month", "last_month"]].drop_duplicates().to_numpy()


def test_rows_with_trade_modes_count_where_both_are_there(cube, tmp_path):
    queries.take(queries.write(tmp_path / "a.csv", [row(value="100")]))
    assert counted(cube).tolist() == [["39221000", "", 1, 1]]
    modes = [row(value="60", 贸易方式编码="10"), row(value="40", 贸易方式编码="15")]
    queries.take(queries.write(tmp_path / "b.csv", modes, MODES))
    assert [mode for _, mode, *_ in counted(cube)] == ["10", "15"]


def test_one_mode_of_several_does_not_stand_for_all(cube, tmp_path):
    one_mode = queries.write(tmp_path / "b.csv", [row(value="60", 贸易方式编码="10")], MODES)
    queries.take(queries.write(tmp_path / "a.csv", [row(value="100")]), one_mode)
    assert counted(cube).tolist() == [["39221000", "", 1, 1]]


@pytest.mark.parametrize(("count", "first"), [(12, list(range(1, 13))), (11, [1])])
def test_months_count_rather_than_the_year_where_all_are_there(cube, tmp_path, count, first):
    total = sum(range(1, 13)) * (110 + 502 + 601)
    year = [row(value=str(total), 统计年份="2024")]
    annual = queries.write(tmp_path / "a.csv", year, ANNUAL)
    queries.take(annual, queries.write(tmp_path / "b.csv", months(count)))
    assert [row[2] for row in counted(cube)] == first


def test_a_small_province_need_not_trade_every_month_for_its_months_to_count(cube, tmp_path):
    year = [row(value="7", province="63", 统计年份="2024")]
    rows = [*months(12), row(month="202405", province="63", value="7")]
    annual = queries.write(tmp_path / "a.csv", year, ANNUAL)
    queries.take(annual, queries.write(tmp_path / "b.csv", rows))
    found = queries.rows_of(cube).query("counted and province_code == '63'")
    assert found[["first_month", "last_month"]].to_numpy().tolist() == [[5, 5]]


def test_the_coarser_product_counts_where_both_are_there(cube, tmp_path):
    fine = [row(product="69101000", value="60"), row(product="69101000", month="202402")]
    queries.take(queries.write(tmp_path / "a.csv", fine),
                 queries.write(tmp_path / "b.csv", [row(product="6910", value="90")]))  # fmt: skip
    assert counted(cube).tolist() == [["6910", "", 1, 1], ["69101000", "", 2, 2]]


def test_months_of_a_coarser_product_do_not_replace_a_year_of_a_finer_one(cube, tmp_path):
    fine = queries.write(tmp_path / "a.csv", [row(product="69101000", 统计年份="2024")], ANNUAL)
    queries.take(fine, queries.write(tmp_path / "b.csv", [row(product="6910", value="90")]))
    assert counted(cube).tolist() == [["69101000", "", 1, 12]]


PAIRS = [("110", "33", "10"), ("502", "33", "15"), ("110", "44", "10")]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_trade_counts_twice_whatever_was_queried(tmp_path_factory, monkeypatch, data):
    """Queries of a world with known figures, all whole: what counts is never more than the world's.

    Where one query has all of a product's months by province and partner, it is exactly that.
    """
    tmp_path = tmp_path_factory.mktemp("world")
    monkeypatch.setenv("TRADE_DETAIL", str(tmp_path / "cube"))
    world = [
        row(month=f"2024{m:02d}", product=product, partner=partner, province=province,
            value=str(m * 7), 贸易方式编码=mode)
        for m in range(1, 13) for product in ("69101000", "69109000", "39221000")
        for partner, province, mode in PAIRS
        if (m, province) != (3, "44")
    ]  # fmt: skip
    kinds = data.draw(st.sets(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1))
    frame = pd.DataFrame(world)
    paths = []
    for number, (annual, coarse, moded) in enumerate(sorted(kinds)):
        one = frame.assign(统计年份="2024", 美元=frame["美元"].astype(int))
        one["商品编码"] = one["商品编码"].str[:4] if coarse else one["商品编码"]
        keys = ["商品编码", "贸易伙伴编码", "注册地编码", "统计年份" if annual else "数据年月"]
        keys += ["贸易方式编码"] if moded else []
        rows = one.groupby(keys, as_index=False)["美元"].sum()
        header = [*keys, "美元"]
        path = tmp_path / f"{number}.csv"
        paths.append(queries.write(path, rows.astype(str).to_dict("records"), header))
    queries.take(*paths)
    found = queries.rows_of(tmp_path / "cube").query("counted")
    assert found["value"].sum() == frame["美元"].astype(int).sum()


# All or nothing, the same bytes


def test_the_same_file_twice_changes_nothing_under_any_name(cube, tmp_path):
    path = queries.write(tmp_path / "a.csv", months(2))
    queries.take(path)
    before = queries.content(cube), (cube / "files.csv").read_bytes(), cube.stat().st_ino
    copy = tmp_path / "copy.csv"
    copy.write_bytes(path.read_bytes())
    taken = queries.take(copy, path)
    assert (taken.known, taken.again) == (["a.csv"], ["copy.csv"])
    assert (queries.content(cube), (cube / "files.csv").read_bytes(), cube.stat().st_ino) == before


def test_a_file_imported_as_the_other_flow_is_refused(cube, tmp_path):
    path = queries.write(tmp_path / "a.csv", months(1))
    queries.take(path)
    with pytest.raises(BadInput, match="imported with --flow export"):
        queries.take(path, flow="import")


def test_both_flows_stand_beside_each_other(cube, tmp_path):
    queries.take(queries.write(tmp_path / "a.csv", months(1)))
    queries.take(queries.write(tmp_path / "b.csv", months(2)), flow="import")
    assert queries.rows_of(cube)["flow"].value_counts().to_dict() == {"import": 6, "export": 3}


def test_a_refused_file_refuses_all_and_each_is_listed_with_its_reason(cube, tmp_path):
    folder = tmp_path / "in"
    queries.write(folder / "a.csv", months(2))
    queries.write(folder / "b.csv", [row(value="x")])
    queries.write(folder / "c.csv", [row()], HEADER[1:])
    with pytest.raises(BadInput) as error:
        queries.take(folder)
    assert "2 of 3 files cannot be taken in; nothing was changed." in str(error.value)
    assert "\n  b.csv, row 2: 'x' as 美元." in str(error.value)
    assert "\n  c.csv: it has no column of months or years" in str(error.value)
    assert not cube.exists()
    taken = queries.take(folder, skip_refused=True)
    assert [name for name, _ in taken.refused] == ["b.csv", "c.csv"]
    assert len(queries.rows_of(cube)) == 6


def test_nothing_is_left_where_every_file_is_refused(cube, tmp_path):
    path = queries.write(tmp_path / "a.csv", [row(value="x")])
    with pytest.raises(BadInput):
        queries.take(path, skip_refused=True)
    assert not cube.exists()


def test_a_dry_run_writes_nothing(cube, tmp_path):
    taken = queries.take(queries.write(tmp_path / "a.csv", months(2)), dry_run=True)
    assert (len(taken.entries), cube.exists()) == (1, False)


def test_a_folder_that_is_no_cube_is_not_replaced(cube, tmp_path):
    cube.mkdir()
    (cube / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match=r"is not a cube .* with TRADE_DETAIL"):
        queries.take(queries.write(tmp_path / "a.csv", months(1)))
    assert [path.name for path in cube.iterdir()] == ["letter.txt"]


def test_a_place_that_is_no_folder_of_this_machine_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("TRADE_DETAIL", "s3://bucket/cube")
    with pytest.raises(BadInput, match="local folder only"):
        queries.take(queries.write(tmp_path / "a.csv", months(1)))


def test_years_that_do_not_change_are_linked_and_not_written_again(cube, tmp_path):
    queries.take(queries.write(tmp_path / "a.csv", months(2)))
    old = cube / "flow=export/year=2024/rows.parquet"
    before = old.stat().st_ino, old.read_bytes()
    queries.take(queries.write(tmp_path / "b.csv", [row(month="202301")]))
    assert (old.stat().st_ino, old.read_bytes()) == before


def test_the_lists_say_what_is_in_the_cube(cube, tmp_path):
    queries.take(queries.write(tmp_path / "a.csv", months(2)))
    queries.take(queries.write(tmp_path / "b.csv", [row(month="202301")], NO_PROVINCE))
    files = pd.read_csv(cube / "files.csv", dtype="str", keep_default_na=False)
    entry = files.set_index("name").loc["a.csv"]
    assert entry["file"] == entry["sha256"][:12]
    assert entry.drop(["file", "sha256"]).to_dict() == {
        "flow": "export", "currency": "USD", "products": "39221000",
        "dimensions": "partner province", "first": "2024-01", "last": "2024-02", "span": "1",
        "rows": "6", "cut": "", "imported": "2026-08-01",
    }  # fmt: skip
    manifest = pd.read_csv(cube / "manifest.csv")
    assert manifest["path"].tolist() == [
        "flow=export/year=2023/rows.parquet", "flow=export/year=2024/rows.parquet",
    ]  # fmt: skip
    assert manifest["rows"].tolist() == [1, 6]
    for entry in manifest.itertuples():
        assert entry.sha256 == importer.files.digest(cube / entry.path)


def test_the_columns_are_those_that_readers_count_on(cube, tmp_path):
    queries.take(queries.write(tmp_path / "a.csv", months(1)))
    with duckdb.connect() as con:
        path = cube / "flow=export/year=2024/rows.parquet"
        found = con.execute(
            f"DESCRIBE FROM read_parquet('{path}', hive_partitioning = false)"
        ).fetchall()
    assert [" ".join(column[:2]) for column in found] == [
        "province_code VARCHAR", "product VARCHAR", "partner_code VARCHAR", "mode_code VARCHAR",
        "currency VARCHAR", "first_month TINYINT", "last_month TINYINT", "value BIGINT",
        "quantity DOUBLE", "unit VARCHAR", "second_quantity DOUBLE", "second_unit VARCHAR",
        "counted BOOLEAN", "file VARCHAR",
    ]  # fmt: skip


WORLD = [
    row(month=f"202{year}{month:02d}", partner=partner, province=province, product=product,
        value=str(year + month))
    for year in (3, 4) for month in (1, 2) for partner in ("110", "502")
    for province in ("33", "44") for product in ("6910", "69101000")
]  # fmt: skip


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.integers(0, 2), min_size=len(WORLD), max_size=len(WORLD)),
    order=st.permutations(range(len(WORLD))),
    together=st.booleans(),
)
def test_any_split_over_files_in_any_order_gives_the_same_rows(
    tmp_path_factory, monkeypatch, parts, order, together
):
    tmp_path = tmp_path_factory.mktemp("split")
    monkeypatch.setenv("TRADE_DETAIL", str(tmp_path / "whole"))
    queries.take(queries.write(tmp_path / "whole.csv", WORLD))
    paths = [
        queries.write(tmp_path / f"{part}.csv", [WORLD[n] for n in order if parts[n] == part])
        for part in set(parts)
    ]
    monkeypatch.setenv("TRADE_DETAIL", str(tmp_path / "split"))
    for some in [paths] if together else [[path] for path in paths]:
        queries.take(*some)
    whole, split = (queries.rows_of(tmp_path / name) for name in ("whole", "split"))
    assert whole.drop(columns="file").equals(split.drop(columns="file"))


def test_the_same_files_give_the_same_bytes_in_any_order_and_number_of_imports(
    tmp_path, monkeypatch
):
    parts = [WORLD[::3], WORLD[1::3], WORLD[2::3], WORLD[:9]]
    paths = [queries.write(tmp_path / f"{n}.csv", part) for n, part in enumerate(parts)]
    # Without quantities, without provinces: columns that have no value, or all the same one.
    paths.append(queries.write(tmp_path / "bare.csv", months(2), [*HEADER[:7], "美元"]))
    paths.append(queries.write(tmp_path / "all.csv", [row(month="202301")], NO_PROVINCE))
    ends = []
    for number, groups in enumerate(
        [[paths], [paths[::-1]], [[path] for path in paths], [[path] for path in paths[::-1]]]
    ):
        monkeypatch.setenv("TRADE_DETAIL", str(tmp_path / f"cube{number}"))
        for group in groups:
            queries.take(*group)
        ends.append(queries.content(tmp_path / f"cube{number}"))
    assert ends[0] == ends[1] == ends[2] == ends[3]


@pytest.mark.parametrize("part", range(3))
def test_a_kill_in_the_middle_leaves_the_old_cube(cube, tmp_path, part):
    queries.take(queries.write(tmp_path / "a.csv", months(2)))
    before = queries.content(cube)
    many = [
        row(month=f"20{year}{month:02d}", partner=str(partner), province=province)
        for year in range(15, 24) for month in range(1, 13) for partner in range(101, 140)
        for province in ("31", "32", "33", "44")
    ]  # fmt: skip
    path = queries.write(tmp_path / "b.csv", many)
    command = [sys.executable, "-m", "helpers", "import", "--detail", "--flow", "export", str(path)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    new = cube.parent / f".{cube.name}.new-{run.pid}"
    at = [new, new / ".work", new / "flow=export" / "year=2015"][part]
    while run.poll() is None and not at.exists():
        time.sleep(0.002)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert queries.content(cube) == before
    queries.take(path)
    assert len(queries.rows_of(cube)) == len(many) + 6
    assert not list(cube.parent.glob(".cube.new-*"))


# The command


def said(*words):
    """Run the command and return exit code, what it printed, and what it complained about."""
    done = subprocess.run(
        [sys.executable, "-m", "helpers", "import", *map(str, words)],
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_command_reports_what_it_took_in_and_says_what_to_publish_next(cube, tmp_path):
    path = queries.write(tmp_path / "a.csv", months(2))
    code, told, _ = said("--detail", "--flow", "export", path)
    assert code == 0
    assert told.splitlines()[0] == (
        "1 file with 6 rows of exports, 2024-01 to 2024-02: 2 months, 1 product, 1 province, "
        "3 partners."
    )
    assert told.splitlines()[-1].startswith("To publish: trade publish --year ")
    assert said("--detail", "--flow", "export", path)[1].splitlines() == [
        "Imported before, nothing changes: a.csv.", "Nothing changes.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--detail"], "--detail needs --flow export or --flow import"),
        (["--detail", "--flow", "out"], "--detail needs --flow export or --flow import, not 'out'"),
        (["--flow", "export"], "--flow goes with --detail"),
        (["--skip-refused"], "--skip-refused goes with --detail"),
        (["--detail", "--flow", "export", "--accept-unchecked"], "does not go with --detail"),
    ],
)
def test_options_that_do_not_go_together_are_refused(cube, tmp_path, words, message):
    code, told, error = said(*words, queries.write(tmp_path / "a.csv", months(1)))
    assert (code, told) == (2, "")
    assert message in error
    assert len(error.splitlines()) == 1


# The real downloads

OFFICIAL = Path(os.environ.get("TRADE_OFFICIAL", tables.PROJECT.parent / "shared" / "official"))
REAL = OFFICIAL / "customs_online_query" / "by_province"


@pytest.mark.skipif(not REAL.is_dir(), reason="the downloads are not there (TRADE_OFFICIAL)")
def test_the_real_downloads_give_the_sums_of_their_cells(cube):
    taken = queries.take(REAL, skip_refused=True)
    assert taken.provinces == 31
    assert [reason.split(":")[0] for _, reason in taken.refused] == [
        "chinese-full_first_rows.csv", "mid_2026H1.csv", "tail_2025.csv",
    ]  # fmt: skip
    cut = taken.entries.query("cut != ''").set_index("name")["cut"].to_dict()
    assert cut == {
        "39221000_2025.xlsx": "2025-12: ends at partner 305",
        "39229000_2025.xlsx": "2025-12: ends at partner 305",
        "73249000_2022.xlsx": "2022-12: ends at partner 312",
    }
    found = queries.rows_of(cube)
    ours = found.groupby(["product", "year", "province_code"])["value"].sum()
    theirs = _plain_sums()
    assert len(theirs) > 500
    assert ours.reindex(theirs.index).to_dict() == theirs.to_dict()
    assert found.query("product == '85177950'")["counted"].any() == False  # noqa: E712


def _plain_sums():
    """Sums by product, year and province, read by openpyxl and pandas alone.

    Of the workbooks of two years, those that were cut, and the one that its collector saved again;
    all of them together take minutes.
    """
    frames = []
    names = ("*_2022*", "*_2026*", "392*_2025*", "faucet*")
    for path in sorted(path for name in names for path in REAL.glob(f"{name}.xlsx")):
        frame = pd.read_excel(path, engine="openpyxl")
        if "统计年份" in frame:
            frame = frame.rename(columns={"金额_美元": "美元"})
            frame["数据年月"] = frame["统计年份"].astype(int) * 100 + 1
        cut = {"39221000_2025": 202512, "39229000_2025": 202512, "73249000_2022": 202212}
        frames.append(frame[frame["数据年月"] != cut.get(path.stem, 0)])
    rows = pd.concat(frames)
    rows["year"] = rows["数据年月"] // 100
    rows["product"] = rows["商品编码"].astype(int).astype(str)
    rows["province_code"] = rows["注册地编码"].astype(int).astype(str)
    return rows.groupby(["product", "year", "province_code"])["美元"].sum()
