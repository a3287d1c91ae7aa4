"""Beta convergence: growth regressed on the first value, with a confidence interval."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

CONFIDENCE = 95  # percent


@dataclass(frozen=True)
class Convergence:
    """Growth a year regressed on the logarithm of the first year's value.

    ``beta`` is the slope, in growth (log points × 100, about percent) a year for each unit of the
    logarithm, with the ends ``low`` and ``high`` of its interval; ``p_value`` is two-sided; ``r2``
    lies between 0 and 1. ``half_life`` in years is missing where the slope is not negative.
    """

    first: int
    last: int
    provinces: int
    intercept: float
    beta: float
    low: float
    high: float
    p_value: float
    r2: float
    half_life: float

    @property
    def verdict(self) -> str:
        """converging, diverging, or inconclusive where the interval holds zero."""
        if self.high < 0:
            return "converging"
        return "diverging" if self.low > 0 else "inconclusive"


def regression_data(history: pd.DataFrame, first_year: pd.Series) -> pd.DataFrame:
    """Return the data of the regression: one row for each province with both years.

    ``history`` has years as index and province codes as columns, one currency (亿);
    ``first_year`` the year before which a province is not counted. Columns: province_code,
    base_value, value (亿), log_base, growth_log_pct (mean growth a year, log points × 100:
    ln(last ÷ first) ÷ years × 100). No rows where there is one year only.
    """
    columns = ["province_code", "base_value", "value", "log_base", "growth_log_pct"]
    first, last = int(history.index[0]), int(history.index[-1])
    if first == last:
        return pd.DataFrame(columns=columns)
    counted = [code for code in history.columns if first_year.get(code, 0) <= first]
    ends = history.loc[[first, last], counted].dropna(axis=1)
    base, end = ends.loc[first].astype(float), ends.loc[last].astype(float)
    table = pd.DataFrame({"base_value": base, "value": end, "log_base": np.log(base)})
    table["growth_log_pct"] = np.log(end / base) / (last - first) * 100
    return table.rename_axis("province_code").reset_index()[columns]


def fit(table: pd.DataFrame, first: int, last: int) -> Convergence | None:
    """Fit beta convergence to ``regression_data`` between two years; None with fewer than three provinces.

    Ordinary least squares of growth a year on ln(first year's value); the interval has 95 % and
    uses HC3 standard errors, which hold for few observations of unequal variance (MacKinnon and
    White 1985). Half-life is ln 2 ÷ speed, speed = -ln(1 + beta·years ÷ 100) ÷ years. Definition:
    Barro and Sala-i-Martin, Economic Growth, chapter 11.
    """
    if len(table) < 3 or last <= first:
        return None
    # Imported here: it takes longer to import than pandas, and only the page on trends needs it.
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools.tools import add_constant

    design = add_constant(table["log_base"].to_numpy())
    fitted = OLS(table["growth_log_pct"].to_numpy(), design).fit(cov_type="HC3", use_t=True)
    low, high = fitted.conf_int(alpha=1 - CONFIDENCE / 100)[1]
    beta, years = float(fitted.params[1]), last - first
    left = 1 + beta * years / 100
    speed = -np.log(left) / years if 0 < left < 1 else np.nan
    return Convergence(
        first=first,
        last=last,
        provinces=len(table),
        intercept=float(fitted.params[0]),
        beta=beta,
        low=float(low),
        high=float(high),
        p_value=float(fitted.pvalues[1]),
        r2=float(fitted.rsquared),
        half_life=float(np.log(2) / speed),
    )
