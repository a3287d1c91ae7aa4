"""Drawings of the rankings report."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.display import style
from helpers.display.style import ACCENT, GREY, TEXT, Drawing
from helpers.display.texts import name_rows, write
from helpers.language import formats

SMALL = 0.04  # of the longest bar; shorter ones are drawn on a scale of their own
SCALES = (50, 20, 10)  # how many times as long they may be drawn
LONGEST = 0.9  # of the longest bar; none of them is longer


@dataclass(frozen=True)
class Enlarged:
    """The bars from row ``at`` on are drawn ``times`` as long as those above."""

    at: int
    times: int


def enlarged(total: pd.Series) -> Enlarged | None:
    """Return which bars of ``total``, largest first, are drawn on a larger scale; None for none."""
    at = int((total >= SMALL * total.iloc[0]).sum())
    if at == len(total):
        return None
    fitting = (n for n in SCALES if n * total.iloc[at] <= LONGEST * total.iloc[0])
    return Enlarged(at, next(fitting))


def totals(
    labels: pd.Series, total: pd.Series, export: pd.Series, texts: list[str], lang: str,
    small: Enlarged | None = None, said: str = "",
) -> Drawing:  # fmt: skip
    """Draw totals, largest first, split in exports and imports where ``export`` is known.

    The bars that ``small`` names are drawn longer, below a row that says so (``said``).
    """
    rows = np.arange(len(total))
    if small:
        # In the empty row between the two scales stands what the second one is.
        rows = rows + (rows >= small.at)
        longer = np.where(np.arange(len(total)) >= small.at, small.times, 1)
        total, export = total * longer, export * longer
    with style.theme():
        figure, ax = style.ranked_canvas(rows[-1] + 1)
        if export.notna().all():
            style.boxes(ax, 0.0, total, rows, GREY, label=formats.label("import", lang))
            style.boxes(ax, 0.0, export, rows, ACCENT, label=formats.label("export", lang))
            style.legend_above(ax, reverse=True)
        else:
            style.boxes(ax, 0.0, total, rows, ACCENT)
        ax.set_ylim(rows[-1] + 0.5, -0.5)
        name_rows(ax, rows, list(labels))
        style.write_values(ax, total, texts, rows)
        if small:
            ax.axhline(small.at - 0.45, color=style.RULE, linewidth=0.8)
            write(ax, 0, small.at, [said], color=TEXT)
        style.quiet(ax)
    return Drawing(figure, list(labels), texts, style.whole_rows(ax, rows))
