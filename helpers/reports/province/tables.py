"""Tables of the page of one province: flows, pace, neighbours, places in it, months, years."""

import pandas as pd

from helpers.constants import NATION
from helpers.data.edition import Edition
from helpers.data.provinces import names, with_names
from helpers.display.chart import both, subtitle
from helpers.display.source_lines import history_line, source_line
from helpers.display.table import Column, Table, columns_of
from helpers.language import formats
from helpers.measures import core
from helpers.reports.shared.localities import place_column
from helpers.reports.shared.press import Press


def flows(table: pd.DataFrame, code: str, edition: Edition) -> Table:
    """Total, exports, imports and balance of the province. ``table`` is profile.flows."""
    spec = {
        "flow": ("flow", "label"),
        "value": ("value", "amount"),
        "rank": ("rank", "integer"),
        "share": ("share", "share"),
        "growth_pct": ("growth_pct", "growth"),
        "nation_growth_pct": ("nation_growth_pct", "growth"),
    }
    unit, name = formats.unit(edition.currency, edition.lang), names(edition.lang)[code]
    caption = subtitle(edition, f"{name}的进出口，{unit}", f"The trade of {name}, {unit}")
    data = table.assign(province_code=code)
    return Table("flows", caption, source_line(edition), columns_of(table, spec, edition), data)


def pace(table: pd.DataFrame, edition: Edition) -> Table | None:
    """Growth of the province, its region and all provinces. ``table`` is pace.of_province.

    None where no growth is known.
    """
    rates = [column for column in table if column != "code"]
    if table[rates].isna().all(axis=None):
        return None
    spec = {
        "growth_pct": ("growth_pct", "growth"),
        **{name: (name, "growth") for name in rates if name != "growth_pct"},
    }
    columns = [
        Column(formats.label("place", edition.lang), _of_place(table["code"], edition), "name"),
        *columns_of(table, spec, edition),
    ]
    caption = subtitle(
        edition,
        "进出口总额同比，以及截至本期的年均增速，%",
        "Growth on the year before, and a year over longer spans",
    )
    return Table("pace", caption, source_line(edition), columns, table)


def _of_place(codes: pd.Series, edition: Edition) -> list[str]:
    """Names of a province, a region or the nation."""
    known = names(edition.lang) | {NATION: formats.label("nation", edition.lang)}
    return [known[code] for code in codes]


def neighbours(table: pd.DataFrame, edition: Edition) -> Table:
    """The provinces ranked around it. ``table`` is profile.neighbours."""
    spec = {
        "rank": ("rank", "integer"),
        "province_code": ("province", "name"),
        "total": ("total", "amount"),
        "total_share": ("total_share", "share"),
        "growth_pct": ("growth_pct", "growth"),
        "difference": ("difference", "amount"),
        "difference_pct": ("difference_pct", "growth"),
    }
    unit = formats.unit(edition.currency, edition.lang)
    caption = subtitle(edition, f"位次相邻的省份，{unit}", f"Provinces of next ranks, {unit}")
    columns = columns_of(table, spec, edition)
    return Table("neighbours", caption, source_line(edition), columns, with_names(table))


def inside(table: pd.DataFrame, code: str, edition: Edition) -> Table | None:
    """Listed cities and zones of the province, largest first. ``table`` is places_inside.inside.

    Their names are in Chinese on every page: the publisher gives no others. None where the source
    lists none.
    """
    own = table[table["province_code"] == code].sort_values("total", ascending=False, kind="stable")
    if own.empty:
        return None
    spec = {
        "kind": ("kind", "label"),
        "total": ("total", "amount"),
        "share_pct": ("places_share", "percent"),
        "growth_pct": ("growth_pct", "growth"),
        "contribution_pp": ("contribution_pp", "points"),
    }
    own = own.reset_index(drop=True)
    place = place_column(own, "place", edition.lang)
    unit = formats.unit(edition.currency, edition.lang)
    caption = subtitle(
        edition,
        f"海关表所列的市和开发区，互有重叠，不可相加，{unit}",
        f"Cities and zones in the customs table; they overlap and do not add up, {unit}",
    )
    columns = [place, *columns_of(own, spec, edition)]
    return Table("localities", caption, source_line(edition), columns, own.drop(columns="name"))


def months(table: pd.DataFrame, code: str, edition: Edition) -> Table | None:
    """Single months and the year to date of the province. ``table`` is months.growth.

    None where there are no months.
    """
    own = table[(table["code"] == code) & (table["flow"] == "total")].reset_index(drop=True)
    if own.empty:
        return None
    spec = {
        "value": ("month_value", "amount"),
        "to_date": ("to_date", "amount"),
        "to_date_growth_pct": ("to_date_growth_pct", "growth"),
    }
    named = [
        formats.months(first, last, edition.lang)
        for first, last in zip(own["first_month"], own["month"], strict=True)
    ]
    unit = formats.unit(edition.currency, edition.lang)
    caption = subtitle(edition, f"各月进出口总额，{unit}", f"Total trade by month, {unit}")
    columns = [
        Column(formats.label("month", edition.lang), named, "text"),
        *columns_of(own, spec, edition),
    ]
    data = own.rename(columns={"code": "province_code"})
    return Table("months", caption, source_line(edition), columns, data)


def context(code: str, edition: Edition) -> Table | None:
    """What reports say of the province in this year, held against our figures.

    None where nothing is on file.
    """
    return Press(edition, core.movers(edition.now, edition.before)).table(code)


def path(table: pd.DataFrame, edition: Edition) -> Table:
    """Every full year of the province, latest first. ``table`` is profile.path."""
    spec = {
        "year": ("year", "integer"),
        "total": ("total", "amount"),
        "share": ("share", "share"),
        "rank": ("rank", "integer"),
        "growth_pct": ("own_growth", "growth"),
        "region_growth_pct": ("region_growth", "growth"),
        "nation_growth_pct": ("nation_growth", "growth"),
    }
    unit = formats.unit("USD", edition.lang)
    caption = both(edition, f"历年进出口总额，{unit}", f"Total trade by year, {unit}")
    shown = table.iloc[::-1].reset_index(drop=True)
    return Table("path", caption, history_line(edition), columns_of(shown, spec, edition), table)
