"""Tables of the openness notebook: every province, and every year that has all figures."""

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import names, with_names
from helpers.display.chart import both, subtitle
from helpers.display.source_lines import openness_line
from helpers.display.table import Column, Table, columns_of
from helpers.language import formats
from helpers.reports.openness.measures import YUAN_PER_HEAD


def openness(table: pd.DataFrame, edition: Edition) -> Table:
    """Trade, GDP and population of every province with both ratios, the most open first."""
    spec = {
        "rank": ("rank", "integer"),
        "province_code": ("province", "name"),
        "total": ("total", "amount"),
        "gdp": ("gdp", "amount"),
        "trade_to_gdp_pct": ("trade_to_gdp_pct", "percent"),
        "population": ("population", "integer_number"),
        "per_head": ("per_head", "integer_number"),
        "per_head_rank": ("per_head_rank", "integer"),
    }
    unit = formats.unit(edition.currency, edition.lang)
    caption = subtitle(
        edition,
        f"进出口与地区生产总值，{unit}；人口，万人",
        f"Trade and GDP, {unit}; population, 10,000",
    )
    columns = columns_of(table, spec, edition)
    return Table("openness", caption, openness_line(edition), columns, with_names(table))


def years(table: pd.DataFrame, order: list[str], edition: Edition) -> Table:
    """Trade ÷ GDP of every province by year, provinces in ``order``; the CSV has all figures.

    ``table`` is details.open_years.
    """
    ratio = table.assign(
        trade_to_gdp_pct=table["total"] / table["gdp"] * 100,
        per_head=table["total"] / table["population"] * YUAN_PER_HEAD,
    )
    wide = ratio.pivot(index="province_code", columns="year", values="trade_to_gdp_pct").loc[order]
    labels = [names(edition.lang)[code] for code in order]
    columns = [Column(formats.label("province", edition.lang), labels, "name", order)]
    columns += [
        Column(str(year), [formats.number(v, edition.lang) for v in wide[year]], "number")
        for year in wide
    ]
    caption = both(edition, "进出口 ÷ 地区生产总值，%，历年", "Total trade ÷ GDP, %, by year")
    return Table("openness_years", caption, openness_line(edition), columns, with_names(ratio))
