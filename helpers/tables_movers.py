"""Tables of the movers notebook: growth and contributions, and what is said on the spot."""

import pandas as pd

from helpers import words
from helpers.charts import both, subtitle
from helpers.edition import Edition
from helpers.places import with_names
from helpers.provenance import source_line, source_titles
from helpers.tables import Table, columns_of


def movers(table: pd.DataFrame, edition: Edition) -> Table | None:
    """All provinces by growth, with what each contributed to the growth of all."""
    order = [
        "growth_rank", "province_code", "total", "previous", "growth_pct", "growth_basis",
        "contribution_pp", "export_growth_pct", "import_growth_pct", "previous_margin",
    ]  # fmt: skip
    spec = {
        "growth_rank": ("growth_rank", "integer"),
        "province_code": ("province", "name"),
        "total": ("total", "amount"),
        "previous": ("previous", "before"),
        "growth_pct": ("growth_pct", "growth"),
        "contribution_pp": ("contribution_pp", "points"),
        "export_growth_pct": ("export_growth_pct", "growth"),
        "import_growth_pct": ("import_growth_pct", "growth"),
    }
    unit = words.unit(edition.currency, edition.lang)
    caption = subtitle(
        edition,
        f"31省进出口增速，{unit}，拉动为个百分点",
        f"Growth of the 31 provinces, {unit}, contribution in percentage points",
    )
    data = with_names(table[order])
    if not edition.has_growth:
        spec = {}
    columns = columns_of(table, spec, edition)
    return Table("movers", caption, source_line(edition), columns, data)


def context(table: pd.DataFrame, edition: Edition) -> Table | None:
    """Facts that others tell about the provinces in this year, each with its source.

    ``table`` has the columns of data/context.csv; None where there is no fact.
    """
    if table.empty:
        return None
    lang = edition.lang
    shown = table.assign(
        topic=table[f"topic_{lang}"],
        figure=[_figure(row, lang) for _, row in table.iterrows()],
    )
    spec = {
        "province_code": ("province", "name"),
        "topic": ("topic", "text"),
        "figure": ("figure", "text"),
    }
    caption = both(
        edition, f"{edition.year}年各省情况摘录", f"What is said of provinces, {edition.year}"
    )
    credits_ = "；".join(source_titles(table["source"].unique(), lang))
    source = both(edition, f"来源：{credits_}（未经核对）", f"Source: {credits_} (not verified)")
    return Table("context", caption, source, columns_of(shown, spec, edition), with_names(table))


def _figure(row: pd.Series, lang: str) -> str:
    """One fact's figures in words: value, growth, times, share of what."""
    parts = []
    if pd.notna(row["value"]):
        parts.append(_value(row, lang))
    if pd.notna(row["growth_pct"]):
        parts.append(words.moved(row["growth_pct"], lang))
    if pd.notna(row["times"]):
        times = words.number(row["times"], lang)
        parts.append(f"增长{times}倍" if lang == "zh" else f"up {times} times")
    if pd.notna(row["share_pct"]):
        share = words.percent(row["share_pct"], lang)
        of = row[f"share_of_{lang}"]
        parts.append(f"占{of}的{share}" if lang == "zh" else f"{share} of {of}")
    return ("，" if lang == "zh" else ", ").join(parts)


def _value(row: pd.Series, lang: str) -> str:
    if str(row["unit"]).startswith("100 million CNY"):
        amount = words.amount(row["value"], "CNY", lang)
        if "more than" in str(row["unit"]):
            return f"超过{amount}" if lang == "zh" else f"more than {amount}"
        return amount
    return words.number(row["value"], lang, 0)
