"""Drawings of the months report: growth of every month as a heat map, regions' path to date."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from helpers.constants import NATION
from helpers.display import style
from helpers.display.lines import Look, lines_with_gaps
from helpers.display.style import ACCENT, GREY, Drawing
from helpers.display.texts import name_rows, write
from helpers.display.tilemap import Scale
from helpers.language import formats

LEAST_COLUMNS = 7  # months that the heat map has room for in any case, so that its legend fits
COLUMNS, PANEL = 2, 1.3  # small charts beside each other, and the height of each in inches


def heat(
    cells: pd.DataFrame, scale: Scale, months: list[str], provinces: list[str], lang: str
) -> Drawing:
    """Draw growth of every month in every province, one cell each.

    ``cells`` has columns x and y (the place of the cell), growth_pct and written (its text);
    ``months`` name the columns from the left, ``provinces`` the rows from the top. Places are those
    of the rows of ``cells``.
    """
    if len(months) > LEAST_COLUMNS:
        # "Jan–Feb" is wider than a column of twelve.
        months = [name if len(name) < 7 else name.replace("–", "–\n") for name in months]
    with style.theme():
        figure, ax = style.canvas(len(provinces) * style.ROW + 1.1)
        _fill(ax, cells, scale)
        _axes(ax, months, provinces)
        _legend(ax, scale, len(months), len(provinces), lang)
    places = [((c.x - 0.5, c.x + 0.5), (c.y - 0.5, c.y + 0.5)) for c in cells.itertuples()]
    return Drawing(figure, places=places)


def _fill(ax: Axes, cells: pd.DataFrame, scale: Scale) -> None:
    """Draw the cells, those of one class as one shape, each with its rate; a dash for none."""
    known = cells.dropna(subset=["growth_pct"])
    lacking = cells[cells["growth_pct"].isna()]
    write(
        ax, lacking["x"], lacking["y"], [formats.DASH] * len(lacking), size=7.4, color=GREY,
        anchor="center", in_layout=False,
    )  # fmt: skip
    colors = known["growth_pct"].map(scale.of)
    for fill, ink in scale.colors:
        own = known[colors == (fill, ink)]
        boxes = [Path.unit_rectangle().transformed(_box(c.x, c.y)) for c in own.itertuples()]
        if boxes:
            shape = Path.make_compound_path(*boxes)
            ax.add_patch(PathPatch(shape, facecolor=fill, linewidth=0))
        write(
            ax, own["x"], own["y"], list(own["written"]), size=7.4, color=ink, anchor="center",
            in_layout=False,
        )  # fmt: skip


def _box(x: int, y: int) -> Affine2D:
    """Return the transformation of the unit square into a cell, with a gap to the next."""
    return Affine2D().scale(0.96, 0.92).translate(x - 0.48, y - 0.46)


def _axes(ax: Axes, months: list[str], provinces: list[str]) -> None:
    """Name the months above and the provinces on the left."""
    ax.set_xticks(range(len(months)), months)
    name_rows(ax, range(len(provinces)), provinces)
    ax.set(xlim=(-0.52, max(len(months), LEAST_COLUMNS) - 0.48), ylim=(len(provinces) + 0.9, -0.6))
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0, pad=2)
    sns.despine(ax=ax, left=True, bottom=True, top=True)


def _legend(ax: Axes, scale: Scale, columns: int, rows: int, lang: str) -> None:
    """Draw the classes in one line below the map."""
    bounds = [formats.number(b, lang, 1 if b % 1 else 0) for b in scale.bounds]
    to = " to " if lang == "en" else "至"
    texts = [f"< {bounds[0]}%", *(f"{a}{to}{b}%" for a, b in pairwise(bounds)), f"≥ {bounds[-1]}%"]
    width = max(columns, LEAST_COLUMNS) / len(texts)
    lefts = -0.48 + np.arange(len(texts)) * width
    fills = [fill for fill, _ in scale.colors]
    style.boxes(
        ax, lefts, width * 0.18, rows + 0.325, fills, height=0.55, edgecolors=GREY, linewidths=0.5
    )
    write(ax, lefts + width * 0.22, rows + 0.33, texts, size=8)


def to_date(
    regions: pd.DataFrame, nation: pd.Series, points: pd.DataFrame, names: dict[str, str],
    lang: str,
) -> Drawing:  # fmt: skip
    """Draw growth of the year to date: a panel a region, fastest first, and one for the nation.

    The nation's line stands in grey behind that of each region. ``regions`` has months as index and
    region codes as columns, ``nation`` months as index. ``points`` are the rows that tooltips
    describe, with columns region_code, month and to_date_growth_pct. ``names`` are those of the
    regions and of the nation.
    """
    rates = regions.assign(**{NATION: nation})
    ends = rates.iloc[-1].drop(NATION).sort_values(ascending=False, kind="stable")
    panels = _panels(rates, [*ends.index, NATION])
    with style.theme():
        figure, ax = style.canvas(len(panels) / COLUMNS * PANEL + 0.4)
        grey = Look(GREY, 1.3)
        lines_with_gaps(ax, *_shifted(panels, nation, grey))
        for code, panel in panels.items():
            if code != NATION:
                lines_with_gaps(ax, *_shifted({code: panel}, rates[code], Look(ACCENT, 2, dot=3)))
        _frame(ax, rates, list(panels.values()), lang)
        told = [
            f"{names[code]} {formats.number(rates[code].iloc[-1], lang, 1, signed=True)}"
            for code in panels
        ]
        tops = [panel.down + rates.max(axis=None) for panel in panels.values()]
        left = [panel.right + rates.index[0] for panel in panels.values()]
        inks = [style.TEXT if code == NATION else ACCENT for code in panels]
        write(ax, left, tops, told, size=9.5, color=inks, offset=(0, 11))
    places = [
        ((panels[p.region_code].right + p.month,) * 2,
         (panels[p.region_code].down + p.to_date_growth_pct,) * 2)
        for p in points.itertuples()
    ]  # fmt: skip
    labels = [names[code] for code in regions]
    texts = [formats.percent(rate, lang, signed=True) for rate in regions.iloc[-1]]
    return Drawing(figure, labels, texts, places)


@dataclass(frozen=True)
class Panel:
    """Where a small chart stands in the axes of all: what is added to its months and rates."""

    right: int
    down: float


def _panels(rates: pd.DataFrame, order: list[str]) -> dict[str, Panel]:
    """Return a panel for each column of ``rates``, from left to right and from top to bottom."""
    across = int(rates.index[-1] - rates.index[0]) + 2
    high, low = max(0.0, rates.max(axis=None)), min(0.0, rates.min(axis=None))
    # Between two panels stands the name of the lower one.
    tall = (high - low or 1.0) * 1.35
    return {
        code: Panel(place % COLUMNS * across, -(place // COLUMNS) * tall)
        for place, code in enumerate(order)
    }


def _shifted(
    panels: dict[str, Panel], rates: pd.Series, look: Look
) -> tuple[pd.DataFrame, dict[str, Look]]:
    """Return ``rates`` where they stand in each of ``panels``, and how each is drawn."""
    own = {
        code: (rates + panel.down).set_axis(rates.index + panel.right)
        for code, panel in panels.items()
    }
    return pd.DataFrame(own), dict.fromkeys(panels, look)


def _frame(ax: Axes, rates: pd.DataFrame, panels: list[Panel], lang: str) -> None:
    """Draw the rules of every panel; name the rates on the left and the months below."""
    first, last = int(rates.index[0]), int(rates.index[-1])
    high, low = max(0.0, rates.max(axis=None)), min(0.0, rates.min(axis=None))
    ticks = [t for t in MaxNLocator(4).tick_values(low, high) if low <= t <= high]
    for color, rules in ((style.RULE, ticks), (style.TEXT, [0.0])):
        at = [(panel.right, panel.down + rule) for panel in panels for rule in rules]
        ends = [[(right + first - 0.3, y), (right + last + 0.3, y)] for right, y in at]
        ax.add_collection(LineCollection(ends, colors=color, linewidths=0.6, zorder=0))
    downs = sorted({panel.down for panel in panels})
    digits = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    ax.set_yticks(
        [down + tick for down in downs for tick in ticks],
        [formats.number(tick, lang, digits) for _ in downs for tick in ticks], fontsize=8,
    )  # fmt: skip
    step = max(1, round((last - first) / 3))
    named = [*(m for m in range(first, last, step) if last - m >= step * 0.6), last]
    rights = sorted({panel.right for panel in panels})
    ax.set_xticks(
        [right + month for right in rights for month in named],
        [formats.months(m, m, lang, short=True) for _ in rights for m in named], fontsize=8,
    )  # fmt: skip
    ax.set_xlim(first - 0.5, rights[-1] + last + 0.5)
    ax.set_ylim(downs[0] + low - (high - low) * 0.05, high + (high - low) * 0.25)
    sns.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(length=0)
