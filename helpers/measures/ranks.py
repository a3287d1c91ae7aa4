"""Positions over time as pure functions: rank histories, overtakings, streaks, projections.

Histories have years as index and province codes as columns. Years that are not in the data are
not in the index; nothing is filled in between.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.measures.core import ranks

# No rate of growth lasts for longer; a projection beyond it is not shown.
HORIZON = 30  # years


def rank_history(history: pd.DataFrame) -> pd.DataFrame:
    """Rank of each province in each year of ``history`` (values in one unit a row)."""
    return history.apply(ranks, axis=1).astype("Int64")


def held_since(history: pd.DataFrame) -> pd.DataFrame:
    """Since which year each province has held its rank of the last year without a break.

    ``history`` holds ranks. Columns: province_code, rank, since (first year of the unbroken hold,
    counted over the years in the data), years (how many of them), from_start (whether the hold
    reaches back to the first year there is), previous_rank (the rank before the hold), passed_code
    (who held this rank in the year before, where the province moved up to it; empty for a tie).
    """
    last = history.iloc[-1]
    rows = []
    for code, rank in last.dropna().sort_values(kind="stable").items():
        changed = (history[code] != rank).fillna(True).to_numpy(dtype=bool)
        start = int(np.flatnonzero(changed)[-1]) + 1 if changed.any() else 0
        earlier = history.iloc[start - 1] if start else None
        rows.append(
            {
                "province_code": code,
                "rank": rank,
                "since": int(history.index[start]),
                "years": len(history) - start,
                "from_start": start == 0,
                "previous_rank": pd.NA if earlier is None else earlier[code],
                "passed_code": _holder(earlier, code, int(rank)),
            }
        )
    return pd.DataFrame(rows)


def _holder(earlier: pd.Series | None, code: str, rank: int) -> str:
    """Who alone held ``rank`` in the year before, if ``code`` was below it then."""
    if earlier is None or pd.isna(earlier[code]) or earlier[code] <= rank:
        return ""
    holders = earlier.index[(earlier == rank).fillna(False)]
    return str(holders[0]) if len(holders) == 1 else ""


def overtakings(history: pd.DataFrame) -> pd.DataFrame:
    """Every change of order between two neighbouring years of the data, oldest first.

    ``history`` holds ranks. Columns: year, previous_year (they differ by more than one across a
    gap), province_code (who passed), passed_code (who was passed), rank (of the passer, after).
    A tie in either year is no overtaking.
    """
    rows = []
    for before, after in zip(history.index[:-1], history.index[1:], strict=True):
        then, now = history.loc[before].dropna(), history.loc[after].dropna()
        codes = [c for c in now.sort_values(kind="stable").index if c in then.index]
        later, earlier = (own[codes].to_numpy(dtype=float) for own in (now, then))
        # A row a passer and a column a province passed, both from the first rank down.
        passed = (later[:, None] < later) & (earlier[:, None] > earlier)
        rows += [
            (int(after), int(before), codes[passer], codes[behind], int(later[passer]))
            for passer, behind in np.argwhere(passed)
        ]
    columns = ["year", "previous_year", "province_code", "passed_code", "rank"]
    return pd.DataFrame(rows, columns=columns)


def years_to_overtake(own: float, above: float, own_rate: float, above_rate: float) -> float:
    """Years until ``own`` reaches ``above`` if both keep their annual rates (percent).

    Solves own·(1+r)^t = above·(1+s)^t for t; missing where the lower does not grow faster.
    """
    lead = np.log1p(own_rate / 100) - np.log1p(above_rate / 100)
    if not (own > 0 and above >= own and lead > 0):
        return float("nan")
    return float(np.log(above / own) / lead)


def projections(values: pd.Series, rates: Mapping[int, pd.Series]) -> pd.DataFrame:
    """When each province would pass the one above it at the growth of past windows.

    ``values`` are this period's totals; ``rates`` maps a window in years to annual growth over it
    (percent, by province). Columns: province_code, target_code, window_years, years_to_overtake
    (missing: not at these rates). Windows without rates for both provinces are left out.
    """
    order = values.dropna().sort_values(ascending=False, kind="stable")
    rows = []
    for above, own in zip(order.index[:-1], order.index[1:], strict=True):
        for window, rate in rates.items():
            if pd.isna(rate.get(own)) or pd.isna(rate.get(above)):
                continue
            years = years_to_overtake(order[own], order[above], rate[own], rate[above])
            rows.append((own, above, window, years))
    columns = ["province_code", "target_code", "window_years", "years_to_overtake"]
    return pd.DataFrame(rows, columns=columns)


def annual_rates(
    values: pd.Series, year: int, history: pd.DataFrame, windows: tuple[int, ...]
) -> dict[int, pd.Series]:
    """Compound annual growth (percent) of ``values`` of ``year`` over each window in ``history``.

    Windows whose first year is not in the history are left out.
    """
    return {
        window: ((values / history.loc[year - window]) ** (1 / window) - 1) * 100
        for window in windows
        if year - window in history.index
    }


def passing_years(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """``table`` (projections) with passing_year: the first year that ends with the order changed.

    ``year`` is the year of the values; whole years are counted, so a pass after 2.1 years falls
    in the third year after it. Missing where it does not come within HORIZON years.
    """
    whole = np.ceil(table["years_to_overtake"]).clip(lower=1)
    whole = whole.where(whole <= HORIZON)
    return table.assign(passing_year=(year + whole).astype("Int64"))


def overtaking_ranges(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """When each pair would change places over all windows: one row a pair, from the top down.

    ``table`` is projections. Columns: province_code, target_code, windows (how many are known),
    windows_never (in how many of them the lower does not get there within HORIZON years),
    soonest_year, latest_year (of those in which it does; missing where there is none).
    """
    dated = passing_years(table, year)
    pairs = dated.groupby(["province_code", "target_code"], sort=False)
    ranges = pairs.agg(
        windows=("window_years", "size"),
        windows_never=("passing_year", lambda years: int(years.isna().sum())),
        soonest_year=("passing_year", "min"),
        latest_year=("passing_year", "max"),
    )
    return ranges.astype({"soonest_year": "Int64", "latest_year": "Int64"}).reset_index()


def rank_holders(history: pd.DataFrame) -> pd.DataFrame:
    """Who has held each rank over the years in the data: one row a rank.

    ``history`` holds ranks. Columns: rank, province_code (who holds it in the last year; the first
    by code where it is shared), since and years (of that unbroken hold), holders (how many
    provinces have held it), longest_code and longest_years (who held it in most years).
    """
    held = held_since(history).drop_duplicates("rank").set_index("rank")
    rows = []
    for rank in held.index:
        counts = (history == rank).fillna(False).sum()
        counts = counts[counts > 0].sort_values(ascending=False, kind="stable")
        row = held.loc[rank]
        rows.append(
            (int(rank), row["province_code"], int(row["since"]), int(row["years"]), len(counts),
             counts.index[0], int(counts.iloc[0]))
        )  # fmt: skip
    columns = [
        "rank", "province_code", "since", "years", "holders", "longest_code", "longest_years",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
