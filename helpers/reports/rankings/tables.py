"""Tables of the rankings notebook: the nation, the ranking, concentration, positions."""

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import with_names
from helpers.display.chart import both, subtitle, traded
from helpers.display.source_lines import national_line, rank_line, source_line
from helpers.display.table import Column, Table, columns_of, labels_of
from helpers.language import formats
from helpers.measures import concentration as spread


def national(tables: list[pd.DataFrame | None], edition: Edition) -> Table:
    """The nation's flows with growth, in the edition's currency and in US dollars.

    ``tables`` are measures.national of each currency, None where a currency has none.
    """
    rows = pd.concat([t for t in tables if t is not None], ignore_index=True)
    known = rows[rows["value"].notna()]
    spec = {
        "flow": ("flow", "label"),
        "currency": ("currency", "label"),
        "value": ("value", "amount"),
        "previous": ("previous", "before"),
        "growth_pct": ("growth_pct", "growth"),
        "growth_basis": ("growth_basis", "label"),
    }
    zh, en = (
        formats.listed(
            (formats.unit(currency, lang) for currency in known["currency"].unique()), lang
        )
        for lang in ("zh", "en")
    )
    caption = subtitle(edition, f"全国进出口，{zh}", f"The nation's trade, {en}")
    order = ["flow", "currency", "value", "previous", "growth_pct", "growth_basis"]
    data = rows[[*order, "previous_margin"]]
    columns = columns_of(known, spec, edition)
    return Table("national", caption, national_line(edition), columns, data)


def rankings(ranking: pd.DataFrame, edition: Edition) -> Table:
    """All provinces by total, with shares and the separate ranks of exports and imports."""
    spec = {
        "rank": ("rank", "integer"),
        "province_code": ("province", "name"),
        "total": ("total", "amount"),
        "export": ("export", "amount"),
        "import": ("import", "amount"),
        "total_share": ("total_share", "share"),
        "export_rank": ("export_rank", "integer"),
        "import_rank": ("import_rank", "integer"),
        "previous_rank": ("previous_rank", "integer"),
        "rank_change": ("rank_change", "change"),
        "gap_to_previous_pct": ("gap_to_previous_pct", "percent"),
        "growth_pct": ("growth_pct", "growth"),
    }
    unit = formats.unit(edition.currency, edition.lang)
    zh_trade, en_trade = traded(edition)
    caption = subtitle(
        edition, f"31省{zh_trade}排名，{unit}", f"The 31 provinces by {en_trade}, {unit}"
    )
    order = [
        "rank", "province_code", "total", "export", "import", "total_share", "export_share",
        "import_share", "export_rank", "import_rank", "previous_rank", "rank_change",
        "gap_to_previous_pct", "growth_pct", "growth_basis",
    ]  # fmt: skip
    data = with_names(ranking[order])
    return Table(
        "rankings", caption, source_line(edition), columns_of(ranking, spec, edition), data
    )


def concentration(table: pd.DataFrame, edition: Edition) -> Table:
    """Concentration of trade on the largest provinces, with the year before."""

    def cells(column: str) -> list[str]:
        """The values of a column, each with the decimals of its measure."""
        pairs = zip(table["measure"], table[column], strict=True)
        return [formats.number(v, edition.lang, spread.DIGITS[measure]) for measure, v in pairs]

    columns = [
        Column(
            formats.label("measure", edition.lang), labels_of(table["measure"], edition), "name"
        ),
        Column(formats.label("value", edition.lang), cells("value"), "number"),
    ]
    if table["previous"].notna().any():
        columns.append(
            Column(
                formats.header("previous", edition.lang, edition.full_year),
                cells("previous"),
                "number",
            )
        )
    caption = subtitle(edition, "各省进出口总额的集中度", "Concentration of the provinces' trade")
    return Table("concentration", caption, source_line(edition), columns, table)


def held(table: pd.DataFrame, edition: Edition) -> Table:
    """Since when each province has held its rank, and from whom it took it."""
    shown = table.assign(since=table["since"].astype(str))
    first = both(edition, "（有数据的首年）", " (first year with figures)")
    shown["since"] += [first if start else "" for start in table["from_start"]]
    shown["passed_code"] = table["passed_code"].replace("", None)
    spec = {
        "rank": ("rank", "integer"),
        "province_code": ("province", "name"),
        "since": ("since", "text"),
        "previous_rank": ("previous_held", "integer"),
        "passed_code": ("passed", "name"),
    }
    last = int(edition.rank_years.index[-1])
    caption = both(
        edition,
        f"各省保持位次的时间，截至{last}年",
        f"How long each province has held its rank, up to {last}",
    )
    order = [
        "province_code",
        "rank",
        "since",
        "years",
        "from_start",
        "previous_rank",
        "passed_code",
    ]
    columns = columns_of(shown, spec, edition)
    return Table("rank_held", caption, rank_line(edition), columns, table[order])
