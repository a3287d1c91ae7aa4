"""Published exports and imports, of which trade in detail is a part."""

import pandas as pd

from helpers.constants import NATION
from helpers.data import editions, tables


def published(flow: str, currency: str, year: int, month: int) -> pd.Series:
    """Return exports or imports of January to ``month``, 亿 of ``currency``, by province code.

    They are those of the edition in this currency, else of the edition in the other one, converted
    with the ratio of the nation's two published totals of the same flow and months. Empty where no
    edition of the period has them. ``attrs["sources"]`` has the ids of the sources.
    """
    known = editions.editions()
    known = known[(known["year"] == year) & (known["month"] == month) & known["flows"]]
    trade = editions.totals_to_date()
    trade = trade[(trade["year"] == year) & (trade["month"] == month) & (trade["flow"] == flow)]
    for own in sorted(known["currency"], key=lambda name: name != currency):
        source = known.loc[known["currency"] == own, "source"].iloc[0]
        rows = trade[(trade["source"] == source) & (trade["currency"] == own)]
        values = rows.set_index("province_code")["value"]
        more = []
        if own != currency:
            nation = _nation(flow, currency, year, month)
            values = values * nation / values.get(NATION, float("nan"))
            more = ["national-usd"]
        values.attrs = {"sources": [source, *more]}
        return values
    return pd.Series(dtype="float64")


def _nation(flow: str, currency: str, year: int, month: int) -> float:
    """Return the nation's published total in a currency, 亿; missing where there is none."""
    known = tables.load("national")
    mask = (known["year"] == year) & (known["month"] == month)
    mask &= (known["flow"] == flow) & (known["currency"] == currency)
    values = known.loc[mask, "value"]
    return float(values.iloc[-1]) if len(values) else float("nan")
