"""Measures of the trends report as pure functions: frames in, frames out."""

import numpy as np
import pandas as pd

from helpers.measures.core import growth, ranks, shares

POINTS = ["province_code", "year", "total", "share", "rank", "growth_pct"]


def points(history: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Return every known total of some provinces, one row a province and year.

    ``history`` has years as index and province codes as columns (亿). Columns: province_code, year,
    total (亿), share (percent) and rank among all provinces, growth_pct on the year before, which
    is missing across a gap in the years.
    """
    years = pd.Series(history.index, index=history.index)
    before = history.shift().where(years.diff().eq(1), np.nan)
    frames = {
        "total": history,
        "share": history.apply(shares, axis=1),
        "rank": history.apply(ranks, axis=1).astype("Int64"),
        "growth_pct": growth(history, before),
    }
    long = [
        frame[codes].rename_axis("year").reset_index().melt("year", value_name=name)
        for name, frame in frames.items()
    ]
    table = long[0].rename(columns={long[0].columns[1]: "province_code"})
    for name, column in zip(list(frames)[1:], long[1:], strict=True):
        table[name] = column[name]
    return table[POINTS].dropna(subset=["total"])
