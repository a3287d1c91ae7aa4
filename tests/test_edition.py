"""Editions: what there is, what is missing, and what is said of parameters that do not exist."""

import shutil

import pytest

from helpers import controls
from helpers.data import edition as ed
from helpers.data import editions, tables
from helpers.system.errors import BadInput


def test_a_parameter_that_does_not_exist_is_refused_with_the_nearest_that_does():
    with pytest.raises(BadInput, match=r"'lnag' is not .* Edition.open; did you mean lang\?"):
        ed.Edition.open(2024, lnag="en")
    with pytest.raises(BadInput, match="did you mean currency"):
        controls(year=2024, month=12, curency="USD", lang="en")


def test_rmb_is_chosen_where_it_is_published_and_dollars_elsewhere():
    assert editions.check_parameters(2016, 12, "auto", "zh") == "CNY"
    assert editions.check_parameters(2015, 12, "auto", "zh") == "USD"


@pytest.mark.parametrize(
    ("year", "month", "currency", "lang", "told"),
    [
        (2006, 12, "auto", "zh", "2005, 2007-2025"),
        (1894, 12, "auto", "zh", "no figures for 1894"),
        (2025, 12, "auto", "zh", "months: 1-7"),
        (2010, 12, "CNY", "zh", "USD only"),
        (2024, 12, "EUR", "zh", "CNY, USD or auto"),
        (2024, 12, "auto", "de", "zh, en"),
        ("2024", 12, "auto", "zh", "whole number"),
        (True, 12, "auto", "zh", "whole number"),
    ],
)
def test_a_parameter_that_does_not_exist_is_told_with_those_that_do(
    year, month, currency, lang, told
):
    with pytest.raises(BadInput, match=told):
        ed.open_edition(year, month, currency, lang)


def test_the_customs_table_is_shown_where_there_is_one():
    edition = ed.open_edition(2024)
    assert edition.source == "customs-by-location"
    assert edition.before_source == "nbs-panel-cny"
    assert edition.has_flows
    assert len(edition.now) == 31
    assert (edition.before["total_margin"] == 0).all()


def test_exports_of_the_year_before_are_worked_back_with_their_margin():
    edition = ed.open_edition(2024)
    guangdong = edition.before.loc["44"]
    printed = edition.now.at["44", "export_growth"]
    assert guangdong["export"] == pytest.approx(
        edition.now.at["44", "export"] / (1 + printed / 100)
    )
    assert guangdong["export_margin"] > 0
    assert guangdong["total_margin"] == 0


def test_a_month_without_a_table_a_year_before_works_it_back_from_printed_growth():
    edition = ed.open_edition(2024, 7)
    assert edition.before_source == ""
    assert (edition.before["total_margin"] > 0).all()
    assert edition.has_growth


def test_a_month_with_a_table_a_year_before_uses_it():
    edition = ed.open_edition(2025, 7)
    assert edition.before_source == "customs-by-location"
    assert (edition.before["total_margin"] == 0).all()
    assert edition.id == "2025-07"


@pytest.mark.parametrize("year", [2005, 2007])
def test_growth_is_missing_where_the_year_before_is_not_in_the_data(year):
    edition = ed.open_edition(year)
    assert not edition.has_growth
    assert not edition.has_flows


def test_the_first_year_in_rmb_has_no_year_before_but_in_dollars_it_has():
    assert not ed.open_edition(2016, currency="CNY").has_growth
    assert ed.open_edition(2016, currency="USD").has_growth


def test_the_long_run_ends_with_the_last_full_year_and_keeps_its_gap():
    history = ed.open_edition(2025, 7).history
    assert history.index.min() == 2005
    assert history.index.max() == 2024
    assert 2006 not in history.index
    assert history.notna().all(axis=None)


def test_the_nation_is_added_up_where_it_is_not_published():
    edition = ed.open_edition(2019)
    assert edition.nation_is_sum
    assert edition.nation.at["total", "value"] == pytest.approx(edition.now["total"].sum())
    assert not ed.open_edition(2024).nation_is_sum


def test_dollar_editions_show_the_published_national_flows():
    edition = ed.open_edition(2024, currency="USD")
    assert edition.nation.at["export", "value"] == pytest.approx(35772.22028)
    assert edition.dollars is None


def test_addresses_of_editions():
    assert editions.edition_id(2024, 12, "CNY") == "2024"
    assert editions.edition_id(2024, 12, "USD") == "2024-usd"
    assert editions.edition_id(2010, 12, "USD") == "2010"
    assert editions.edition_id(2025, 7, "CNY") == "2025-07"


def test_a_part_of_the_year_is_neither_ranked_nor_explained_with_full_years():
    edition = ed.open_edition(2024, 1)
    assert edition.rank_years.index.max() == 2023
    assert edition.context.empty
    assert edition.rates((1, 3)) == {}
    assert ed.open_edition(2024).context["province_code"].nunique() > 1


def test_a_projection_uses_growth_of_the_figures_not_the_printed_rate():
    edition = ed.open_edition(2024)
    now, before = edition.now.at["33", "total"], edition.series.at[2023, "33"]
    assert edition.rates((1,))[1]["33"] == pytest.approx((now / before - 1) * 100)
    assert edition.now.at["33", "total_growth"] == 7.4


def test_each_year_of_the_rank_history_has_all_ranks_once():
    for _, ranks in ed.open_edition(2024).rank_years.iterrows():
        assert sorted(ranks) == list(range(1, 32))


def test_every_edition_there_is_opens():
    known = editions.editions()
    for row in known.drop_duplicates(["year", "currency"], keep="last").itertuples():
        edition = ed.open_edition(row.year, row.month, row.currency)
        assert edition.now["total"].notna().all()
        assert edition.has_flows == row.flows
        assert edition.has_growth == bool(row.before)


@pytest.mark.parametrize(
    ("period", "there"),
    [
        ((2024, 12, "CNY"), {"months", "openness"}),
        ((2025, 7, "CNY"), {"months"}),
        ((2019, 12, "CNY"), {"openness"}),
        ((2024, 12, "USD"), set()),
        ((2010, 12, "USD"), set()),
    ],
)
def test_what_only_some_editions_have(period, there):
    assert editions.subjects(*period) == there


def test_the_catalogue_follows_the_tables_and_its_frames_are_the_callers_own(tmp_path, monkeypatch):
    data = tmp_path / "data"
    shutil.copytree(tables.DATA, data)
    monkeypatch.setenv("TRADE_DATA", str(data))
    known = editions.editions()
    known["year"] = 0
    assert editions.editions()["year"].min() > 1990
    trade = tables.load("trade")
    tables.write_table(trade[trade["year"] < 2025], "trade", data)
    assert set(editions.editions()["year"]) == set(range(1993, 2025)) & set(trade["year"])
    assert editions.totals_to_date()["year"].max() == 2024
    assert editions.annual_totals(("USD",)).index.max() == 2024
