"""Drawings of the products report: unit values over the years."""

import pandas as pd

from helpers.display.style import Drawing
from helpers.reports.shared.panels import panels


def index_lines(
    index: pd.DataFrame, labels: dict[str, str], ends: list[str], points: pd.DataFrame, lang: str
) -> Drawing:
    """Draw an index in a panel for each column of ``index``, the first year of each at 100.

    ``index`` has years as index. ``labels`` name the columns and ``ends`` are their last values, as
    they are written above each panel. ``points`` are the rows that tooltips describe, with columns
    product, year and unit_value_index.
    """
    titles = {key: f"{labels[key]} {end}" for key, end in zip(index, ends, strict=True)}
    years = {int(year): f"{year}" for year in index.index}
    figure, placed = panels(index, titles, years, lang, base=100.0)
    places = [placed[p.product].corners(p.year, p.unit_value_index) for p in points.itertuples()]
    names = [labels[key].replace("\n", " ") for key in index]
    return Drawing(figure, names, ends, places)
