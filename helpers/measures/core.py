"""Measures of trade as pure functions: frames in, frames out, values in 亿, rates in percent.

Two frames recur, both indexed by province code:

* ``now``: columns total, export, import (亿) and total_growth, export_growth, import_growth
  (percent, only where the publisher prints them);
* ``before``, the same period a year earlier: columns total, export, import and total_margin,
  export_margin, import_margin, the half-width in 亿 within which a value is known: 0 where it
  was published, larger where it was worked back from a rounded growth rate.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from helpers.constants import FLOWS

WINDOWS = (1, 3, 5, 10)
# Printed growth has one decimal, so the true rate lies within half of that, in percent.
HALF_A_DIGIT = 0.05
BASE = ["value", "margin"]
# Round marks of a province's trade in 亿, the higher one first; each currency has its own.
THRESHOLDS = {"CNY": (10_000, 1_000), "USD": (1_000, 100)}


def ranks(values: pd.Series) -> pd.Series:
    """Rank of each value, 1 the largest; equal values share the better rank, gaps stay gaps."""
    return values.rank(ascending=False, method="min").astype("Int64")


def sure_ranks(values: pd.Series, margin: pd.Series) -> pd.Series:
    """Rank of each value, missing where another one lies within both margins of it.

    Values worked back from a rounded growth rate are known only within a margin; a rank is
    given only where no value inside the margins could change it.
    """
    low, high = (values - margin).to_numpy(), (values + margin).to_numpy()
    overlaps = (low[:, None] < high) & (low < high[:, None])
    np.fill_diagonal(overlaps, False)
    return ranks(values).mask(pd.Series(overlaps.any(axis=1), index=values.index))


def shares(values: pd.Series) -> pd.Series:
    """Share of each value in their sum, percent; missing where nothing is known."""
    return values / values.sum(min_count=1) * 100


def growth(now: pd.Series, before: pd.Series) -> pd.Series:
    """Growth year on year, percent; missing where the year before is missing or not positive."""
    return (now / before.where(before > 0) - 1) * 100


def gaps(values: pd.Series) -> pd.Series:
    """Gap to the next larger value as a percentage of one's own (与前位差率); never negative.

    Definition: (value ranked just above - own value) / own value. The largest has none.
    """
    ordered = values.dropna().sort_values(ascending=False, kind="stable")
    return ((ordered.shift(1) - ordered) / ordered * 100).reindex(values.index)


def ranking(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """All provinces by total trade, largest first: one row a province.

    Columns: rank, province_code, total, export, import (亿), total_share, export_share,
    import_share (percent of the 31 provinces), export_rank, import_rank, previous_rank,
    rank_change (positive is up), gap_to_previous_pct, growth_pct, growth_basis.
    """
    table = now[list(FLOWS)].copy()
    table["rank"] = ranks(now["total"])
    for flow in FLOWS:
        table[f"{flow}_share"] = shares(now[flow])
    table["export_rank"], table["import_rank"] = ranks(now["export"]), ranks(now["import"])
    table["previous_rank"] = _previous_ranks(now, before)
    table["rank_change"] = table["previous_rank"] - table["rank"]
    table["gap_to_previous_pct"] = gaps(now["total"])
    table = table.join(growth_shown(now, before))
    return _by_rank(table, "rank")


def _previous_ranks(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.Series:
    if before is None:
        return pd.Series(pd.NA, index=now.index, dtype="Int64")
    return sure_ranks(before["total"], before["total_margin"])


def _by_rank(table: pd.DataFrame, rank: str) -> pd.DataFrame:
    """Rows by rank, equal ranks by province code, with the code as a column after the rank."""
    ordered = table.sort_index().sort_values(rank, kind="stable").reset_index(names="province_code")
    first = [rank, "province_code"]
    return ordered[first + [c for c in ordered.columns if c not in first]]


def growth_shown(
    now: pd.DataFrame, before: pd.DataFrame | None, flow: str = "total"
) -> pd.DataFrame:
    """Growth to show for each province: the printed rate where there is one, else computed.

    Columns: growth_pct (percent), growth_basis (published, computed, or missing with the rate).
    The printed rate is on the publisher's revised base, see data/README.md.
    """
    printed = now[f"{flow}_growth"]
    computed = growth(now[flow], before[flow]) if before is not None else printed * np.nan
    basis = pd.Series("published", index=now.index, dtype="object")
    basis = basis.where(printed.notna(), "computed")
    shown = printed.fillna(computed)
    return pd.DataFrame({"growth_pct": shown, "growth_basis": basis.where(shown.notna())})


def movers(
    now: pd.DataFrame, before: pd.DataFrame | None, base: pd.DataFrame | None = None
) -> pd.DataFrame:
    """All provinces by growth, fastest first: one row a province.

    Columns: growth_rank, province_code, total, previous, previous_margin (亿), growth_pct,
    growth_basis, contribution_pp (percentage points of the growth of the 31 provinces together:
    change of the province / total of all a year before), export_growth_pct, import_growth_pct.
    ``base`` has the levels that contributions are computed on, ``before`` where it is None.
    ``previous`` is what growth is on, see :func:`base_shown`.
    """
    base = before if base is None else base
    table = now[["total"]].copy()
    missing = now["total"] * np.nan
    table["previous"] = table["previous_margin"] = missing
    if before is not None:
        implied = worked_back(now["total"], now["total_growth"])
        stored = before[["total", "total_margin"]].set_axis(BASE, axis=1)
        table[["previous", "previous_margin"]] = base_shown(
            stored, pd.concat(implied, axis=1, keys=BASE)
        )
    table = table.join(growth_shown(now, before))
    table["growth_rank"] = ranks(table["growth_pct"])
    table["contribution_pp"] = contributions(
        table["total"], missing if base is None else base["total"]
    )
    table["export_growth_pct"] = growth_shown(now, before, "export")["growth_pct"]
    table["import_growth_pct"] = growth_shown(now, before, "import")["growth_pct"]
    return _by_rank(table, "growth_rank")


def worked_back(now: pd.Series, growth_pct: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The values a year before that printed growth implies, and the margin they are known within.

    Both in the unit of ``now``: value ÷ (1 + growth), and what half of growth's last digit makes of
    it. Missing where no growth is printed, or all is said to have gone.
    """
    ratio = 1 + growth_pct / 100
    before = now / ratio.where(ratio > 0)
    return before, before * (HALF_A_DIGIT / 100) / ratio


def base_shown(stored: pd.DataFrame, implied: pd.DataFrame) -> pd.DataFrame:
    """Return the values a year before that the growth shown is on; columns value and margin.

    Those ``stored``, but those ``implied`` by the growth where the two differ by more than their
    margins: a publisher's growth is on its revised figures. Both have the same columns and rows.
    """
    apart = (stored["value"] - implied["value"]).abs()
    allowed = stored["margin"].fillna(0.0) + implied["margin"].fillna(0.0)
    same = implied["value"].isna() | (apart <= allowed + 1e-9)
    return stored.where(same, implied)


def contributions(now: pd.Series, before: pd.Series) -> pd.Series:
    """Contribution of each value to the growth of their sum (拉动), percentage points."""
    return (now - before) / before.sum(min_count=1) * 100


def hhi(values: pd.Series) -> float:
    """Herfindahl-Hirschman index: the sum of squared percentage shares, 10,000 at most."""
    return float((shares(values) ** 2).sum(min_count=1))


def gini(values: pd.Series) -> float:
    """Gini coefficient, 0 (all equal) to 1 - 1/n (all with one); definition by mean difference."""
    ordered = np.sort(values.dropna().to_numpy(dtype=float))
    n, whole = len(ordered), ordered.sum()
    if n == 0 or whole <= 0:
        return float("nan")
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * whole))


def concentration_ratio(values: pd.Series, n: int) -> float:
    """CR: share of the ``n`` largest values in their sum, percent."""
    return float(shares(values).nlargest(n).sum(min_count=1))


# Measures of concentration by name, each a function of the values of all provinces.
CONCENTRATION: dict[str, Callable[[pd.Series], float]] = {
    "CR1": partial(concentration_ratio, n=1),
    "CR5": partial(concentration_ratio, n=5),
    "CR10": partial(concentration_ratio, n=10),
    "HHI": hhi,
    "Gini": gini,
}


def concentration(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Concentration of total trade. Columns: measure (CR1, CR5, CR10, HHI, Gini), value, previous.

    CR in percent, HHI on 0 to 10,000, Gini on 0 to 1; previous is the same period a year earlier.
    """
    previous = None if before is None else before["total"]
    return pd.DataFrame(
        {
            "measure": list(CONCENTRATION),
            "value": [measure(now["total"]) for measure in CONCENTRATION.values()],
            "previous": [
                float("nan") if previous is None else measure(previous)
                for measure in CONCENTRATION.values()
            ],
        }
    )


def large(values: pd.Series, currency: str) -> list[str]:
    """Codes of the provinces at or above the higher round mark of the currency, largest first."""
    above = values[values >= THRESHOLDS[currency][0]]
    return list(above.sort_values(ascending=False, kind="stable").index)


def national(
    now: pd.DataFrame | None, before: pd.DataFrame | None, currency: str
) -> pd.DataFrame | None:
    """The nation's total, exports, imports and balance with growth; None where there is no now.

    ``now`` is indexed by flow with columns value (亿) and growth_pct (printed, or missing);
    ``before`` with value and margin (亿). Columns: flow, currency, value, previous,
    previous_margin, growth_pct, growth_basis. Balance is exports - imports; its growth is left out
    where the balance a year before was not positive. ``previous`` is the level that growth is on,
    see :func:`base_shown`, implied for all flows where it is for one; that of the balance is
    exports - imports of these.
    """
    if now is None:
        return None
    table = _with_balance(now[["value"]].reindex(FLOWS), "difference")
    table["currency"] = currency
    printed = now["growth_pct"].reindex(table.index)
    rates = worked_back(table["value"].reindex(FLOWS), printed.reindex(FLOWS))
    implied = pd.concat(rates, axis=1, keys=BASE)
    stored = implied * np.nan if before is None else before[BASE].reindex(FLOWS)
    shown = base_shown(stored, implied)
    if not shown.equals(stored):
        # The balance takes exports and imports on one basis.
        shown = implied.fillna(stored)
    table["previous"] = _with_balance(shown[["value"]], "difference")["value"]
    table["previous_margin"] = _with_balance(shown[["margin"]], "sum")["margin"]
    computed = growth(table["value"], table["previous"])
    table["growth_pct"] = printed.fillna(computed)
    basis = pd.Series("published", index=table.index, dtype="object")
    table["growth_basis"] = basis.where(printed.notna(), "computed").where(
        table["growth_pct"].notna()
    )
    return table.reset_index(names="flow")


def _with_balance(flows: pd.DataFrame, how: str) -> pd.DataFrame:
    """``flows`` with a row balance: exports - imports, or their sum for margins of error."""
    sign = -1 if how == "difference" else 1
    balance = (flows.loc["export"] + sign * flows.loc["import"]).to_frame("balance").T
    return pd.concat([flows, balance])


def multiples(history: pd.DataFrame, first_year: pd.Series) -> pd.DataFrame:
    """How many times its first year each province's trade has become: end ÷ start, largest first.

    ``history`` has years as index and province codes as columns, one currency (亿);
    ``first_year`` the year before which a province is not counted (Chongqing: 1997).
    Columns: province_code, base_year, base_value, value, multiple, cagr_pct (compound annual
    growth, percent). Provinces without an earlier year are left out.
    """
    end = int(history.index.max())
    rows = []
    for code in history.columns:
        known = history.loc[history.index >= first_year.get(code, end), code].dropna()
        if end not in known.index or len(known) < 2:
            continue
        base, years = known.iloc[0], end - int(known.index[0])
        multiple = known.loc[end] / base
        rows.append(
            {
                "province_code": code,
                "base_year": int(known.index[0]),
                "base_value": base,
                "value": known.loc[end],
                "multiple": multiple,
                "cagr_pct": (multiple ** (1 / years) - 1) * 100,
            }
        )
    columns = ["province_code", "base_year", "base_value", "value", "multiple", "cagr_pct"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("multiple", ascending=False, kind="stable").reset_index(drop=True)
