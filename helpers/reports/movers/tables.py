"""Tables of the movers notebook: growth and contributions, and what reports say."""

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import with_names
from helpers.display.chart import both, subtitle
from helpers.display.source_lines import source_line, source_titles
from helpers.display.table import Table, columns_of
from helpers.language import formats
from helpers.reports.shared.press import digits


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
    unit = formats.unit(edition.currency, edition.lang)
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

    ``table`` is held_against.shares; None where there is no fact.
    """
    if table.empty:
        return None
    lang = edition.lang
    titles = dict(zip(table["source"], source_titles(list(table["source"]), lang), strict=True))
    shown = table.assign(
        topic=table[f"topic_{lang}"],
        figure=[_figure(row, lang) for _, row in table.iterrows()],
        held=[_held(row, edition) for _, row in table.iterrows()],
    )
    spec = {
        "province_code": ("province", "name"),
        "topic": ("topic", "text"),
        "figure": ("figure", "text"),
        "held": ("held_against", "text"),
    }
    caption = both(
        edition, f"{edition.year}年各省情况摘录", f"What reports say of provinces, {edition.year}"
    )
    credits_ = both(edition, "；", "; ").join(titles.values())
    source = both(
        edition,
        f"摘自：{credits_}；最后一列为与官方数字核对的结果，–为无从核对",
        f"Quoted from: {credits_}; the last column holds it against our figures, – where there is "
        "nothing to hold it against",
    )
    return Table("context", caption, source, columns_of(shown, spec, edition), with_names(table))


def _held(row: pd.Series, edition: Edition) -> str:
    """Whether a reported share is what our figures give."""
    if pd.isna(row["agrees"]):
        return formats.DASH
    own = formats.percent(row["own_share_pct"], edition.lang)
    if row["agrees"]:
        return both(edition, f"相符（{own}）", f"agrees ({own})")
    return both(edition, f"不符（{own}）", f"does not agree ({own})")


def _figure(row: pd.Series, lang: str) -> str:
    """One fact's figures in words: value, growth, times, share of what."""
    parts = []
    if pd.notna(row["value"]):
        parts.append(_value(row["value"], str(row["unit"]), lang))
    if pd.notna(row["growth_pct"]):
        parts.append(formats.moved(row["growth_pct"], lang))
    if pd.notna(row["times"]):
        times = formats.number(row["times"], lang, digits(row["times"]))
        parts.append(f"来源称{times}倍" if lang == "zh" else f"{times} times, says the source")
    if pd.notna(row["share_pct"]):
        share = formats.percent(row["share_pct"], lang, digits(row["share_pct"]))
        of = row[f"share_of_{lang}"]
        parts.append(f"占{of}的{share}" if lang == "zh" else f"{share} of {of}")
    return ("，" if lang == "zh" else ", ").join(parts)


def _value(value: float, unit: str, lang: str) -> str:
    """A reported value with the digits it has, and more than where its unit says so."""
    shown = f"{formats.number(value, lang, digits(value))}"
    if unit.startswith("100 million CNY"):
        shown = formats.as_given(value, digits(value), lang)
    elif unit.startswith("count") and lang == "zh":
        shown += "个"
    if "more than" in unit:
        return f"超过{shown}" if lang == "zh" else f"more than {shown}"
    return shown
