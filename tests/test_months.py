"""Months: single months, year to date, the two months joined, and where a sign turned."""

import numpy as np
import pandas as pd
import pytest

from helpers.data import edition_extras
from helpers.data.edition import open_edition
from helpers.data.provinces import region_of
from helpers.measures import months


def monthly(values, previous, margin=0.0, code="44"):
    """One place and flow: values of each month, and of each month a year before."""
    frame = pd.DataFrame({"value": values, "previous": previous}, dtype="float64")
    frame["month"] = range(1, len(frame) + 1)
    frame["to_date"], frame["to_date_previous"] = (
        frame["value"].cumsum(),
        frame["previous"].cumsum(),
    )
    return frame.assign(
        code=code, flow="total", previous_margin=margin, to_date_margin=margin,
        to_date_growth_pct=np.nan,
    )  # fmt: skip


def test_january_and_february_are_one_row():
    table = months.growth(monthly([10, 12, 9], [8, 12, 10]))
    assert table["month"].tolist() == [2, 3]
    assert table["first_month"].tolist() == [1, 3]
    assert table["growth_pct"].tolist() == pytest.approx([10, -10])
    assert table["to_date_growth_pct"].tolist() == pytest.approx([10, (31 / 30 - 1) * 100])


def test_a_january_alone_stands_alone():
    table = months.growth(monthly([10], [8]))
    assert table[["month", "first_month"]].values.tolist() == [[1, 1]]
    assert table["growth_pct"].tolist() == pytest.approx([25])


def test_a_margin_of_the_month_before_is_a_margin_of_growth():
    table = months.growth(monthly([10, 10, 11], [5, 5, 10], margin=0.1))
    assert table["growth_margin_pp"].iloc[1] == pytest.approx(1.1)  # 11/10 · 0.1/10
    lost = months.growth(monthly([10, 10, 11], [5, 5, 0.05], margin=0.1))
    assert np.isnan(lost["growth_pct"].iloc[1])


def test_a_region_is_the_sum_of_its_provinces():
    both = pd.concat([monthly([10, 20], [5, 5]), monthly([1, 2], [5, 5], code="45")])
    table = months.of_regions(both, pd.Series({"44": "south", "45": "south"}))
    assert table["value"].tolist() == [11, 22]
    assert table["to_date_previous"].tolist() == [10, 20]


def rates(*values):
    return pd.DataFrame(
        {"month": range(2, len(values) + 2), "code": "44", "flow": "total",
         "to_date_growth_pct": values}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "month", "turn"),
    [
        ((-1.0, -0.5, 0.4, 1.0), 4, "up"),
        ((2.0, 1.0, -0.1), 4, "down"),
        ((1.0, -1.0, 1.0), 4, "up"),
        ((1.0, 0.04, 2.0), None, ""),  # a rate of 0.0 changes nothing
        ((1.0, 2.0, 3.0), None, ""),
        ((-1.0, 0.0, -2.0), None, ""),
        ((5.0,), None, ""),
    ],
)
def test_a_turn_is_the_last_change_of_sign(values, month, turn):
    row = months.turns(rates(*values)).iloc[0]
    assert (None if pd.isna(row["month"]) else int(row["month"])) == month
    assert row["turn"] == turn
    assert row["last_pct"] == pytest.approx(round(values[-1], 1))


def test_a_month_of_a_year_whose_months_are_published_is_exact():
    table = edition_extras.monthly(open_edition(2025, 7))
    assert (table["previous_margin"] == 0).all()
    growth = months.growth(table).set_index(["month", "code", "flow"])
    # 7月: 39,102.48 against 36,758.02 a year before.
    assert growth.at[(7, "00", "total"), "growth_pct"] == pytest.approx(6.378, abs=0.001)


def test_months_worked_back_keep_the_printed_year_to_date_and_say_how_far_off():
    table = edition_extras.monthly(open_edition(2024))
    growth = months.growth(table).set_index(["month", "code", "flow"])
    assert growth.at[(12, "44", "total"), "to_date_growth_pct"] == 9.8
    later = growth[growth["first_month"] > 1]
    assert later["growth_margin_pp"].gt(0).all()
    assert growth.at[(2, "00", "total"), "growth_pct"] == 8.7  # as printed
    # The publisher printed −1.3 % for March 2024 on its own; ours is within its margin.
    march = growth.loc[(3, "00", "total")]
    assert abs(march["growth_pct"] - -1.3) <= march["growth_margin_pp"] + 0.05


def test_the_first_two_months_are_the_year_to_date_as_revised_since():
    table = edition_extras.monthly(open_edition(2025, 7))
    growth = months.growth(table)
    spring = growth[growth["first_month"] < growth["month"]]
    assert len(spring) == 32 * 3
    assert (spring["value"] == spring["to_date"]).all()
    assert len(months.of_regions(table, region_of())) == 7 * 7 * 3


def test_an_edition_without_months_has_none():
    assert edition_extras.monthly(open_edition(2010)).empty
    assert edition_extras.monthly(open_edition(2024, currency="USD")).empty
