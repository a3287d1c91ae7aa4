"""Two years side by side: worked by hand, properties, sentences true for every pair, the panel."""

import re

import frames
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import Edition
from helpers.data import provinces as places
from helpers.data.edition import open_edition, open_other
from helpers.explore.panels import EditionPanel
from helpers.reports import Compare
from helpers.reports.compare import measures as c
from helpers.system.errors import BadInput

NOW = frames.now({"11": 100.0, "44": 250.0, "45": 50.0})
THEN = frames.now({"11": 100.0, "44": 60.0, "45": 40.0})
# Editions and the year they are compared with: years with gaps, of derived figures, parts of years.
PAIRS = [
    (2024, 12, "CNY", 2019), (2024, 12, "CNY", 2023), (2025, 7, "CNY", 2024),
    (2025, 1, "CNY", 2024), (2016, 12, "USD", 2011), (2015, 12, "USD", 2010),
    (2009, 12, "USD", 2008), (2007, 12, "USD", 2005), (2024, 12, "USD", 2005),
]  # fmt: skip


def test_provinces_by_hand():
    table = c.provinces(NOW, THEN, 2).set_index("province_code")
    assert list(table.index) == ["44", "11", "45"]
    assert table["rank_change"].tolist() == [1, -1, 0]
    assert table["change"].tolist() == [190, 0, 10]
    assert table["change_pct"].round(1).tolist() == [316.7, 0, 25]
    assert table.at["45", "cagr_pct"] == pytest.approx(100 * (1.25**0.5 - 1))
    assert table["contribution_pp"].tolist() == [95, 0, 5]
    assert table["other_share"].tolist() == [30, 50, 20]
    assert table["share_change_pp"].tolist() == [32.5, -25, -7.5]


def test_who_is_new_among_the_first_ten_and_who_left_them():
    codes = list(places.provinces().index[:12])
    then = frames.now({code: 100.0 - i for i, code in enumerate(codes)})
    now = then.copy()
    now.loc[codes[11], "total"] = 200.0
    table = c.provinces(now, then, 1).set_index("province_code")
    assert table["top10"].dropna().to_dict() == {codes[11]: c.ENTERED, codes[9]: c.LEFT}


def test_flows_are_added_up_only_where_both_years_have_them():
    flows = {"export": {"11": 60.0, "44": 100.0}, "imports": {"11": 40.0, "44": 50.0}}
    now, then = frames.now({"11": 100, "44": 150}, **flows), frames.now({"11": 80, "44": 120})
    assert c.together(now, then, 1)["flow"].tolist() == ["total"]
    both = c.together(now, now.assign(export=80.0, total=125.0), 1).set_index("flow")
    assert both["change"].to_dict() == {"total": 0, "export": 0, "import": 0, "balance": 0}
    assert pd.isna(both.at["balance", "change_pct"])


def test_regions_by_hand():
    region_of = pd.Series({"11": "north", "44": "south", "45": "south"})
    table = c.regions(NOW, THEN, 2, region_of, ["north", "south"]).set_index("region_code")
    assert table.loc["south", ["rank", "other_rank", "rank_change"]].tolist() == [1, 1, 0]
    assert table.at["south", "share_change_pp"] == 25
    assert table.at["south", "cagr_pct"] == pytest.approx(100 * (3**0.5 - 1))
    assert table["other_in_top10"].to_dict() == {"north": 1, "south": 2}


totals = st.lists(st.floats(0.01, 1e6), min_size=4, max_size=4)


@given(totals, totals, st.integers(1, 20))
def test_shares_gained_are_shares_lost_and_ranks_turn_with_the_years(late, early, years):
    codes = ["11", "31", "44", "45"]
    now, then = (frames.now(dict(zip(codes, some, strict=True))) for some in (late, early))
    forth = c.provinces(now, then, years).set_index("province_code").sort_index()
    back = c.provinces(then, now, years).set_index("province_code").sort_index()
    assert forth["share_change_pp"].sum() == pytest.approx(0, abs=1e-9)
    assert (forth["rank_change"] == -back["rank_change"]).all()
    whole = c.together(now, then, years).set_index("flow").loc["total"]
    assert forth["contribution_pp"].sum() == pytest.approx(whole["change_pct"])
    grown = forth["other_total"] * (1 + forth["cagr_pct"] / 100) ** years
    assert np.allclose(grown, forth["total"])


def compared(year, month, currency, other_year, lang="en"):
    return Compare(Edition.open(year, month, currency, lang), other_year)


def sentences(pair):
    report = compared(*pair)
    told = [
        report.total(), report.flows(), report.ranks(), report.top_ten(), report.growth(),
        report.contributions(), report.shares(), report.regions(), report.concentration(),
        report.no_flows(), report.in_other_currency(), report.vintages(), report.small(),
        report.printed(),
    ]  # fmt: skip
    return {finding.id: finding for finding in told if finding}


def made_up(**frames_given):
    """The comparison of 2024 with 2019 with these frames in the place of its own."""
    return frames.presented(lambda shown: Compare(shown, 2019), frames.edition(NOW), **frames_given)


@pytest.mark.parametrize("pair", PAIRS)
def test_every_pair_has_its_sentences_in_both_languages(pair):
    told = sentences(pair)
    assert ("compare_flows" in told) != ("compare_no_flows" in told)
    for finding in told.values():
        assert finding.zh.endswith("。")
        assert finding.en.endswith(".")
        assert not re.search(r"\bnan\b|None|\b0 provinces|  |, ,|；。", finding.zh + finding.en)


def test_what_changed_from_2019_to_2024():
    told = sentences((2024, 12, "CNY", 2019))
    assert (
        "比2019年的31.56万亿元多12.28万亿元，增长38.9%，平均每年增长6.8%"
        in told["compare_total"].zh
    )
    assert told["compare_top_ten"].en == (
        "Guangdong still led; Anhui and Henan entered the top ten and Tianjin and Liaoning left it."
    )
    assert "Zhejiang gained the most (9.77% to 12.01%" in told["compare_shares"].en
    assert "以美元计，31省合计由4.58万亿美元变为6.16万亿美元" in told["compare_currency"].zh
    assert "2024年是海关总署的初步数，2019年是国家统计局的修订数" in told["compare_vintages"].zh
    assert "preliminary" in told["compare_small"].en.lower()


def test_a_year_on_has_no_rate_a_year_and_says_that_printed_growth_differs():
    told = sentences((2025, 7, "CNY", 2024))
    assert "平均每年" not in told["compare_total"].zh
    assert "2024年同期" in told["compare_ranks"].zh
    assert "compare_printed" in told
    assert "compare_printed" not in sentences((2009, 12, "USD", 2008))
    labels = [column.label for column in compared(2025, 7, "CNY", 2024).table().columns]
    assert labels[:3] == ["Rank, 2025", "Province", "Rank, 2024"]
    assert "Growth a year" not in labels


def test_figures_derived_from_the_other_currency_are_told_as_such():
    told = sentences((2015, 12, "USD", 2010))
    assert "6.2284" in told["compare_small"].zh
    assert "compare_small" not in sentences((2016, 12, "USD", 2011))


@pytest.mark.parametrize("pair", [(2020, 12, "CNY", 2019), (2022, 12, "CNY", 2021)])
def test_two_currencies_that_differ_are_not_laid_to_the_exchange_rate_alone(pair):
    told = sentences(pair)["compare_currency"]
    assert "the exchange rate moved or one of the two series was revised" in told.en
    assert "也可能因为其中一个序列修订过" in told.zh


def test_years_in_which_nothing_moved_are_told_so():
    report = made_up(
        frame=c.provinces(NOW, NOW, 5), together=c.together(NOW, NOW, 5),
        concentrations=c.concentration(NOW, NOW),
    )  # fmt: skip
    assert report.ranks().en == "No province changed rank from 2019."
    assert "大体持平" in report.total().zh
    assert report.shares().zh == "与2019年相比，各省占全国的比重没有变化。"
    assert report.concentration().zh.endswith("集中程度没有变化。")


def test_of_many_that_moved_alike_only_the_number_is_told():
    codes = list(places.provinces().index[:10])
    then = frames.now({code: 100.0 - i for i, code in enumerate(codes)})
    swapped = [code for pair in zip(codes[1::2], codes[::2], strict=True) for code in pair]
    now = frames.now({code: 100.0 - i for i, code in enumerate(swapped)})
    told = made_up(frame=c.provinces(now, then, 1)).ranks()
    assert "升得最多的有5省，各1位" in told.zh
    assert "five provinces (one place each) climbed most" in told.en


def test_the_panel_offers_the_years_that_the_edition_can_be_compared_with():
    pushed = {}
    panel = EditionPanel(
        {"year": 2024, "month": 12, "currency": "CNY", "lang": "en", "other_year": 2019},
        pushed.update,
    )
    box = panel._others["other_year"]
    assert [year for _, year in box.options] == list(range(2023, 2015, -1))
    assert box.value == 2019
    panel._explorer.year = 2018
    assert [year for _, year in box.options] == [2017, 2016]
    assert pushed["other_year"] == box.value == 2017
    box.value = 2016
    assert pushed["other_year"] == 2016


def test_a_year_that_is_not_there_is_refused_in_one_sentence():
    with pytest.raises(BadInput, match="those before it are 2016-2023"):
        open_other(open_edition(2024), 2025)
