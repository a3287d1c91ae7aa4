"""Sentences on contributions and balances: true where their numbers support them."""

import re

import pandas as pd
import pytest
from frames import edition, now

from helpers import Edition
from helpers.reports import Contributions

NOW = now({"44": 90, "31": 60}, export={"44": 60, "31": 40}, imports={"44": 30, "31": 20})
BEFORE = pd.DataFrame(
    {
        "total": {"44": 80.0, "31": 60.0},
        "export": {"44": 40.0, "31": 40.0},
        "import": {"44": 40.0, "31": 20.0},
        "total_margin": 0.0,
        "export_margin": 0.0,
        "import_margin": 0.0,
    }
)


def report(current, past=None):
    return Contributions(edition(current, past))


def test_who_moved_exports_and_imports():
    contributions = report(NOW, BEFORE)
    assert contributions.flow_contributors("export").zh == (
        "31省合计出口增长25.0%，拉动最多的是广东（+25.00个百分点）。"
    )
    found = contributions.flow_contributors("import")
    assert "the largest drag was from Guangdong (−16.67 points)" in found.en
    assert "contribution" not in found.en


def test_growth_is_split_into_exports_and_imports():
    found = report(NOW, BEFORE).split()
    # +20 and -10 on 140.
    assert "合计增长7.1%，其中出口的作用为+14.29个百分点，进口为−7.14个百分点" in found.zh
    assert report(NOW, BEFORE).main_flows().zh == ("在增长的1省中，1省主要靠出口，0省主要靠进口。")


def test_what_is_closer_than_its_margin_is_not_told_apart():
    rough = BEFORE.assign(export_margin=20.0)
    assert "1省两者相近，分不出主次" in report(NOW, rough).main_flows().zh


def test_balances_name_surplus_and_deficit_where_there_are_any():
    deficit = now({"44": 90, "31": 60}, export={"44": 60, "31": 10}, imports={"44": 30, "31": 50})
    found = report(deficit).balances()
    assert (
        found.zh == "1省顺差，1省逆差；顺差最大的是广东（30.0亿元）；逆差最大的是上海（40.0亿元）。"
    )
    assert found.en.startswith("One province had a surplus and one a deficit; the largest surplus")
    assert "逆差最大" not in report(NOW).balances().zh


def test_nothing_is_said_without_flows():
    bare = report(now({"44": 90, "31": 60}))
    assert bare.flow_contributors("export") is None
    assert bare.split() is None
    assert bare.main_flows() is None
    assert bare.balances() is None


@pytest.mark.parametrize("period", [(2024, 1), (2024, 7), (2024, 12), (2025, 2), (2025, 7)])
def test_sentences_of_every_edition_with_flows_hold(period):
    contributions = Contributions(Edition.open(*period))
    said = [
        *(contributions.flow_contributors(flow) for flow in ("export", "import")),
        contributions.split(),
        contributions.main_flows(),
        contributions.balances(),
    ]
    for finding in said:
        assert not re.search(r"(?<![a-z])nan(?![a-z])", finding.zh + finding.en)
        assert finding.zh.endswith("。")
        assert finding.en.endswith(".")


def test_a_waterfall_has_the_eight_that_moved_most_and_the_others_as_one():
    contributions = Contributions(Edition.open(2024))
    chart = contributions.waterfall()
    names = chart.behind.columns[0].cells
    assert names == ["广东", "江苏", "浙江", "山东", "四川", "新疆", "广西", "江西", "其余23省"]
    own = contributions.frame[contributions.frame["flow"] == "total"]
    drawn = chart.behind.data
    assert drawn["contribution_pp"].sum() == pytest.approx(own["contribution_pp"].sum())
    assert drawn["change"].sum() == pytest.approx(own["change"].sum())
    assert len(chart.marks) == 9
    assert chart.marks[-1].told.text.startswith("其余23省：拉动 ")
    assert chart.alt.endswith("其余23省 +0.72，31省合计 +5.00")
