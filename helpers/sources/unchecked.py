"""Which checks of an import could not be made, because nothing to compare with is stored."""

import pandas as pd

from helpers.checks.identities import UNCHECKED

# A source that prints totals only has no exports and imports to add up: nothing is missing.
NOT_APPLICABLE = ("flows_add_up",)
_LACKING = {
    "months_add_up": "the month against the year to date, as the month before is not stored",
    "order_of_magnitude": "the size of the figures, as no figures of the year before are stored",
    "printed_growth": "the printed growth, as no figures of the year before are stored",
    "provinces_add_up": "the sum of the provinces, as the nation in this currency is not stored",
    "currency_ratio": "RMB against dollars, as no exchange rate of the year is stored",
    "annual_figures": "the figures, as no other year of the series is stored",
    "annual_sums": "the sum of the provinces, as no other year of the series is stored",
    "annual_rows": "the order of the provinces, as no other year of the series is stored",
    "annual_table": "the unit, as no other year of the series is stored",
    "gdp_per_head": "GDP per head, as no other figures of the year are stored",
}


def checks(proof: pd.DataFrame) -> str:
    """Return the names of the checks in ``proof`` that were not made, as releases.csv has them."""
    return "; ".join(dict.fromkeys(_rows(proof)["check"]))


def lines(proof: pd.DataFrame) -> tuple[str, ...]:
    """Return one line for each check in ``proof`` (summary.COLUMNS) that was not made."""
    return tuple(
        f"not checked: {_LACKING[str(check)]} ({_periods(own)})"
        for check, own in _rows(proof).groupby("check", sort=False)
    )


def _rows(proof: pd.DataFrame) -> pd.DataFrame:
    if proof.empty:
        return pd.DataFrame(columns=["check", "year", "month"])
    return proof[(proof["verdict"] == UNCHECKED) & ~proof["check"].isin(NOT_APPLICABLE)]


def _periods(rows: pd.DataFrame) -> str:
    """Return the first and the last period of ``rows``: 2016 to 2017, or 2025-08."""
    at = rows.sort_values(["year", "month"])
    names = [f"{r.year}" if r.month == 12 else f"{r.year}-{r.month:02d}" for r in at.itertuples()]
    return names[0] if len(set(names)) == 1 else f"{names[0]} to {names[-1]}"
