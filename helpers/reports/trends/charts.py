"""Drawings of the trends report: the lines of provinces over the years."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import LogLocator

from helpers.display import style
from helpers.display.chart import apart
from helpers.display.lines import Look, lines_with_gaps, name_years
from helpers.display.style import ACCENT, GREY, Drawing
from helpers.display.texts import write
from helpers.language import formats

LINE = 0.155  # inches that a line's name at its end needs


def lines(
    shown: pd.DataFrame, points: pd.DataFrame, marked: pd.DataFrame, labels: list[str],
    names: dict[str, str], lang: str,
) -> Drawing:  # fmt: skip
    """Draw annual totals on a logarithmic scale, so that equal slopes are equal growth.

    ``shown`` has years as index and province codes as columns, in the unit of the language; missing
    years break the line and are crossed by dots. ``marked`` are the overtakings to ring, with
    columns year and province_code, and ``labels`` what is written beside each. ``points`` are the
    rows of the table behind, with columns year and value.
    """
    whole = shown.reindex(range(int(shown.index[0]), int(shown.index[-1]) + 1))
    height = max(4.6, 0.26 * len(shown.columns) + 1.6)
    with style.theme():
        figure, ax = style.canvas(height)
        risen = set(marked["province_code"])
        looks = {code: Look(ACCENT if code in risen else GREY, dot=3) for code in shown}
        lines_with_gaps(ax, shown, looks)
        ax.set_yscale("log")
        _mark_overtakings(ax, shown, marked, labels)
        _name_ends(ax, whole, height, names, lang)
        _year_axis(ax, shown)
    places = [
        ((float(p.year), float(p.year)), (float(p.value), float(p.value)))
        for p in points.itertuples()
    ]
    return Drawing(figure, places=places)


def _mark_overtakings(
    ax: Axes, shown: pd.DataFrame, marked: pd.DataFrame, labels: list[str]
) -> None:
    """Ring each overtaking and name it in free room kept below the lines.

    The earliest stands lowest, so that no rule runs through another's words.
    """
    low, high = np.log10(shown.min(axis=None)), np.log10(shown.max(axis=None))
    rows = len(marked)
    step = (high - low) * 0.05
    ax.set_ylim(10 ** (low - step * (rows + 1)), 10 ** (high + step))
    rings = [shown.at[row.year, row.province_code] for row in marked.itertuples()]
    places = [10 ** (low - step * (rows - place)) for place in range(rows)]
    ax.scatter(
        marked["year"], rings, s=49, facecolors="none", edgecolors=style.TEXT, linewidths=1,
        zorder=3,
    )  # fmt: skip
    ax.vlines(marked["year"], places, rings, colors=style.TEXT, linewidth=0.6, linestyle=":")
    write(ax, marked["year"], places, labels, offset=(3, 0))


def _name_ends(
    ax: Axes, whole: pd.DataFrame, height: float, names: dict[str, str], lang: str
) -> None:
    """Write each line's name at its end, moved apart where two would overlap.

    ``height`` is the figure's, in inches.
    """
    ends = whole.iloc[-1].sort_values()
    low, high = np.log10(ax.get_ylim())
    least = (high - low) * LINE / (height - style.HEAD / 2)
    end = int(whole.index[-1])
    room = max(0.45, (end - int(whole.index[0])) * 0.035)
    heights = 10 ** apart(np.log10(ends.to_numpy(dtype=float)), least)
    texts = [f"{names[code]} {formats.number(value, lang, 0)}" for code, value in ends.items()]
    write(ax, end + room, heights, texts)
    # A thin rule leads from the end of a line to its name where that has been moved.
    leads = [
        [(end + room * 0.15, value), (end + room * 0.9, at)]
        for value, at in zip(ends, heights, strict=True)
        if abs(np.log10(at / value)) > least / 3
    ]
    ax.add_collection(
        LineCollection(leads, colors=GREY, linewidths=0.6, clip_on=False), autolim=False
    )


def _year_axis(ax: Axes, shown: pd.DataFrame) -> None:
    first, last = int(shown.index[0]), int(shown.index[-1])
    name_years(ax, shown.index)
    ax.set_xlim(first - 0.4, last + (last - first) * 0.2 + 0.6)
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.minorticks_off()
    ax.grid(axis="y")
    sns.despine(ax=ax, left=True)
    ax.tick_params(axis="y", which="both", length=0)
