"""The page of one province: its figures worked by hand, its sentences, and the links to it."""

import re

import frames
import pandas as pd
import pytest

from helpers import constants
from helpers.data import provinces
from helpers.data.edition import open_edition
from helpers.measures import core as measures
from helpers.publish import pages
from helpers.reports import Province
from helpers.reports.province import measures as profile
from helpers.system.errors import BadInput

REGIONS = pd.Series({"44": "south", "45": "south", "11": "north"})


def province(totals, code="44", **given):
    """The presenter of one province; ``given`` stand in the place of its frames."""
    shown = frames.edition(frames.now(totals))
    return frames.presented(lambda edition: Province(edition, code), shown, **given)


def history(rows: dict[int, tuple[float, float, float]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=["44", "45", "11"])


def test_the_path_has_growth_only_on_the_year_before():
    totals = history({2005: (50, 25, 25), 2007: (60, 20, 20), 2008: (90, 10, 20)})
    ranks = totals.rank(axis=1, ascending=False, method="min").astype("Int64")
    path = profile.path(totals, ranks, REGIONS, "44").set_index("year")
    assert list(path["share"]) == [50, 60, 75]
    assert path["growth_pct"].isna().tolist() == [True, True, False]
    assert path.at[2008, "growth_pct"] == 50
    assert path.at[2008, "region_growth_pct"] == pytest.approx(25)  # 80 to 100
    assert path.at[2008, "nation_growth_pct"] == pytest.approx(20)  # 100 to 120


def test_the_sum_of_a_region_with_an_unknown_member_is_unknown():
    totals = history({2005: (50, float("nan"), 25), 2006: (60, 20, 20)})
    groups = profile.together(totals, REGIONS, "44")
    assert groups["south"].isna().tolist() == [True, False]
    assert list(profile.index_of(groups).index) == [2006]


def test_neighbours_are_two_above_and_two_below_as_far_as_there_are():
    totals = dict(zip(["a", "b", "c", "d"], [100.0, 80.0, 50.0, 40.0], strict=True))
    ranking = measures.ranking(frames.now(totals), None)
    near = profile.neighbours(ranking, "b")
    assert list(near["province_code"]) == ["a", "b", "c", "d"]
    assert near["difference"].tolist()[0] == -20
    assert near["difference_pct"].tolist()[2] == pytest.approx(60)
    assert pd.isna(near["difference"].tolist()[1])
    assert list(profile.neighbours(ranking, "a")["province_code"]) == ["a", "b", "c"]


def test_flows_have_a_balance_only_where_exports_and_imports_exist():
    nation = measures.national(
        pd.DataFrame(
            {"value": [150.0, 80, 70], "growth_pct": [5.0, 6, 4]}, index=list(constants.FLOWS)
        ),
        None,
        "CNY",
    )
    now = frames.now(
        {"11": 90, "44": 60}, export={"11": 50, "44": 30}, imports={"11": 40, "44": 30}
    )
    table = profile.flows(now, None, nation, "44").set_index("flow")
    assert table.at["balance", "value"] == 0
    assert table.at["total", "share"] == 40
    assert table.at["export", "rank"] == 2
    assert table.at["import", "nation_growth_pct"] == 4
    alone = profile.flows(frames.now({"11": 90, "44": 60}), None, nation, "44")
    assert list(alone["flow"]) == ["total"]


def test_the_first_and_the_last_have_no_one_above_or_below():
    totals = {"11": 100.0, "31": 80.0, "44": 50.0}
    told = {code: province(totals, code).neighbours() for code in totals}
    assert told["11"].zh == "没有排在它前面的省份；后一位是上海，少20.0亿元。"
    assert told["44"].en == (
        "Just above stands Shanghai, 3.0 billion yuan more; no province stands below it."
    )


def test_equal_totals_share_a_rank_in_words():
    told = province({"11": 100, "31": 50, "44": 50}).standing()
    assert "并列31省第2位" in told.zh
    assert "ranked 2nd with another" in told.en


def test_a_rank_held_in_every_year_is_told_as_such():
    path = pd.DataFrame({"year": [2023, 2024], "rank": [1, 1]})
    told = province({"44": 1}, frame=path).ranks()
    assert told.zh.endswith("它一直是第1位。")
    assert province({"44": 1}, frame=path.head(1)).ranks() is None
    moved = province({"44": 1}, frame=path.assign(rank=[3, 2])).ranks()
    assert "最高排第2位（2024年），最低排第3位（2023年）" in moved.zh


def contribution(points, margin=0.0):
    row = {"province_code": ["44"], "contribution_pp": [points], "previous_margin": [margin]}
    return province({"44": 1}, movers=pd.DataFrame(row)).contribution()


def test_a_contribution_is_added_taken_or_next_to_nothing():
    assert contribution(1.94).zh == "广东拉动31省合计增速1.94个百分点。"
    taken = contribution(-0.23, margin=5.0).en
    assert taken == (
        "Guangdong took about 0.23 percentage points from the growth of the 31 provinces together."
    )
    assert "less than 0.01" in contribution(-0.004).en
    assert contribution(float("nan")) is None


def test_a_share_that_is_the_same_again_is_told_as_such():
    path = pd.DataFrame({"year": [2005, 2024], "share": [20.001, 20.004]})
    assert "was 20.00% in both 2005 and 2024" in province({"44": 1}, frame=path).share().en
    assert (
        "降至2024年的10.00%"
        in province({"44": 1}, frame=path.assign(share=[20.0, 10.0])).share().zh
    )
    assert province({"44": 1}, frame=path.head(1)).share() is None


def test_months_and_places_that_are_not_there_are_left_out():
    none = pd.DataFrame(columns=["code", "flow", "month", "to_date_growth_pct"])
    assert province({"44": 1}, by_month=none).months() is None
    one = pd.DataFrame([("44", "total", 1, 5.0)], columns=none.columns)
    assert province({"44": 1}, by_month=one).months() is None
    unlisted = province({"44": 1})
    unlisted.localities.coverage = pd.DataFrame(columns=["places"])
    assert unlisted.inside() is None


def test_growth_is_set_beside_that_of_the_region_and_of_the_nation():
    own, city = Province(open_edition(2024, 12), "61"), Province(open_edition(2024, 12), "31")
    assert own.faster().zh == "陕西进出口增速为+12.3%，慢于西北（+16.9%），快于全国（+5.0%）。"
    assert own.faster().en == (
        "The growth of Shaanxi (+12.3%) was below that of Northwest China (+16.9%) and above that "
        "of the nation (+5.0%)."
    )
    assert city.inside().zh.count("占全市的") == 1


def test_a_list_that_holds_the_whole_province_is_not_called_incomplete():
    edition = open_edition(2024, 12)
    whole, part = Province(edition, "36").inside(), Province(edition, "44").inside()
    assert "所列并非全部地方" not in whole.zh
    assert whole.en.endswith(
        "the eleven cities among them have 100.0% together."
        " Zones lie inside cities, so the places must not be added up."
    )
    assert "所列并非全部地方" in part.zh
    assert "The list is not complete. Zones lie inside cities" in part.en


@pytest.mark.parametrize("period", [(2024, 12), (2024, 1), (2025, 7)])
def test_a_space_stands_before_the_bracket_of_rank_and_share(period):
    told = Province(open_edition(*period), "42").flows().en
    assert re.search(r"%\(|yuan\(", told) is None
    assert len(re.findall(r"% \(\d+(?:st|nd|rd|th), ", told)) == 2


@pytest.mark.parametrize(
    "args", [(2024, 12), (2025, 7), (2024, 1), (2010, 12), (2005, 12), (2024, 12, "USD")]
)
def test_what_an_edition_lacks_is_left_out(args):
    edition = open_edition(*args)
    for code in ("11", "44", "50", "54", "62"):
        report = Province(edition, code)
        told = [report.standing(), report.growth(), report.ranks(), report.share()]
        texts = "".join(f.zh + f.en for f in told if f)
        assert not re.search(r"\bnan\b|None", texts)
        assert (told[1] is None) == (not edition.has_growth)
        assert (told[3] is None) == (len(edition.history) < 2)


def test_growth_of_a_province_region_and_nation_agrees_with_the_other_pages():
    edition = open_edition(2024)
    pace = Province(edition, "62").pace.set_index("code")
    assert pace.at["62", "growth_pct"] == 25.2
    assert pace.at[constants.NATION, "growth_pct"] == 5.0
    # 2021 to 2024 by hand: values of the ranking and of the annual series.
    before, now = edition.series.at[2021, "62"], edition.now.at["62", "total"]
    assert pace.at["62", "window_3"] == pytest.approx(((now / before) ** (1 / 3) - 1) * 100)


def test_the_rank_of_one_year_is_no_line():
    assert Province(open_edition(2005), "44").rank_line() is None


@pytest.mark.parametrize(
    "name", ["62", "620000", "甘肃", "甘肃省", "Gansu", "gansu", " GANSU "], ids=str
)
def test_a_province_is_found_by_code_or_name(name):
    assert provinces.code_of(name) == "62"
    assert provinces.code_of("inner-mongolia") == "15"


@pytest.mark.parametrize("name", ["6", "00", "Taipei", "陕", "../44", ""])
def test_what_is_no_province_is_refused_with_the_list(name):
    with pytest.raises(BadInput, match="44 Guangdong"):
        provinces.code_of(name)


def test_all_31_have_a_page_unless_some_are_named():
    every = pages.wanted([(2024, 12)], "auto", ["zh", "en"], list(constants.ALL_NOTEBOOKS))
    assert sum(page.notebook == "province" for page in every) == 62
    some = pages.wanted([(2024, 12)], "auto", ["zh"], ["province"], ["甘肃", "62", "44"])
    assert [page.stem for page in some] == ["province-gansu", "province-guangdong"]
    with pytest.raises(BadInput, match="add --only province"):
        pages.wanted([(2024, 12)], "auto", ["zh"], ["rankings"], ["44"])
