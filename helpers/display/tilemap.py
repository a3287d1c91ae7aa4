"""Tile-grid maps: every province a tile at its rough place, so no borders are drawn."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.data import provinces
from helpers.data.edition import Edition
from helpers.display import style
from helpers.display.texts import write
from helpers.language import formats

WIDTH, HEIGHT = 5.0, 4.7  # inches; type stays readable at the width of a phone
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
# Growth differs too much between years for one scale: its classes are as wide as one of these.
STEPS = (1, 2, 3, 5, 10, 15, 20, 25, 50, 100)
CLASSES = len(SHARE.colors)
# Colours of classes of falls and of rises by their number, from the lowest class up.
_GREYS = (("#44494f", LIGHT), ("#5f656c", LIGHT), ("#8d939a", DARK), ("#c3c7cc", DARK),
          ("#e4e6e8", DARK))  # fmt: skip
FALLS = {
    0: (), 1: _GREYS[3:4], 2: _GREYS[1:4:2], 3: _GREYS[1:4], 4: _GREYS[:4], 5: _GREYS,
}  # fmt: skip
RISES = {
    0: (), 1: SHARE.colors[2:3], 2: SHARE.colors[1:4:2], 3: SHARE.colors[0:5:2],
    4: SHARE.colors[1:], 5: SHARE.colors,
}  # fmt: skip


def growth_scale(growth: pd.Series) -> Scale:
    """Return five classes of equal width that spread the rates best; none has falls and rises.

    The largest class is as small as can be, and as few as can be are empty; of equals the one with
    the narrowest classes.
    """
    rates = growth.dropna().round(1)
    best = min(_bounds(rates.min(), rates.max()), key=lambda bounds: _fit(rates, bounds))
    falls = CLASSES if rates.max() < 0 else sum(bound <= 0 for bound in best)
    return Scale(best, (*FALLS[falls], *RISES[CLASSES - falls]))


def _bounds(low: float, high: float) -> Iterator[tuple[float, ...]]:
    """Yield the bounds that classes of rates from ``low`` to ``high`` may have, narrowest first.

    Zero is one of them where there are falls and rises; else all lie on the side of the rates. One
    class of all falls, or of all rises, is no wider than the others.
    """
    count = CLASSES - 1
    for step in STEPS:
        if low >= 0:
            starts = range(1, max(1, int(high // step)) + 1)
        elif high < 0:
            starts = range(min(-count, int(low // step)), 1 - count)
        else:
            starts = range(1 - count + (high >= step), 1 - (low < -step))
        for start in starts:
            yield tuple(float(step * (start + n)) for n in range(count))


def _fit(rates: pd.Series, bounds: tuple[float, ...]) -> tuple[int, int]:
    """Return how many rates the fullest class has, and how many classes are empty."""
    counts = rates.map(lambda rate: bisect_right(bounds, rate)).value_counts()
    return int(counts.max()), CLASSES - len(counts)


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
        _legend(ax, scale, edition.lang)
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
        ax, x, y, lines, size=9.5 if chinese else 8.0, color=[ink for _, ink in colors],
        anchor="center", in_layout=False,
    )  # fmt: skip


def _classes(scale: Scale, lang: str) -> list[str]:
    """Return what each class of percentages holds, from low to high."""
    bounds = [formats.number(bound, lang, 1 if bound % 1 else 0) for bound in scale.bounds]
    to = "至" if lang == "zh" else " to "
    between = [f"{low}{to}{high}" for low, high in pairwise(bounds)]
    return [f"{text}%" for text in (f"< {bounds[0]}", *between, f"≥ {bounds[-1]}")]


def legend_below(ax: Axes, scale: Scale, ends: tuple[float, float], row: float, lang: str) -> None:
    """Draw the classes of percentages in one line from end to end, its middle at ``row``."""
    texts = _classes(scale, lang)
    width = (ends[1] - ends[0]) / len(texts)
    lefts = ends[0] + np.arange(len(texts)) * width
    fills = [fill for fill, _ in scale.colors]
    style.boxes(
        ax, lefts, width * 0.18, row, fills, height=0.55, edgecolors=style.GREY, linewidths=0.5
    )
    write(ax, lefts + width * 0.22, row, texts, size=8)


def _legend(ax: Axes, scale: Scale, lang: str) -> None:
    """Draw the classes in the free corner above, from low to high."""
    texts = _classes(scale, lang)
    middles = 0.7 + np.arange(len(texts)) * 0.32
    fills = [fill for fill, _ in scale.colors]
    style.boxes(ax, 0.55, 0.3, middles, fills, height=0.2, edgecolors=style.GREY, linewidths=0.5)
    write(ax, 0.95, middles, texts)
