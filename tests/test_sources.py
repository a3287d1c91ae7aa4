"""Every layout that is read gives the figures that were put in, to the last digit."""

import os
from pathlib import Path

import pandas as pd
import pytest
import tables

from helpers.sources import reader

FIGURES = ("total_month", "total", "export_month", "export", "import_month", "import")


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    return tables.fresh(tmp_path, monkeypatch)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def assert_table(release, year: int, month: int) -> None:
    """The release holds the whole invented table of that month."""
    assert (release.kind, release.period) == ("customs", f"{year}-{month:02d}")
    assert release.source == "customs-by-location"
    trade = release.tables["trade"].set_index(["province_code", "span", "flow"]).sort_index()
    assert len(trade) == 32 * 6
    for code in ("00", *tables.provinces()["province_code"]):
        expected = tables.figures(code, year, month)
        for flow in tables.FLOWS:
            assert trade.at[(code, "ytd", flow), "value"] == expected[flow] / 1e4
            assert trade.at[(code, "month", flow), "value"] == expected[f"{flow}_month"] / 1e4
    growth = trade.loc["31", "growth_pct"].droplevel("flow")
    assert growth["month"].isna().all()
    assert growth["ytd"].notna().all()
    places = release.tables["localities"].set_index("locality_zh")
    assert list(places.index) == [name for name, _, _ in tables.PLACES]
    assert places.at["苏州工业园", "province_code"] == "32"
    assert pd.isna(places.at["曹妃甸经济技术开发区", "import_month"])


def test_csv_of_the_published_page(tmp_path):
    path = written(tmp_path, "2025-08.csv", tables.csv_table(2025, 8))
    release = reader.read(path)
    assert_table(release, 2025, 8)
    assert release.unit == "万人民币"
    assert release.rows_at["11"] == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["saved.html", "saved.xls"])
def test_saved_page_in_any_encoding_under_any_name(tmp_path, encoding, name):
    release = reader.read(written(tmp_path, name, tables.html_page(2025, 8).encode(encoding)))
    assert_table(release, 2025, 8)
    assert release.title == tables.title(2025, 8)


def test_saved_page_with_a_table_head(tmp_path):
    page = tables.html_page(2025, 8)
    inner = page.index("<table><tr><td colspan='10'>")
    page = page[:inner] + page[inner:].replace("<table>", "<table><thead>", 1)
    body = page.index("<tr><td>总&nbsp;")
    page = page[:body] + "</thead><tbody>" + page[body:]
    assert_table(reader.read(written(tmp_path, "a.html", page)), 2025, 8)


def test_flows_in_another_order(tmp_path):
    page = tables.html_page(2025, 8, order=("export", "import", "total"))
    assert_table(reader.read(written(tmp_path, "a.html", page)), 2025, 8)


def test_xlsx_and_xls(tmp_path):
    cells = tables.sheet(2025, 8)
    assert_table(reader.read(tables.write_xlsx(tmp_path / "a.xlsx", cells)), 2025, 8)
    assert_table(reader.read(tables.write_xls(tmp_path / "a.xls", cells)), 2025, 8)


def test_short_and_padded_names(tmp_path):
    text = (
        tables.csv_table(2025, 8).replace("\n北京市,", "\n北  京,").replace("\n总值,", "\n全　国,")
    )
    text = text.replace("\n内蒙古自治区,", "\n内蒙古,").replace("\n河北省,", "\n'河北,")
    assert_table(reader.read(written(tmp_path, "2025-08.csv", text)), 2025, 8)


@pytest.mark.parametrize("second_row", [False, True])
def test_english_edition_in_dollars(tmp_path, second_row):
    page = tables.english_page(2024, 12, second_row=second_row)
    release = reader.read(written(tmp_path, "a.html", page))
    assert (release.source, release.period) == ("customs-by-location-usd", "2024-12")
    trade = release.tables["trade"].set_index(["province_code", "span", "flow"])
    assert set(trade["currency"]) == {"USD"}
    for row in tables.in_dollars(2024, 12)[:2]:
        code = {"TOTAL": "00", "Beijing": "11"}[row[0]]
        for flow, cell, growth in zip(tables.FLOWS, row[2:7:2], row[7:], strict=True):
            assert trade.at[(code, "ytd", flow), "value"] == int(cell) / 1e5
            assert trade.at[(code, "ytd", flow), "growth_pct"] == float(growth)
    places = release.tables["localities"]
    assert list(places["locality_en"]) == list(tables.ENGLISH_PLACES.values())


@pytest.mark.parametrize("words", ["12 1 to 12", "12 1to12"])
def test_english_months_are_spaced_either_way(tmp_path, words):
    month, ytd = words.split(" ", 1)
    page = tables.english_page(2024, 12).replace(
        "<td>12</td><td>1to12</td>", f"<td>{month}</td><td>{ytd}</td>"
    )
    assert reader.read(written(tmp_path, "a.html", page)).period == "2024-12"


def test_city_of_jilin_is_not_its_province(tmp_path):
    body = tables.in_dollars(2024, 12)
    at = next(i for i, row in enumerate(body) if row[0] == "Jilin")
    city = ["Jilin", *(str(int(c) // 9) for c in body[at][1:7]), *body[at][7:]]
    city[1] = str(int(city[3]) + int(city[5]))
    page = tables.english_page(2024, 12)
    row = "<tr><td>Heilongjiang"
    line = "<tr>" + "".join(f"<td>{c}</td>" for c in city) + "</tr>"
    release = reader.read(written(tmp_path, "a.html", page.replace(row, line + row)))
    assert "Jilin" in set(release.tables["localities"]["locality_en"])
    assert len(release.tables["trade"]) == 32 * 6


def test_january_and_february_without_months(tmp_path):
    top, sub = tables.header(2)
    keep = [0, 2, 4, 6, 7, 8, 9]
    lines = [[row[i] for i in keep] for row in (top, sub, *tables.rows(2025, 2))]
    text = "单位：万元\n" + "".join(",".join(line) + "\n" for line in lines) + tables.NOTE + "\n"
    release = reader.read(written(tmp_path, "a.csv", text), "2025-02")
    assert set(release.tables["trade"]["span"]) == {"ytd"}


def test_period_comes_from_title_option_or_name(tmp_path):
    page = tables.html_page(2025, 8)
    assert reader.read(written(tmp_path, "2019-08.html", page)).period == "2025-08"
    text = tables.csv_table(2025, 8)
    assert reader.read(written(tmp_path, "download.csv", text), "2025-08").period == "2025-08"
    assert reader.read(written(tmp_path, "2025-08.csv", text)).period == "2025-08"


LAYOUTS = {
    "old": lambda lines, path: path.write_bytes(tables.old_csv(lines)),
    "new": lambda lines, path: path.write_bytes(tables.new_csv(lines)),
    "xls": lambda lines, path: tables.write_xls(path, lines),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("name", "flow"),
    [
        ("经营单位所在地进出口总额", "total"),
        ("经营单位所在地出口总额", "export"),
        ("经营单位所在地进口总额", "import"),
    ],
)
def test_bureau_trade_since_1993(tmp_path, layout, name, flow):
    values = tables.series(range(1993, 2025), flow)
    path = tmp_path / "download"
    LAYOUTS[layout](tables.bureau_table(name, "万美元", values), path)
    release = reader.read(path)
    assert (release.kind, release.source, release.period) == ("bureau", "nbs-trade", "1993/2024")
    trade = release.tables["trade"].set_index(["year", "province_code"])
    assert set(trade["flow"]) == {flow}
    assert len(trade) == 31 * 32 - 4
    assert (1996, "50") not in trade.index
    for year in (1993, 2006, 2024):
        assert trade.at[(year, "44"), "value"] == values[year]["44"] / 1e4


def test_bureau_in_thousand_dollars(tmp_path):
    lines = tables.bureau_table(
        "经营单位所在地进出口总额", "千美元", tables.series(range(2020, 2023))
    )
    release = reader.read(written(tmp_path, "a.csv", tables.old_csv(lines)))
    expected = tables.series(range(2021, 2022))[2021]["31"] / 1e5
    trade = release.tables["trade"].set_index(["year", "province_code"])
    assert trade.at[(2021, "31"), "value"] == expected


@pytest.mark.parametrize(
    ("name", "unit", "indicator"),
    [("地区生产总值", "亿元", "gdp"), ("年末常住人口", "万人", "population")],
)
def test_bureau_indicators(tmp_path, name, unit, indicator):
    codes = tables.provinces()["province_code"]
    years = {year: dict.fromkeys(codes, 2000.0 + year) for year in (2022, 2023)}
    lines = tables.bureau_table(name, unit, years)
    release = reader.read(written(tmp_path, "a.csv", tables.old_csv(lines)))
    rows = release.tables["indicators"]
    assert set(rows["indicator"]) == {indicator}
    assert set(rows["unit"]) == {unit}
    assert len(rows) == 62


def test_new_platform_names_gdp_in_its_notes_only(tmp_path):
    codes = tables.provinces()["province_code"]
    years = {year: dict.fromkeys(codes, 2000.0) for year in (2022, 2023)}
    years[2024] = {}
    lines = tables.bureau_table("地区生产总值", "亿元", years)
    lines[-2] = ["注：1. 对1992年-2023年地区生产总值历史数据进行了系统修订。"]
    release = reader.read(written(tmp_path, "a.csv", tables.new_csv(lines, named=False)))
    assert (release.source, release.period) == ("nbs-gdp", "2022/2023")


def test_tidy_files_go_to_their_tables(tmp_path):
    text = "year,month,flow,currency,value,growth_pct\n2019,1,total,USD,10.5,\n"
    release = reader.read(written(tmp_path, "a.csv", text))
    assert release.tables["national"]["source"].tolist() == ["national-usd"]


OFFICIAL = Path(os.environ.get("TRADE_OFFICIAL", tables.PROJECT.parent / "shared" / "official"))
official = pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason="the publishers' files are not there (TRADE_OFFICIAL)"
)


@official
def test_every_customs_table_at_hand():
    found = [reader.read(path) for path in sorted((OFFICIAL / "customs_by_location").iterdir())]
    assert [release.period for release in found] == [
        *(f"2024-{m:02d}" for m in range(1, 13)),
        *(f"2025-{m:02d}" for m in range(1, 8)),
    ]
    for release in found:
        assert len(release.tables["trade"]) == 192
        assert len(release.tables["localities"]) > 300


@official
def test_every_bureau_download_at_hand():
    found = {p.name: reader.read(p) for p in sorted((OFFICIAL / "nbs_download").iterdir())}
    assert {r.source for r in found.values()} == {"nbs-gdp", "nbs-population"}
    assert found["gdp_1993-2017_gbk.csv"].rows == 775
    assert found["gdp_2011-2025_new_platform.csv"].period == "2011/2024"
