"""Sentences on concentration, convergence and openness, in every edition."""

import re

import pandas as pd
import pytest
from frames import edition, now, presented

from helpers import Edition
from helpers.data import editions
from helpers.reports import Concentration, Openness

FULL = editions.editions()
FULL = FULL.loc[FULL["month"].isin([1, 12]), ["year", "month", "currency"]]


def test_half_of_the_nation_is_counted_from_the_largest():
    found = Concentration(edition(now({"44": 40.0, "32": 30.0, "33": 20.0, "31": 10.0}))).half()
    assert found.zh == "2024年，2省占全国进出口的一半以上，最小的2省合计占30.0%。"


@pytest.mark.parametrize(
    ("last", "told"), [(1.0, "came closer"), (3.0, "drew further apart"), (2.0, "as far apart")]
)
def test_the_coefficient_of_variation_says_closer_or_further(last, told):
    table = pd.DataFrame({"CV": [2.0, last]}, index=[2005, 2007])
    report = presented(Concentration, edition(now({"44": 1.0})), frame=table)
    assert told in report.sigma().en


@pytest.mark.parametrize("period", FULL.to_numpy().tolist())
def test_sentences_of_every_edition_hold(period):
    opened = Edition.open(*period)
    report = Concentration(opened)
    said = [report.half(), report.path(), report.sigma(), report.beta(), report.no_path()]
    assert (report.regression is None) == (len(opened.history) == 1)
    if "openness" in editions.subjects(*period):
        openness = Openness(opened)
        said += [openness.ratio(), openness.per_head(), openness.change()]
    for finding in filter(None, said):
        assert not re.search(r"(?<![a-z])nan(?![a-z])", finding.zh + finding.en)
        assert finding.zh.endswith("。")
        assert finding.en.endswith(".")
