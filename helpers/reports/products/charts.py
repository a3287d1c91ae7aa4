"""Drawings of the products report: lines of unit values over the years."""

import pandas as pd

from helpers.display import style
from helpers.display.chart import apart
from helpers.display.lines import Look, line_labels, lines_with_gaps, year_axis
from helpers.display.style import ACCENT, GREY, Drawing

LINE = 0.32  # inches for the name of a line in two lines


def index_lines(
    index: pd.DataFrame, labels: dict[str, str], texts: list[str], highlighted: str
) -> Drawing:
    """Draw an index for each column of ``index``, years as index, the first year of each at 100.

    ``labels`` are what is written at the end of each line, ``texts`` what the text alternative
    tells of it; one line is in colour.
    """
    height = max(3.2, len(index.columns) * LINE + 1.2)
    with style.theme():
        figure, ax = style.canvas(height)
        looks = {key: Look(ACCENT if key == highlighted else GREY, dot=3) for key in index}
        lines_with_gaps(ax, index, looks)
        ends = index.ffill().iloc[-1]
        low, high = float(index.min(axis=None)), float(index.max(axis=None))
        room = (high - low) or 1.0
        # The labels stand apart by the height of two lines of text.
        tall = LINE if style.most_lines(labels.values()) > 1 else LINE / 1.6
        least = 1.1 * room * tall / (height - style.HEAD)
        # No label stands below the axis or above the lines.
        places = apart(ends.sort_values().to_numpy(dtype=float), least)
        bottom, top = (places[0] - least / 2, places[-1] + least / 2)
        ax.set_ylim(min(low - 0.05 * room, bottom), max(high + 0.05 * room, top))
        first, last = int(index.index[0]), int(index.index[-1])
        span = max(1, last - first)
        line_labels(ax, ends, labels, last + span * 0.03, least, [highlighted])
        ax.axhline(100, color=style.RULE, linewidth=0.8, zorder=0)
        year_axis(ax, index.index, span * 0.04, span * 0.04)
    names = [labels[key].replace("\n", " ") for key in index]
    return Drawing(figure, names, texts)
