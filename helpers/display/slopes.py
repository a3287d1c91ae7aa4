"""Slope charts: ranks of two periods, joined by a line for every province."""

from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from helpers.display import style
from helpers.display.style import ACCENT, GREY
from helpers.display.texts import write


def slopes(
    table: pd.DataFrame, column: str, labels: pd.Series, periods: list[str]
) -> tuple[Figure, Axes]:
    """Ranks in ``column`` on the left, ``rank`` on the right; those that moved stand out.

    ``table`` has rank_change too; ``periods`` name the two sides. Drawn inside style.theme.
    """
    figure, ax = style.canvas(len(table) * style.ROW + style.HEAD)
    before, now = (table[name].to_numpy(dtype=float) for name in (column, "rank"))
    looks = [_look(change) for change in table["rank_change"]]
    ends = [[(0, a), (1, b)] for a, b in zip(before, now, strict=True)]
    colors, widths, dashes = zip(*looks, strict=True)
    ax.add_collection(
        LineCollection(ends, colors=colors, linewidths=widths, linestyles=dashes, zorder=2),
        autolim=False,
    )
    moves = [_move(change) for change in table["rank_change"]]
    left = [f"{name}  {rank:.0f}" for name, rank in zip(labels, before, strict=True)]
    right = [f"{b:.0f}  {name}{move}" for b, name, move in zip(now, labels, moves, strict=True)]
    write(ax, 0, before, left, anchor="right", offset=(-5, 0))
    inks = [
        color if change > 0 else style.TEXT
        for color, change in zip(colors, table["rank_change"], strict=True)
    ]
    write(ax, 1, now, right, offset=(5, 0), color=inks)
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


def _look(change: int) -> tuple[str, float, Any]:
    """Return colour, width and dashes of the line of a province that moved by ``change`` ranks."""
    if change == 0:
        return GREY, 0.8, "solid"
    return (ACCENT, 1.6, "solid") if change > 0 else (style.TEXT, 1.2, (0, (4, 2)))


def _move(change: int) -> str:
    return "" if change == 0 else f" ▲{change}" if change > 0 else f" ▼{-change}"
