"""Tables of the trends notebook: growth multiples, overtakings, the annual series."""

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import names, with_names
from helpers.display.chart import both
from helpers.display.source_lines import history_line
from helpers.display.table import Column, Table, columns_of
from helpers.language import formats


def multiples(table: pd.DataFrame, edition: Edition) -> Table:
    """Growth of every province since its first year, in US dollars."""
    shown = table.assign(rank=range(1, len(table) + 1))
    spec = {
        "rank": ("rank", "integer"),
        "province_code": ("province", "name"),
        "base_year": ("base_year", "integer"),
        "base_value": ("base_value", "amount"),
        "value": ("end_value", "amount"),
        "multiple": ("multiple", "times"),
        "cagr_pct": ("cagr_pct", "growth"),
    }
    unit, end = formats.unit("USD", edition.lang), int(edition.history.index.max())
    caption = both(
        edition,
        f"各省进出口总额的增长倍数，至{end}年，{unit}",
        f"Growth of total trade by province up to {end}, {unit}",
    )
    columns = columns_of(shown, spec, edition)
    return Table("multiples", caption, history_line(edition), columns, with_names(table))


def overtakings(table: pd.DataFrame, codes: list[str], edition: Edition) -> Table:
    """Who passed whom among the provinces in ``codes``, latest first; the CSV holds all of them."""
    among = table[table["province_code"].isin(codes) & table["passed_code"].isin(codes)]
    shown = among.sort_values("year", ascending=False, kind="stable")
    spec = {
        "year": ("year", "integer"),
        "previous_year": ("previous_year", "integer"),
        "province_code": ("passer", "name"),
        "passed_code": ("overtaken", "name"),
        "rank": ("rank_after", "integer"),
    }
    caption = both(
        edition, "图中各省之间的位次更替", "Changes of order among the provinces in the figure"
    )
    columns = columns_of(shown, spec, edition)
    return Table("overtakings", caption, history_line(edition), columns, table)


def history(values: pd.DataFrame, codes: list[str], edition: Edition) -> Table | None:
    """Annual totals of the provinces in ``codes``; the CSV holds all provinces, one figure a row.

    Years that are missing are not there.
    """
    if not codes:
        return None
    known = names(edition.lang)
    columns = [
        Column(formats.label("year", edition.lang), [str(y) for y in values.index], "number"),
        *(Column(known[code], _amounts(values[code], edition.lang), "number") for code in codes),
    ]
    unit = formats.unit("USD", edition.lang)
    caption = both(edition, f"历年进出口总额，{unit}", f"Total trade by year, {unit}")
    data = (
        values.rename_axis("year")
        .reset_index()
        .melt("year", var_name="province_code", value_name="total")
    )
    return Table("history", caption, history_line(edition), columns, with_names(data))


def _amounts(cells: pd.Series, lang: str) -> list[str]:
    return [formats.number(v, lang, 1) for v in formats.in_unit(cells, lang)]
