"""What moved a province: cases worked by hand, sums that hold for any figures, a plain oracle."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.measures import drivers, specialisation, unit_values

ITEM = ["product", "partner_code"]


def pairs(**values: float) -> pd.DataFrame:
    """Sums by product (first letter) and partner (second): pairs(aU=3) is 3 of a to U."""
    rows = [(name[0], name[1], value) for name, value in values.items()]
    return pd.DataFrame(rows, columns=[*ITEM, "value"])


# 100 before and 120 now: growth 20 %.
NOW = pairs(aU=60, aJ=30, bU=10, cJ=20)
BEFORE = pairs(aU=40, aJ=40, bU=10, bJ=10)


def test_contributions_by_hand():
    table = drivers.compared(NOW, BEFORE, drivers.PAIR).set_index(ITEM)
    assert table["contribution_pp"].to_dict() == {
        ("a", "U"): 20, ("c", "J"): 20, ("a", "J"): -10, ("b", "J"): -10, ("b", "U"): 0,
    }  # fmt: skip
    assert table.at[("a", "U"), "growth_pct"] == pytest.approx(50)
    assert table.at[("a", "U"), "share"] == 50
    assert np.isnan(table.at[("c", "J"), "growth_pct"])
    assert drivers.growth_of(table) == pytest.approx(20)


def test_the_largest_and_the_others_add_up_as_all_do():
    table = drivers.compared(NOW, BEFORE, drivers.PAIR)
    shown = drivers.largest(table, 2)
    assert shown["items"].tolist() == [1, 1, 3]
    assert shown["contribution_pp"].tolist() == [20, 20, -20]
    assert shown["product"].isna().tolist() == [False, False, True]
    assert drivers.residual_pp(shown, 20) == pytest.approx(0)
    assert drivers.residual_pp(shown.head(2), 20) == pytest.approx(-20)
    assert len(drivers.largest(table, 8)) == 5


def test_new_ended_and_continuing_pairs_by_hand():
    table = drivers.margins(drivers.compared(NOW, BEFORE, drivers.PAIR)).set_index("margin")
    assert table["items"].to_dict() == {"new": 1, "lost": 1, "continuing": 3}
    assert table["contribution_pp"].to_dict() == {"new": 20, "lost": -10, "continuing": 10}
    assert table["value"].tolist() == [20, 0, 100]
    nothing = drivers.margins(drivers.compared(NOW, BEFORE.head(0), drivers.PAIR))
    assert nothing["items"].tolist() == [4, 0, 0]
    assert nothing["contribution_pp"].isna().all()


def test_shift_share_by_hand():
    # The nation grew 10 %: a by 20 % (to U 50 %, to J 0 %), b by 0 %.
    nation_before = pairs(aU=40, aJ=60, bU=100)
    nation_now = pairs(aU=60, aJ=60, bU=100)
    own_before = pairs(aU=20, bU=20)
    own_now = pairs(aU=33, bU=20)  # the nation's rate to U would have given 30
    parts = drivers.shift_share(
        drivers.compared(own_now, own_before, drivers.PAIR),
        drivers.compared(nation_now, nation_before, drivers.PAIR),
    )
    # 10; ½·(20−10) + ½·(0−10) = 0; ½·(50−20) = 15; 3/40 = 7.5
    assert parts.to_dict() == pytest.approx(
        {"nation": 10, "product_mix": 0, "partner_mix": 15, "own": 7.5}
    )


def test_what_is_new_in_the_nation_is_a_part_of_ones_own():
    # The nation beside itself: what went on fell by the 20 points that product c brought.
    table = drivers.compared(NOW, BEFORE, drivers.PAIR)
    assert drivers.shift_share(table, table).to_dict() == pytest.approx(
        {"nation": 20, "product_mix": -20, "partner_mix": 0, "own": 20}
    )


def test_share_of_the_nation_rank_and_comparative_advantage_by_hand():
    places = pd.DataFrame(
        [("44", "a", 30.0), ("44", "b", 70.0), ("33", "a", 90.0), ("63", "b", 30.0)],
        columns=["province_code", "product", "value"],
    )
    totals = pd.Series({"44": 500.0, "33": 400.0, "63": 100.0})
    table = specialisation.standing(places, totals).set_index(["province_code", "product"])
    assert table["nation_share"].tolist() == pytest.approx([75, 25, 70, 30])
    assert table["rank"].tolist() == [1, 2, 1, 2]
    # 25 % of the nation's a, 50 % of its total: half of what its size suggests.
    assert table.at[("44", "a"), "rca"] == pytest.approx(0.5)
    assert table.at[("63", "b"), "rca"] == pytest.approx(3)
    # Balassa's own form: the share of a in the province ÷ its share in the nation.
    assert table.at[("44", "a"), "rca"] == pytest.approx((30 / 500) / (120 / 1000))
    assert table["share"].tolist() == pytest.approx([100, 30, 70, 100])
    assert specialisation.standing(places)["rca"].isna().all()


def test_equal_items_are_as_many_as_they_are_effective():
    assert specialisation.variety(pd.Series([5.0, 5.0, 5.0, 5.0, 0.0])).tolist() == [4, 2500, 4]
    assert specialisation.variety(pd.Series([3.0, 1.0]))["effective"] == pytest.approx(1.6)
    assert np.isnan(specialisation.variety(pd.Series([0.0]))["hhi"])


def counted(**rows: tuple[float, float, str | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [(name, *row) for name, row in rows.items()],
        columns=["product", "value", "quantity", "unit"],
    )


# Values in 亿: 1e-8 is one unit of the currency.
COUNTED_NOW = counted(a=(30, 10, "kg"), b=(10, None, None), c=(10, 5, "kg"))
COUNTED_BEFORE = counted(a=(10, 5, "kg"), b=(8, None, None), d=(2, 1, "kg"))


def test_unit_values_by_hand():
    table = unit_values.unit_values(COUNTED_NOW, ("product",)).set_index("product")
    assert table["unit_value"].to_dict() == {"a": 3e8, "c": 2e8}


def test_value_against_volume_by_hand():
    parts = unit_values.split(COUNTED_NOW, COUNTED_BEFORE, ("product",))
    # a: p 2 → 3, q 5 → 10; volume 5·2.5 = 12.5, unit value 1·7.5; of 20 before, growth 150 %.
    assert parts.to_dict() == {
        "volume": 62.5, "unit_value": 37.5, "new": 50, "lost": -10, "without_quantity": 10,
    }  # fmt: skip


def test_a_change_of_unit_is_no_change_of_volume():
    now, before = counted(a=(30, 10, "t")), counted(a=(10, 5, "kg"))
    parts = unit_values.split(now, before, ("product",))
    assert parts["without_quantity"] == 200
    assert parts[["volume", "unit_value"]].tolist() == [0, 0]


amounts = st.lists(st.floats(0, 1e5).map(lambda x: round(x, 3)), min_size=9, max_size=9)
GRID = [(product, partner) for product in "abc" for partner in "UJK"]


def grid(values: list[float]) -> pd.DataFrame:
    frame = pd.DataFrame(GRID, columns=ITEM).assign(value=values)
    return frame[frame["value"] > 0]


@given(amounts, amounts)
def test_contributions_and_margins_add_up_to_growth(now, before):
    table = drivers.compared(grid(now), grid(before), drivers.PAIR)
    if not table["previous"].sum() > 0:
        assert table["contribution_pp"].isna().all()
        return
    growth = (sum(now) / sum(before) - 1) * 100
    close = pytest.approx(growth, rel=1e-9, abs=1e-6)
    assert table["contribution_pp"].sum() == close
    assert drivers.largest(table, 3)["contribution_pp"].sum() == close
    assert drivers.margins(table)["contribution_pp"].sum() == close
    assert drivers.residual_pp(table, growth) == pytest.approx(0, abs=1e-6 * max(1, abs(growth)))


@given(amounts, amounts, amounts, amounts)
def test_the_parts_of_growth_add_up_to_it(own_now, own_before, rest_now, rest_before):
    own = drivers.compared(grid(own_now), grid(own_before), drivers.PAIR)
    nation = drivers.compared(
        pd.concat([grid(own_now), grid(rest_now)]),
        pd.concat([grid(own_before), grid(rest_before)]),
        drivers.PAIR,
    )
    parts = drivers.shift_share(own, nation)
    if not sum(own_before) > 0:
        assert parts.isna().all()
        return
    growth = (sum(own_now) / sum(own_before) - 1) * 100
    assert parts.sum() == pytest.approx(growth, rel=1e-9, abs=1e-5)


@given(amounts, amounts, amounts, amounts)
def test_volume_and_unit_value_add_up_to_growth(now, before, counted_now, counted_before):
    frames = []
    for values, counts in ((now, counted_now), (before, counted_before)):
        frame = grid(values)
        frames.append(frame.assign(quantity=[counts[i] for i in frame.index], unit="kg"))
    parts = unit_values.split(*frames, by=drivers.PAIR)
    if not sum(before) > 0:
        assert parts.isna().all()
        return
    growth = (sum(now) / sum(before) - 1) * 100
    assert parts.sum() == pytest.approx(growth, rel=1e-6, abs=1e-5)


def test_measures_agree_with_plain_arithmetic_on_random_trade():
    """The same figures by loops over dictionaries, without a group or a join."""
    random = np.random.default_rng(17)
    provinces, products, partners = range(5), range(6), range(7)
    trade = {
        (year, p, i, j): float(random.lognormal()) * (random.random() > 0.4)
        for year in (0, 1) for p in provinces for i in products for j in partners
    }  # fmt: skip
    frame = pd.DataFrame(
        [(*key, value) for key, value in trade.items() if value > 0],
        columns=["year", "province_code", *ITEM, "value"],
    )
    now, before = frame[frame["year"] == 1], frame[frame["year"] == 0]
    nation = drivers.compared(now, before, drivers.PAIR)

    def total(year, p=None, i=None, j=None):
        return sum(
            value for (y, q, k, m), value in trade.items()
            if y == year and p in (None, q) and i in (None, k) and j in (None, m)
        )  # fmt: skip

    standing = specialisation.standing(now).set_index(["province_code", "product"])
    for p in provinces:
        own = drivers.compared(
            now[now["province_code"] == p], before[before["province_code"] == p], drivers.PAIR
        )
        base, g = total(0, p), total(1) / total(0) - 1
        rate = {i: total(1, i=i) / total(0, i=i) - 1 for i in products}
        product_mix = sum(total(0, p, i) / base * (rate[i] - g) for i in products)
        partner_mix = sum(
            trade[0, p, i, j] / base * (total(1, i=i, j=j) / total(0, i=i, j=j) - 1 - rate[i])
            for i in products for j in partners if trade[0, p, i, j] > 0
        )  # fmt: skip
        growth = total(1, p) / base - 1
        expected = [g, product_mix, partner_mix, growth - g - product_mix - partner_mix]
        assert drivers.shift_share(own, nation).tolist() == pytest.approx(
            [100 * part for part in expected]
        )
        new = sum(trade[1, p, i, j] for i in products for j in partners if trade[0, p, i, j] == 0)
        margins = drivers.margins(own).set_index("margin")
        assert margins.at["new", "contribution_pp"] == pytest.approx(new / base * 100)
        for i in products:
            shares = [total(1, q, i) / total(1, i=i) * 100 for q in provinces]
            assert standing.at[(p, i), "nation_share"] == pytest.approx(shares[p])
            assert standing.at[(p, i), "rank"] == 1 + sum(s > shares[p] for s in shares)
