"""Drawings of the concentration report: Lorenz curve, shares over the years, convergence."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from helpers.display import style
from helpers.display.lines import Look, lines_with_gaps
from helpers.display.style import ACCENT, GREY, Corners, Drawing
from helpers.display.texts import write
from helpers.language import formats
from helpers.reports.concentration.convergence import Convergence

LEADING = "CR5"  # the measure in colour


def lorenz(
    curve: pd.DataFrame, labels: list[str], texts: list[str], words: dict[str, str]
) -> Drawing:
    """Draw what the smallest provinces hold together, beside the diagonal of equality.

    ``curve`` is :func:`helpers.measures.concentration.lorenz`; ``words`` name the axes (x, y) and
    the diagonal (equal).
    """
    known = curve.iloc[1:]
    with style.theme():
        figure, ax = style.canvas(4.6)
        ax.plot([0, 100], [0, 100], color=GREY, linewidth=1)
        ax.plot(
            curve["provinces_pct"], curve["value_pct"], color=ACCENT, linewidth=2, marker=".",
            markersize=5,
        )  # fmt: skip
        ax.set(xlim=(0, 102), ylim=(0, 102), aspect="equal")
        ax.set_xlabel(words["x"])
        ax.set_ylabel(words["y"])
        write(ax, 52, 57, [words["equal"]], anchor="right")
        _grid_without_spines(ax)
    return Drawing(figure, labels, texts, _corners(known["provinces_pct"], known["value_pct"]))


def shares(path: pd.DataFrame, points: pd.DataFrame, texts: list[str], lang: str) -> Drawing:
    """Draw a line a measure over the years; dots cross years without figures.

    ``path`` has years as index and measures as columns, ``points`` the same as rows with columns
    year and share.
    """
    with style.theme():
        figure, ax = style.canvas(4.0)
        colors = {measure: ACCENT if measure == LEADING else GREY for measure in path}
        looks = {measure: Look(color, 1.8, dot=4) for measure, color in colors.items()}
        lines_with_gaps(ax, path, looks)
        ends = path.iloc[-1]
        told = [f"{measure} {formats.percent(end, lang)}" for measure, end in ends.items()]
        inks = [ACCENT if measure == LEADING else style.TEXT for measure in path]
        write(ax, path.index[-1], ends, told, color=inks, offset=(6, 0))
        first, last = int(path.index[0]), int(path.index[-1])
        ax.set(ylim=(0, 100), xlim=(first - 0.5, last + (last - first) * 0.25 + 1))
        style.name_years(ax, path.index)
        _grid_without_spines(ax)
    return Drawing(figure, list(path), texts, _corners(points["year"], points["share"]))


def convergence(
    points: pd.DataFrame, found: Convergence, labels: pd.Series, texts: list[str],
    words: dict[str, str], lang: str,
) -> Drawing:  # fmt: skip
    """Draw growth against the first total of every province, with the line of the regression.

    ``words`` name the axes (x, y).
    """
    shown = formats.in_unit(points["base_value"], lang)
    with style.theme():
        figure, ax = style.canvas(4.6)
        ax.scatter(shown, points["growth_log_pct"], s=18, color=GREY)
        ends = np.array([points["log_base"].min(), points["log_base"].max()])
        line = found.intercept + found.beta * ends
        ax.plot(formats.in_unit(pd.Series(np.exp(ends)), lang), line, color=ACCENT, linewidth=2)
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        ax.set_xlabel(words["x"])
        ax.set_ylabel(words["y"])
        named = _outer(points)
        write(
            ax, shown[named.index], named["growth_log_pct"], list(labels[named.index]),
            offset=(4, 6),
        )  # fmt: skip
        _grid_without_spines(ax)
    return Drawing(figure, list(labels), texts, _corners(shown, points["growth_log_pct"]))


def _outer(points: pd.DataFrame) -> pd.DataFrame:
    """Return the points worth a name: the ends of both axes."""
    columns = ("base_value", "growth_log_pct")
    ends = [points[c].nlargest(2).index.union(points[c].nsmallest(2).index) for c in columns]
    return points.loc[ends[0].union(ends[1])]


def _corners(across: pd.Series, up: pd.Series) -> list[Corners]:
    """Return the place of each point, as corners of no size."""
    return [((float(x), float(x)), (float(y), float(y))) for x, y in zip(across, up, strict=True)]


def _grid_without_spines(ax: Axes) -> None:
    ax.grid(True)
    ax.set_axisbelow(True)
    sns.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(which="both", length=0)
