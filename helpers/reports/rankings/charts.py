"""Figures of the rankings notebook: totals, changes of rank, gaps to the province above.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

import pandas as pd

from helpers.data.edition import Edition
from helpers.data.provinces import names
from helpers.display import slopes, style, tooltips
from helpers.display.chart import Spec, behind, both, described, named, of_nation, subtitle, traded
from helpers.display.source_lines import source_line
from helpers.display.style import ACCENT, GREY, Chart
from helpers.language import formats
from helpers.language.sentences import opened

TOTALS: Spec = {
    "province_code": ("province", "name"),
    "total": ("total", "amount"),
    "export": ("export", "amount"),
    "import": ("import", "amount"),
    "total_share": ("total_share", "share"),
    "rank": ("rank", "integer"),
    "growth_pct": ("growth_pct", "growth"),
}
RANKS: Spec = {
    "province_code": ("province", "name"),
    "rank": ("rank", "integer"),
    "previous_rank": ("previous_rank", "integer"),
    "rank_change": ("rank_change", "change"),
    "total": ("total", "amount"),
    "total_share": ("total_share", "share"),
    "growth_pct": ("growth_pct", "growth"),
}
GAPS: Spec = {
    "province_code": ("province", "name"),
    "gap_to_previous_pct": ("gap_to_previous_pct", "percent"),
    "rank": ("rank", "integer"),
    "total": ("total", "amount"),
    "total_share": ("total_share", "share"),
    "growth_pct": ("growth_pct", "growth"),
}


def ranking_bars(ranking: pd.DataFrame, edition: Edition) -> Chart:
    """Total of every province, largest first, split in exports and imports where they exist."""
    labels = named(ranking, edition)
    total = formats.in_unit(ranking["total"], edition.lang)
    texts = [formats.number(v, edition.lang) for v in total]
    with style.theme():
        figure, ax = style.ranked_canvas(len(ranking))
        if edition.has_flows:
            export = formats.in_unit(ranking["export"], edition.lang)
            style.bars(ax, labels, total, GREY, label=formats.label("import", edition.lang))
            style.bars(ax, labels, export, ACCENT, label=formats.label("export", edition.lang))
            style.legend_above(ax, reverse=True)
        else:
            style.bars(ax, labels, total, ACCENT)
        style.write_values(ax, total, texts)
        style.quiet(ax)
    first, share = labels.iloc[0], ranking["total_share"].iloc[0]
    shown = formats.percent(share, edition.lang)
    unit = formats.unit(edition.currency, edition.lang)
    (zh_trade, en_trade), (zh_nation, en_nation) = traded(edition), of_nation(edition)
    caption = subtitle(edition, f"{zh_trade}，{unit}", f"{opened(en_trade)}, {unit}")
    source = source_line(edition)
    table = behind("ranking_bars", caption, source, ranking, TOTALS, edition)
    return Chart(
        "ranking_bars",
        figure,
        both(
            edition, f"{first}一省占{zh_nation}{shown}", f"{first} alone had {shown} of {en_nation}"
        ),
        caption,
        source,
        both(edition, f"横条图，各省{zh_trade}：", f"Bars of {en_trade} by province: ")
        + described(labels, texts, edition),
        table,
        tooltips.rows(ax, tooltips.told_rows(table, edition)),
        lead=True,
    )


def rank_change(ranking: pd.DataFrame, edition: Edition) -> Chart | None:
    """Rank a year before on the left, rank now on the right; those that moved are in colour."""
    known = ranking.dropna(subset=["previous_rank"])
    if known.empty:
        return None
    labels = named(known, edition)
    with style.theme():
        years = (edition.year - 1, edition.year)
        periods = [formats.period(y, edition.month, edition.lang) for y in years]
        figure, _ = slopes.slopes(known, "previous_rank", labels, periods)
    moved = int((known["rank_change"] != 0).sum())
    texts = [f"{b}→{a}" for a, b in zip(known["rank"], known["previous_rank"], strict=True)]
    zh_trade, en_trade = traded(edition)
    caption = subtitle(edition, f"按{zh_trade}的位次", f"Rank by {en_trade}")
    table = behind("rank_change", caption, source_line(edition), known, RANKS, edition)
    return Chart(
        "rank_change",
        figure,
        slopes.headline(moved, edition),
        caption,
        source_line(edition),
        both(edition, "位次变化，上年→本期：", "Rank, a year before → now: ")
        + described(labels, texts, edition),
        table,
        slopes.ends(known, "previous_rank", tooltips.told_rows(table, edition)),
    )


def gap_bars(ranking: pd.DataFrame, edition: Edition) -> Chart:
    """Gap of every province to the one ranked just above, as a percentage of its own total."""
    below = ranking[ranking["gap_to_previous_pct"].notna()].reset_index(drop=True)
    labels = named(below, edition)
    values = below["gap_to_previous_pct"]
    texts = [formats.percent(v, edition.lang) for v in values]
    steep = values.isin(values.nlargest(2))
    with style.theme():
        figure, ax = style.ranked_canvas(len(below))
        style.bars(ax, labels, values)
        style.paint(ax, steep)
        style.write_values(ax, values, texts)
        style.quiet(ax)
    caption = subtitle(
        edition,
        "与前位差率 =（前一位 − 本省）÷ 本省，%，自第2位起按位次排列",
        "Gap = (the one above − own) ÷ own, %, by rank from the second",
    )
    table = behind("gap_bars", caption, source_line(edition), below, GAPS, edition)
    zh_cliffs, en_cliffs = (
        formats.listed(below.loc[steep, "province_code"].map(names(lang)), lang)
        for lang in ("zh", "en")
    )
    return Chart(
        "gap_bars",
        figure,
        both(
            edition,
            f"与前一位落差最大的是{zh_cliffs}",
            f"The steepest steps up lie before {en_cliffs}",
        ),
        caption,
        source_line(edition),
        both(edition, "横条图，与前位差率：", "Bars of the gap to the province above: ")
        + described(labels, texts, edition),
        table,
        tooltips.rows(ax, tooltips.told_rows(table, edition)),
    )
