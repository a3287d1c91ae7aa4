"""Drawings of the contributions report: waterfalls of growth."""

import numpy as np
import pandas as pd

from helpers.display import style
from helpers.display.style import Drawing


def waterfall(values: pd.Series, whole: float, labels: pd.Series, texts: list[str]) -> Drawing:
    """Draw a bar for each value from where the one before ended, then one for ``whole`` from zero.

    ``labels`` and ``texts`` are those of the values and, last, of the whole.
    """
    ends = values.cumsum()
    lefts = np.append((ends - values).to_numpy(), 0.0)
    widths = np.append(values.to_numpy(), whole)
    rights = np.maximum(lefts, lefts + widths)
    low, high = min(0.0, float((lefts + widths).min())), float(rights.max())
    colors = [style.ACCENT if v > 0 else style.GREY for v in values] + [style.TEXT]
    rows = range(len(labels))
    with style.theme():
        figure, ax = style.ranked_canvas(len(labels))
        ax.barh(rows, widths, left=lefts, color=colors, height=0.72, linewidth=0)
        ax.set_yticks(rows, labels)
        ax.set(xlim=(low, high + 0.16 * (high - low)), ylim=(len(labels) - 0.4, -0.6))
        for row, (right, text) in enumerate(zip(rights, texts, strict=True)):
            ax.annotate(
                text, (right, row), (3, 0), textcoords="offset points", va="center_baseline",
                fontsize=8.5,
            )  # fmt: skip
        style.quiet(ax)
        ax.axvline(0, color=style.TEXT, linewidth=0.8)
    return Drawing(figure, list(labels), texts, style.whole_rows(ax, len(values)))
