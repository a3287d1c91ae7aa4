"""Figures worked back from printed growth, and the margin within which they are known."""

import pandas as pd

from helpers.constants import FLOWS
from helpers.measures.core import worked_back

# Below this relative difference the nation is the sum of its provinces, but for rounding.
SAME_SUM = 1e-6


def growth_base(
    now: pd.DataFrame, before: pd.DataFrame | None, nation: pd.DataFrame
) -> pd.DataFrame | None:
    """Return the levels a year before that growth is computed on: one basis in an edition.

    A flow whose growth is published for every province has the values that these rates imply,
    scaled so that their sum implies the nation's published rate; the margin (亿) holds half of the
    last digit and what the scaling moved. Any other flow has the values of ``before``. Frames as
    :class:`helpers.data.edition.Edition` has them, ``nation`` by flow with value and growth_pct;
    None where ``before`` is.
    """
    if before is None:
        return None
    base = before.copy()
    for flow in FLOWS:
        printed = now[f"{flow}_growth"]
        if printed.isna().any():
            continue
        values, margin = worked_back(now[flow], printed)
        scale = _scale(now[flow].sum(), values.sum(), nation.loc[flow])
        base[flow] = values * scale
        base[f"{flow}_margin"] = margin + abs(scale - 1) * values
    return base


def _scale(total: float, previous: float, nation: pd.Series) -> float:
    """Return what brings the sum of the provinces a year before to that of the nation.

    1 where the nation has no published rate, or is not the sum of the provinces.
    """
    rate, value = nation["growth_pct"], nation["value"]
    if pd.isna(rate) or abs(total / value - 1) > SAME_SUM:
        return 1.0
    return float(value / (1 + rate / 100) / previous)


def balance_growth_range(value: float, previous: float, margin: float) -> tuple[float, float]:
    """Lowest and highest growth (percent) that a previous value known within ``margin`` allows."""
    return (value / (previous + margin) - 1) * 100, (value / (previous - margin) - 1) * 100
