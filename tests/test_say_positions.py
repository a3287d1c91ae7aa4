"""Sentences on the paths of ranks and on what others forecast, in every edition."""

import re

import pandas as pd
import pytest
from frames import edition, now, presented

from helpers import Edition
from helpers.data import editions
from helpers.reports import Positions


def positions(ranks=None, **frames):
    shown = edition(now({"33": 1.0, "32": 2.0}), rank_years=ranks)
    return presented(Positions, shown, **frames)


def test_years_in_which_nobody_passed_another_are_named():
    ranks = pd.DataFrame({"44": [1, 1], "31": [2, 2]}, index=[2005, 2007])
    told = positions(ranks).overtakings()
    assert told.en == "In the two years with figures from 2005 to 2007 no province passed another."
    assert told.zh == "2005年到2007年有数字的2个年份里没有省份超过另一省。"
    assert positions(ranks.head(1)).overtakings() is None
    turned = pd.DataFrame({"44": [1, 2], "31": [2, 1]}, index=[2005, 2007])
    told = positions(turned).overtakings()
    assert "there was one overtaking" in told.en


def forecast(low, high):
    row = {
        "province_code": "33", "target_code": "32", "years_low": low, "years_high": high,
        "publisher_zh": "某文", "publisher_en": "an article",
    }  # fmt: skip
    return pd.DataFrame([row])


def projections(*years):
    rows = [
        ("33", "32", window, float(after)) for window, after in zip((1, 3, 5), years, strict=True)
    ]
    columns = ["province_code", "target_code", "window_years", "years_to_overtake"]
    return pd.DataFrame(rows, columns=columns)


def ranges(soonest, latest, never=0):
    row = ("33", "32", 3, never, soonest, latest)
    columns = [
        "province_code", "target_code", "windows", "windows_never", "soonest_year", "latest_year",
    ]  # fmt: skip
    return pd.DataFrame([row], columns=columns)


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (ranges(2027, 2029), "agrees"),
        (ranges(2025, 2026), "sooner than that"),
        (ranges(2030, 2040), "later than that"),
        (ranges(2026, 2042), "one of the three gives a year within it"),
        (ranges(2027, 2028, never=1), "one of the three no overtaking within 30 years"),
        (ranges(pd.NA, pd.NA, never=3), "at no past rate of growth would it"),
    ],
)
def test_a_forecast_is_compared_with_past_growth(own, told):
    report = positions(ranges=own, projections=projections(2, 4, 18))
    report.edition.__dict__["forecasts"] = forecast(3, 5)
    (found,) = report.forecasts()
    assert told in found.en
    assert "某文估计，浙江3–5年后（2027–2029年）超过江苏" in found.zh


def test_a_range_around_a_forecast_is_not_said_to_lie_within_it():
    # 2024 and 2, 2 and 17 years: 2026, 2026 and 2041, none of them from 2027 to 2029.
    report = positions(ranges=ranges(2026, 2041), projections=projections(2, 2, 17))
    report.edition.__dict__["forecasts"] = forecast(3, 5)
    (found,) = report.forecasts()
    assert found.zh.endswith("为2026–2041年，3种增速中没有一种落在估计的年份内。")
    assert found.en.endswith("none of the three gives a year within it.")


def test_the_paths_name_who_rose_and_who_fell():
    ranks = pd.DataFrame({"44": [1, 2], "32": [2, 1]}, index=[2005, 2007], dtype="Int64")
    found = positions(ranks).paths()
    assert found.zh == (
        "2005年到2007年，位次上升最多的是江苏（第2位→第1位）；位次下降最多的是广东（第1位→第2位）。"
    )
    assert positions(ranks.head(1)).paths() is None


def test_provinces_that_moved_as_far_as_the_third_are_named_with_it():
    # 32 and 33 rise by two places and 31 by one; later 35 by one as well.
    first, last = [1, 4, 5, 3, 2, 6], [5, 2, 3, 4, 1, 6]
    ranks = pd.DataFrame([first, last], columns=["44", "32", "33", "37", "31", "35"])
    ranks.index = [2005, 2007]
    told = positions(ranks).paths().en
    assert ", Zhejiang (5th to 3rd) and Shanghai (2nd to 1st) rose most" in told
    ranks.loc[2007, "35"], ranks.loc[2005, "35"] = 6, 7
    assert "Shanghai (2nd to 1st) and Fujian (7th to 6th) rose most" in positions(ranks).paths().en


def test_of_many_that_moved_one_place_only_those_that_moved_farther_are_named():
    codes = ["44", "32", "33", "37", "31", "35", "11", "12"]
    ranks = pd.DataFrame([[1, 4, 3, 5, 6, 7, 8, 9], [9, 1, 2, 4, 5, 6, 7, 8]], columns=codes)
    ranks.index = [2005, 2007]
    assert "Jiangsu (4th to 1st) rose most" in positions(ranks).paths().en


def test_sichuan_rose_as_far_as_jiangxi_and_guangxi():
    for period in [(2024, 12, "CNY"), (2025, 7, "CNY"), (2024, 12, "USD")]:
        assert "Sichuan (15th to 8th)" in Positions(Edition.open(*period)).paths().en


FULL = editions.editions()
FULL = FULL.loc[FULL["month"].isin([7, 12]), ["year", "month", "currency"]]


@pytest.mark.parametrize("period", FULL.to_numpy().tolist())
def test_sentences_of_every_edition_hold(period):
    report = Positions(Edition.open(*period))
    said = [
        report.paths(),
        report.overtakings(),
        report.longest(),
        report.next_overtakings(),
        report.projected_ranges(),
        *report.forecasts(),
    ]
    assert (len(report.frame) < 2) == (said[0] is None)
    for finding in filter(None, said):
        assert not re.search(r"(?<![a-z])nan(?![a-z])|<NA>", finding.zh + finding.en)
        assert finding.zh.endswith("。")
        assert finding.en.endswith(".")


def test_the_forecast_on_file_is_told_in_its_edition_alone():
    assert len(Edition.open(2024).forecasts) == 1
    assert Edition.open(2023).forecasts.empty
    assert Edition.open(2024, 7).forecasts.empty
