"""The table of places inside the provinces that moved most."""

import pandas as pd

from helpers.data.edition import Edition
from helpers.display.chart import subtitle
from helpers.display.source_lines import source_line
from helpers.display.table import Column, Table, columns_of
from helpers.language import formats
from helpers.reports.shared.localities import most
from helpers.reports.shared.locality_sentences import SHOWN


def place_column(table: pd.DataFrame, label: str, lang: str) -> Column:
    """The names of places as the customs table prints them: a Chinese one has no English names.

    ``table`` is some of places_inside.inside.
    """
    printed = "zh-CN" if (table["locality_zh"] != "").any() else "en"
    return Column(formats.label(label, lang), list(table["name"]), "text", lang=printed)


def inside(table: pd.DataFrame, movers: pd.DataFrame, edition: Edition) -> Table:
    """The listed places that did most in each of ``movers``; the CSV holds every listed place.

    ``table`` is places_inside.inside.
    """
    picked = [
        most(table, row.province_code, SHOWN, row.growth_pct > 0) for row in movers.itertuples()
    ]
    shown = pd.concat([*picked, table.head(0)], ignore_index=True)
    shown["kind"] = "listed_" + shown["kind"].astype(str)
    spec = {
        "province_code": ("province", "name"),
        "kind": ("place_kind", "label"),
        "total": ("total", "amount"),
        "growth_pct": ("growth_pct", "growth"),
        "share_pct": ("share_of_province", "share"),
        "contribution_pp": ("contribution_to_province", "points"),
    }
    unit = formats.unit(edition.currency, edition.lang)
    caption = subtitle(
        edition,
        f"增减最多的省份里哪些地方作用最大，{unit}；开发区在市内，不能相加",
        f"Places that did most in the provinces that moved most, {unit}; zones lie inside cities",
    )
    columns = columns_of(shown, spec, edition)
    if len(shown):
        columns.insert(1, place_column(shown, "listed_place", edition.lang))
    kept = [
        "province_code", "locality_zh", "locality_en", "kind", "total", "growth_pct", "previous",
        "previous_margin", "share_pct", "contribution_pp",
    ]  # fmt: skip
    return Table("places_inside", caption, source_line(edition), columns, table[kept])
