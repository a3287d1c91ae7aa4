"""Figures of the openness notebook: trade ÷ GDP as bars and on the grid of tiles, per head."""

import pandas as pd

from helpers.data.edition import Edition
from helpers.display import style, tooltips
from helpers.display.chart import Spec, behind, both, described, named, subtitle
from helpers.display.source_lines import openness_line
from helpers.display.style import Chart
from helpers.display.tilemap import SHARE, Scale, tile_map
from helpers.language import formats
from helpers.reports.openness.measures import together

# Bounds that fit a ratio which runs from a twentieth to over a whole.
RATIO = Scale((5, 15, 30, 60), SHARE.colors)
OPENNESS: Spec = {
    "province_code": ("province", "name"),
    "trade_to_gdp_pct": ("trade_to_gdp_pct", "percent"),
    "rank": ("rank", "integer"),
    "total": ("total", "amount"),
    "gdp": ("gdp", "amount"),
    "per_head": ("per_head", "integer_number"),
}


def ratio_bars(table: pd.DataFrame, edition: Edition) -> Chart:
    """Trade ÷ GDP of every province, the most open first. ``table`` is openness.openness."""
    return _bars("openness_bars", table, "trade_to_gdp_pct", edition)


def per_head_bars(table: pd.DataFrame, edition: Edition) -> Chart:
    """Trade per head of every province, the highest first."""
    ordered = table.sort_values("per_head", ascending=False, kind="stable").reset_index(drop=True)
    return _bars("per_head_bars", ordered, "per_head", edition)


def _bars(name: str, table: pd.DataFrame, column: str, edition: Edition) -> Chart:
    ratio = column == "trade_to_gdp_pct"
    labels, values = named(table, edition), table[column]
    texts = [
        formats.percent(v, edition.lang) if ratio else formats.number(round(v, -2), edition.lang, 0)
        for v in values
    ]
    whole = together(table)[column]
    with style.theme():
        figure, ax = style.ranked_canvas(len(table))
        style.bars(ax, labels, values)
        style.paint(ax, values >= whole)
        style.write_values(ax, values, texts)
        style.quiet(ax)
    above = int((values >= whole).sum())
    measure = ("进出口 ÷ 地区生产总值，%", "Total trade ÷ GDP, %")
    if not ratio:
        measure = ("人均进出口，元", "Trade per head, yuan")
    caption, source = subtitle(edition, *measure), openness_line(edition)
    first = ("province_code", column)
    spec = {key: OPENNESS[key] for key in dict.fromkeys([*first, *OPENNESS])}
    rows = behind(name, caption, source, table, spec, edition)
    return Chart(
        name, figure,
        both(edition, f"{above}省高于31省合计", f"{formats.provinces(above).capitalize()} above the 31 as a whole"),
        caption, source,
        both(edition, f"横条图，{measure[0]}：", f"Bars. {measure[1]}: ")
        + described(labels, texts, edition),
        rows, tooltips.rows(ax, tooltips.told_rows(rows, edition)), lead=ratio,
    )  # fmt: skip


def ratio_map(table: pd.DataFrame, edition: Edition) -> Chart:
    """Trade ÷ GDP of every province on the grid of tiles."""
    least = formats.number(RATIO.bounds[-1], edition.lang, 0)
    over = int((table["trade_to_gdp_pct"] >= RATIO.bounds[-1]).sum())
    headline = both(
        edition,
        f"{over}省的比值在{least}%以上",
        f"{formats.provinces(over).capitalize()} at {least}% or more",
    )
    label = ("进出口 ÷ 地区生产总值，%", "Total trade ÷ GDP, %")
    return tile_map(
        "openness_map", table, "trade_to_gdp_pct", RATIO, headline, label, edition, OPENNESS,
        openness_line(edition),
    )  # fmt: skip
