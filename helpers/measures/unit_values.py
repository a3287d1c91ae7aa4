"""Unit values, and growth of a value split into its volume and its unit value."""

import numpy as np
import pandas as pd

IN_ONE = 1e8  # values come in 亿
SPLIT = ("volume", "unit_value", "new", "lost", "without_quantity")


def unit_values(frame: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """Return the unit value of every item: value ÷ quantity of the rows that have a quantity.

    ``frame`` has value (亿), quantity and unit. Columns: those of ``by``, unit, value (亿),
    quantity, unit_value (of the currency for one unit), one row for an item and unit; an item
    without quantities has no row. A unit value is an average over unlike goods, not a price
    (International Merchandise Trade Statistics: Compilers Manual, United Nations, 2013).
    """
    known = frame[_counted(frame["quantity"]) & frame["unit"].notna()]
    keys = [*by, "unit"]
    table = known.groupby(keys, as_index=False)[["value", "quantity"]].sum()
    return table.assign(unit_value=table["value"] * IN_ONE / table["quantity"])


def split(now: pd.DataFrame, before: pd.DataFrame, by: tuple[str, ...]) -> pd.Series:
    """Return growth of the sum by what caused it, percentage points, indexed by SPLIT.

    ``now`` and ``before`` have value (亿), quantity and unit; ``by`` names an item. For items with
    a quantity in the same unit in both periods, volume is (q₁ − q₀)(p₀ + p₁) ÷ 2 and unit_value
    (p₁ − p₀)(q₀ + q₁) ÷ 2, which add up to the change of the value. new and lost are items traded
    in one period only, without_quantity the change of all others. The five add up to the growth of
    the sum; all are missing without trade before. Definition: Bennet, "The Theory of Measurement
    of Changes in Cost of Living", Journal of the Royal Statistical Society 83, 1920.
    """
    base = before["value"].sum()
    if not base > 0:
        return pd.Series(np.nan, index=list(SPLIT))
    table = _side_by_side(now, before, list(by))
    change = table["value"] - table["previous"]
    new, lost = table["previous"] <= 0, table["value"] <= 0
    both = ~new & ~lost & table["unit_same"]
    both &= _counted(table["quantity"]) & _counted(table["previous_quantity"])
    p1, p0 = table["value"] / table["quantity"], table["previous"] / table["previous_quantity"]
    volume = (table["quantity"] - table["previous_quantity"]) * (p0 + p1) / 2
    price = (p1 - p0) * (table["quantity"] + table["previous_quantity"]) / 2
    parts = [volume[both], price[both], change[new], change[lost & ~new]]
    parts.append(change[~new & ~lost & ~both])
    return pd.Series([part.sum() / base * 100 for part in parts], index=list(SPLIT))


def _side_by_side(now: pd.DataFrame, before: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return value, quantity and unit of every item in both periods."""
    sides = []
    for frame in (now, before):
        grouped = frame.groupby(keys)
        side = grouped[["value", "quantity"]].sum(min_count=1)
        # A quantity counts only where all the rows of an item have one, in one unit.
        whole = grouped["quantity"].count() == grouped.size()
        alone = grouped["unit"].nunique() == 1
        side["quantity"] = side["quantity"].where(whole & alone)
        sides.append(side.assign(unit=grouped["unit"].first()))
    after, first = sides
    table = after.join(first.add_prefix("previous_"), how="outer")
    table = table.rename(columns={"previous_value": "previous"})
    table[["value", "previous"]] = table[["value", "previous"]].fillna(0.0)
    same = (table["unit"] == table["previous_unit"]).fillna(False).astype(bool)
    return table.assign(unit_same=same)


def _counted(quantity: pd.Series) -> pd.Series:
    """Return where there is a quantity: known and above zero."""
    return (quantity > 0).fillna(False).astype(bool)
