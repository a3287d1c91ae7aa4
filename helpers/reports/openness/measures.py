"""Measures of the openness report as pure functions: trade against GDP and per head, in RMB."""

import pandas as pd

from helpers.measures.core import ranks

YUAN_PER_HEAD = 10_000  # one 亿元 over one 万人 is 10,000 yuan a person


def openness(total: pd.Series, gdp: pd.Series, population: pd.Series) -> pd.DataFrame:
    """Return trade ÷ GDP and trade per head of every province, the most open first.

    ``total`` and ``gdp`` in 亿元, ``population`` in 万人 (residents at year end), by province code.
    Columns: rank, province_code, total, gdp, population, trade_to_gdp_pct (外贸依存度, percent;
    over 100 where trade exceeds what is produced), per_head (yuan), per_head_rank.
    """
    table = ratios(pd.DataFrame({"total": total, "gdp": gdp, "population": population}))
    table["rank"] = ranks(table["trade_to_gdp_pct"])
    table["per_head_rank"] = ranks(table["per_head"])
    ordered = table.sort_values("trade_to_gdp_pct", ascending=False, kind="stable")
    return ordered.rename_axis("province_code").reset_index()[
        ["rank", "province_code", "total", "gdp", "population", "trade_to_gdp_pct", "per_head",
         "per_head_rank"]
    ]  # fmt: skip


def of_year(years: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return :func:`openness` of one year of :func:`helpers.data.edition_extras.open_years`."""
    own = years[years["year"] == year].set_index("province_code")
    return openness(own["total"], own["gdp"], own["population"])


def ratios(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``table`` with trade_to_gdp_pct (percent) and per_head (yuan) added.

    ``table`` has columns total and gdp (亿元) and population (万人).
    """
    return table.assign(
        trade_to_gdp_pct=table["total"] / table["gdp"] * 100,
        per_head=table["total"] / table["population"] * YUAN_PER_HEAD,
    )


def together(table: pd.DataFrame) -> pd.Series:
    """Return trade_to_gdp_pct (percent) and per_head (yuan) of all provinces of ``table``."""
    sums = table[["total", "gdp", "population"]].sum().to_frame().T
    return ratios(sums).iloc[0]
