"""Tables of the comparison of two years: totals, provinces, concentration, regions."""

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import with_names
from helpers.display.chart import Spec, against
from helpers.display.source_lines import pair_line
from helpers.display.table import Column, Table, columns_of, labels_of
from helpers.language import formats
from helpers.measures import concentration as spread

SHARE: Spec = {
    "share": ("share", "share"),
    "other_share": ("share", "share"),
    "share_change_pp": ("share_change_pp", "points"),
}
TOTAL: Spec = {
    "total": ("total", "amount"),
    "other_total": ("total", "amount"),
    "change_pct": ("change_rate", "growth"),
    "cagr_pct": ("cagr_pct", "growth"),
}
RANK: Spec = {
    "rank": ("rank", "integer"),
    "province_code": ("province", "name"),
    "other_rank": ("rank", "integer"),
    "rank_change": ("rank_change", "change"),
}
PROVINCES: Spec = {**RANK, **TOTAL, "contribution_pp": ("contribution_pp", "points")}
REGIONS: Spec = {
    "region_code": ("region", "name"),
    **TOTAL,
    **SHARE,
    "in_top10": ("in_top10", "integer"),
    "other_in_top10": ("in_top10", "integer"),
}
TOGETHER: Spec = {
    "flow": ("flow", "label"),
    "value": ("value_of", "amount"),
    "other_value": ("value_of", "amount"),
    "change": ("change", "amount"),
    "change_pct": ("change_rate", "growth"),
    "cagr_pct": ("cagr_pct", "growth"),
}


def together(table: pd.DataFrame, edition: Edition, other: Edition) -> Table:
    """The sums of all provinces by flow. ``table`` is comparison.together."""
    return _table("compare_totals", "31省合计", "All 31 provinces", table, TOGETHER, edition, other)


def provinces(table: pd.DataFrame, edition: Edition, other: Edition) -> Table:
    """Every province with both ranks and totals. ``table`` is comparison.provinces."""
    return _table(
        "compare_provinces", "各省两年对照", "The provinces in both years", table, PROVINCES,
        edition, other,
    )  # fmt: skip


def regions(table: pd.DataFrame, edition: Edition, other: Edition) -> Table:
    """The seven regions in both years. ``table`` is comparison.regions."""
    return _table(
        "compare_regions", "七大区域两年对照", "The seven regions in both years", table, REGIONS,
        edition, other,
    )  # fmt: skip


def concentration(table: pd.DataFrame, edition: Edition, other: Edition) -> Table:
    """Every measure of concentration in both years. ``table`` is comparison.concentration."""
    lang = edition.lang
    columns = [Column(formats.label("measure", lang), labels_of(table["measure"], edition), "name")]
    for name, dated in (("value", edition), ("other_value", other), ("change", None)):
        cells = [
            formats.number(value, lang, spread.DIGITS[measure], signed=dated is None)
            for measure, value in zip(table["measure"], table[name], strict=True)
        ]
        label = formats.label("measure_change", lang)
        label = formats.period(dated.year, dated.month, lang) if dated else label
        columns.append(Column(label, cells, "number"))
    caption = against(edition, other, "各省进出口的集中度", "Concentration of the provinces' trade")
    data = table.assign(other_year=other.year)
    return Table("compare_concentration", caption, pair_line(edition, other), columns, data)


def _table(
    name: str, zh: str, en: str, table: pd.DataFrame, spec: Spec, edition: Edition, other: Edition
) -> Table:
    """A table of both editions with its unit; a rate a year only where several years lie between.

    The year held against stands in its data.
    """
    unit = formats.unit(edition.currency, edition.lang)
    apart = edition.year - other.year
    shown = {c: kind for c, kind in spec.items() if c != "cagr_pct" or apart > 1}
    caption = against(edition, other, f"{zh}，{unit}", f"{en}, {unit}")
    columns = columns_of(table, shown, edition, other)
    data = with_names(table.assign(other_year=other.year))
    return Table(name, caption, pair_line(edition, other), columns, data)
