"""Figures worked back from printed growth, and the margin within which they are known."""

import pandas as pd

# Printed growth has one decimal, so the true rate lies within half of that, in percent.
HALF_A_DIGIT = 0.05


def worked_back(now: pd.Series, growth_pct: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The values a year before that printed growth implies, and the margin they are known within.

    Both in the unit of ``now``: value ÷ (1 + growth), and what half of growth's last digit makes of
    it. Missing where no growth is printed, or all is said to have gone.
    """
    ratio = 1 + growth_pct / 100
    before = now / ratio.where(ratio > 0)
    return before, before * (HALF_A_DIGIT / 100) / ratio


def balance_growth_range(value: float, previous: float, margin: float) -> tuple[float, float]:
    """Lowest and highest growth (percent) that a previous value known within ``margin`` allows."""
    return (value / (previous + margin) - 1) * 100, (value / (previous - margin) - 1) * 100
