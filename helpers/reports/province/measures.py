"""Measures of one province as pure functions: its path, its flows, the provinces next in rank.

Totals have years as index and province codes as columns, in one currency; ``ranking`` is
:func:`helpers.measures.core.ranking`.
"""

import pandas as pd

from helpers.constants import FLOWS, NATION
from helpers.measures.core import growth, growth_shown, shares

BESIDE = 2  # neighbours shown above and below


def path(
    totals: pd.DataFrame, ranks: pd.DataFrame, region_of: pd.Series, code: str
) -> pd.DataFrame:
    """The province in every year of ``totals``, one row a year from its first figure on.

    ``ranks`` are the ranks of the same years. Columns: year, total (亿), share (percent of the 31
    provinces), rank, growth_pct, and region_growth_pct and nation_growth_pct of its region and of
    all provinces together (percent, on the year before; missing after a gap).
    """
    groups = together(totals, region_of, code)
    rates = {
        name: growth(groups[name], groups[name].reindex(groups.index - 1).set_axis(groups.index))
        for name in groups
    }
    table = pd.DataFrame(
        {
            "total": totals[code],
            "share": totals.apply(shares, axis=1)[code],
            "rank": ranks[code].reindex(totals.index),
            "growth_pct": rates[code],
            "region_growth_pct": rates[region_of[code]],
            "nation_growth_pct": rates[NATION],
        }
    )
    return table.dropna(subset=["total"]).rename_axis("year").reset_index()


def together(totals: pd.DataFrame, region_of: pd.Series, code: str) -> pd.DataFrame:
    """Totals of the province, of its region and of all provinces: years × those three codes."""
    region = region_of[code]
    members = region_of.index[region_of == region]
    return pd.DataFrame(
        {
            code: totals[code],
            region: totals[members].sum(axis=1, min_count=len(members)),
            NATION: totals[region_of.index].sum(axis=1, min_count=len(region_of)),
        }
    )


def index_of(groups: pd.DataFrame) -> pd.DataFrame:
    """Totals of ``together`` with the first year in which all are known as 100."""
    known = groups.dropna()
    return known / known.iloc[0] * 100 if len(known) else known


def flows(
    now: pd.DataFrame, before: pd.DataFrame | None, nation: pd.DataFrame, code: str
) -> pd.DataFrame:
    """Total, exports, imports and balance of the province, those that exist: one row a flow.

    ``nation`` is measures.national. Columns: flow, value (亿), share (percent of the 31
    provinces), rank, growth_pct, growth_basis, nation_growth_pct (percent).
    """
    of_nation = nation.set_index("flow")["growth_pct"]
    rows = []
    for flow in FLOWS:
        shown = growth_shown(now, before, flow).loc[code]
        rows.append(
            {
                "flow": flow,
                "value": now.at[code, flow],
                "share": shares(now[flow])[code],
                "rank": now[flow].rank(ascending=False, method="min")[code],
                **shown,
                "nation_growth_pct": of_nation[flow],
            }
        )
    balance = now.at[code, "export"] - now.at[code, "import"]
    table = pd.DataFrame([*rows, {"flow": "balance", "value": balance}])
    return table.dropna(subset=["value"]).astype({"rank": "Int64"}).reset_index(drop=True)


def neighbours(ranking: pd.DataFrame, code: str) -> pd.DataFrame:
    """The provinces ranked just above and below, and the province itself, largest first.

    Columns: rank, province_code, total (亿), total_share (percent), growth_pct, difference (own
    total less theirs, 亿) and difference_pct (of theirs, percent).
    """
    ordered = ranking.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)
    at = int(ordered.index[ordered["province_code"] == code][0])
    near = ordered.iloc[max(at - BESIDE, 0) : at + BESIDE + 1].reset_index(drop=True)
    own = ordered.at[at, "total"]
    others = near["total"].where(near["province_code"] != code)
    near["difference"] = own - others
    near["difference_pct"] = (own / others - 1) * 100
    return near[
        ["rank", "province_code", "total", "total_share", "growth_pct", "difference",
         "difference_pct"]
    ]  # fmt: skip


def pace(shown: pd.Series, rates: dict[int, pd.Series]) -> pd.DataFrame:
    """Return growth of a province, its region and the nation, one row each, percent.

    ``shown`` is their growth on the year before by code, ``rates`` their growth a year over longer
    windows, by number of years. Columns: code, growth_pct, window_3 and so on.
    """
    table = pd.DataFrame({"growth_pct": shown})
    for window, rate in rates.items():
        table[f"window_{window}"] = rate
    return table.rename_axis("code").reset_index()
