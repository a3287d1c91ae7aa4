"""Gaps to the province ranked just above, clubs above round marks and claims, over the years."""

import pandas as pd
import pytest

from helpers import Edition
from helpers.measures import claims, gaps, marks
from helpers.reports import Rankings, Trends
from helpers.system.errors import BadInput

# Three provinces: the second has passed the third, and comes close to the first.
TOTALS = pd.DataFrame(
    {"32": [150.0, 160.0, 165.0], "33": [100.0, 100.0, 150.0], "31": [110.0, 105.0, 120.0]},
    index=[2016, 2017, 2019],
)


def test_gaps_of_neighbours_by_hand():
    table = gaps.over_years(TOTALS)
    assert list(table["province_code"]) == ["33"] * 3 + ["31"] * 3
    assert list(table["target_code"]) == ["32"] * 3 + ["33"] * 3
    assert list(table["gap_to_previous_pct"][:3]) == pytest.approx([50, 60, 10])
    assert table["gap_to_previous_pct"].iloc[3] == pytest.approx((100 / 110 - 1) * 100)
    paths = gaps.paths(table)
    first = paths.iloc[0]
    assert (first["first_year"], first["widest_year"], first["last_year"]) == (2016, 2017, 2019)
    assert first["left_pct"] == pytest.approx(100 / 6)
    assert gaps.closest(paths)["province_code"] == "33"
    assert gaps.closest(paths[paths["province_code"] == "31"]) is None  # never further apart


def test_the_gap_that_closed_most_is_told_and_drawn():
    told = Rankings(Edition.open(2024, lang="en")).gaps
    said = told.path()
    assert "2017年江苏比浙江高56.2%，为2016–2024年间最大，2024年降至6.7%。" in said.zh
    assert "Jiangsu stood 56.2% above Zhejiang in 2017" in said.en
    assert said.en.endswith("and 6.7% in 2024.")
    chart = told.line()
    assert chart.headline == "In 2024 Jiangsu was 6.7% above Zhejiang, down from 56.2% in 2017"
    assert "2016 51.4%, 2017 56.2%" in chart.alt
    assert len(told.table().columns[0].cells) == 30


def test_the_gap_of_any_pair_is_told_by_its_lower_province():
    told = Rankings(Edition.open(2024)).gaps
    said = told.path("Shanghai").zh
    assert "2024年浙江比上海高23.3%，为有数字的年份中最大，2016年时还低于上海" in said
    assert told.line("31").headline == "2024年浙江比上海高23.3%，差距为有数字的年份中最大"
    assert told.path("44") is None  # nobody stands above
    with pytest.raises(BadInput, match="no province"):
        told.path("Ruritania")
    assert Rankings(Edition.open(2016, currency="CNY")).gaps.path() is None  # a single year


def test_clubs_by_hand():
    table = marks.clubs(TOTALS, (120, 105))
    assert list(table["provinces"]) == [1, 2, 1, 2, 3, 3]
    assert table["joined"].tolist() == [[], [], [], [], ["33", "31"], ["33"]]
    back = marks.clubs(TOTALS.iloc[::-1].set_axis([1, 2, 3]), (120,))
    assert back["left"].tolist() == [[], ["31", "33"], []]


def test_clubs_places_and_exports_are_told():
    rankings = Rankings(Edition.open(2024))
    assert "超过1万亿元的省份由2016年的7个增至2024年的8个" in rankings.clubs.change().zh
    counts = rankings.clubs.table().columns[1].cells
    assert (counts[0], counts[-1]) == ("8", "7")
    assert "浙江5.26万亿元（2021年起居第3位，当年超过上海）" in rankings.next_places().zh
    assert (
        "浙江总额居第3位，出口3.91万亿元，多于前一位江苏的3.65万亿元" in rankings.export_order().zh
    )
    assert Rankings(Edition.open(2010)).export_order() is None
    shown = [column.label for column in rankings.table().columns]
    assert "出口占比" in shown
    assert "进口占比" in shown


def test_claims_since_1994_cannot_be_checked_until_the_year_is_there():
    told = Trends(Edition.open(2024, lang="en")).claims
    assert set(told.frame["verdict"]) == {claims.UNCHECKED}
    assert "none can be checked, because" in told.checked().en
    cells = {column.label: column.cells for column in told.table().columns}
    assert cells["Claimed"][0] == "82.32 times"
    assert set(cells["Compared with our figures"]) == {"cannot be checked: no figures for 1994"}
    assert Trends(Edition.open(2023)).claims.table() is None


@pytest.mark.parametrize(
    ("measure", "said", "verdict"),
    [
        ("multiple", 3.0, claims.AGREES),
        ("multiple", 2.0, claims.AS_GROWTH),
        ("multiple", 2.5, claims.DIFFERS),
        ("share", 25.0, claims.AGREES),
        ("share", 25.2, claims.DIFFERS),
    ],
)
def test_a_claim_is_checked_once_its_first_year_is_there(measure, said, verdict):
    history = pd.DataFrame({"33": [10.0, 30.0], "44": [30.0, 60.0]}, index=[1994, 2024])
    multiples = pd.DataFrame(
        {"province_code": ["33"], "base_year": [1994], "multiple": [3.0]},
    )
    row = {"from_year": 1994, "measure": measure, "province_code": "33", "value": said}
    table = claims.compared(pd.DataFrame([row]), history, multiples)
    assert table["verdict"].tolist() == [verdict]
