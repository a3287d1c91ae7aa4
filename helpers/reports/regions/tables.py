"""Tables of the regions notebook: the seven regions, and the provinces inside them."""

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import with_names
from helpers.display.chart import subtitle
from helpers.display.source_lines import source_line
from helpers.display.table import Table, columns_of
from helpers.language import formats


def regions(table: pd.DataFrame, edition: Edition) -> Table:
    """The seven regions with total, share, growth and seats in the top ten."""
    spec = {
        "region_code": ("region", "name"),
        "provinces": ("provinces", "integer"),
        "total": ("total", "amount"),
        "export": ("export", "amount"),
        "import": ("import", "amount"),
        "share": ("share", "share"),
        "previous_share": ("previous_share", "share"),
        "growth_pct": ("growth_pct", "growth"),
        "contribution_pp": ("contribution_pp", "points"),
        "in_top10": ("in_top10", "integer"),
    }
    unit = formats.unit(edition.currency, edition.lang)
    caption = subtitle(
        edition, f"七大区域进出口，{unit}", f"Trade of the seven regions of China, {unit}"
    )
    columns = columns_of(table, spec, edition)
    return Table("regions", caption, source_line(edition), columns, with_names(table))


def region_members(table: pd.DataFrame, edition: Edition) -> Table:
    """Every province in its region, with its share of it."""
    spec = {
        "region_code": ("region", "name"),
        "province_code": ("province", "name"),
        "total": ("total", "amount"),
        "region_share": ("share", "share"),
    }
    unit = formats.unit(edition.currency, edition.lang)
    caption = subtitle(
        edition,
        f"各区域内的省份，{unit}，占比为占本区域",
        f"The provinces inside each region, {unit}, share of the region",
    )
    columns = columns_of(table, spec, edition)
    return Table("region_members", caption, source_line(edition), columns, with_names(table))
