"""Sentences: true where their numbers support them, and changed or gone where they do not."""

import re

import numpy as np
import pandas as pd
import pytest
from frames import Period, before, edition, now, presented
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.data.edition import open_edition
from helpers.data.provinces import provinces
from helpers.display import source_lines
from helpers.measures import core as m
from helpers.measures import ranks as p
from helpers.reports import Movers, Positions, Rankings, Regions, Trends
from helpers.reports.shared.nation import Nation
from helpers.reports.shared.notes import Notes

YEAR = Period()
MONTHS = Period(year=2025, month=7)


def nation(value, growth, flows=(None, None), flow_growth=(np.nan, np.nan)):
    values = [value, *(np.nan if f is None else f for f in flows)]
    return pd.DataFrame(
        {"value": values, "growth_pct": [growth, *flow_growth]}, index=["total", "export", "import"]
    )


def national(table, year=2024, month=12):
    """The presenter of a nation with these figures."""
    shown = edition(now({"44": 1.0}), year=year, month=month)
    return presented(Nation, shown, frame=table)


def spread(first: float, step: float = 100.0) -> dict[str, float]:
    """Totals of all 31 provinces, falling by ``step`` in the order of their codes."""
    return {code: first - i * step for i, code in enumerate(provinces().index)}


def history(rows: dict[int, dict[str, float]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index")


def test_the_national_total_names_growth_and_flows_where_they_exist():
    table = m.national(nation(3000, 5.0, (2000, 1000), (7.1, -2.3)), None, "CNY")
    found = national(table).total()
    assert "3,000.0亿元，同比增长5.0%" in found.zh
    assert "进口1,000.0亿元，下降2.3%" in found.zh
    assert "exports were 200.0 billion yuan, up 7.1%" in found.en


def test_the_national_total_leaves_out_what_is_not_there():
    found = national(m.national(nation(3000, np.nan), None, "CNY")).total()
    assert found.zh.endswith("3,000.0亿元。")
    assert "exports" not in found.en
    assert "on the year before" not in found.en


def test_a_part_of_the_year_is_compared_with_the_same_part():
    found = national(m.national(nation(3000, 5.0), None, "CNY"), 2025, 7).total()
    assert found.zh.startswith("2025年前7个月")
    assert "the same period a year before" in found.en


@pytest.mark.parametrize(
    ("exports", "imports", "zh", "en"),
    [(2000, 1000, "顺差", "surplus"), (1000, 2000, "逆差", "deficit")],
)
def test_the_balance_is_a_surplus_or_a_deficit(exports, imports, zh, en):
    found = national(m.national(nation(3000, 5.0, (exports, imports)), None, "CNY")).balance()
    assert zh in found.zh
    assert en in found.en


def test_a_balance_worked_back_says_so_with_its_range():
    earlier = pd.DataFrame(
        {"value": [2800.0, 1900.0, 900.0], "margin": [0.0, 10.0, 5.0]},
        index=["total", "export", "import"],
    )
    table = m.national(nation(3000, 5.0, (2200, 1000)), earlier, "CNY")
    found = national(table).balance()
    assert "约为1,000.0亿元" in found.zh
    assert "between 18.2% and 21.8%" in found.en  # 1200/1015 and 1200/985


def test_no_balance_without_flows():
    assert national(m.national(nation(3000, 5.0), None, "CNY")).balance() is None


def test_what_is_missing_is_said_only_where_it_is_missing():
    whole = now({"44": 2.0}, export={"44": 1.0}, imports={"44": 1.0})
    complete = Notes(edition(whole, before({"44": 1.0})))
    assert complete.no_growth() is None
    assert complete.no_flows() is None
    lacking = Notes(edition(now({"44": 2.0}), year=2007, currency="USD"))
    assert "本站未收录2006年以美元计的分省数字" in lacking.no_growth().zh
    assert "from 2024 on" in lacking.no_flows().en
    dollars = Notes(edition(now({"44": 2.0}), year=2024, currency="USD"))
    assert "In US dollars" in dollars.no_flows().en


def leader(totals, rows, year=2024, month=12):
    ranks = p.rank_history(history(rows))
    return Rankings(edition(now(totals), year=year, month=month, rank_years=ranks)).leader()


def test_a_leader_from_the_first_year_has_led_in_all_years_in_the_data():
    rows = {2005: {"44": 3, "32": 2}, 2007: {"44": 4, "32": 2}, 2024: {"44": 5, "32": 2}}
    found = leader({"44": 5, "32": 2}, rows)
    assert "19" not in found.zh
    assert "有分省数字的3年（2005年起）里一直居首" in found.zh
    assert "it led in each of the three full years with figures from 2005 to 2024" in found.en


def growth_basis(totals, past, printed, **period):
    current = now(totals, total_growth=printed)
    return Notes(edition(current, past and before(past), **period)).basis_of_growth()


def test_growth_says_whether_it_is_printed_computed_or_both():
    totals, past = {"44": 2, "32": 1}, {"44": 1, "32": 1}
    printed = growth_basis(totals, past, {"44": 100.0, "32": 0.0})
    assert "revised figures of the year before" in printed.en
    computed = growth_basis(totals, past, {})
    assert computed.en == ("Growth is computed as this period over the year before.")
    both = growth_basis(totals, past, {"44": 100.0}, year=2025, month=7)
    assert both.zh == "海关公布了同比增速的用公布数，其余由本期与上年同期的数字相除得出。"
    assert growth_basis(totals, None, {}) is None


@pytest.mark.parametrize(
    ("year", "currency", "derived"),
    [(2015, "auto", [2015]), (2016, "USD", [2015]), (2019, "auto", [])],
)
def test_growth_on_a_derived_year_says_so(year, currency, derived):
    opened = open_edition(year, 12, currency)
    assert source_lines.derived_years(opened) == derived
    told = Notes(opened).basis_of_growth()
    assert ("figures of 2015 are derived, not published" in told.en) == bool(derived)
    assert ("2015年的是折算数" in told.zh) == bool(derived)


def test_a_new_leader_is_said_to_have_taken_the_lead():
    rows = {2023: {"44": 3, "32": 4}, 2024: {"44": 5, "32": 2}}
    found = leader({"44": 5, "32": 2}, rows)
    assert "取代江苏升至首位" in found.zh
    assert "took the lead from Jiangsu" in found.en


def test_a_leader_of_some_years_has_led_since():
    rows = {2005: {"44": 1, "32": 2}, 2007: {"44": 3, "32": 2}, 2008: {"44": 3, "32": 2}}
    assert "自2007年起一直居首" in leader({"44": 3, "32": 2}, rows).zh


def test_two_leaders_share_the_lead():
    found = leader({"44": 5, "32": 5, "31": 1}, {2024: {"44": 5, "32": 5, "31": 1}})
    assert "江苏和广东" in found.zh
    assert "并列首位" in found.zh
    assert "share the lead" in found.en


def test_a_part_of_the_year_tells_the_lead_of_full_years_apart():
    rows = {2022: {"44": 3, "32": 4}, 2023: {"44": 5, "32": 2}, 2024: {"44": 5, "32": 2}}
    assert "按全年计，自2023年起也一直居首" in leader({"44": 5, "32": 2}, rows, 2025, 7).zh
    other = leader({"44": 2, "32": 5}, rows, 2025, 7)
    assert "did not lead in the full year 2024" in other.en


def test_a_mark_that_nobody_passed_is_said_so():
    found = Rankings(edition(now({"44": 900.0, "32": 5.0}), year=2025, month=7)).thresholds()
    assert found.zh.startswith("2025年前7个月，没有省份超过1万亿元")
    assert "no province traded more than 1 trillion yuan" in found.en


@pytest.mark.parametrize("month", [1, 7, 11])
def test_a_part_of_a_year_is_not_projected(month):
    report = Positions(
        edition(now({"44": 2.0, "32": 1.0}), before({"44": 1.0, "32": 0.4}), month=month)
    )
    assert report.next_overtakings() is None
    assert report.projections.empty


def changes(current, earlier):
    return Rankings(edition(now(current), before(earlier))).rank_changes()


def test_an_overtaking_names_both_and_the_rank():
    found = changes({"34": 9, "41": 8}, {"34": 7, "41": 8})
    assert "安徽超过河南，由第2位升至第1位" in found.zh
    assert "Anhui passed Henan and rose from 2nd to 1st" in found.en


def test_a_province_that_fell_is_not_told_as_a_rise_for_passing_another():
    # Hubei rises from 3rd to 1st; Anhui falls from 1st to 2nd; Henan from 2nd to 3rd.
    found = changes({"42": 9, "34": 8, "41": 7}, {"34": 9, "41": 8, "42": 7})
    assert "湖北超过安徽和河南，由第3位升至第1位" in found.zh
    # Anhui 2nd to 3rd although it passes Henan, which falls further.
    found = changes({"42": 9, "11": 8, "34": 7, "41": 6}, {"41": 9, "34": 8, "42": 7, "11": 6})
    assert "；安徽" not in found.zh
    assert "：安徽" not in found.zh


def test_no_overtaking_is_said_as_such():
    found = changes({"34": 9, "41": 8}, {"34": 8, "41": 7})
    assert found.zh == "与上年相比，各省位次没有变化。"
    assert found.en == "No province changed rank from the year before."


def test_ranks_are_not_compared_without_a_year_before():
    assert Rankings(edition(now({"34": 9, "41": 8}))).rank_changes() is None


def test_concentration_rises_falls_or_stays():
    current = now({"44": 60, "32": 40})
    for earlier, zh in (({"44": 50, "32": 50}, "比上年"), (None, "前5位")):
        past = None if earlier is None else before(earlier)
        found = Rankings(edition(current, past)).concentration()
        assert ("比上年" in found.zh or "与上年持平" in found.zh) == (earlier is not None)
        assert zh in found.zh or "与上年持平" in found.zh


def test_thresholds_count_the_provinces_above_each_mark():
    totals = spread(12_000, 500)  # 12,000 down to -3,000 in steps of 500
    found = Rankings(edition(now(totals))).thresholds()
    assert "超过1万亿元的有5省" in found.zh
    assert "23 provinces traded more than 100 billion yuan" in found.en


def test_a_projection_says_when_no_province_catches_up():
    values = pd.Series({"44": 2.0, "32": 1.0})
    table = p.projections(values, {1: pd.Series({"44": 5.0, "32": 1.0})})
    report = presented(Positions, edition(now({"44": 2.0})), projections=table)
    assert "没有省份会追上前一位" in report.next_overtakings().zh


def test_a_projection_names_the_years():
    values = pd.Series({"44": 121.0, "32": 100.0})
    table = p.projections(values, {1: pd.Series({"44": 0.0, "32": 10.0})})
    report = presented(Positions, edition(now({"44": 2.0})), projections=table)
    found = report.next_overtakings()
    assert "江苏于2026年超过广东" in found.zh
    assert "Jiangsu would pass Guangdong in 2026" in found.en


def movers(current, earlier):
    return Movers(edition(now(current), before(earlier)))


def test_the_tally_counts_rises_and_falls():
    found = movers({"44": 2, "32": 1, "31": 1}, {"44": 1, "32": 2, "31": 1}).tally()
    assert found.zh == "2024年，3省中1省增长，1省下降，1省持平。"
    assert found.en == "In 2024, of 3 provinces one grew, one fell and one did not move."


def test_the_tally_says_when_all_grew():
    found = movers({"44": 2, "32": 2}, {"44": 1, "32": 1}).tally()
    assert found.zh == "2024年，2省全部增长。"


def test_when_none_fell_the_slowest_is_named_instead():
    found = movers({"44": 2, "32": 1.1}, {"44": 1, "32": 1}).slowest()
    assert found.zh == "没有省份下降，增速最低的是江苏（+10.0%）。"


def test_falls_are_listed_deepest_first():
    found = movers({"44": 1, "32": 1.5}, {"44": 2, "32": 2}).slowest()
    assert found.en == "The largest falls were in Guangdong (−50.0%) and Jiangsu (−25.0%)."


def test_a_revised_base_is_told_only_where_it_shows():
    printed = now({"44": 110, "32": 110}, total_growth={"44": 10.0, "32": 9.0})
    found = Movers(edition(printed, before({"44": 100, "32": 100}))).revised_base()
    assert "江苏（1.0个百分点）" in found.zh
    same = edition(now({"44": 110}, total_growth={"44": 10.0}), before({"44": 100}))
    assert Movers(same).revised_base() is None


def test_contributors_name_a_drag_only_where_there_is_one():
    grown = movers({"44": 2, "32": 2}, {"44": 1, "32": 1}).contributors()
    assert "拖累" not in grown.zh
    fell = movers({"44": 3, "32": 1}, {"44": 2, "32": 2}).contributors()
    assert "江苏拖累25.00个百分点" in fell.zh


def test_without_growth_the_movers_have_nothing_to_say():
    report = Movers(edition(now({"44": 2, "32": 2})))
    sentences = (report.fastest, report.slowest, report.flow_extremes, report.tally)
    for sentence in (*sentences, report.contributors):
        assert sentence() is None


def regions(totals, earlier=None):
    return Regions(edition(now(totals), None if earlier is None else before(earlier)))


def test_seats_in_the_top_ten_follow_the_ranking():
    found = regions(spread(4000)).top_ten()
    # The first ten codes: five of the north, three of the northeast, two of the east.
    assert "华北5席、东北3席和华东2席" in found.zh
    assert "North five, Northeast three and East two" in found.en


def test_region_growth_needs_a_year_before():
    assert regions(spread(4000)).growth() is None
    found = regions(spread(4000), spread(4000)).growth()
    assert "+" not in found.zh


def trends(rows, **period):
    """The long run of these totals; the lines are those of Zhejiang and Shanghai."""
    shown = edition(now({"33": 2.0, "31": 1.0}), **period)
    return presented(lambda opened: Trends(opened, ["33", "31"]), shown, frame=history(rows))


def test_overtakings_in_the_lines_are_told_latest_first():
    rows = {2014: {"33": 1, "31": 2}, 2015: {"33": 3, "31": 2}, 2016: {"33": 1, "31": 2}}
    found = trends(rows).overtakings()
    assert found.zh.endswith("2016年上海超过浙江，2015年浙江超过上海。")
    assert "There were two overtakings among the provinces shown: Shanghai" in found.en


def test_overtakings_named_as_the_latest_are_of_whole_years():
    # Two in 2001, then one a year from 2002 to 2008: with eight named, one of 2001 would be left.
    orders = ["321", "213", *("123", "213") * 3, "123"]
    rows = {
        2000 + n: dict(zip(("31", "32", "33"), map(float, order), strict=True))
        for n, order in enumerate(orders)
    }
    shown = edition(now(rows[2008]))
    lines = presented(lambda opened: Trends(opened, list(rows[2008])), shown, frame=history(rows))
    told = lines.overtakings().zh
    assert "共发生9次位次更替，最近7次是：" in told
    assert "2002年" in told
    assert "2001年" not in told


def test_of_many_large_provinces_the_lines_are_those_of_the_largest():
    codes = ["44", "32", "33", "31", "11", "37", "35", "51", "34", "41"]
    totals = {code: 2000.0 - place for place, code in enumerate(codes)}
    shown = edition(now(totals), currency="USD")
    lines = presented(Trends, shown, frame=history({2023: totals, 2024: totals}))
    assert lines.codes == codes[:8]
    assert "有10省" in lines.large().zh
    assert lines.large().zh.endswith("图中为其中最大的8省。")


def test_an_overtaking_across_a_gap_names_both_years():
    rows = {2005: {"33": 1, "31": 2}, 2007: {"33": 3, "31": 2}}
    found = trends(rows).overtakings()
    assert "2005至2007年间浙江超过上海" in found.zh
    assert "between 2005 and 2007" in found.en


def test_lines_that_never_cross_say_so():
    rows = {2005: {"33": 1, "31": 2}, 2007: {"33": 1, "31": 2}}
    assert "没有发生过" in trends(rows).overtakings().zh


def test_the_long_run_names_its_gaps():
    found = trends({2005: {"44": 1}, 2007: {"44": 1}, 2008: {"44": 1}}).span()
    assert "缺2006年" in found.zh
    assert "without 2006" in found.en
    whole = trends({2007: {"44": 1}, 2008: {"44": 1}}).span()
    assert "缺" not in whole.zh


def leading(ranks):
    shown = edition(now({"33": 2.0, "31": 1.0}))
    return presented(Trends, shown, rank_years=history(ranks)).leaders()


def test_who_led_is_told_with_the_years_or_how_often():
    alone = {2005: {"44": 1, "31": 2}, 2007: {"44": 1, "31": 2}}
    told = leading(alone)
    assert told.en == ("Guangdong led in each of the two years with figures from 2005 to 2007.")
    assert told.zh == "2005年到2007年有数字的2个年份里，广东始终居首。"
    one = leading({2005: {"44": 1, "31": 2}})
    assert one.en == "Guangdong led in that year."
    changed = leading(alone | {2008: {"44": 2, "31": 1}})
    assert changed.en == "The lead was held by Guangdong twice and Shanghai once."
    assert changed.zh == "居首的有广东2次和上海1次。"


def test_a_younger_province_is_said_to_count_from_its_first_year():
    rows = {
        1994: {"44": 1, "50": 1, "54": 2},
        1997: {"44": 2, "50": 2, "54": 2},
        2004: {"44": 8, "50": 4, "54": 3},
    }
    found = trends(rows, year=2004, currency="USD").growth_multiples()
    assert "重庆从1997年算起" in found.zh
    assert "Chongqing counts from 1997" in found.en


@settings(max_examples=40)
@given(st.lists(st.floats(1, 1e5), min_size=31, max_size=31, unique=True), st.data())
def test_no_edition_makes_a_sentence_fail(totals, data):
    earlier = data.draw(st.lists(st.floats(1, 1e5), min_size=31, max_size=31))
    codes = provinces().index
    current, past = (
        now(dict(zip(codes, totals, strict=True))),
        before(dict(zip(codes, earlier, strict=True))),
    )
    shown = edition(current, past)
    rankings, movers = Rankings(shown), Movers(shown)
    by_region = Regions(shown)
    found = [
        rankings.rank_changes(),
        rankings.cliffs(),
        rankings.thresholds(),
        rankings.concentration(),
        movers.tally(),
        movers.fastest(),
        movers.slowest(),
        movers.contributors(),
        by_region.largest(),
        by_region.top_ten(),
        by_region.growth(),
    ]
    for finding in found:
        # Not inside a name: Yunnan, Henan, Hainan.
        assert not re.search(r"(?<![a-z])nan(?![a-z])", finding.zh + finding.en)
        assert finding.zh.endswith("。")
        assert finding.en.endswith(".")


def test_the_region_that_leans_on_one_province_is_set_against_the_one_that_does_not():
    members = pd.DataFrame(
        [("east", "32", 40.0), ("east", "33", 35.0), ("south", "44", 90.0),
         ("south", "46", 10.0), ("north", "11", 70.0)],
        columns=["region_code", "province_code", "region_share"],
    )  # fmt: skip
    found = presented(Regions, edition(now({"44": 1.0})), members=members).inside()
    assert found.en == (
        "Guangdong accounted for 90.0% of South China's trade, the most of any province in its "
        "region; East China depended least on one province, with Jiangsu at 40.0%."
    )
    assert found.zh == "广东占华南的90.0%，为各区域中最高；华东最分散，占比最高的江苏为40.0%。"
