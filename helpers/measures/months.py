"""Within the year as pure functions: single months, year to date, and where its sign turned.

``monthly`` has one row a month, place and flow: columns month, code (a province, a region, or 00
the nation), flow, value (亿, the month alone), previous and previous_margin (亿, that month a year
before and how far it can be off), to_date, to_date_previous, to_date_margin (亿, January to that
month), to_date_growth_pct (percent, as printed; missing where none is printed).
"""

import numpy as np
import pandas as pd

from helpers.constants import FLOWS

EXACT = 0.05  # percentage points; rates known within less print like published ones
SUMS = ["value", "previous", "previous_margin", "to_date", "to_date_previous", "to_date_margin"]


def of_regions(monthly: pd.DataFrame, region_of: pd.Series) -> pd.DataFrame:
    """The months of the regions, each the sum of its provinces; no growth is printed for them."""
    provinces = monthly[monthly["code"].isin(region_of.index)]
    by_region = provinces.assign(code=provinces["code"].map(region_of))
    sums = by_region.groupby(["month", "code", "flow"], sort=True)[SUMS].sum(min_count=1)
    return sums.reset_index().assign(to_date_growth_pct=np.nan)


def within_margin(rows: pd.DataFrame) -> pd.Series:
    """Return for each row of :func:`growth` whether its growth is known within a margin only."""
    return rows["growth_pct"].notna() & (rows["growth_margin_pp"] > EXACT)


def growth(monthly: pd.DataFrame) -> pd.DataFrame:
    """Growth of each month and of the year to date, one row a month, place and flow.

    January and February are one row once there is February: the Spring Festival falls in either.
    It has the year to date, which holds what was revised since, and its printed growth. Columns:
    month (the last one of the row), first_month, code, flow, value, previous (亿), growth_pct (on
    the same month a year before, percent), growth_margin_pp (how far it can be off, percentage
    points: 0 where the value before or the rate was published), to_date (亿), to_date_growth_pct
    (as printed, else computed).
    """
    joined = 2 if (monthly["month"] == 2).any() else 1
    rows = monthly[monthly["month"] >= joined]
    table = rows.sort_values(["month", "code", "flow"], kind="stable").reset_index(drop=True)
    spring = table["month"] == joined
    table["first_month"] = table["month"].where(~spring, 1)
    for name, whole in zip(SUMS[:3], SUMS[3:], strict=True):
        table[name] = table[name].where(~spring, table[whole])
    known = table["previous"].where(table["previous"] > table["previous_margin"])
    table["growth_pct"] = (table["value"] / known - 1) * 100
    table["growth_margin_pp"] = table["value"] / known * (table["previous_margin"] / known) * 100
    printed = spring & table["to_date_growth_pct"].notna()
    table["growth_pct"] = table["growth_pct"].where(~printed, table["to_date_growth_pct"])
    table["growth_margin_pp"] = table["growth_margin_pp"].where(~printed, 0.0)
    computed = (table["to_date"] / table["to_date_previous"] - 1) * 100
    table["to_date_growth_pct"] = table["to_date_growth_pct"].fillna(computed)
    return table[
        ["month", "first_month", "code", "flow", "value", "previous", "growth_pct",
         "growth_margin_pp", "to_date", "to_date_growth_pct"]
    ]  # fmt: skip


def by_flow(table: pd.DataFrame) -> pd.DataFrame:
    """``table`` (growth) with one row a month and place.

    Columns: month, first_month, code, total, export, import (亿), growth_pct, growth_margin_pp and
    to_date_growth_pct of the total, export_to_date_growth_pct, import_to_date_growth_pct.
    """
    keys = ["month", "first_month", "code"]
    rates = ["growth_pct", "growth_margin_pp", "to_date_growth_pct"]
    flows = {flow: rows.set_index(keys) for flow, rows in table.groupby("flow")}
    wide = pd.DataFrame({flow: flows[flow]["value"] for flow in FLOWS if flow in flows})
    wide = wide.reindex(columns=list(FLOWS)).join(
        table[table["flow"] == "total"].set_index(keys)[rates]
    )
    for flow in FLOWS[1:]:
        if flow in flows:
            wide[f"{flow}_to_date_growth_pct"] = flows[flow]["to_date_growth_pct"]
    return wide.reset_index()


def turns(table: pd.DataFrame, flow: str = "total") -> pd.DataFrame:
    """The month in which each place's year-to-date growth last changed its sign.

    ``table`` is growth. A turn in month m: the rate, rounded to the one decimal that is printed,
    is positive from m on and was negative in the row before (up), or the other way round (down); a
    rate of 0.0 changes nothing. Columns: code, month (missing where the sign never changed), turn
    (up, down, or empty), before_pct (the rate of the row before the turn), turned_pct (at the
    turn), last_pct (the rate of the whole period), in the order of the codes.
    """
    own = table[table["flow"] == flow].sort_values("month", kind="stable")
    rates = own.pivot(index="month", columns="code", values="to_date_growth_pct").round(1)
    rows = []
    for code in rates.columns:
        known = rates[code].dropna()
        signs = np.sign(known).replace(0, np.nan).ffill()
        changed = signs.ne(signs.shift()) & signs.notna() & signs.shift().notna()
        month = int(changed[changed].index[-1]) if changed.any() else None
        at = known.index.get_loc(month) if month is not None else None
        rows.append(
            {
                "code": code,
                "month": month,
                "turn": "" if month is None else "up" if signs[month] > 0 else "down",
                "before_pct": np.nan if at is None else known.iloc[at - 1],
                "turned_pct": np.nan if at is None else known.iloc[at],
                "last_pct": known.iloc[-1] if len(known) else np.nan,
            }
        )
    return pd.DataFrame(rows).astype({"month": "Int64"})
