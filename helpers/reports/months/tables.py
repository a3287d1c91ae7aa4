"""Tables of the months notebook: the nation's months, turns, months by province and region."""

import pandas as pd

from helpers.constants import NATION
from helpers.data.edition import Edition
from helpers.data.provinces import names, with_names
from helpers.display.chart import both
from helpers.display.source_lines import months_line, source_line
from helpers.display.table import Column, Table, columns_of
from helpers.language import formats
from helpers.reports.months.sentences import EXACT

# Printed rates of the flows are shown for the nation; for provinces data/trade.csv has them.
PRINTED = ("export_to_date_growth_pct", "import_to_date_growth_pct")


def nation(table: pd.DataFrame, edition: Edition) -> Table:
    """The nation month by month: value, growth of the month, growth of the year to date.

    ``table`` is months.by_flow.
    """
    own = table[table["code"] == NATION].reset_index(drop=True)
    shown = own.assign(
        months=month_names(own, edition.lang), growth=growth_cells(own, edition.lang)
    )
    spec = {
        "months": ("month", "text"),
        "total": ("total", "amount"),
        "growth": ("month_growth_pct", "told"),
        "to_date_growth_pct": ("to_date_growth_pct", "growth"),
        "export_to_date_growth_pct": ("export_to_date_growth", "growth"),
        "import_to_date_growth_pct": ("import_to_date_growth", "growth"),
    }
    unit = formats.unit(edition.currency, edition.lang)
    caption = both(
        edition,
        f"全国各月进出口，{edition.year}年，{unit}",
        f"The nation's trade by month, {edition.year}, {unit}",
    )
    columns = columns_of(shown, spec, edition)
    return Table(
        "national_months", caption, line(table, edition), columns, own.drop(columns="code")
    )


def turns(table: pd.DataFrame, edition: Edition) -> Table:
    """Provinces whose growth of the year to date changed its sign; the CSV holds all of them."""
    own = table.rename(columns={"code": "province_code"})
    turned = own[own["turn"] != ""].sort_values("month", ascending=False, kind="stable")
    turned = turned.assign(
        months=[formats.months(int(m), int(m), edition.lang) for m in turned["month"]]
    )
    spec = {
        "province_code": ("province", "name"),
        "months": ("month", "text"),
        "turn": ("turn", "label"),
        "before_pct": ("before_turn", "growth"),
        "turned_pct": ("at_turn", "growth"),
        "last_pct": ("at_end", "growth"),
    }
    caption = both(
        edition,
        f"累计增速最后一次改变方向的月份，{edition.year}年，%",
        f"The month in which growth of the year to date last changed its sign, {edition.year}",
    )
    columns = columns_of(turned, spec, edition)
    return Table("month_turns", caption, source_line(edition), columns, with_names(own))


def provinces(table: pd.DataFrame, ranking: pd.DataFrame, edition: Edition) -> Table:
    """Trade of every province in every month, by rank, in the unit of the language.

    ``table`` is months.by_flow, ``ranking`` measures.ranking.
    """
    order = list(ranking["province_code"])
    unit = formats.unit(edition.currency, edition.lang)
    caption = both(
        edition,
        f"各省各月进出口，{edition.year}年，{unit}",
        f"Total trade by province and month, {edition.year}, {unit}",
    )
    return _wide("months", "province", order, table, caption, edition)


def regions(table: pd.DataFrame, order: list[str], edition: Edition) -> Table:
    """Trade of every region in every month. ``table`` is months.by_flow of the regions."""
    unit = formats.unit(edition.currency, edition.lang)
    caption = both(
        edition,
        f"各区域各月进出口，{edition.year}年，{unit}",
        f"Total trade by region and month, {edition.year}, {unit}",
    )
    return _wide("region_months", "region", order, table, caption, edition)


def _wide(
    name: str, kind: str, order: list[str], table: pd.DataFrame, caption: str, edition: Edition
) -> Table:
    """One row a place, one column a month; the CSV has one row a place and month."""
    own = table[table["code"].isin(order)]
    shown = own.assign(
        cell=[
            formats.number(v, edition.lang, 1) for v in formats.in_unit(own["total"], edition.lang)
        ]
    )
    columns = by_month(shown, kind, order, edition)
    kept = [name for name in own if name not in PRINTED]
    rows = own[kept].rename(columns={"code": f"{kind}_code"})
    return Table(name, caption, source_line(edition), columns, with_names(rows))


def by_month(table: pd.DataFrame, kind: str, order: list[str], edition: Edition) -> list[Column]:
    """Columns of places by month: the names in ``order``, then ``cell`` of every month."""
    labels = [names(edition.lang)[code] for code in order]
    columns = [Column(formats.label(kind, edition.lang), labels, "name", order)]
    for (month, first), rows in table.groupby(["month", "first_month"], sort=True):
        cells = rows.set_index("code").loc[order, "cell"]
        label = formats.months(int(first), int(month), edition.lang, short=True)
        columns.append(Column(label, list(cells), "number"))
    return columns


def line(table: pd.DataFrame, edition: Edition) -> str:
    """The source line of figures by month, see :func:`helpers.display.source_lines.months_line`."""
    return months_line(edition, bool((table["growth_margin_pp"] > EXACT).any()))


def month_names(rows: pd.DataFrame, lang: str) -> list[str]:
    """The month, or the months, that each row is about."""
    pairs = zip(rows["first_month"], rows["month"], strict=True)
    return [formats.months(int(first), int(last), lang) for first, last in pairs]


def growth_cells(rows: pd.DataFrame, lang: str) -> list[str]:
    """Growth of each month: ≈ and no decimals where it is known only within a margin."""
    return [
        formats.percent(rate, lang, signed=True)
        if pd.isna(rate) or margin <= EXACT
        else f"≈{formats.percent(rate, lang, 0, signed=True)}"
        for rate, margin in zip(rows["growth_pct"], rows["growth_margin_pp"], strict=True)
    ]
