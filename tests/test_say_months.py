"""Sentences of the months notebook: worked by hand, and true for every edition with months."""

import re

import numpy as np
import pandas as pd
import pytest
from frames import edition, now, presented

from helpers import Edition
from helpers.data import editions
from helpers.reports import Months


def report(month=12, **frames):
    """The report of a period with these frames in the place of its own."""
    return presented(Months, edition(now({"11": 1.0}), month=month), **frames)


def table(growth, to_date, margins=None):
    """Rows of the nation's total: growth of each month and of the year to date."""
    last = range(2, len(growth) + 2)
    return pd.DataFrame(
        {
            "month": last,
            "first_month": [1, *range(3, len(growth) + 2)],
            "code": "00",
            "flow": "total",
            "growth_pct": growth,
            "growth_margin_pp": margins or 0.0,
            "to_date_growth_pct": to_date,
        }
    )


def turned(*rows):
    frame = pd.DataFrame(rows, columns=["code", "month", "turn", "last_pct"])
    return frame.astype({"month": "Int64"})


def test_the_path_names_highest_lowest_and_end():
    found = report(frame=table([8, 1, 6], [8.0, 5.0, 5.5])).path()
    assert found.zh == (
        "全国进出口累计增速在1–2月最高（+8.0%），在1–3月最低（+5.0%），到1–4月为+5.5%。"
    )
    end = report(frame=table([8, 1, 9], [8.0, 5.0, 8.5])).path()
    assert end.en == (
        "The nation's growth of the year to date was highest in January–April (+8.5%) and lowest "
        "in January–March (+5.0%)."
    )


def test_months_within_each_other_s_margin_are_named_together():
    found = report(frame=table([8.7, -1.2, 8.9], [8.7, 5, 6], [0.0, 0.2, 0.5])).single_months()
    assert found.zh == (
        "分月看（1月和2月合计），增速最高的是4月（≈+9%）和1–2月（+8.7%），难分高下；"
        "最低的是3月（≈−1%）。"
    )
    blurred = report(frame=table([8.7, 8.5, 8.9], [8.7, 8, 8], [0.0, 0.5, 0.5])).single_months()
    assert blurred is None


def test_turns_are_told_latest_first_with_their_month():
    rows = turned(("62", 7, "up", 25.2), ("50", 12, "up", 0.4), ("11", 10, "down", -1.0))
    found = report(turned=rows).turns()
    assert "由负转正的有2省：重庆（12月）和甘肃（7月）；由正转负的有1省：北京（10月）" in found.zh
    assert "from positive to negative in one province: Beijing (October)" in found.en


def test_no_turn_is_said_as_such_and_a_start_of_the_year_says_nothing():
    calm = turned(("62", pd.NA, "", 25.2), ("11", pd.NA, "", -1.0))
    assert report(turned=calm).turns().zh == "没有省份的累计同比由负转正或由正转负。"
    assert "1省各月均为正，1省各月均为负" in report(turned=calm).steady().zh
    assert report(2, turned=calm).turns() is None


@pytest.mark.parametrize(
    "period",
    [
        (row.year, row.month)
        for row in editions.editions().itertuples()
        if "months" in editions.subjects(row.year, row.month, row.currency)
    ],
)
def test_sentences_of_every_edition_with_months_hold(period):
    months = Months(Edition.open(*period))
    said = [
        months.path(),
        months.single_months(),
        months.turns(),
        months.steady(),
        months.margins(),
        months.single_row(),
    ]
    assert said[0] is not None
    assert (said[5] is None) == (months.edition.month > 2)
    for finding in filter(None, said):
        assert not re.search(r"(?<![a-z])nan(?![a-z])", finding.zh + finding.en)
        assert finding.zh.endswith("。")
        assert finding.en.endswith(".")
    if months.edition.month > 2:
        # What is told of a turn is what the printed rates do: from then on one sign only.
        printed = months.growth[months.growth["flow"] == "total"].set_index(["code", "month"])
        for row in months.turned[months.turned["turn"] != ""].itertuples():
            later = printed.loc[row.code].loc[row.month :, "to_date_growth_pct"].round(1)
            sign = 1 if row.turn == "up" else -1
            assert (np.sign(later) * sign >= 0).all()
