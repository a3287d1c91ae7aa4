"""Drawings of the rankings report."""

import pandas as pd

from helpers.display import style
from helpers.display.style import ACCENT, GREY, Drawing
from helpers.language import formats


def totals(
    labels: pd.Series, total: pd.Series, export: pd.Series, texts: list[str], lang: str
) -> Drawing:
    """Draw totals, largest first, split in exports and imports where ``export`` is known."""
    with style.theme():
        figure, ax = style.ranked_canvas(len(total))
        if export.notna().all():
            style.bars(ax, labels, total, GREY, label=formats.label("import", lang))
            style.bars(ax, labels, export, ACCENT, label=formats.label("export", lang))
            style.legend_above(ax, reverse=True)
        else:
            style.bars(ax, labels, total, ACCENT)
        style.write_values(ax, total, texts)
        style.quiet(ax)
    return Drawing(figure, list(labels), texts, style.whole_rows(ax, len(total)))
