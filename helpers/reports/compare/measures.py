"""Two periods side by side as pure functions: what changed in totals, ranks, shares, regions.

``now`` and ``then`` are frames of two periods of the same months in one currency, indexed by
province code with columns total, export and import (亿); ``years`` is how many lie between them.
"""

from collections.abc import Sequence

import pandas as pd

from helpers.constants import FLOWS
from helpers.measures import core as measures
from helpers.measures import regions as by_region
from helpers.measures.core import contributions, growth, ranks, shares

TOP = 10
ENTERED, LEFT = "entered", "left"


def yearly(change_pct: pd.Series, years: int) -> pd.Series:
    """Return the compound rate a year (percent) that makes a change of ``change_pct`` in ``years``."""
    return ((1 + change_pct / 100) ** (1 / years) - 1) * 100


def together(now: pd.DataFrame, then: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return all provinces together, one row a flow that both periods have for every province.

    Columns: flow (total, export, import, balance), value, other_value and change (亿), change_pct
    and cagr_pct (percent; missing for the balance, which may be below zero).
    """
    whole = [flow for flow in FLOWS if now[flow].notna().all() and then[flow].notna().all()]
    sums = pd.DataFrame({"value": now[whole].sum(), "other_value": then[whole].sum()})
    if set(FLOWS) <= set(whole):
        sums.loc["balance"] = sums.loc["export"] - sums.loc["import"]
    table = sums.rename_axis("flow").reset_index()
    table["change"] = table["value"] - table["other_value"]
    rate = growth(table["value"], table["other_value"])
    table["change_pct"] = rate.mask(table["flow"] == "balance")
    table["cagr_pct"] = yearly(table["change_pct"], years)
    return table


def provinces(now: pd.DataFrame, then: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return all provinces by total of the later period: one row a province.

    Columns: rank, province_code, other_rank, rank_change (positive is up), top10 (entered, left,
    or missing), total, other_total and change (亿), change_pct and cagr_pct (percent),
    contribution_pp (to the change of all together, percentage points), share and other_share
    (percent of all), share_change_pp (percentage points).
    """
    table = pd.DataFrame({"rank": ranks(now["total"]), "other_rank": ranks(then["total"])})
    table["rank_change"] = table["other_rank"] - table["rank"]
    inside, before = table["rank"] <= TOP, table["other_rank"] <= TOP
    table["top10"] = pd.Series(None, index=table.index, dtype="object")
    table.loc[inside & ~before, "top10"] = ENTERED
    table.loc[before & ~inside, "top10"] = LEFT
    table["total"], table["other_total"] = now["total"], then["total"]
    table["change"] = table["total"] - table["other_total"]
    table["change_pct"] = growth(table["total"], table["other_total"])
    table["cagr_pct"] = yearly(table["change_pct"], years)
    table["contribution_pp"] = contributions(table["total"], table["other_total"])
    table["share"], table["other_share"] = shares(now["total"]), shares(then["total"])
    table["share_change_pp"] = table["share"] - table["other_share"]
    ordered = table.sort_index().sort_values("rank", kind="stable")
    ordered = ordered.rename_axis("province_code").reset_index()
    return ordered[["rank", *(name for name in ordered if name != "rank")]]


def concentration(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return concentration of total trade in both periods: measure, value, other_value, change.

    Measures and units as measures.concentration has them; change in the unit of the measure.
    """
    table = measures.concentration(now, then).rename(columns={"previous": "other_value"})
    return table.assign(change=table["value"] - table["other_value"])


def regions(
    now: pd.DataFrame, then: pd.DataFrame, years: int, region_of: pd.Series, codes: Sequence[str]
) -> pd.DataFrame:
    """Return the geographic regions in both periods, largest first: one row a region.

    ``region_of`` and ``codes`` as in measures.regions. Columns: rank, region_code, other_rank,
    rank_change, total, other_total, change (亿), change_pct, cagr_pct (percent), contribution_pp,
    share, other_share (percent), share_change_pp (percentage points), in_top10, other_in_top10.
    """
    late = by_region.regions(now, then, region_of, codes).set_index("region_code")
    early = by_region.regions(then, None, region_of, codes).set_index("region_code")
    table = pd.DataFrame({"rank": ranks(late["total"]), "other_rank": ranks(late["previous"])})
    table["rank_change"] = table["other_rank"] - table["rank"]
    table["total"], table["other_total"] = late["total"], late["previous"]
    table["change"] = table["total"] - table["other_total"]
    table["change_pct"] = late["growth_pct"]
    table["cagr_pct"] = yearly(table["change_pct"], years)
    table["contribution_pp"] = late["contribution_pp"]
    table["share"], table["other_share"] = late["share"], late["previous_share"]
    table["share_change_pp"] = table["share"] - table["other_share"]
    table["in_top10"], table["other_in_top10"] = late["in_top10"], early["in_top10"]
    return table.reset_index()
