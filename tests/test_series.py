"""GDP, population and trade of the bureau: what is wrong is refused or named, the rest comes in."""

import damages
import numpy as np
import pandas as pd
import pytest
import tables as made
from click.testing import CliRunner

from helpers.checks import annual, annual_figures, series
from helpers.checks.identities import FAILS
from helpers.cli.app import app
from helpers.data import tables
from helpers.sources import importer
from helpers.system.errors import BadInput

TITLES = {"gdp": ("地区生产总值", "亿元"), "population": ("年末常住人口", "万人")}


def stored(indicator: str) -> pd.DataFrame:
    """The stored edition of an indicator: a row for each province, a column for each year."""
    rows = tables.load("indicators").query("indicator == @indicator")
    rows = rows[rows["release"] == rows["release"].iloc[-1]]
    return rows.pivot(index="province_code", columns="year", values="value").loc[:, 2015:]


def trade(year: int = 2024) -> pd.DataFrame:
    """The stored trade in dollars up to ``year``, by the bureau, in 亿美元."""
    rows = tables.load("trade").query("source == 'nbs-annual-usd' and year <= @year")
    return rows.pivot(index="province_code", columns="year", values="value")


def download(path, table: pd.DataFrame, name: str, unit: str, nation=None):
    """A download of the bureau with the figures of ``table``."""
    values = {int(year): table[year].round(4).to_dict() for year in table}
    lines = made.bureau_table(name, unit, values)
    if nation is not None:
        at = next(i for i, cells in enumerate(lines) if cells[0] == "地区")
        lines.insert(at + 1, ["全国", *(str(nation[year]) for year in sorted(table, reverse=True))])
    path.write_bytes(made.old_csv(lines))
    return path


@pytest.fixture
def data(tmp_path, monkeypatch):
    return made.copy_of_data(tmp_path, monkeypatch)


@pytest.mark.parametrize("indicator", sorted(TITLES))
@pytest.mark.parametrize("name", sorted(damages.WHOLE))
def test_a_damaged_indicator_is_refused_and_nothing_changes(indicator, name, data, tmp_path):
    path = download(tmp_path / "x.csv", damages.WHOLE[name](stored(indicator)), *TITLES[indicator])
    before = made.state(data)
    with pytest.raises(BadInput, match=r"x\.csv"):
        importer.import_files([path])
    assert made.state(data) == before


def test_the_refused_figure_is_named_with_its_row_and_what_disagrees(data, tmp_path):
    table = damages.times("34", 2020, 10)(stored("gdp"))
    with pytest.raises(
        BadInput, match=r"row 16 \(安徽省\), GDP: 2020 is 386,288 亿元, .* 38,628\.8"
    ):
        importer.import_files([download(tmp_path / "x.csv", table, *TITLES["gdp"])])


def test_persons_under_the_heading_of_ten_thousand_persons_are_refused(data, tmp_path):
    path = download(tmp_path / "x.csv", stored("population"), "年末常住人口", "人")
    with pytest.raises(BadInput, match="unit"):
        importer.import_files([path])


def test_an_exchange_names_the_province_whose_figures_stand_there(data, tmp_path):
    table = damages.exchanged("23", "31")(stored("gdp"))
    with pytest.raises(BadInput, match=r"黑龙江省.*the figures of 上海市 stand in this row"):
        importer.import_files([download(tmp_path / "x.csv", table, *TITLES["gdp"])])


@pytest.mark.parametrize("indicator", sorted(TITLES))
def test_a_small_revision_comes_in_and_is_named_with_both_values(indicator, data, tmp_path):
    table = damages.times("44", 2023, 1.01)(stored(indicator))
    [outcome] = importer.import_files([download(tmp_path / "x.csv", table, *TITLES[indicator])])
    assert outcome.revised == 1
    assert any("2023" in line and "广东省" in line for line in outcome.flagged)


@pytest.mark.parametrize(("factor", "fits"), [(1.0, True), (1.3, False)])
def test_the_provinces_are_compared_with_the_nations_row(factor, fits, data, tmp_path):
    table = damages.times("44", 2023, 1.001)(stored("population"))
    nation = (table.sum() * factor).round(0).to_dict()
    path = download(tmp_path / "x.csv", table, *TITLES["population"], nation=nation)
    if fits:
        assert importer.import_files([path])[0].revised == 1
    else:
        with pytest.raises(BadInput, match="the nation is"):
            importer.import_files([path])


def test_a_right_new_year_comes_in_without_a_flag(data, tmp_path):
    table = stored("gdp")
    table[2025] = (table[2024] * 1.04).round(1)
    [outcome] = importer.import_files([download(tmp_path / "x.csv", table, *TITLES["gdp"])])
    assert (outcome.new, outcome.revised, outcome.flagged) == (31, 0, ())
    assert set(outcome.proof["check"]) >= set(series.CHECKS) - {"gdp_per_head"}


@pytest.mark.parametrize(
    "damage",
    [damages.exchanged("23", "31"), damages.down, damages.times("34", 2025, 10)],
    ids=["exchanged", "moved down", "decimal point"],
)
def test_a_new_year_alone_is_compared_with_the_years_stored(damage, data, tmp_path):
    new = (stored("gdp")[[2024]] * 1.04).round(1).rename(columns={2024: 2025})
    path = download(tmp_path / "x.csv", damage(new), *TITLES["gdp"])
    with pytest.raises(BadInput):
        importer.import_files([path])


def test_an_import_of_an_indicator_prints_what_was_checked(data, tmp_path):
    table = damages.times("44", 2023, 1.01)(stored("gdp"))
    path = download(tmp_path / "x.csv", table, *TITLES["gdp"])
    shown = CliRunner().invoke(app, ["import", str(path)])
    assert shown.exit_code == 0
    assert "Each figure fits the years beside it and the stored one" in shown.stdout
    assert "GDP per head" in shown.stdout


TRADE_NAME, TRADE_UNIT = "经营单位所在地进出口总额", "亿美元"


@pytest.mark.parametrize("factor", [1.0, 1.003])
def test_a_revision_of_trade_as_the_bureau_makes_them_is_named(factor, data, tmp_path):
    table = damages.times("54", 2024, factor)(trade())
    [outcome] = made.take_in([download(tmp_path / "x.csv", table, TRADE_NAME, TRADE_UNIT)])
    named = [line for line in outcome.flagged if "2024 revised" in line and "西藏" in line]
    assert bool(named) == (factor > 1)


def test_a_revision_that_moves_the_nation_is_refused(data, tmp_path):
    table = damages.times("44", 2024, 1.05)(trade())
    with pytest.raises(BadInput, match="广东省"):
        made.take_in([download(tmp_path / "x.csv", table, TRADE_NAME, TRADE_UNIT)])


def test_a_large_revision_of_a_small_province_is_refused_by_name(data, tmp_path):
    table = damages.times("54", 2024, 1.05)(trade())
    with pytest.raises(BadInput, match="西藏自治区"):
        made.take_in([download(tmp_path / "x.csv", table, TRADE_NAME, TRADE_UNIT)])


def test_a_sum_that_moves_more_than_a_revision_moves_it_fails():
    table = trade()
    found = annual.judge(damages.times("44", 2024, 1.05)(table), table, series.TRADE)
    assert set(found[found["verdict"] == FAILS]["reason"]) == {annual.SUM}


def test_more_revised_provinces_than_a_revision_has_fail():
    table = trade()
    other = table.copy()
    other[2022] = other[2022] * [1.03 if i % 2 else 0.97 for i in range(31)]
    found = annual.judge(other, table, series.TRADE)
    assert annual.MANY in set(found[found["verdict"] == FAILS]["reason"])


def test_a_new_year_of_trade_ten_times_too_large_is_refused(data, tmp_path):
    table = trade()
    table[2025] = table[2024] * 1.03
    path = download(
        tmp_path / "x.csv", damages.times("63", 2025, 10)(table), TRADE_NAME, TRADE_UNIT
    )
    with pytest.raises(BadInput, match="青海省"):
        made.take_in([path])


@pytest.mark.parametrize(
    ("column", "code", "year"), [("gdp", "32", 2020), ("population", "32", 2020)]
)
def test_a_damaged_digit_in_a_stored_indicator_fails_the_check(column, code, year):
    rows = tables.load("indicators")
    at = (rows["indicator"] == column) & (rows["province_code"] == code) & (rows["year"] == year)
    rows.loc[at, "value"] *= 1.3
    found = series.detail(series.of(rows, tables.load("trade").head(0)), tables.load("releases"))
    wrong = found[found["verdict"] == FAILS]
    assert (code, year, column) in set(
        zip(wrong.province_code, wrong.year, wrong.flow, strict=True)
    )


def test_no_stored_annual_figure_fails():
    figures = series.of(tables.load("indicators"), tables.load("trade"))
    found = series.detail(figures, tables.load("releases"))
    assert not (found["verdict"] == FAILS).any()
    assert set(found["check"]) == set(series.CHECKS)


@pytest.mark.parametrize(("indicator", "year"), [("gdp", 2019), ("population", 2019)])
def test_one_year_of_one_province_off_by_five_percent_is_refused(indicator, year, data, tmp_path):
    table = damages.times("44", year, 1.05)(stored(indicator))
    with pytest.raises(BadInput, match=r"广东省.*2019"):
        importer.import_files([download(tmp_path / "x.csv", table, *TITLES[indicator])])


@pytest.mark.parametrize("indicator", sorted(TITLES))
def test_a_new_year_off_by_five_percent_is_named_with_what_growth_gives(indicator):
    """In a new year growth is all there is to compare with."""
    table = stored(indicator)
    calm = table[2024] / table[2023]
    table[2025] = table[2024] * (1 + 0.5 * (calm - 1))
    rows = annual.judge(
        damages.times("44", 2025, 1.05)(table), table.drop(columns=2025), series.BOUNDS[indicator]
    )
    wrong = rows[(rows["verdict"] != "ok") & (rows["year"] == 2025)]
    assert ("44", "growth") in set(zip(wrong["province_code"], wrong["reason"], strict=True))
    assert len(wrong) <= 4


@pytest.mark.parametrize(
    ("indicator", "year", "share"), [("gdp", 2024, 0.6), ("population", 2019, 0.85)]
)
def test_most_slips_of_five_percent_in_a_new_year_are_named(indicator, year, share):
    """The shares for all years are in docs/reliability.md."""
    until = stored(indicator).loc[:, :year]
    known, found = np.log(until.drop(columns=year)), []
    for code in until.index[::3]:
        wrong = np.log(damages.times(code, year, 1.05)(until))
        rows = annual_figures.figure_rows(wrong, known, series.BOUNDS[indicator])
        at = (rows["province_code"] == code) & (rows["year"] == year)
        found.append((rows[at]["verdict"] != "ok").any())
    assert sum(found) / len(found) > share
