"""Concentration and spread year by year, as pure functions.

The measures of a single year are in :mod:`helpers.measures.core`.
"""

import numpy as np
import pandas as pd

from helpers.measures.core import CONCENTRATION


def coefficient_of_variation(values: pd.Series) -> float:
    """Standard deviation of all (not of a sample) ÷ mean.

    0 where all are equal; sigma convergence is its fall over time (Barro and Sala-i-Martin).
    """
    mean = values.mean()
    return float(values.std(ddof=0) / mean) if mean > 0 else float("nan")


MEASURES = {**CONCENTRATION, "CV": coefficient_of_variation}
# Decimals that tables show of each.
DIGITS = dict.fromkeys(MEASURES, 2) | {"HHI": 0, "Gini": 3}


def by_year(history: pd.DataFrame) -> pd.DataFrame:
    """Concentration of every year: years as index, one column a measure of MEASURES.

    ``history`` has years as index and province codes as columns; a row may be in a currency of
    its own, as every measure is of one year. CR in percent, HHI on 0 to 10,000, Gini on 0 to 1.
    """
    return pd.DataFrame(
        {
            year: {name: measure(values) for name, measure in MEASURES.items()}
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
