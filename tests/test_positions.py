"""Positions over time: overtakings, streaks and projections, worked by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.measures import ranks as p

# b passes a in 2007 (2006 is missing) and a takes the lead back in 2008.
HISTORY = pd.DataFrame(
    {"a": [9.0, 5.0, 9.0, 9.0], "b": [5.0, 9.0, 5.0, 5.0], "c": [1.0, 1.0, 1.0, 1.0]},
    index=[2005, 2007, 2008, 2009],
)
RANKS = p.rank_history(HISTORY)


def test_ranks_of_each_year():
    assert RANKS.loc[2007].tolist() == [2, 1, 3]


def test_overtakings_name_the_years_they_lie_between():
    table = p.overtakings(RANKS)
    assert table.values.tolist() == [[2007, 2005, "b", "a", 1], [2008, 2007, "a", "b", 1]]


def test_a_tie_is_no_overtaking():
    ranks = p.rank_history(pd.DataFrame({"a": [2.0, 1.0], "b": [1.0, 1.0]}, index=[1, 2]))
    assert p.overtakings(ranks).empty


def test_held_since_counts_back_to_the_last_change():
    held = p.held_since(RANKS).set_index("province_code")
    assert held.loc["a", ["since", "years", "passed_code"]].tolist() == [2008, 2, "b"]
    assert held.loc["b", ["since", "previous_rank", "passed_code"]].tolist() == [2008, 1, ""]
    assert held.at["c", "from_start"]
    assert held.at["c", "years"] == 4


def test_years_to_overtake_solves_the_equation():
    years = p.years_to_overtake(100, 121, 10, 0)
    assert years == pytest.approx(2)
    assert np.isnan(p.years_to_overtake(100, 121, 5, 5))
    assert np.isnan(p.years_to_overtake(100, 121, -5, 5))


@given(st.floats(1, 1e5), st.floats(1.001, 50), st.floats(-50, 100), st.floats(0.1, 100))
def test_at_the_projected_time_both_are_equal(own, ratio, above_rate, lead):
    above = own * ratio
    own_rate = above_rate + lead
    years = p.years_to_overtake(own, above, own_rate, above_rate)
    log_own = np.log(own) + years * np.log1p(own_rate / 100)
    log_above = np.log(above) + years * np.log1p(above_rate / 100)
    assert log_own == pytest.approx(log_above, rel=1e-6, abs=1e-6)


def test_projections_pair_each_province_with_the_one_above():
    values = pd.Series({"a": 121.0, "b": 100.0, "c": 10.0})
    rates = {1: pd.Series({"a": 0.0, "b": 10.0, "c": 0.0})}
    table = p.projections(values, rates)
    assert table[["province_code", "target_code", "window_years"]].values.tolist() == [
        ["b", "a", 1],
        ["c", "b", 1],
    ]
    assert table["years_to_overtake"].iloc[0] == pytest.approx(2)
    assert np.isnan(table["years_to_overtake"].iloc[1])


def test_a_window_without_its_first_year_is_left_out():
    history = pd.DataFrame({"a": [50.0, 80.0]}, index=[2019, 2022])
    rates = p.annual_rates(pd.Series({"a": 160.0}), 2024, history, (2, 3, 5))
    assert set(rates) == {2, 5}
    assert rates[2]["a"] == pytest.approx((2**0.5 - 1) * 100)


@given(st.permutations(list("abcdef")), st.permutations(list("abcdef")))
def test_overtakings_are_exactly_the_pairs_that_changed_order(first, second):
    ranks = pd.DataFrame(
        [{c: first.index(c) + 1 for c in "abcdef"}, {c: second.index(c) + 1 for c in "abcdef"}],
        index=[1, 2],
    ).astype("Int64")
    pairs = {(r.province_code, r.passed_code) for r in p.overtakings(ranks).itertuples()}
    expected = {
        (x, y)
        for x in "abcdef"
        for y in "abcdef"
        if first.index(x) > first.index(y) and second.index(x) < second.index(y)
    }
    assert pairs == expected


def test_a_pass_falls_in_the_year_that_ends_with_the_order_changed():
    table = pd.DataFrame({"years_to_overtake": [2.1, 3.0, 0.0, np.nan]})
    years = p.passing_years(table, 2024)["passing_year"]
    assert years.tolist() == [2027, 2027, 2025, pd.NA]


def test_ranges_of_overtakings_by_hand():
    values = pd.Series({"a": 121.0, "b": 100.0, "c": 1.0})
    rates = {
        1: pd.Series({"a": 0.0, "b": 10.0, "c": 0.0}),  # b after 2 years
        3: pd.Series({"a": 0.0, "b": 21.0, "c": 0.0}),  # b after 1 year
    }
    table = p.overtaking_ranges(p.projections(values, rates), 2024).set_index("province_code")
    assert table.loc["b"].tolist() == ["a", 2, 0, 2025, 2026]
    assert table.loc["c", ["windows_never", "soonest_year"]].tolist() == [2, pd.NA]


def test_who_held_each_rank():
    table = p.rank_holders(RANKS).set_index("rank")
    assert table.loc[1].tolist() == ["a", 2008, 2, 2, "a", 3]
    assert table.loc[3].tolist() == ["c", 2005, 4, 1, "c", 4]
