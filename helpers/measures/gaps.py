"""How far each province stands below the one ranked just above it, over the years.

``totals`` has years as index and province codes as columns, all in one currency (亿); the order is
that of its last year. Years that are not in the data are not in the index.
"""

import pandas as pd


def over_years(totals: pd.DataFrame) -> pd.DataFrame:
    """The gap of every pair that is neighbours in the last year, in every year: one row each.

    Columns: rank (of the lower, in the last year), province_code (the lower), target_code (the one
    above), year, gap_to_previous_pct ((above - own) / own, percent; negative where the lower was
    the larger in that year). The highest pair comes first, each from its first year.
    """
    order = totals.iloc[-1].dropna().sort_values(ascending=False, kind="stable").index
    pairs = zip(range(2, len(order) + 1), order[1:], order[:-1], strict=True)
    rows = [
        (rank, own, above, int(year), (totals.at[year, above] / totals.at[year, own] - 1) * 100)
        for rank, own, above in pairs
        for year in totals.index
        if pd.notna(totals.at[year, above]) and totals.at[year, own] > 0
    ]
    columns = ["rank", "province_code", "target_code", "year", "gap_to_previous_pct"]
    return pd.DataFrame(rows, columns=columns)


def paths(gaps: pd.DataFrame) -> pd.DataFrame:
    """Where the gap of each pair began, was widest and ended: one row a pair, the highest first.

    ``gaps`` is :func:`over_years`. Columns: rank, province_code, target_code, first_year,
    first_gap, widest_year (the last of equal ones), widest_gap, last_year, last_gap, and left_pct:
    the last gap as a part of the widest, percent (missing where the widest is 0).
    """
    rows = []
    for (rank, own, above), pair in gaps.groupby(["rank", "province_code", "target_code"]):
        known = pair.set_index("year")["gap_to_previous_pct"]
        widest = known[known == known.max()]
        rows.append(
            (rank, own, above, known.index[0], known.iloc[0], widest.index[-1], widest.iloc[-1],
             known.index[-1], known.iloc[-1])
        )  # fmt: skip
    columns = [
        "rank", "province_code", "target_code", "first_year", "first_gap", "widest_year",
        "widest_gap", "last_year", "last_gap",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    widest_of = table["widest_gap"].where(table["widest_gap"] > 0)
    return table.assign(left_pct=table["last_gap"] / widest_of * 100)


def closest(paths: pd.DataFrame) -> pd.Series | None:
    """The pair that has closed the greatest part of its widest gap; ``paths`` is :func:`paths`.

    None where no pair ever stood further apart than in the last year.
    """
    closed = paths[paths["left_pct"] < 100].sort_values("left_pct", kind="stable")
    return None if closed.empty else closed.iloc[0]
