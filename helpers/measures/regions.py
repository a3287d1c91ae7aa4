"""Measures of the seven regions as pure functions: frames in, frames out."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.constants import FLOWS
from helpers.measures.core import contributions, growth, ranks, shares


def regions(
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    region_of: pd.Series,
    region_codes: Sequence[str],
    base: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The geographic regions, largest first: one row a region, each the sum of its provinces.

    ``region_of`` maps province code to region code. Columns: region_code, total, export, import
    (亿), share (percent of the nation), previous, growth_pct (computed from the sums),
    contribution_pp, previous_share, in_top10 (provinces among the ten largest), provinces.
    ``base`` has the levels that growth and contributions are computed on, ``before`` where it is
    None.
    """
    base = before if base is None else base
    by_region = now[list(FLOWS)].groupby(region_of).sum(min_count=1).reindex(region_codes)
    table = by_region.rename_axis("region_code")
    table["share"] = shares(table["total"])
    previous, grown_from = (
        table["total"] * np.nan
        if frame is None
        else frame["total"].groupby(region_of).sum(min_count=1)
        for frame in (before, base)
    )
    table["previous"] = previous
    table["growth_pct"] = growth(table["total"], grown_from)
    table["contribution_pp"] = contributions(table["total"], grown_from)
    table["previous_share"] = shares(previous)
    counts = (ranks(now["total"]) <= 10).groupby(region_of).sum()
    table["in_top10"] = counts.astype("Int64")
    table["provinces"] = region_of.value_counts()
    return table.sort_values("total", ascending=False, kind="stable").reset_index()


def region_members(
    now: pd.DataFrame, region_of: pd.Series, before: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return every province inside its region, largest first within each.

    Columns: region_code, province_code, total (亿), region_share (percent of the region's total),
    region_share_change_pp (percentage points: the share less that of the year before; missing
    without ``before``). The changes inside a region add up to zero.
    """
    table = pd.DataFrame({"region_code": region_of, "total": now["total"]})
    table["region_share"] = table.groupby("region_code")["total"].transform(shares)
    table["region_share_change_pp"] = np.nan
    if before is not None:
        earlier = before["total"].groupby(region_of).transform(shares)
        table["region_share_change_pp"] = table["region_share"] - earlier
    ordered = table.sort_values(["region_code", "total"], ascending=[True, False])
    columns = ["region_code", "province_code", "total", "region_share", "region_share_change_pp"]
    return ordered.rename_axis("province_code").reset_index()[columns]
