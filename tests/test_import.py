"""Files into data/: what is merged, what is refused, and that a refusal changes nothing."""

import os
import random
from pathlib import Path

import pytest
import tables

from helpers.checks import summary
from helpers.data import tables as store
from helpers.system.errors import BadInput


@pytest.fixture
def data(tmp_path, monkeypatch):
    return tables.fresh(tmp_path, monkeypatch)


@pytest.fixture
def table(tmp_path):
    """Write the invented table of a month, changed or not, and give its path."""

    def write(year: int, month: int, change=lambda text: text, name=None):
        path = tmp_path / (name or f"{year}-{month:02d}.csv")
        path.write_text(change(tables.csv_table(year, month)), encoding="utf-8")
        return path

    return write


def cells_changed(name: str, change):
    """A change of a CSV table: ``change`` is applied to the cells of the row of ``name``."""

    def apply(text: str) -> str:
        lines = text.splitlines(keepends=True)
        at = next(i for i, line in enumerate(lines) if line.startswith(name + ","))
        lines[at] = ",".join(change(lines[at].rstrip("\n").split(","))) + "\n"
        return "".join(lines)

    return apply


def scaled(factor: float, columns=range(1, 7)):
    return lambda cells: [
        str(round(int(c) * factor)) if i in columns and c != "-" else c for i, c in enumerate(cells)
    ]


def refuse(data, path, *words: str, period=None) -> str:
    before = tables.state(data)
    with pytest.raises(BadInput) as caught:
        tables.take_in([path], period)
    assert tables.state(data) == before
    for word in (path.name, *words):
        assert word in str(caught.value)
    return str(caught.value)


def test_month_by_month_in_any_order_ends_in_the_same_figures(tmp_path, monkeypatch, table):
    paths = [table(y, m) for y, m in ((2024, 6), (2024, 7), (2024, 8), (2025, 6), (2025, 7))]
    ends = []
    for seed in range(3):
        folder = tmp_path / str(seed)
        folder.mkdir()
        data = tables.fresh(folder, monkeypatch)
        for path in random.Random(seed).sample(paths, len(paths)):
            tables.take_in([path])
        ends.append(tables.figures_of(data))
    folder = tmp_path / "at once"
    folder.mkdir()
    data = tables.fresh(folder, monkeypatch)
    tables.take_in(paths[::-1])
    assert all(end == tables.figures_of(data) for end in ends)
    assert len(store.load("trade")) == 5 * 192


def test_the_same_file_twice_changes_nothing(data, table):
    path = table(2025, 8)
    first = tables.take_in([path])[0]
    assert (first.known, first.new, first.revised) == (False, 192 + 6, 0)
    before = tables.state(data)
    again = tables.take_in([path])[0]
    assert again.known
    renamed = path.rename(path.with_name("another name.csv"))
    assert tables.take_in([renamed], "2025-08")[0].known
    assert tables.state(data) == before


def test_dry_run_writes_nothing(data, table):
    before = tables.state(data)
    outcome = tables.take_in([table(2025, 8)], dry_run=True)[0]
    assert outcome.new == 198
    assert set(outcome.proof["verdict"]) <= {"ok", "not checked"}
    assert tables.state(data) == before


def test_the_same_figures_in_another_format_add_no_row(data, table, tmp_path):
    tables.take_in([table(2025, 8)])
    page = tmp_path / "saved.html"
    page.write_text(tables.html_page(2025, 8), encoding="utf-8")
    outcome = tables.take_in([page])[0]
    assert (outcome.known, outcome.new, outcome.revised) == (False, 0, 0)
    assert len(store.load("trade")) == 192
    assert len(store.load("releases")) == 2


def test_a_revision_stays_beside_the_first_and_is_shown(data, table):
    tables.take_in([table(2025, 8)])

    def more(cells):
        moved = [int(c) for c in cells[1:7]]
        return [cells[0], *(str(v + 5 * (i in (1, 3))) for i, v in enumerate(moved)), *cells[7:]]

    def revise(text: str) -> str:
        return cells_changed("上海市", more)(cells_changed("总值", more)(text))

    outcome = tables.take_in([table(2025, 8, revise)])[0]
    assert (outcome.new, outcome.revised) == (0, 4)
    trade = store.load("trade")
    assert len(trade) == 192 + 4
    shown = store.current(trade)
    assert len(shown) == 192
    figure = shown.query("province_code == '31' and flow == 'export' and span == 'ytd'")
    assert figure["value"].item() == (tables.figures("31", 2025, 8)["export"] + 5) / 1e4
    assert store.load("releases")["vintage"].tolist() == [1, 2]
    # Back to the first figure: a third vintage, on the same day.
    third = table(2025, 8, lambda text: text + "\n", name="third.csv")
    assert tables.take_in([third], "2025-08")[0].revised == 4
    assert store.load("releases")["vintage"].tolist() == [1, 2, 3]


def test_one_bad_file_keeps_all_out(data, table):
    good = table(2025, 7)
    bad = table(2025, 8, cells_changed("上海市", scaled(100)))
    before = tables.state(data)
    with pytest.raises(BadInput, match=r"2025-08\.csv"):
        tables.take_in([good, bad])
    assert tables.state(data) == before


def test_exports_plus_imports_not_total(data, table):
    wrong = cells_changed("上海市", lambda c: [*c[:4], str(int(c[4]) + 3), *c[5:]])
    refuse(data, table(2025, 8, wrong), "row 15", "上海市", "exports + imports", "3 万人民币 apart")
    right = cells_changed("上海市", lambda c: [*c[:4], str(int(c[4]) + 1), *c[5:]])
    tables.take_in([table(2025, 8, right)])


def test_provinces_not_the_nation(data, table):
    wrong = cells_changed(
        "总值", lambda c: [c[0], c[1], str(int(c[2]) + 40), c[3], str(int(c[4]) + 40), *c[5:]]
    )
    refuse(data, table(2025, 8, wrong), "31 provinces", "40 万人民币 apart")


def test_hundredfold_value_is_seen_with_and_without_a_year_before(data, table):
    wrong = cells_changed("甘肃省", scaled(100))
    refuse(data, table(2025, 8, wrong), "31 provinces")
    tables.take_in([table(2024, 8)])
    refuse(data, table(2025, 8, wrong), "甘肃省", "times away", "a year before")


def test_a_whole_table_in_another_unit(data, table):
    tables.take_in([table(2024, 8)])
    wrong = table(2025, 8, lambda text: text.replace("万人民币", "亿元"))
    refuse(data, wrong, "10,000 times too large", "the unit is wrong", "亿元")


def test_exchanged_columns(data, table):
    words = ("出口,出口,进口,进口", "进口,进口,出口,出口")
    message = refuse(data, table(2025, 8, lambda text: text.replace(*words)), "exchanged")
    assert "exports and imports" in message


def test_exchanged_columns_with_their_growth_against_the_year_before(data, table):
    tables.take_in([table(2024, 8)])

    def swap(text: str) -> str:
        text = text.replace("出口,出口,进口,进口", "进口,进口,出口,出口")
        return text.replace("进出口,出口,进口\n", "进出口,进口,出口\n")

    refuse(data, table(2025, 8, swap), "exchanged")


def test_exchanged_columns_against_the_nation_in_dollars(data, table, tmp_path):
    own = tables.figures("00", 2025, 8)
    lines = [f"2025,8,{flow},USD,{own[flow] / 1e4 / 7.18:.5f},\n" for flow in tables.FLOWS]
    path = tmp_path / "national.csv"
    path.write_text("year,month,flow,currency,value,growth_pct\n" + "".join(lines))
    tables.take_in([path])

    def swap(text: str) -> str:
        text = text.replace("出口,出口,进口,进口", "进口,进口,出口,出口")
        return text.replace("进出口,出口,进口\n", "进出口,进口,出口\n")

    refuse(data, table(2025, 8, swap), "exchanged in every row", "national.csv")
    tables.take_in([table(2025, 8)])


def test_the_wrong_year(data, table):
    tables.take_in([table(2024, 8)])
    wrong = table(2024, 8, lambda text: text + "\n", name="download.csv")
    refuse(data, wrong, "do not belong to this period", period="2025-08")


def test_places_that_cannot_be(data, table):
    wrong = cells_changed("南京市", lambda c: [*c[:4], str(int(c[4]) * 2), *c[5:]])
    refuse(data, table(2025, 8, wrong), "江苏省", "南京市", "exports + imports")
    wrong = cells_changed("南京市", scaled(10))
    refuse(data, table(2025, 8, wrong), "江苏省", "南京市", "more than its province")


def test_places_listed_no_longer_are_told(data, table):
    tables.take_in([table(2025, 7)])
    path = table(2025, 8, lambda t: "".join(x for x in t.splitlines(True) if "南京市" not in x))
    assert tables.take_in([path])[0].gone == ("南京市",)


def test_dollars_beside_rmb(data, table, tmp_path):
    tables.take_in([table(2024, 12)])
    page = tmp_path / "english.html"
    page.write_text(tables.english_page(2024, 12), encoding="utf-8")
    outcome = tables.take_in([page])[0]
    assert outcome.new == 198
    ratio = outcome.proof.set_index("check").at["currency_ratio", "verdict"]
    assert ratio == "ok"
    wrong = tmp_path / "wrong.html"
    wrong.write_text(tables.english_page(2024, 12, unit="Unit: US$10,000"), encoding="utf-8")
    refuse(data, wrong, "10 times too large", "the unit is wrong", "US$10,000")


def test_bureau_fills_the_years_and_its_flows_add_up(data, tmp_path):
    paths = []
    for flow, name in (("total", "进出口"), ("export", "出口"), ("import", "进口")):
        lines = tables.bureau_table(
            f"经营单位所在地{name}总额", "万美元", tables.series(range(1993, 2025), flow)
        )
        path = tmp_path / f"{flow}.csv"
        path.write_bytes(tables.old_csv(lines))
        paths.append(path)
    tables.take_in(paths[:1])
    outcomes = tables.take_in(paths)
    assert [outcome.known for outcome in outcomes].count(True) == 1
    trade = store.load("trade")
    assert len(trade) == 3 * (31 * 32 - 4)
    found = summary.summary(
        summary.detail(trade, store.load("national"), store.load("exchange_rates"))
    )
    flows = found[found["check"] == "flows_add_up"]
    assert set(flows["verdict"]) == {"ok"}
    assert set(found["verdict"]) == {"ok", "not checked"}


def test_bureau_hundredfold_value(data, tmp_path):
    for name, unit in (("经营单位所在地进出口总额", "万美元"), ("地区生产总值", "亿元")):
        values = {
            year: {code: value / 100 for code, value in of_year.items()}
            for year, of_year in tables.series(range(2015, 2025)).items()
        }
        values[2020]["36"] *= 100
        path = tmp_path / "download.csv"
        path.write_bytes(tables.old_csv(tables.bureau_table(name, unit, values)))
        refuse(data, path, "江西省", "575,320", "2020")


def test_two_downloads_of_the_bureau_both_stay(data, tmp_path):
    codes = tables.provinces()["province_code"]
    for name, years, size in (("old", (2015, 2016), 2000.0), ("new", (2016, 2017), 2100.0)):
        values = {year: dict.fromkeys(codes, size) for year in years}
        path = tmp_path / f"{name}.csv"
        path.write_bytes(tables.old_csv(tables.bureau_table("地区生产总值", "亿元", values)))
        tables.take_in([path])
    rows = store.load("indicators")
    assert len(rows) == 31 * 4
    shown = store.newest(rows, ["year", "province_code", "indicator"])
    assert shown.query("year == 2016")["value"].eq(2100.0).all()


def test_tidy_rates_are_replaced(data, tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text("year,cny_per_usd,source\n2024,7.1217,safe\n2025,7.14,safe\n")
    outcome = tables.take_in([path])[0]
    assert (outcome.new, outcome.revised) == (2, 0)
    path.write_text("year,cny_per_usd,source\n2024,7.1217,safe\n2025,7.15,safe\n")
    outcome = tables.take_in([path])[0]
    assert (outcome.new, outcome.revised) == (0, 1)
    rates = store.load("exchange_rates").query("source == 'safe'").set_index("year")
    assert rates.at[2025, "cny_per_usd"] == 7.15


def test_a_revision_that_breaks_a_stored_table_is_refused(data, table):
    tables.take_in([table(2025, 6), table(2025, 8)])
    wrong = table(2025, 7, lambda t: t.replace("\n总值,", "\n总值,").replace("1至7月", "1至6月"))
    refuse(data, wrong)


OFFICIAL = Path(os.environ.get("TRADE_OFFICIAL", tables.PROJECT.parent / "shared" / "official"))


@pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason="the publishers' files are not there (TRADE_OFFICIAL)"
)
def test_the_official_customs_tables_give_the_stored_figures_in_any_order(tmp_path, monkeypatch):
    ends = []
    months = sorted((OFFICIAL / "customs_by_location").iterdir())
    for seed in range(2):
        (tmp_path / str(seed)).mkdir()
        data = tables.fresh(tmp_path / str(seed), monkeypatch)
        for path in random.Random(seed).sample(months, len(months)):
            tables.take_in([path])
        ends.append(tables.figures_of(data))
    assert ends[0] == ends[1]
    figures = store.load("trade"), store.load("localities")
    monkeypatch.delenv("TRADE_DATA")
    for found, table in zip(figures, ("trade", "localities"), strict=True):
        stored = store.load(table).query("source == 'customs-by-location'")
        assert found.equals(stored.reset_index(drop=True))
