"""What line charts share: lines that break at gaps, labels at their ends, an axis of years."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from helpers.display import style
from helpers.display.chart import apart
from helpers.display.style import ACCENT

DOTTED = 0.8  # points; the width of the dots that cross a gap


def every_year(values: pd.DataFrame) -> pd.DataFrame:
    """Return ``values`` with years as index and each missing year in between as a row of NaN."""
    return values.reindex(range(int(values.index[0]), int(values.index[-1]) + 1))


def lines_with_gaps(
    ax: Axes, values: pd.DataFrame, look: Mapping[str, Mapping[str, Any]],
    dotted: float = DOTTED,
) -> None:  # fmt: skip
    """Draw a line for each key of ``look``, in its order, that breaks where a year is missing.

    ``values`` has years as index and the keys as columns; ``look`` holds the options of each line
    as :meth:`matplotlib.axes.Axes.plot` takes them. Dots as wide as ``dotted`` (points) cross the
    gaps; 0 leaves them empty.
    """
    whole = every_year(values)
    for key, options in look.items():
        known = whole[key].dropna().astype("float64")
        if dotted:
            ax.plot(known.index, known, color=options["color"], linewidth=dotted, linestyle=":")
        ax.plot(whole.index, known.reindex(whole.index), **options)


def line_labels(
    ax: Axes, ends: pd.Series, texts: Mapping[str, str], x: float, least: float,
    highlighted: Collection[str] = (),
) -> None:  # fmt: skip
    """Write a text at the end of each line, moved apart where two would overlap.

    ``ends`` is the last value of each line by its key, ``texts`` what is written. ``x`` is where
    the texts begin and ``least`` how far apart they stand, both in data coordinates.
    """
    ordered = ends.sort_values()
    heights = apart(ordered.to_numpy(dtype=float), least)
    for key, height in zip(ordered.index, heights, strict=True):
        ax.annotate(
            texts[key], (x, height), va="center", fontsize=8.5, annotation_clip=False,
            color=ACCENT if key in highlighted else style.TEXT,
        )  # fmt: skip


def year_axis(ax: Axes, years: pd.Index, left: float, right: float) -> None:
    """Name some of the years below the axis, with room in years on both sides of the lines."""
    style.name_years(ax, int(years[0]), int(years[-1]))
    ax.set_xlim(years[0] - left, years[-1] + right)
    sns.despine(ax=ax, left=True)
    ax.tick_params(axis="y", which="both", length=0)
