"""Drawings of the months report: growth of every month as a heat map, regions' path to date."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from helpers.constants import NATION
from helpers.display import style
from helpers.display.style import GREY, Drawing
from helpers.display.texts import name_rows, write
from helpers.display.tilemap import Scale, legend_below
from helpers.language import formats
from helpers.reports.shared.panels import panels

LEAST_COLUMNS = 7  # months that the heat map has room for in any case, so that its legend fits


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
        width = max(len(months), LEAST_COLUMNS)
        legend_below(ax, scale, (-0.48, width - 0.48), len(provinces) + 0.325, lang)
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
    ends = regions.iloc[-1].sort_values(ascending=False, kind="stable")
    ends[NATION] = nation.iloc[-1]
    titles = {
        code: f"{names[code]} {formats.number(rate, lang, 1, signed=True)}"
        for code, rate in ends.items()
    }
    months = {int(m): formats.months(int(m), int(m), lang, short=True) for m in regions.index}
    figure, placed = panels(regions, titles, months, lang, behind=nation)
    places = [
        placed[p.region_code].corners(p.month, p.to_date_growth_pct) for p in points.itertuples()
    ]
    labels = [names[code] for code in regions]
    rates = [formats.percent(rate, lang, signed=True) for rate in regions.iloc[-1]]
    return Drawing(figure, labels, rates, places)
