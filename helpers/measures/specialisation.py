"""What a province is special in: its share of the nation, its rank, and how varied its trade is."""

import numpy as np
import pandas as pd

from helpers.measures.core import hhi, ranks


def standing(places: pd.DataFrame, totals: pd.Series | None = None) -> pd.DataFrame:
    """Return every product of every province with its share of the nation and its rank.

    ``places`` has a row for each province and product with value (亿); ``totals`` the whole exports
    or imports of every province by code, in any one currency. Columns: province_code, product,
    value, nation (亿), nation_share (percent of the nation's value of the product), rank (among the
    provinces, 1 the largest), share (percent of the province's value of all products of
    ``places``) and rca, missing without ``totals``.

    rca, revealed comparative advantage within China: the product's share of the province's total ÷
    its share of the nation's total. It is computed as share of the nation in the product ÷ share of
    the nation in all products, which is the same and leaves out the currency. Above 1 the province
    sells more of the product than its size would suggest. Definition: Balassa, "Trade
    Liberalisation and Revealed Comparative Advantage", Manchester School 33, 1965, with the nation
    in the place of the world.
    """
    table = places.groupby(["province_code", "product"], as_index=False)["value"].sum()
    of_product = table.groupby("product")["value"]
    table["nation"] = of_product.transform("sum")
    table["nation_share"] = table["value"] / table["nation"].where(table["nation"] > 0) * 100
    table["rank"] = of_product.transform(ranks)
    own = table.groupby("province_code")["value"].transform("sum")
    table["share"] = table["value"] / own.where(own > 0) * 100
    table["rca"] = np.nan
    if totals is not None:
        of_nation = table["province_code"].map(totals / totals.sum() * 100)
        table["rca"] = table["nation_share"] / of_nation.where(of_nation > 0)
    return table


def variety(values: pd.Series) -> pd.Series:
    """Return how varied a value is by its items: items, hhi (0 to 10,000), effective.

    effective is the number of items of equal size that would have the same Herfindahl index, 10,000
    ÷ HHI (numbers equivalent, Adelman, "Comment on the 'H' Concentration Measure as a
    Numbers-Equivalent", Review of Economics and Statistics 51, 1969). Items without trade do not
    count; hhi and effective are missing where nothing is traded.
    """
    traded = values[values > 0]
    index = hhi(traded) if len(traded) else np.nan
    return pd.Series({"items": len(traded), "hhi": index, "effective": 10_000 / index})
