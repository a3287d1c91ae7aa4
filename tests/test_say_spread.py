"""Sentences on concentration, convergence and openness, in every edition."""

import re

import pandas as pd
import pytest
from frames import Period

from helpers.data import edition_extras, editions
from helpers.data.edition import open_edition
from helpers.data.provinces import first_years
from helpers.measures import concentration
from helpers.reports.concentration import convergence
from helpers.reports.concentration import sentences as say_spread
from helpers.reports.openness import measures as openness
from helpers.reports.openness import sentences as say_openness

YEAR = Period()
FULL = editions.editions()
FULL = FULL.loc[FULL["month"].isin([1, 12]), ["year", "month", "currency"]]


def test_half_of_the_nation_is_counted_from_the_largest():
    found = say_spread.now(pd.Series({"44": 40.0, "32": 30.0, "33": 20.0, "31": 10.0}), YEAR)
    assert found.zh == "2024年，2省占全国进出口的一半以上，最小的2省合计占30.0%。"


@pytest.mark.parametrize(
    ("last", "told"), [(1.0, "came closer"), (3.0, "drew further apart"), (2.0, "as far apart")]
)
def test_the_coefficient_of_variation_says_closer_or_further(last, told):
    table = pd.DataFrame({"CV": [2.0, last]}, index=[2005, 2007])
    assert told in say_spread.sigma(table).en


@pytest.mark.parametrize("period", FULL.to_numpy().tolist())
def test_sentences_of_every_edition_hold(period):
    edition = open_edition(*period)
    history, path = edition.history, concentration.path(edition.totals_by_year)
    points = convergence.points(history, first_years())
    found = convergence.convergence(points, int(history.index[0]), int(history.index[-1]))
    said = [
        say_spread.now(edition.now["total"], edition),
        say_spread.path(path),
        say_spread.sigma(path),
        say_spread.beta(found),
        say_spread.one_year(edition.totals_by_year),
    ]
    assert (found is None) == (len(history) == 1)
    years = edition_extras.open_years(edition)
    if "openness" in editions.subjects(*period):
        own = years[years["year"] == edition.year].set_index("province_code")
        table = openness.openness(own["total"], own["gdp"], own["population"])
        said += [say_openness.ratio(table, edition), say_openness.per_head(table)]
        said.append(say_openness.change(years))
    for finding in filter(None, said):
        assert not re.search(r"(?<![a-z])nan(?![a-z])", finding.zh + finding.en)
        assert finding.zh.endswith("。")
        assert finding.en.endswith(".")
