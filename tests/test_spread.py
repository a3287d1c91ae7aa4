"""Spread, convergence and openness: worked by hand, and properties that hold for any figures."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data import edition_extras
from helpers.data.edition import open_edition
from helpers.data.provinces import first_years
from helpers.measures import concentration
from helpers.measures.core import gini
from helpers.reports.concentration import convergence as conv
from helpers.reports.openness import measures as op

values = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=31)


def test_variation_by_hand():
    # Mean 2, deviations 1 and 1.
    assert concentration.coefficient_of_variation(pd.Series([1.0, 3.0])) == pytest.approx(0.5)
    assert concentration.coefficient_of_variation(pd.Series([2.0, 2.0])) == 0


def test_a_path_has_a_row_a_year():
    history = pd.DataFrame({"a": [3.0, 1.0], "b": [1.0, 1.0]}, index=[2005, 2007])
    path = concentration.by_year(history)
    assert path.index.tolist() == [2005, 2007]
    assert path["CR1"].tolist() == [75, 50]
    assert path["HHI"].tolist() == [75**2 + 25**2, 5000]


def test_the_lorenz_curve_by_hand():
    curve = concentration.lorenz(pd.Series({"a": 6.0, "b": 1.0, "c": 3.0}))
    assert curve["province_code"].tolist() == ["", "b", "c", "a"]
    assert curve["provinces_pct"].tolist() == pytest.approx([0, 100 / 3, 200 / 3, 100])
    assert curve["value_pct"].tolist() == pytest.approx([0, 10, 40, 100])


@given(values)
def test_twice_the_area_under_the_diagonal_is_the_gini(numbers):
    series = pd.Series(numbers, index=[str(i) for i in range(len(numbers))])
    curve = concentration.lorenz(series)
    area = np.trapezoid(curve["value_pct"], curve["provinces_pct"]) / 1e4
    assert 1 - 2 * area == pytest.approx(gini(series), abs=1e-9)
    assert (curve["value_pct"] <= curve["provinces_pct"] + 1e-6).all()


def line(beta: float, noise=(0.0, 0.0, 0.0, 0.0)) -> pd.DataFrame:
    """Four provinces over ten years with growth 10 + beta · ln(base) + noise, log points × 100."""
    base = np.exp([1.0, 2.0, 3.0, 4.0])
    rate = (10 + beta * np.log(base) + np.array(noise)) / 100
    codes = ["11", "12", "13", "14"]
    return pd.DataFrame([base, base * np.exp(rate * 10)], index=[2005, 2015], columns=codes)


def test_a_slope_put_in_comes_out():
    table = conv.regression_data(line(-1.5, (0.1, -0.1, -0.1, 0.1)), pd.Series(dtype=float))
    found = conv.fit(table, 2005, 2015)
    assert found.beta == pytest.approx(-1.5)
    assert found.low < -1.5 < found.high < 0
    assert found.verdict == "converging"
    # Speed: -ln(1 - 1.5·10/100)/10 = 0.01625; half-life ln 2 / that.
    assert found.half_life == pytest.approx(np.log(2) / (-np.log(0.85) / 10))


def test_a_slope_that_could_be_zero_is_open_and_a_positive_one_diverges():
    noisy = conv.regression_data(line(0.0, (1.0, -1.0, -1.2, 1.1)), pd.Series(dtype=float))
    found = conv.fit(noisy, 2005, 2015)
    assert found.verdict == "inconclusive"
    apart = conv.regression_data(line(2.0, (0.1, -0.1, -0.1, 0.1)), pd.Series(dtype=float))
    found = conv.fit(apart, 2005, 2015)
    assert found.verdict == "diverging"
    assert np.isnan(found.half_life)


def test_a_province_younger_than_the_first_year_is_not_in_the_regression():
    table = conv.regression_data(line(1.0), pd.Series({"11": 2010}))
    assert table["province_code"].tolist() == ["12", "13", "14"]
    assert conv.fit(table.head(2), 2005, 2015) is None


def test_the_slope_does_not_depend_on_the_unit():
    history = open_edition(2024).history
    results = [
        conv.fit(conv.regression_data(frame, first_years()), 2005, 2024)
        for frame in (history, history * 1000)
    ]
    assert results[0].provinces == 31
    assert results[0].beta == pytest.approx(results[1].beta)


def test_openness_by_hand():
    table = op.openness(
        pd.Series({"31": 40.0, "62": 10.0}),
        pd.Series({"31": 50.0, "62": 100.0}),
        pd.Series({"31": 2.0, "62": 1.0}),
    )
    assert table["province_code"].tolist() == ["31", "62"]
    assert table["trade_to_gdp_pct"].tolist() == [80, 10]
    assert table["per_head"].tolist() == [200_000, 100_000]  # 40亿元 over 2万人: 20 yuan × 10,000
    both = op.together(table)
    assert both["trade_to_gdp_pct"] == pytest.approx(50 / 150 * 100)
    assert both["per_head"] == pytest.approx(50 / 3 * 10_000)


def test_openness_has_the_years_in_which_all_three_exist():
    table = edition_extras.open_years(open_edition(2024))
    assert sorted(set(table["year"])) == list(range(2016, 2025))
    assert table.groupby("year").size().eq(31).all()
    assert table.notna().all(axis=None)
    # The year of the edition has the figures of the edition.
    own = table[table["year"] == 2024].set_index("province_code")["total"]
    assert own["44"] == open_edition(2024).now.at["44", "total"]
