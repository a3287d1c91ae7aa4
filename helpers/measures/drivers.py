"""What moved a value: contributions of its items, new and ended items, and shift-share parts.

The frames are sums by item, such as product and partner, with a column value (亿 of one currency).
``now`` and ``before`` are the same months of two years. An item without a row in one of them had
no trade recorded and counts as 0 there, so contributions add up to growth.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from helpers.measures.core import growth

PRODUCT, PARTNER = "product", "partner_code"
PAIR = (PRODUCT, PARTNER)
MARGINS = ("new", "lost", "continuing")
PARTS = ("nation", "product_mix", "partner_mix", "own")


def compared(now: pd.DataFrame, before: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """Return value and previous (亿) of every item of either period, largest change first.

    ``by`` are the columns that name an item; they come first in the result. Columns then: value,
    previous, change (亿), share (percent of the sum), growth_pct (percent, missing without trade
    before), contribution_pp (percentage points of the growth of the sum; missing where the sum
    before is not positive). Contribution: change of the item ÷ sum of all before.
    """
    keys = list(by)
    sums = [frame.groupby(keys)["value"].sum() for frame in (now, before)]
    table = pd.concat(sums, axis=1, keys=["value", "previous"]).fillna(0.0).reset_index()
    table["change"] = table["value"] - table["previous"]
    whole = table["value"].sum()
    table["share"] = table["value"] / (whole if whole > 0 else np.nan) * 100
    table["growth_pct"] = growth(table["value"], table["previous"])
    base = table["previous"].sum()
    table["contribution_pp"] = table["change"] / (base if base > 0 else np.nan) * 100
    order = table["change"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def growth_of(table: pd.DataFrame) -> float:
    """Return the growth of the sum of :func:`compared` in percent, missing without trade before."""
    value, previous = table["value"].sum(), table["previous"].sum()
    return float((value / previous - 1) * 100) if previous > 0 else float("nan")


def largest(table: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return the ``count`` items of :func:`compared` that moved most, and all others as one row.

    Columns as in ``table``, and items, how many items the row stands for. The row of the others
    comes last with empty names and the sums of the rest, so that the rows add up as ``table`` does;
    it is left out where there are no others.
    """
    shown = table.head(count).assign(items=1)
    rest = table.iloc[count:]
    if rest.empty:
        return shown
    sums = rest[["value", "previous", "change", "share", "contribution_pp"]].sum(min_count=1)
    row = {**sums, "growth_pct": growth_of(rest), "items": len(rest)}
    return pd.concat([shown, pd.DataFrame([row])], ignore_index=True)


def residual_pp(table: pd.DataFrame, growth_pct: float) -> float:
    """Return what the contributions of ``table`` leave of ``growth_pct``, percentage points.

    It is 0 but for the arithmetic of floating point where ``table`` holds all that grew.
    """
    return float(growth_pct - table["contribution_pp"].sum())


def margins(table: pd.DataFrame) -> pd.DataFrame:
    """Return the growth by what was new, what ended and what went on, one row each.

    ``table`` is :func:`compared` by product and partner. Columns: margin (new, lost, continuing),
    items, value, previous (亿), contribution_pp (percentage points; they add up to the growth of
    the sum). New and lost items are the extensive margin, the growth of continuing ones the
    intensive margin. Definition: Amiti and Freund, "The Anatomy of China's Export Growth", in
    Feenstra and Wei (eds.), China's Growing Role in World Trade, 2010.
    """
    kind = pd.Series("continuing", index=table.index).astype(object)
    kind = kind.mask(table["previous"] <= 0, "new").mask(table["value"] <= 0, "lost")
    traded = (table["value"] > 0) | (table["previous"] > 0)
    grouped = table[traded].groupby(kind[traded])
    sums = grouped[["value", "previous", "contribution_pp"]].sum(min_count=1)
    sums.insert(0, "items", grouped.size())
    rows = sums.reindex(MARGINS)
    filled = rows.fillna({"items": 0, "value": 0.0, "previous": 0.0, "contribution_pp": 0.0})
    if not table["previous"].sum() > 0:
        filled["contribution_pp"] = np.nan
    return filled.astype({"items": int}).rename_axis("margin").reset_index()


def shift_share(own: pd.DataFrame, nation: pd.DataFrame) -> pd.Series:
    """Return the parts of a province's growth, percentage points, indexed by PARTS.

    ``own`` and ``nation`` are :func:`compared` by product and partner; the nation includes the
    province. nation: growth of the nation g. product_mix: Σ w_i (g_i − g), how much faster the
    nation grew in the province's products. partner_mix: Σ w_ij (g_ij − g_i), the same for the
    partners it sells each product to. own: the rest, Σ w_ij (r_ij − g_ij), growth above that of the
    nation in the same product and partner, new trade included. w are the province's shares in its
    sum before, g growth of the nation, r of the province. The parts add up to the growth of the
    province; all are missing without trade before. Definition: constant-market-share analysis,
    Leamer and Stern, Quantitative International Economics, 1970, chapter 7.
    """
    base = own["previous"].sum()
    if not base > 0 or not nation["previous"].sum() > 0:
        return pd.Series(np.nan, index=list(PARTS))
    of_pair = _ratio(nation, list(PAIR))
    of_product = _ratio(nation, [PRODUCT])
    whole = nation["value"].sum() / nation["previous"].sum()
    before = own.set_index(list(PAIR))["previous"]
    before = before[before > 0]
    by_product = before.groupby(level=PRODUCT).sum()
    expected = [
        base,
        whole * base,
        float((by_product * of_product.reindex(by_product.index)).sum()),
        float((before * of_pair.reindex(before.index)).sum()),
        own["value"].sum(),
    ]
    return pd.Series(np.diff(expected) / base * 100, index=list(PARTS))


def by_group(table: pd.DataFrame, members: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return the sums of groups of partners, in the order given.

    ``table`` is :func:`compared` by partner, ``members`` the partner codes of each group. Columns:
    group_code, members (how many belong to it), items (how many of them are traded with now),
    value, previous, change (亿), share (percent of the sum of ``table``), growth_pct (percent) and
    contribution_pp (percentage points of the growth of that sum). Groups may overlap; groups
    without any trade in both periods are left out.
    """
    rows = []
    for code, own in members.items():
        part = table[table[PARTNER].isin(own)]
        sums = part[["value", "previous", "change", "share", "contribution_pp"]].sum(min_count=1)
        traded = int((part["value"] > 0).sum())
        row = {"group_code": code, "members": len(own), "items": traded, **sums}
        rows.append({**row, "growth_pct": growth_of(part)})
    columns = ["group_code", "members", "items", "value", "previous", "change", "share"]
    frame = pd.DataFrame(rows, columns=[*columns, "growth_pct", "contribution_pp"])
    return frame[(frame["value"] > 0) | (frame["previous"] > 0)].reset_index(drop=True)


def _ratio(nation: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Return the nation's value now ÷ before by ``keys``."""
    sums = nation.groupby(keys)[["value", "previous"]].sum()
    return sums["value"] / sums["previous"].where(sums["previous"] > 0)
