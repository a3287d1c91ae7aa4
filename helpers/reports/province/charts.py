"""Drawings of the page of one province: its rank over the years, its growth beside others."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.display import style
from helpers.display.lines import Look, every_year, line_labels, lines_with_gaps, name_years
from helpers.display.style import ACCENT, GREY, Corners, Drawing
from helpers.display.texts import write
from helpers.language import formats

HEIGHT = 2.9  # inches; less where the ranks are few


def ranks(known: pd.DataFrame, provinces: int) -> Drawing:
    """Draw the rank of a province in every full year; dots cross missing years.

    ``known`` has columns year and rank; ``provinces`` is how many are ranked.
    """
    whole = every_year(known.set_index("year")[["rank"]].astype("float64"))["rank"]
    low, high = whole.min(), max(whole.max(), whole.min() + 1)
    with style.theme():
        figure, ax = style.canvas(min(HEIGHT, 1.3 + 0.25 * (high - low)))
        lines_with_gaps(ax, whole.to_frame("rank"), {"rank": Look(ACCENT, dot=4)})
        ax.set_ylim(min(high + 1.4, provinces + 0.6), low - 1.4)
        top, bottom = sorted(ax.get_ylim())
        ticks = MaxNLocator(integer=True).tick_values(top, bottom)
        # No rank is above the first.
        ax.set_yticks([tick for tick in ticks if max(top, 1) <= tick <= bottom])
        ends = whole.iloc[[0, -1]]
        told = [f"{rank:.0f}" for rank in ends]
        write(ax, ends.index, ends, told, anchor="center", offset=(0, 10))
        _year_axis(ax, known["year"], 0.6)
    return Drawing(figure, places=_points(known["year"], known["rank"]))


def growth(index: pd.DataFrame, labels: dict[str, str], lang: str) -> Drawing:
    """Draw the index of a province, its region and all provinces, in this order of ``labels``.

    ``index`` has years as index and a column for each key of ``labels``.
    """
    whole = every_year(index)
    code, region, nation = labels
    looks = {
        nation: Look(GREY, 1.3, dot=3),
        region: Look(style.TEXT, 1.3, (0, (4, 2)), dot=3),
        code: Look(ACCENT, 2, dot=3),
    }
    low, high = whole.min(axis=None), whole.max(axis=None)
    with style.theme():
        figure, ax = style.canvas(HEIGHT)
        lines_with_gaps(ax, whole, looks)
        ends = whole.iloc[-1]
        texts = {key: f"{labels[key]} {formats.number(end, lang, 0)}" for key, end in ends.items()}
        line_labels(ax, ends, texts, whole.index[-1] + 0.4, (high - low) * 0.085)
        ax.grid(axis="y")
        ax.yaxis.set_major_formatter(lambda value, _: formats.number(value, lang, 0))
        _year_axis(ax, index.index, (whole.index[-1] - whole.index[0]) * 0.3 + 0.8)
    return Drawing(figure, places=_points(index.index.to_series(), index[code]))


def _year_axis(ax: Axes, years: pd.Index | pd.Series, room: float) -> None:
    name_years(ax, years)
    ax.set_xlim(min(years) - 0.6, max(years) + room)
    sns.despine(ax=ax, left=True)
    ax.tick_params(axis="y", length=0)


def _points(years: pd.Series, values: pd.Series) -> list[Corners]:
    """Return one place a point."""
    pairs = zip(years, values, strict=True)
    return [((float(year),) * 2, (float(value),) * 2) for year, value in pairs]
