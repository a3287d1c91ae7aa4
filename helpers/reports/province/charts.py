"""Drawings of the page of one province: its rank over the years, its growth beside others."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.display import style
from helpers.display.chart import apart
from helpers.display.style import ACCENT, GREY, Corners, Drawing

HEIGHT = 2.9  # inches


def ranks(known: pd.DataFrame, provinces: int) -> Drawing:
    """Draw the rank of a province in every full year; missing years break the line.

    ``known`` has columns year and rank; ``provinces`` is how many are ranked.
    """
    whole = _every_year(known.set_index("year")[["rank"]].astype("float64"))["rank"]
    with style.theme():
        figure, ax = style.canvas(HEIGHT)
        ax.plot(whole.index, whole, color=ACCENT, linewidth=1.7, marker=".", markersize=6)
        low, high = whole.min(), whole.max()
        ax.set_ylim(min(max(high, low + 4) + 1.4, provinces + 0.6), low - 1.4)
        top, bottom = sorted(ax.get_ylim())
        ticks = MaxNLocator(integer=True).tick_values(top, bottom)
        # No rank is above the first.
        ax.set_yticks([tick for tick in ticks if max(top, 1) <= tick <= bottom])
        for year in (whole.index[0], whole.index[-1]):
            ax.annotate(
                f"{whole[year]:.0f}", (year, whole[year]), (0, 7), textcoords="offset points",
                ha="center", fontsize=8.5,
            )  # fmt: skip
        _year_axis(ax, whole.index, 0.6)
    return Drawing(figure, places=_points(known["year"], known["rank"]))


def growth(index: pd.DataFrame, labels: dict[str, str]) -> Drawing:
    """Draw the index of a province, its region and all provinces, in this order of ``labels``.

    ``index`` has years as index and a column for each key of ``labels``.
    """
    whole = _every_year(index)
    code, region, nation = labels
    look = {
        nation: (GREY, 1.3, "-"),
        region: (style.TEXT, 1.3, (0, (4, 2))),
        code: (ACCENT, 2, "-"),
    }
    low, high = whole.min(axis=None), whole.max(axis=None)
    with style.theme():
        figure, ax = style.canvas(HEIGHT)
        for key, (color, width, dashes) in look.items():
            ax.plot(
                whole.index, whole[key], color=color, linewidth=width, linestyle=dashes,
                marker=".", markersize=4,
            )  # fmt: skip
        ends = whole.iloc[-1].sort_values()
        # Names are moved apart where two would overlap.
        places = apart(ends.to_numpy(dtype=float), (high - low) * 0.085)
        for (key, value), at in zip(ends.items(), places, strict=True):
            ax.annotate(
                f"{labels[key]} {value:.0f}", (whole.index[-1] + 0.4, at), va="center",
                fontsize=8.5, annotation_clip=False,
            )  # fmt: skip
        ax.grid(axis="y")
        _year_axis(ax, whole.index, (whole.index[-1] - whole.index[0]) * 0.3 + 0.8)
    return Drawing(figure, places=_points(index.index.to_series(), index[code]))


def _every_year(values: pd.DataFrame) -> pd.DataFrame:
    """Values with the missing years in between as missing, so that lines break there."""
    return values.reindex(range(int(values.index[0]), int(values.index[-1]) + 1))


def _year_axis(ax: Axes, years: pd.Index, room: float) -> None:
    style.name_years(ax, int(years[0]), int(years[-1]))
    ax.set_xlim(years[0] - 0.6, years[-1] + room)
    sns.despine(ax=ax, left=True)
    ax.tick_params(axis="y", length=0)


def _points(years: pd.Series, values: pd.Series) -> list[Corners]:
    """Return one place a point."""
    pairs = zip(years, values, strict=True)
    return [((float(year),) * 2, (float(value),) * 2) for year, value in pairs]
