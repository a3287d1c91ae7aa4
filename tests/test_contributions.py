"""Contributions, parts of growth, balances and listed places: worked by hand, and properties."""

import pandas as pd
import pytest
from frames import edition, now
from hypothesis import given
from hypothesis import strategies as st

from helpers.measures import localities as inside
from helpers.reports import Province
from helpers.reports.contributions import measures as c

# Exports 60 and 40 out of 100 a year before at 50 and 40; imports 30 and 20, before 40 and 20.
NOW = now({"44": 90, "31": 60}, export={"44": 60, "31": 40}, imports={"44": 30, "31": 20})
BEFORE = pd.DataFrame(
    {
        "total": {"44": 90.0, "31": 60.0},
        "export": {"44": 50.0, "31": 40.0},
        "import": {"44": 40.0, "31": 20.0},
        "total_margin": 0.0,
        "export_margin": {"44": 0.9, "31": 0.0},
        "import_margin": {"44": 0.9, "31": 0.0},
    }
)


def test_contributions_by_hand():
    table = c.by_flow(NOW, BEFORE).set_index(["flow", "province_code"])
    assert table.at[("export", "44"), "contribution_pp"] == pytest.approx(10 / 90 * 100)
    assert table.at[("export", "31"), "contribution_pp"] == 0
    assert table.at[("import", "44"), "contribution_pp"] == pytest.approx(-10 / 60 * 100)
    assert table.at[("export", "44"), "contribution_margin_pp"] == pytest.approx(1)
    assert table.at[("total", "44"), "contribution_margin_pp"] == 0


def test_growth_of_zero_can_hide_exports_that_rose_and_imports_that_fell():
    table = c.parts(NOW, BEFORE).set_index("province_code")
    assert table.at["44", "export_part_pp"] == pytest.approx(10 / 90 * 100)
    assert table.at["44", "import_part_pp"] == pytest.approx(-10 / 90 * 100)
    assert table.at["44", "parts_margin_pp"] == pytest.approx(2)
    assert table.at["31", "parts_margin_pp"] == 0


def test_balances_by_hand():
    table = c.balances(NOW, BEFORE)
    assert table["province_code"].tolist() == ["44", "31"]
    assert table["balance"].tolist() == [30, 20]
    assert table["balance_to_total_pct"].tolist() == pytest.approx([100 / 3, 100 / 3])
    assert table["previous"].tolist() == [10, 20]
    assert table["previous_margin"].tolist() == pytest.approx([1.8, 0])


def test_without_flows_there_are_totals_only():
    bare = BEFORE.assign(export=float("nan"))
    assert set(c.by_flow(now({"44": 90, "31": 60}), bare)["flow"]) == {"total"}
    assert c.parts(NOW, bare).empty
    assert c.balances(now({"44": 90, "31": 60}), bare).empty
    assert c.by_flow(NOW, None).empty


amounts = st.lists(st.floats(0.1, 1e5), min_size=4, max_size=4)


@given(amounts, amounts)
def test_parts_add_up_to_growth_and_contributions_to_the_growth_of_all(current, earlier):
    export, imports = (dict(zip(("44", "31"), current[i : i + 2], strict=True)) for i in (0, 2))
    total = {code: export[code] + imports[code] for code in export}
    present = now(total, export=export, imports=imports)
    past = pd.DataFrame({"export": earlier[:2], "import": earlier[2:]}, index=["44", "31"])
    past["total"] = past["export"] + past["import"]
    past = past.assign(total_margin=0.0, export_margin=0.0, import_margin=0.0)
    parts = c.parts(present, past).set_index("province_code")
    growth = (present["total"] / past["total"] - 1) * 100
    both = parts["export_part_pp"] + parts["import_part_pp"]
    assert both.to_dict() == pytest.approx(growth.to_dict(), rel=1e-6, abs=1e-6)
    sums = c.by_flow(present, past).groupby("flow")["contribution_pp"].sum()
    for flow in ("total", "export", "import"):
        whole = (present[flow].sum() / past[flow].sum() - 1) * 100
        assert sums[flow] == pytest.approx(whole, rel=1e-6, abs=1e-6)


def listed(rows):
    names = ["province_code", "locality_zh", "total", "previous"]
    table = pd.DataFrame(rows, columns=names).assign(locality_en="", previous_margin=0.0)
    return table.assign(growth_pct=(table["total"] / table["previous"] - 1) * 100)


PLACES = listed(
    [
        ("36", "南昌市", 40.0, 30.0),
        ("36", "南昌高新技术产业开发区", 30.0, 10.0),
        ("36", "九江市", 20.0, 40.0),
        ("11", "北京经济技术开发区", 5.0, 4.0),
    ]
)
TOTALS = pd.Series({"36": 80.0, "11": 100.0})
EARLIER = pd.Series({"36": 100.0, "11": 100.0})


def test_places_inside_a_province_by_hand():
    table = inside.inside(PLACES, TOTALS, EARLIER).set_index("locality_zh")
    assert table.at["南昌市", "kind"] == "city"
    assert table.at["南昌高新技术产业开发区", "kind"] == "zone"
    assert table.at["南昌市", "share_pct"] == 50
    assert table.at["九江市", "contribution_pp"] == pytest.approx(-20)
    assert table.index[1] == "南昌高新技术产业开发区"  # +20 points, the most of its province


def test_places_of_an_english_table_have_their_names_and_kinds():
    english = PLACES.assign(locality_zh="", locality_en=[
        "Nanchang", "Nanchang High-tech Industrial Development Zone", "Jiujiang",
        "Beijing Economic and Technological Development Area",
    ])  # fmt: skip
    table = inside.inside(english, TOTALS, EARLIER).set_index("name")
    assert table.at["Nanchang", "kind"] == table.at["Jiujiang", "kind"] == "city"
    assert set(table.loc[table["kind"] == "zone"].index) == {
        "Nanchang High-tech Industrial Development Zone",
        "Beijing Economic and Technological Development Area",
    }
    report = Province(edition(now({"36": 100.0, "11": 100.0})), "36")
    report.localities.frame = table.reset_index()
    assert "最大的是Nanchang" in report.inside().zh


def test_coverage_adds_up_cities_and_never_zones():
    table = inside.coverage(inside.inside(PLACES, TOTALS, EARLIER)).set_index("province_code")
    assert table.at["36", "cities"] == 2
    assert table.at["36", "cities_pct"] == pytest.approx(75)
    assert pd.isna(table.at["11", "cities_pct"])
    assert table.at["11", "largest_pct"] == pytest.approx(5)


def test_cities_that_hold_more_than_the_province_overlap_and_are_not_added():
    over = listed([("36", "南昌市", 60.0, 30.0), ("36", "九江市", 50.0, 40.0)])
    table = inside.coverage(inside.inside(over, TOTALS, EARLIER))
    assert table["cities_pct"].isna().all()


def test_the_places_that_did_most_for_and_against():
    table = inside.inside(PLACES, TOTALS, EARLIER)
    assert inside.most(table, "36", 1, True)["locality_zh"].tolist() == ["南昌高新技术产业开发区"]
    assert inside.most(table, "36", 3, False)["locality_zh"].tolist() == ["九江市"]


def test_without_a_year_before_places_have_shares_only():
    table = inside.inside(PLACES, TOTALS, None)
    assert table["contribution_pp"].isna().all()
    assert table["share_pct"].notna().all()
