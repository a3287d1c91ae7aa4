"""Concentration and spread over the years as pure functions; single years are in measures."""

import numpy as np
import pandas as pd

from helpers.measures.core import concentration_ratio, gini, hhi

MEASURES = ("CR1", "CR5", "CR10", "HHI", "Gini", "CV")
# Decimals that tables show of each.
DIGITS = dict.fromkeys(MEASURES, 2) | {"HHI": 0, "Gini": 3}


def variation(values: pd.Series) -> float:
    """Coefficient of variation: standard deviation of all (not of a sample) ÷ mean.

    0 where all are equal; sigma convergence is its fall over time (Barro and Sala-i-Martin).
    """
    mean = values.mean()
    return float(values.std(ddof=0) / mean) if mean > 0 else float("nan")


def path(history: pd.DataFrame) -> pd.DataFrame:
    """Concentration of every year: years as index, one column a measure of MEASURES.

    ``history`` has years as index and province codes as columns; a row may be in a currency of
    its own, as every measure is of one year. CR in percent, HHI on 0 to 10,000, Gini on 0 to 1.
    """
    return pd.DataFrame(
        {
            year: {
                "CR1": concentration_ratio(values, 1),
                "CR5": concentration_ratio(values, 5),
                "CR10": concentration_ratio(values, 10),
                "HHI": hhi(values),
                "Gini": gini(values),
                "CV": variation(values),
            }
            for year, values in history.iterrows()
        }
    ).T.rename_axis("year")


def lorenz(values: pd.Series) -> pd.DataFrame:
    """The Lorenz curve: provinces from the smallest up, and what they hold together.

    Columns: province_code (empty at the origin), value, provinces_pct (cumulative share of the
    provinces) and value_pct (cumulative share of the values), both percent from 0 to 100. Twice
    the area between the curve and the diagonal is the Gini coefficient.
    """
    ordered = values.dropna().sort_values(kind="stable")
    steps = np.arange(len(ordered) + 1)
    sums = np.concatenate([[0.0], ordered.cumsum().to_numpy()])
    return pd.DataFrame(
        {
            "province_code": ["", *ordered.index],
            "value": [np.nan, *ordered],
            "provinces_pct": steps / len(ordered) * 100,
            "value_pct": sums / sums[-1] * 100,
        }
    )
