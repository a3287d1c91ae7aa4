"""Drawings of the concentration report: Lorenz curve, shares over the years, convergence."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from helpers.display import fonts, style
from helpers.display.lines import Look, lines_with_gaps, name_years
from helpers.display.style import ACCENT, GREY, Corners, Drawing
from helpers.display.texts import ANCHORS, SIZE, write
from helpers.language import formats
from helpers.reports.concentration.convergence import Convergence

LEADING = "CR5"  # the measure in colour
INSIDE = 3.7  # inches, about the width and the height of the scatter
# Where a label may stand beside its point: what is at the point, and how far off it is, in points.
SPOTS = (
    ("left", (4.0, 6.0)), ("left", (4.0, -6.0)), ("right", (-4.0, 6.0)), ("right", (-4.0, -6.0)),
    ("center", (0.0, 10.0)), ("center", (0.0, -10.0)), ("left", (0.0, -11.0)), ("right", (0.0, 11.0)),
)  # fmt: skip


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
        name_years(ax, path.index)
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
        outer = _outer(points).index
        free = found.intercept + found.beta * points["log_base"]
        spots = _free_spots(points, free, labels[outer])
        for at, (anchor, offset) in spots.items():
            x, y = shown[at], points.at[at, "growth_log_pct"]
            write(ax, x, y, [labels[at]], anchor=anchor, offset=offset)
        _grid_without_spines(ax)
    return Drawing(figure, list(labels), texts, _corners(shown, points["growth_log_pct"]))


def _outer(points: pd.DataFrame) -> pd.DataFrame:
    """Return the points worth a name: the ends of both axes."""
    columns = ("base_value", "growth_log_pct")
    ends = [points[c].nlargest(2).index.union(points[c].nsmallest(2).index) for c in columns]
    return points.loc[ends[0].union(ends[1])]


def _free_spots(
    points: pd.DataFrame, fitted: pd.Series, labels: pd.Series
) -> dict[int, tuple[str, tuple[float, float]]]:
    """Return anchor and offset of each label: of those around its point the one that hides least.

    ``fitted`` is the height of the line of the regression at each point.
    """
    x, y, line = (
        (values - low.min()) / (low.max() - low.min() or 1.0) * INSIDE * 72
        for values, low in (
            (points["log_base"], points["log_base"]),
            (points["growth_log_pct"], points["growth_log_pct"]),
            (fitted, points["growth_log_pct"]),
        )
    )
    slope = np.polyfit(x, line, 1)
    taken: list[tuple[float, float, float, float]] = [
        (a - 2, a + 2, b - 2, b + 2) for a, b in zip(x, y, strict=True)
    ]
    spots = {}
    for at, label in labels.items():
        wide = fonts.width(label) * SIZE
        costs: list[tuple[int, int, tuple[float, float, float, float]]] = []
        for anchor, (across, up) in SPOTS:
            left = x[at] + across - ANCHORS[anchor] * wide
            box = (left, left + wide, y[at] + up - SIZE * 0.65, y[at] + up + SIZE * 0.65)
            hidden = sum(_overlap(box, other) for other in taken)
            at_ends = np.polyval(slope, np.clip(box[:2], x.min(), x.max()))
            crossed = box[2] < at_ends.max() and at_ends.min() < box[3]
            # No label reaches over the axis on the left.
            costs.append((hidden + 3 * crossed + 3 * (left < -4), len(costs), box))
        _, chosen, box = min(costs)
        taken.append(box)
        spots[at] = SPOTS[chosen]
    return spots


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Return whether two boxes (left, right, bottom, top) have anything in common."""
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _corners(across: pd.Series, up: pd.Series) -> list[Corners]:
    """Return the place of each point, as corners of no size."""
    return [((float(x), float(x)), (float(y), float(y))) for x, y in zip(across, up, strict=True)]


def _grid_without_spines(ax: Axes) -> None:
    ax.grid(True)
    ax.set_axisbelow(True)
    sns.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(which="both", length=0)
