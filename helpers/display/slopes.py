"""Slope charts: ranks of two periods, joined by a line for every province."""

from functools import partial

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.display import style
from helpers.display.style import ACCENT, GREY


def slopes(
    table: pd.DataFrame, column: str, labels: pd.Series, periods: list[str]
) -> tuple[Figure, Axes]:
    """Ranks in ``column`` on the left, ``rank`` on the right; those that moved stand out.

    ``table`` has rank_change too; ``periods`` name the two sides. Drawn inside style.theme.
    """
    figure, ax = style.canvas(len(table) * style.ROW + style.HEAD)
    for row, before, label in zip(table.itertuples(), table[column], labels, strict=True):
        _slope(ax, before, row.rank, label, row.rank_change)
    ax.set(xlim=(-0.75, 1.75), ylim=(table[["rank", column]].max(axis=None) + 0.6, 0.4), yticks=[])
    ax.set_xticks([0, 1], periods)
    ax.xaxis.tick_top()
    sns.despine(ax=ax, left=True, bottom=True, top=True, right=True)
    ax.tick_params(axis="x", length=0)
    return figure, ax


def draw(table: pd.DataFrame, column: str, labels: pd.Series, periods: list[str]) -> style.Drawing:
    """Draw ranks in ``column`` on the left and ``rank`` on the right, see :func:`slopes`."""
    with style.theme():
        figure, _ = slopes(table, column, labels, periods)
    texts = [f"{before}→{now}" for before, now in zip(table[column], table["rank"], strict=True)]
    places = [
        (x, (rank - 0.5, rank + 0.5))
        for x, name in (((0.95, 1.75), "rank"), ((-0.75, 0.05), column))
        for rank in table[name]
    ]
    return style.Drawing(figure, list(labels), texts, places)


def _slope(ax: Axes, before: int, now: int, label: str, change: int) -> None:
    color, width = (ACCENT, 1.6) if change > 0 else (style.TEXT, 1.2) if change < 0 else (GREY, 0.8)
    dashes = (0, (4, 2)) if change < 0 else "solid"
    ax.plot([0, 1], [before, now], color=color, linewidth=width, linestyle=dashes)
    mark = "" if change == 0 else f" ▲{change}" if change > 0 else f" ▼{-change}"
    write = partial(ax.annotate, textcoords="offset points", va="center_baseline", fontsize=8.5)
    write(f"{label}  {before}", (0, before), (-5, 0), ha="right")
    text_color = color if change > 0 else style.TEXT
    write(f"{now}  {label}{mark}", (1, now), (5, 0), ha="left", color=text_color)
