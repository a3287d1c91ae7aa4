"""Drawings of the positions report: the path of every province's rank over the years."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from helpers.display import style
from helpers.display.lines import Look, lines_with_gaps, name_years
from helpers.display.style import ACCENT, GREY, Drawing
from helpers.display.texts import write


def paths(
    ranks: pd.DataFrame, risen: list[str], overtakings: pd.DataFrame, names: dict[str, str],
    texts: list[str], points: pd.DataFrame,
) -> Drawing:  # fmt: skip
    """Draw the rank of every province in every year; those ``risen`` in colour, passers dotted.

    ``ranks`` has years as index and province codes as columns; missing years break the lines and
    are crossed by dots. ``points`` are the rows of the table behind, with columns year and rank.
    """
    with style.theme():
        figure, ax = style.canvas(len(ranks.columns) * 0.24 + 0.9)
        looks = {
            code: Look(ACCENT, 2.2) if code in risen else Look(GREY, 1.1)
            for code in [c for c in ranks if c not in risen] + risen
        }
        lines_with_gaps(ax, ranks, looks)
        passers = overtakings.drop_duplicates(["year", "province_code"])
        ax.plot(
            passers["year"], passers["rank"], linestyle="none", marker="o", markersize=3,
            color=style.TEXT, markeredgewidth=0,
        )  # fmt: skip
        _write_ends(ax, ranks, risen, names)
        _year_axis(ax, ranks)
    places = [
        ((p.year - 0.42, p.year + 0.42), (p.rank - 0.42, p.rank + 0.42))
        for p in points.itertuples()
    ]
    return Drawing(figure, [names[code] for code in ranks], texts, places)


def _write_ends(ax: Axes, ranks: pd.DataFrame, risen: list[str], names: dict[str, str]) -> None:
    """Write the rank at the start, and the rank and the name at the end."""
    for year, side, offset in ((ranks.index[0], "right", -5), (ranks.index[-1], "left", 5)):
        known = ranks.loc[year].dropna()
        texts = [
            f"{rank} {names[code]}" if side == "left" else f"{rank}" for code, rank in known.items()
        ]
        colors = [ACCENT if code in risen else style.TEXT for code in known.index]
        write(ax, year, known, texts, color=colors, anchor=side, offset=(offset, 0))


def _year_axis(ax: Axes, ranks: pd.DataFrame) -> None:
    first, last = int(ranks.index[0]), int(ranks.index[-1])
    name_years(ax, ranks.index)
    room = (last - first) * 0.32 + 0.6
    ax.set(xlim=(first - (last - first) * 0.06 - 0.2, last + room), yticks=[])
    ax.set_ylim(len(ranks.columns) + 0.7, 0.3)
    ax.xaxis.tick_top()
    sns.despine(ax=ax, left=True, bottom=True, top=True)
    ax.tick_params(length=0)
