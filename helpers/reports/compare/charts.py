"""Figures of the comparison of two years: shares gained and lost, ranks, shares of regions."""

from dataclasses import replace

import pandas as pd

from helpers.data.edition import Edition
from helpers.display import slopes, style, tooltips
from helpers.display.chart import Spec, against, behind, both, described, diverging, named
from helpers.display.source_lines import pair_line
from helpers.display.style import Chart
from helpers.language import formats
from helpers.reports.compare.tables import RANK, SHARE, TOTAL

SHARES: Spec = {"province_code": ("province", "name"), **SHARE, **RANK}
RANKS: Spec = {"province_code": ("province", "name"), **RANK, **TOTAL}
REGION_SHARES: Spec = {"region_code": ("region", "name"), **SHARE, **TOTAL}
CHANGE = ("占全国比重的变化，百分点", "Change of the share of the nation, percentage points")


def shares(table: pd.DataFrame, edition: Edition, other: Edition) -> Chart:
    """Share of the nation gained or lost by every province, most gained first."""
    ordered = _by_change(table)
    first = named(ordered, edition).iloc[0]
    points = formats.number(ordered["share_change_pp"].iloc[0], edition.lang, 2, signed=True)
    headline = both(
        edition,
        f"{first}占比上升最多，{points}个百分点",
        f"{first} gained most share, {points} points",
    )
    chart = diverging(
        ordered, "share_change_pp", "compare_shares", headline, CHANGE, SHARES, edition, 2, other
    )
    return replace(chart, lead=True)


def ranks(table: pd.DataFrame, edition: Edition, other: Edition) -> Chart:
    """Rank then on the left, rank now on the right; those that moved stand out."""
    labels = named(table, edition)
    with style.theme():
        years = [formats.period(one.year, one.month, one.lang) for one in (other, edition)]
        figure, _ = slopes.slopes(table, "other_rank", labels, years)
    moved = int((table["rank_change"] != 0).sum())
    caption = against(edition, other, "按进出口总额的位次", "Rank by total trade")
    source = pair_line(edition, other)
    rows = behind("compare_ranks", caption, source, table, RANKS, edition, other)
    texts = [f"{b}→{a}" for a, b in zip(table["rank"], table["other_rank"], strict=True)]
    return Chart(
        "compare_ranks",
        figure,
        slopes.headline(moved, edition),
        caption,
        source,
        both(edition, "位次变化：", "Ranks, then → now: ") + described(labels, texts, edition),
        rows,
        slopes.ends(table, "other_rank", tooltips.told_rows(rows, edition)),
    )


def regions(table: pd.DataFrame, edition: Edition, other: Edition) -> Chart:
    """Share of the nation gained or lost by every region, most gained first."""
    ordered = _by_change(table)
    first = named(ordered, edition, "region_code").iloc[0]
    points = formats.points(ordered["share_change_pp"].iloc[0], edition.lang, 2)
    headline = both(edition, f"{first}占比{points}", f"{first} China's share was {points}")
    return diverging(
        ordered, "share_change_pp", "compare_region_shares", headline, CHANGE, REGION_SHARES,
        edition, 2, other,
    )  # fmt: skip


def _by_change(table: pd.DataFrame) -> pd.DataFrame:
    ordered = table.sort_values("share_change_pp", ascending=False, kind="stable")
    return ordered.reset_index(drop=True)
