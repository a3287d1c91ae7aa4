"""Measures: cases worked by hand, and properties that hold for any figures."""

import numpy as np
import pandas as pd
import pytest
from frames import before, now
from hypothesis import given
from hypothesis import strategies as st

from helpers.data import margins
from helpers.measures import core as m
from helpers.measures import regions

# Two provinces of the south, one of the east: 600 + 100 + 300 = 1,000.
NOW = now({"44": 600, "45": 100, "31": 300})
BEFORE = before({"44": 500, "45": 150, "31": 250})
REGION = pd.Series({"44": "south", "45": "south", "31": "east"})

values = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=31)


def whole(table: pd.DataFrame, expected: dict[str, list]) -> None:
    """The table has these columns in this order, and nothing else."""
    pd.testing.assert_frame_equal(table, pd.DataFrame(expected), check_dtype=False)


def series(numbers: list[float]) -> pd.Series:
    return pd.Series(numbers, index=[f"{i:02d}" for i in range(len(numbers))])


def frame(numbers: list[float]) -> pd.DataFrame:
    return now(series(numbers).to_dict())


def test_ranking_by_hand():
    table = m.ranking(NOW, BEFORE).set_index("province_code")
    assert list(table["rank"]) == [1, 2, 3]
    assert list(table.index) == ["44", "31", "45"]
    assert list(table["total_share"]) == pytest.approx([60, 30, 10])
    assert table.at["31", "gap_to_previous_pct"] == pytest.approx(100)  # (600 - 300) / 300
    assert table.at["45", "gap_to_previous_pct"] == pytest.approx(200)  # (300 - 100) / 100
    assert np.isnan(table.at["44", "gap_to_previous_pct"])
    assert list(table["rank_change"]) == [0, 0, 0]
    assert table.at["44", "growth_pct"] == pytest.approx(20)
    assert table.at["44", "growth_basis"] == "computed"


def test_exports_and_imports_have_ranks_and_shares_of_their_own():
    current = now({"44": 60, "31": 40}, export={"44": 20, "31": 30}, imports={"44": 40, "31": 10})
    whole(
        m.ranking(current, None),
        {
            "rank": pd.array([1, 2], dtype="Int64"),
            "province_code": ["44", "31"],
            "total": [60, 40],
            "export": [20, 30],
            "import": [40, 10],
            "total_share": [60, 40],
            "export_share": [40, 60],
            "import_share": [80, 20],
            "export_rank": pd.array([2, 1], dtype="Int64"),
            "import_rank": pd.array([1, 2], dtype="Int64"),
            "previous_rank": pd.array([pd.NA, pd.NA], dtype="Int64"),
            "rank_change": pd.array([pd.NA, pd.NA], dtype="Int64"),
            "gap_to_previous_pct": [np.nan, 50],
            "growth_pct": [np.nan, np.nan],
            "growth_basis": pd.array([np.nan, np.nan], dtype="object"),
        },
    )
    assert m.ranking(current, None)["rank_change"].dtype == "Int64"


def test_rank_change_is_positive_for_a_rise():
    table = m.ranking(now({"34": 90, "41": 80}), before({"34": 70, "41": 75}))
    assert dict(zip(table["province_code"], table["rank_change"], strict=True)) == {
        "34": 1,
        "41": -1,
    }


def test_equal_totals_share_a_rank_and_have_no_gap():
    table = m.ranking(now({"11": 5, "12": 5, "13": 1}), None).set_index("province_code")
    assert list(table["rank"]) == [1, 1, 3]
    assert table.at["12", "gap_to_previous_pct"] == 0


def test_without_a_year_before_growth_and_rank_changes_are_missing():
    table = m.ranking(NOW, None)
    assert (
        table[["previous_rank", "rank_change", "growth_pct", "growth_basis"]].isna().all(axis=None)
    )


def test_missing_flows_stay_missing():
    table = m.ranking(NOW, BEFORE)
    assert table[["export", "import", "export_share", "export_rank"]].isna().all(axis=None)


def test_printed_growth_goes_before_computed_growth():
    printed = now({"44": 600, "31": 300}, total_growth={"44": 21.5})
    shown = m.growth_shown(printed, before({"44": 500, "31": 250}))
    assert shown.loc["44"].tolist() == [21.5, "published"]
    assert shown.loc["31"].tolist() == [pytest.approx(20.0), "computed"]


def test_printed_growth_gives_the_year_before_and_how_well_it_is_known():
    this, printed = pd.Series([110.0, 50.0, 7.0, 3.0]), pd.Series([10.0, -50.0, np.nan, -100.0])
    earlier, margin = m.worked_back(this, printed)
    assert earlier.round(9).tolist()[:2] == [100.0, 100.0]
    # 110 ÷ 1.0995 and 110 ÷ 1.1005; 50 ÷ 0.4995 and 50 ÷ 0.5005.
    assert margin.round(4).tolist()[:2] == [0.0455, 0.1]
    assert earlier.isna().tolist() == margin.isna().tolist() == [False, False, True, True]


def test_a_rank_is_untold_where_the_margin_could_change_it():
    worked_back = pd.Series({"a": 100.0, "b": 99.9, "c": 50.0})
    margin = pd.Series({"a": 0.2, "b": 0.2, "c": 0.2})
    ranks = m.sure_ranks(worked_back, margin)
    assert ranks.isna().tolist() == [True, True, False]
    assert ranks["c"] == 3


def test_ranks_are_sure_where_margins_only_touch():
    values = pd.Series({"a": 10.0, "b": 8.0})
    assert m.sure_ranks(values, pd.Series({"a": 1.0, "b": 1.0})).tolist() == [1, 2]
    assert m.sure_ranks(values, pd.Series({"a": 1.0, "b": 1.1})).isna().all()


def test_published_values_leave_no_rank_untold():
    exact = pd.Series({"a": 3.0, "b": 2.0, "c": 2.0})
    assert m.sure_ranks(exact, exact * 0).tolist() == [1, 2, 2]


def test_movers_by_hand():
    current = now(
        {"44": 600, "45": 100, "31": 300},
        export={"44": 400, "45": 60, "31": 90},
        imports={"44": 200, "45": 40, "31": 210},
        export_growth={"44": 7.5},
    )
    earlier = before({"44": 500, "45": 150, "31": 250}, margin=2).assign(
        export=[320.0, 80.0, 90.0], **{"import": [160.0, 80.0, 140.0]}
    )
    whole(
        m.movers(current, earlier),
        {
            # 20 % twice, ordered by code, and -33.3 %
            "growth_rank": pd.array([1, 1, 3], dtype="Int64"),
            "province_code": ["31", "44", "45"],
            "total": [300, 600, 100],
            "previous": [250, 500, 150],
            "previous_margin": [2, 2, 2],
            "growth_pct": [20, 20, -100 / 3],
            "growth_basis": ["computed"] * 3,
            # Changes of 50, 100 and -50 on a base of 900.
            "contribution_pp": [50 / 9, 100 / 9, -50 / 9],
            "export_growth_pct": [0, 7.5, -25],
            "import_growth_pct": [50, 25, -50],
        },
    )


def test_without_a_year_before_nobody_moved():
    table = m.movers(NOW, None)
    assert list(table["province_code"]) == ["31", "44", "45"]
    told = table.drop(columns=["province_code", "total"])
    assert told.isna().all(axis=None)
    assert table["previous"].dtype == table["previous_margin"].dtype == "float64"


def test_concentration_by_hand():
    table = m.concentration(NOW, BEFORE).set_index("measure")
    assert table.at["CR1", "value"] == pytest.approx(60)
    assert table.at["CR5", "value"] == pytest.approx(100)
    assert table.at["HHI", "value"] == pytest.approx(3600 + 900 + 100)
    # Gini of 100, 300, 600: (2·(1·100 + 2·300 + 3·600) / (3·1000)) - 4/3 = 1/3
    assert table.at["Gini", "value"] == pytest.approx(1 / 3)
    assert table.at["CR1", "previous"] == pytest.approx(500 / 9)


def test_concentration_counts_the_five_and_the_ten_largest():
    # 12 + 11 + … + 1 = 78, of which the five largest are 50 and the ten largest 75.
    table = m.concentration(frame([float(n) for n in range(1, 13)]), None).set_index("measure")
    assert table["value"].tolist()[:3] == pytest.approx([1200 / 78, 5000 / 78, 7500 / 78])
    assert table["previous"].isna().all()


def test_one_province_alone_is_the_highest_concentration():
    assert m.hhi(pd.Series({"44": 7.0})) == 10_000


def test_regions_by_hand():
    current = now({"44": 600, "45": 100, "31": 300}, export={"44": 400, "31": 50})
    whole(
        regions.regions(current, BEFORE, REGION, ["east", "south", "north"]),
        {
            "region_code": ["south", "east", "north"],
            "total": [700, 300, np.nan],
            "export": [400, 50, np.nan],
            "import": [np.nan] * 3,
            "share": [70, 30, np.nan],
            "previous": [650, 250, np.nan],
            "growth_pct": [(700 / 650 - 1) * 100, 20, np.nan],
            "contribution_pp": [50 / 9, 50 / 9, np.nan],
            "previous_share": [6500 / 90, 2500 / 90, np.nan],
            "in_top10": pd.array([2, 1, pd.NA], dtype="Int64"),
            "provinces": [2, 1, np.nan],
        },
    )


def test_regions_without_a_year_before_have_no_growth():
    table = regions.regions(NOW, None, REGION, ["east", "south"])
    assert (
        table[["previous", "growth_pct", "contribution_pp", "previous_share"]].isna().all(axis=None)
    )


def test_the_eleventh_province_is_not_among_the_ten_largest():
    current = frame([float(n) for n in range(1, 13)])
    region_of = pd.Series(["last"] * 2 + ["first"] * 10, index=current.index)
    table = regions.regions(current, None, region_of, ["first", "last"]).set_index("region_code")
    assert table["in_top10"].tolist() == [10, 0]
    assert table["provinces"].tolist() == [10, 2]


def test_among_equals_the_order_stays():
    # Large and small by turns: all large ones by code, then all small ones by code.
    mixed = frame([9.0, 5.0] * 15 + [9.0])
    codes = [*mixed.index[::2], *mixed.index[1::2]]
    assert list(m.ranking(mixed.iloc[::-1], None)["province_code"]) == codes
    assert m.large(mixed["total"] * 10_000, "CNY") == codes
    gaps = m.gaps(mixed["total"])
    assert gaps[codes[16]] == pytest.approx(80)
    assert (gaps.drop([codes[0], codes[16]]) == 0).all()
    history = pd.DataFrame([mixed["total"] * 0 + 1, mixed["total"]], index=[2004, 2005])
    first_years = pd.Series(0, index=mixed.index)
    assert list(m.multiples(history, first_years)["province_code"]) == codes
    region_of = pd.Series(mixed.index, index=mixed.index)
    found = regions.regions(mixed, None, region_of, list(mixed.index))
    assert list(found["region_code"]) == codes


def test_what_is_not_known_has_no_gap_and_keeps_its_place():
    gaps = m.gaps(pd.Series({"a": 1.0, "b": np.nan, "c": 2.0}))
    assert list(gaps.index) == ["a", "b", "c"]
    assert gaps.tolist() == pytest.approx([100, np.nan, np.nan], nan_ok=True)


def test_nothing_and_one_have_no_gini_to_speak_of():
    assert np.isnan(m.gini(pd.Series([], dtype="float64")))
    assert np.isnan(m.gini(pd.Series([np.nan])))
    assert np.isnan(m.gini(pd.Series([0.0, 0.0])))
    assert m.gini(pd.Series([5.0])) == 0


def test_changes_of_share_inside_a_region_add_up_to_zero():
    # 60 and 40 of 100 become 90 and 30 of 120: 75 % and 25 %.
    current, past = now({"44": 90.0, "45": 30.0}), before({"44": 60.0, "45": 40.0})
    table = regions.region_members(current, REGION, past).set_index("province_code")
    assert table.at["44", "region_share_change_pp"] == pytest.approx(15)
    assert table.at["45", "region_share_change_pp"] == pytest.approx(-15)
    alone = regions.region_members(current, REGION)
    assert alone["region_share_change_pp"].isna().all()


def test_members_of_a_region_share_it():
    table = regions.region_members(NOW, REGION)
    assert table["province_code"].tolist() == ["31", "44", "45"]
    assert table["region_share"].tolist() == pytest.approx([100, 600 / 7, 100 / 7])


def test_national_balance_by_hand():
    current = pd.DataFrame(
        {"value": [300.0, 200.0, 100.0], "growth_pct": [5.0, 7.0, 1.0]},
        index=["total", "export", "import"],
    )
    earlier = pd.DataFrame(
        {"value": [285.0, 187.0, 99.0], "margin": [0.0, 2.0, 1.0]},
        index=["total", "export", "import"],
    )
    # In another order, which must not matter.
    whole(
        m.national(current.iloc[::-1], earlier.iloc[::-1], "CNY"),
        {
            "flow": ["total", "export", "import", "balance"],
            "value": [300, 200, 100, 100],
            "currency": ["CNY"] * 4,
            # The printed 5 % are on another total than the 285 stored, so all are implied.
            "previous": [300 / 1.05, 200 / 1.07, 100 / 1.01, 200 / 1.07 - 100 / 1.01],
            "previous_margin": [
                300 / 1.05**2 * 0.0005,
                200 / 1.07**2 * 0.0005,
                100 / 1.01**2 * 0.0005,
                (200 / 1.07**2 + 100 / 1.01**2) * 0.0005,
            ],
            "growth_pct": [5, 7, 1, (100 / (200 / 1.07 - 100 / 1.01) - 1) * 100],
            "growth_basis": ["published", "published", "published", "computed"],
        },
    )
    # Stored figures that the printed rates are on are shown as they are.
    fits = earlier.assign(value=[285.7, 187.0, 99.0])
    assert m.national(current, fits, "CNY")["previous"].tolist() == [285.7, 187, 99, 88]
    # Without stored figures, the year before is what the printed rates imply.
    alone = m.national(current, None, "USD")
    assert set(alone["currency"]) == {"USD"}
    implied = [300 / 1.05, 200 / 1.07, 100 / 1.01, 200 / 1.07 - 100 / 1.01]
    assert alone["previous"].tolist() == pytest.approx(implied)
    assert (alone["previous_margin"] > 0).all()
    assert alone["growth_basis"].tolist() == ["published"] * 3 + ["computed"]


def test_growth_of_a_balance_that_was_a_deficit_is_left_out():
    current = pd.DataFrame(
        {"value": [30.0, 20.0, 10.0], "growth_pct": [np.nan] * 3},
        index=["total", "export", "import"],
    )
    earlier = pd.DataFrame(
        {"value": [30.0, 10.0, 20.0], "margin": [0.0] * 3}, index=["total", "export", "import"]
    )
    table = m.national(current, earlier, "CNY").set_index("flow")
    assert np.isnan(table.at["balance", "growth_pct"])


def test_no_national_figures_give_no_table():
    assert m.national(None, None, "USD") is None


def test_multiples_by_hand_and_a_younger_province_counts_from_its_first_year():
    history = pd.DataFrame(
        {"44": [100.0, 150.0, 400.0], "50": [1.0, 10.0, 40.0]}, index=[1994, 1997, 2004]
    )
    history["54"] = [np.nan, np.nan, 7.0]  # not known of any earlier year
    history["11"] = [100.0, 100.0, 500.0]
    history["99"] = [1.0, 2.0, 3.0]  # whose first year nobody knows
    whole(
        m.multiples(history, pd.Series({"44": 0, "50": 1997, "54": 0, "11": 0})),
        {
            "province_code": ["11", "44", "50"],
            "base_year": [1994, 1994, 1997],
            "base_value": [100, 100, 10],
            "value": [500, 400, 40],
            "multiple": [5, 4, 4],
            "cagr_pct": [
                (5 ** (1 / 10) - 1) * 100, (4 ** (1 / 10) - 1) * 100, (4 ** (1 / 7) - 1) * 100,
            ],
        },
    )  # fmt: skip


def test_growth_from_nothing_is_missing_and_from_little_is_not():
    growth = m.growth(pd.Series([1.0, 1.0, 1.0]), pd.Series([0.0, 0.5, -1.0]))
    assert growth.isna().tolist() == [True, False, True]
    assert growth[1] == 100


def test_a_single_year_has_no_multiple():
    assert m.multiples(pd.DataFrame({"44": [1.0]}, index=[2005]), pd.Series(dtype=float)).empty


def test_large_provinces_stand_at_or_above_the_mark_of_the_currency():
    totals = pd.Series({"44": 10_000.0, "31": 9_999.9, "32": 20_000.0})
    assert m.large(totals, "CNY") == ["32", "44"]
    assert m.large(totals / 10, "USD") == ["32", "44"]


def test_the_range_of_a_balance_growth_holds_its_centre():
    low, high = margins.balance_growth_range(110, 100, 2)
    assert (low, high) == (
        pytest.approx((110 / 102 - 1) * 100),
        pytest.approx((110 / 98 - 1) * 100),
    )


@given(values)
def test_shares_sum_to_100(numbers):
    assert m.shares(series(numbers)).sum() == pytest.approx(100)


@given(values)
def test_ranks_are_a_permutation_where_nothing_ties(numbers):
    ranks = m.ranks(series(numbers))
    if len(set(numbers)) == len(numbers):
        assert sorted(ranks) == list(range(1, len(numbers) + 1))
    assert ranks.min() == 1


@given(values)
def test_gaps_are_never_negative(numbers):
    gaps = m.gaps(series(numbers))
    assert (gaps.dropna() >= 0).all()
    assert gaps.isna().sum() == 1


@given(values, st.data())
def test_contributions_sum_to_the_growth_of_all(numbers, data):
    earlier = data.draw(
        st.lists(st.floats(0.01, 1e6), min_size=len(numbers), max_size=len(numbers))
    )
    contributions = m.contributions(series(numbers), series(earlier))
    whole = (sum(numbers) / sum(earlier) - 1) * 100
    assert contributions.sum() == pytest.approx(whole, rel=1e-6, abs=1e-6)


@given(values)
def test_a_region_is_the_sum_of_its_provinces(numbers):
    current = frame(numbers)
    region_of = pd.Series(
        {code: "east" if i % 2 else "south" for i, code in enumerate(current.index)}
    )
    table = regions.regions(current, None, region_of, ["east", "south"]).set_index("region_code")
    for region in ("east", "south"):
        assert table.at[region, "total"] == pytest.approx(
            current["total"][region_of == region].sum()
        )
    assert table["share"].sum() == pytest.approx(100)


@given(values)
def test_concentration_stays_within_its_bounds(numbers):
    table = m.concentration(frame(numbers), None).set_index("measure")["value"]
    n = len(numbers)
    assert table["CR1"] <= table["CR5"] + 1e-9 <= table["CR10"] + 2e-9 <= 100 + 1e-6
    assert 1e4 / n - 1e-6 <= table["HHI"] <= 1e4 + 1e-6
    assert -1e-9 <= table["Gini"] <= 1 - 1 / n + 1e-9


@given(values, st.floats(0.001, 1000))
def test_shares_ranks_and_concentration_do_not_depend_on_the_unit(numbers, factor):
    one, other = series(numbers), series(numbers) * factor
    assert m.shares(one).tolist() == pytest.approx(m.shares(other).tolist())
    assert m.gini(one) == pytest.approx(m.gini(other), abs=1e-9)


@given(values)
def test_nothing_is_changed_in_place(numbers):
    current = frame(numbers)
    copy = current.copy()
    m.ranking(current, None)
    m.movers(current, None)
    pd.testing.assert_frame_equal(current, copy)
