"""How fast a province grew beside its region and the nation, as an edition has it."""

import pandas as pd

from helpers.constants import NATION
from helpers.data import provinces
from helpers.data.edition import Edition
from helpers.measures import core as measures
from helpers.measures import regions
from helpers.measures.core import WINDOWS, growth_shown
from helpers.measures.ranks import annual_rates
from helpers.reports.province.measures import together


def of_province(edition: Edition, code: str) -> pd.DataFrame:
    """Growth of the province, its region and the nation, one row each, percent.

    Columns: code, growth_pct (of the period on the year before, as the other pages show it), and
    for a full year window_3 and so on: growth a year over so many years, where the edition's
    currency reaches back (compound rate of the sums of provinces).
    """
    region_of = provinces.region_of()
    region = region_of[code]
    grown = regions.regions(edition.now, edition.before, region_of, provinces.region_codes())
    nation = measures.national(edition.nation, edition.nation_before, edition.currency)
    assert nation is not None  # an edition always has its national total
    shown = pd.Series(
        {
            code: growth_shown(edition.now, edition.before).at[code, "growth_pct"],
            region: grown.set_index("region_code").at[region, "growth_pct"],
            NATION: nation.set_index("flow").at["total", "growth_pct"],
        }
    )
    longer = tuple(w for w in WINDOWS if w > 1 and edition.full_year)
    sums = together(edition.series, region_of, code)
    now = together(edition.now[["total"]].T, region_of, code).iloc[0]
    return _pace(shown, annual_rates(now, edition.year, sums, longer))


def _pace(shown: pd.Series, rates: dict[int, pd.Series]) -> pd.DataFrame:
    table = pd.DataFrame({"growth_pct": shown})
    for window, rate in rates.items():
        table[f"window_{window}"] = rate
    return table.rename_axis("code").reset_index()
