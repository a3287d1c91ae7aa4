"""Line charts: lines that break at gaps, labels at their ends, an axis of years, rank slopes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from helpers.display import style
from helpers.display.chart import apart
from helpers.display.style import ACCENT, GREY
from helpers.display.texts import write

DOTTED = 0.8  # points; the width of the dots that cross a gap


@dataclass(frozen=True)
class Look:
    """How a line is drawn: colour, width in points, dashes, and the diameter of a dot a value."""

    color: str
    width: float = 1.7
    dashes: Any = "solid"
    dot: float = 0.0


def every_year(values: pd.DataFrame) -> pd.DataFrame:
    """Return ``values`` with years as index and each missing year in between as a row of NaN."""
    return values.reindex(range(int(values.index[0]), int(values.index[-1]) + 1))


def lines_with_gaps(ax: Axes, values: pd.DataFrame, looks: Mapping[str, Look]) -> None:
    """Draw a line for each key of ``looks``, in its order, that breaks where a year is missing.

    ``values`` has years (or other whole numbers) as index and the keys as columns. Dots
    cross the gaps.
    """
    whole = every_year(values)
    paths = {key: whole[key].dropna().astype("float64") for key in looks}
    if any(len(_unbroken(own)) > 1 for own in paths.values()):
        crossing = [np.column_stack([own.index, own]) for own in paths.values()]
        colors = [look.color for look in looks.values()]
        _draw(ax, crossing, colors=colors, linewidths=DOTTED, linestyles=":")
    pieces = [(piece, look) for key, look in looks.items() for piece in _unbroken(paths[key])]
    _draw(
        ax, [np.column_stack([piece.index, piece]) for piece, _ in pieces],
        colors=[look.color for _, look in pieces], linewidths=[look.width for _, look in pieces],
        linestyles=[look.dashes for _, look in pieces], capstyle="round", joinstyle="round",
    )  # fmt: skip
    for look in dict.fromkeys(look for look in looks.values() if look.dot):
        own = pd.concat([path for key, path in paths.items() if looks[key] == look])
        ax.scatter(own.index, own, s=look.dot**2, color=look.color, linewidths=0, zorder=2)
    ax.autoscale_view()


def _unbroken(path: pd.Series) -> list[pd.Series]:
    """Return the parts of ``path`` between its gaps; its index has whole numbers."""
    part = (path.index.to_series().diff() > 1).cumsum()
    return [own for _, own in path.groupby(part.to_numpy())]


def _draw(ax: Axes, paths: list[np.ndarray], **options: Any) -> None:
    """Add lines through the points of each of ``paths`` as one artist."""
    drawn = LineCollection([path for path in paths if len(path)], zorder=2, **options)
    ax.add_collection(drawn)


def line_labels(
    ax: Axes, ends: pd.Series, texts: Mapping[str, str], x: float, least: float,
    highlighted: Collection[str] = (), end: float | None = None,
) -> None:  # fmt: skip
    """Write a text at the end of each line, moved apart where two would overlap.

    ``ends`` is the last value of each line by its key, ``texts`` what is written. ``x`` is where
    the texts begin and ``least`` how far apart they stand, both in data coordinates. With ``end``,
    where the lines end, a thin rule leads from there to each text that has been moved.
    """
    ordered = ends.sort_values()
    heights = apart(ordered.to_numpy(dtype=float), least)
    colors = [ACCENT if key in highlighted else style.TEXT for key in ordered.index]
    write(ax, x, heights, [texts[key] for key in ordered.index], color=colors)
    if end is None:
        return
    leads = [
        [(end + (x - end) * 0.2, value), (end + (x - end) * 0.9, at)]
        for value, at in zip(ordered, heights, strict=True)
        if abs(at - value) > least / 3
    ]
    rules = LineCollection(leads, colors=GREY, linewidths=0.6, clip_on=False)
    ax.add_collection(rules, autolim=False)


def year_axis(ax: Axes, years: pd.Index, left: float, right: float) -> None:
    """Name some of the years below the axis, with room in years on both sides of the lines."""
    name_years(ax, years)
    ax.set_xlim(years[0] - left, years[-1] + right)
    sns.despine(ax=ax, left=True)
    ax.tick_params(axis="y", which="both", length=0)


def slopes(
    table: pd.DataFrame, column: str, labels: pd.Series, periods: list[str]
) -> style.Drawing:
    """Draw ranks in ``column`` on the left and ``rank`` on the right, joined by a line a row.

    ``table`` has rank_change too: rises are in colour, falls dashed. ``periods`` name the sides.
    """
    before, now = (table[name].to_numpy(dtype=float) for name in (column, "rank"))
    changes = [int(change) for change in table["rank_change"]]
    with style.theme():
        figure, ax = style.canvas(len(table) * style.ROW + style.HEAD)
        ends = [np.array([(0, a), (1, b)]) for a, b in zip(before, now, strict=True)]
        looks = [_look(change) for change in changes]
        _draw(
            ax, ends, colors=[look.color for look in looks],
            linewidths=[look.width for look in looks], linestyles=[look.dashes for look in looks],
        )  # fmt: skip
        left = [f"{name}  {rank:.0f}" for name, rank in zip(labels, before, strict=True)]
        right = [
            f"{rank:.0f}  {name}{_move(change)}"
            for rank, name, change in zip(now, labels, changes, strict=True)
        ]
        write(ax, 0, before, left, anchor="right", offset=(-5, 0))
        inks = [ACCENT if change > 0 else style.TEXT for change in changes]
        write(ax, 1, now, right, offset=(5, 0), color=inks)
        lowest = table[["rank", column]].max(axis=None)
        ax.set(xlim=(-0.75, 1.75), ylim=(lowest + 0.6, 0.4), yticks=[])
        ax.set_xticks([0, 1], periods)
        ax.xaxis.tick_top()
        sns.despine(ax=ax, left=True, bottom=True, top=True, right=True)
        ax.tick_params(axis="x", length=0)
    texts = [f"{a:.0f}→{b:.0f}" for a, b in zip(before, now, strict=True)]
    places = [
        (x, (rank - 0.5, rank + 0.5))
        for x, ranks in (((0.95, 1.75), now), ((-0.75, 0.05), before))
        for rank in ranks
    ]
    return style.Drawing(figure, list(labels), texts, places)


def _look(change: int) -> Look:
    """Return the look of the line of a province that moved by ``change`` ranks."""
    if change == 0:
        return Look(GREY, 0.8)
    return Look(ACCENT, 1.6) if change > 0 else Look(style.TEXT, 1.2, (0, (4, 2)))


def _move(change: int) -> str:
    return "" if change == 0 else f" ▲{change}" if change > 0 else f" ▼{-change}"


def name_years(ax: Axes, years: Iterable[int]) -> None:
    """Name some of ``years``, ascending, at the axis: the last one always, none too close to it."""
    known = [int(year) for year in years]
    first, last = known[0], known[-1]
    step = max(1, round((last - first) / 6))
    ticks = [y for y in known if (y - first) % step == 0 and last - y >= step * 0.6]
    ax.set_xticks([*ticks, last])
