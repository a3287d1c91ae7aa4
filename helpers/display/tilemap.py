"""Tile-grid maps: every province a tile at its rough place, so no borders are drawn."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.data import provinces
from helpers.data.edition import Edition
from helpers.display import style
from helpers.display.chart import both
from helpers.display.texts import write
from helpers.language import formats

WIDTH, HEIGHT = 4.8, 4.5  # inches; type stays readable at the width of a phone
GAP = 0.07
# The one name too long for a line of its tile.
LONG = {"Heilongjiang": ["Heilong-", "jiang"]}
# On tiles the text keeps its colour in the dark too, as the tiles do.
DARK, LIGHT = "#1b2024", "#fdfdfd"


@dataclass(frozen=True)
class Scale:
    """Classes of a value: the bounds between them, and for each the colours of tile and text."""

    bounds: tuple[float, ...]
    colors: tuple[tuple[str, str], ...]

    def of(self, value: float) -> tuple[str, str]:
        """Return the colours of tile and text for a value."""
        return self.colors[bisect_right(self.bounds, value)]


SHARE = Scale(
    (0.5, 2, 5, 10),
    (
        ("#e3f0f4", DARK), ("#b4d6e2", DARK), ("#6ba9c0", DARK), ("#2c7691", LIGHT),
        ("#114a5f", LIGHT),
    ),
)  # fmt: skip
# Growth differs too much between years for one scale: the step between classes is the first of
# these that leaves a tenth of the provinces, at most, beyond two of them.
STEPS = (1, 2, 3, 5, 10, 15, 20, 25, 50, 100)
GROWTH = (
    ("#5f656c", LIGHT), ("#c3c7cc", DARK), ("#d5e8ef", DARK), ("#6ba9c0", DARK), ("#114a5f", LIGHT),
)  # fmt: skip


def growth_scale(growth: pd.Series) -> Scale:
    """Return two classes of falls and three of rises, as wide as the year needs."""
    most = growth.abs().quantile(0.9)
    step = next((step for step in STEPS if 2 * step >= most), STEPS[-1])
    return Scale((-step, 0, step, 2 * step), GROWTH)


def draw(
    codes: pd.Series, values: pd.Series, labels: pd.Series, texts: list[str], scale: Scale,
    edition: Edition,
) -> style.Drawing:  # fmt: skip
    """Draw the value of every province on the grid of tiles, with the classes of the scale."""
    at = provinces.provinces().loc[codes, ["tile_column", "tile_row"]]
    corners = list(at.itertuples(index=False, name=None))
    with style.theme():
        figure, ax = style.canvas(HEIGHT, WIDTH)
        _tiles(
            ax,
            np.array(corners, dtype=float),
            [scale.of(value) for value in values],
            list(zip(labels, texts, strict=True)),
        )
        _legend(ax, scale, edition)
        ax.set(xlim=(0.5, 7.5), ylim=(8.5, 0.5))
        ax.set_axis_off()
    places = [((x - 0.5 + GAP / 2, x + 0.5 - GAP / 2), (y - 0.46, y + 0.46)) for x, y in corners]
    return style.Drawing(figure, list(labels), texts, places)


def _tiles(
    ax: Axes, centres: np.ndarray, colors: list[tuple[str, str]], told: list[tuple[str, str]]
) -> None:
    """Draw every province: its tile, its name, and its value below."""
    size = 1 - GAP
    x, y = centres.T
    fills = [fill for fill, _ in colors]
    style.boxes(
        ax, x - size / 2, size, y, fills, height=size, edgecolors=style.GREY, linewidths=0.5
    )
    lines = ["\n".join([*LONG.get(name, name.split()), text]) for name, text in told]
    chinese = not told[0][0].isascii()
    write(
        ax, x, y, lines, size=9.5 if chinese else 8.6, color=[ink for _, ink in colors],
        anchor="center", in_layout=False,
    )  # fmt: skip


def _legend(ax: Axes, scale: Scale, edition: Edition) -> None:
    """Draw the classes in the free corner above, from low to high."""
    bounds = [formats.number(bound, edition.lang, 1 if bound % 1 else 0) for bound in scale.bounds]
    ranges = pairwise(bounds)
    between = [both(edition, f"{low}至{high}", f"{low} to {high}") for low, high in ranges]
    texts = [f"< {bounds[0]}", *between, f"≥ {bounds[-1]}"]
    middles = 0.7 + np.arange(len(texts)) * 0.32
    fills = [fill for fill, _ in scale.colors]
    style.boxes(ax, 0.55, 0.3, middles, fills, height=0.2, edgecolors=style.GREY, linewidths=0.5)
    write(ax, 0.95, middles, [f"{text}%" for text in texts])
