"""Drawings of the rankings report."""

import pandas as pd

from helpers.display import style
from helpers.display.style import ACCENT, GREY, Drawing
from helpers.display.texts import name_rows
from helpers.language import formats


def totals(
    labels: pd.Series, total: pd.Series, export: pd.Series, texts: list[str], lang: str
) -> Drawing:
    """Draw totals, largest first, split in exports and imports where ``export`` is known."""
    with style.theme():
        figure, ax = style.ranked_canvas(len(total))
        if export.notna().all():
            style.bars(ax, total, GREY, label=formats.label("import", lang))
            style.bars(ax, export, ACCENT, label=formats.label("export", lang))
            style.legend_above(ax, reverse=True)
        else:
            style.bars(ax, total, ACCENT)
        name_rows(ax, range(len(labels)), list(labels))
        style.write_values(ax, total, texts)
        style.quiet(ax)
    return Drawing(figure, list(labels), texts, style.whole_rows(ax, len(total)))
