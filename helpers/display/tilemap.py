"""Tile-grid maps: every province a tile at its rough place, so no borders are drawn.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.data import provinces
from helpers.data.edition import Edition
from helpers.data.provinces import names
from helpers.display import style, tooltips
from helpers.display.chart import Spec, behind, both, described, named, of_nation, subtitle, traded
from helpers.display.source_lines import source_line
from helpers.display.style import Chart
from helpers.language import formats
from helpers.measures import core as measures

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
        """Colours of tile and text for a value."""
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
BEHIND: Spec = {
    "province_code": ("province", "name"),
    "total": ("total", "amount"),
    "total_share": ("total_share", "share"),
    "rank": ("rank", "integer"),
    "growth_pct": ("growth_pct", "growth"),
}


def share_map(ranking: pd.DataFrame, edition: Edition) -> Chart:
    """Share of every province in the nation, on a grid of tiles."""
    codes = list(ranking.loc[ranking["total_share"] >= SHARE.bounds[-1], "province_code"])
    listed = formats.listed((names(edition.lang)[code] for code in codes), edition.lang)
    least = formats.number(SHARE.bounds[-1], edition.lang, 0)
    headline = both(
        edition,
        f"占比超过{least}%的省份：{listed}",
        f"More than {least}% of {of_nation(edition)[1]} each: {listed}",
    )
    zh_trade, en_trade = traded(edition)
    label = (f"占全国{zh_trade}的比重，%", f"Share of the nation's {en_trade}, %")
    return tile_map("share_map", ranking, "total_share", SHARE, headline, label, edition)


def growth_map(movers: pd.DataFrame, edition: Edition) -> Chart | None:
    """Growth of every province on a grid of tiles, rises in colour and falls in grey."""
    if movers["growth_pct"].isna().any():
        return None
    shown = movers.assign(
        total_share=measures.shares(movers["total"]), rank=measures.ranks(movers["total"])
    )
    rose = int((movers["growth_pct"].round(1) > 0).sum())
    headline = both(
        edition,
        f"{len(movers)}省中{rose}省增长",
        f"{rose} of {len(movers)} provinces grew",
    )
    zh_trade, en_trade = traded(edition)
    label = (f"{zh_trade}同比，%", f"Growth of {en_trade}, %")
    scale = growth_scale(movers["growth_pct"])
    return tile_map("growth_map", shown, "growth_pct", scale, headline, label, edition)


def growth_scale(growth: pd.Series) -> Scale:
    """Two classes of falls and three of rises, as wide as the year needs."""
    most = growth.abs().quantile(0.9)
    step = next((step for step in STEPS if 2 * step >= most), STEPS[-1])
    return Scale((-step, 0, step, 2 * step), GROWTH)


def tile_map(
    name: str, table: pd.DataFrame, column: str, scale: Scale, headline: str,
    label: tuple[str, str], edition: Edition, told: Spec = BEHIND, credit: str = "",
) -> Chart:  # fmt: skip
    """``column`` of every province on the grid of tiles; marks tell what ``told`` names.

    ``credit`` is the source line, that of the edition where none is given.
    """
    signed = column == "growth_pct"
    labels = named(table, edition)
    texts = [formats.percent(v, edition.lang, signed=signed) for v in table[column]]
    at = provinces.provinces().loc[table["province_code"], ["tile_column", "tile_row"]]
    corners = list(at.itertuples(index=False, name=None))
    with style.theme():
        figure, ax = style.canvas(HEIGHT, WIDTH)
        for corner, value, shown in zip(
            corners, table[column], zip(labels, texts, strict=True), strict=True
        ):
            _tile(ax, corner, scale.of(value), shown)
        _legend(ax, scale, edition)
        ax.set(xlim=(0.5, 7.5), ylim=(8.5, 0.5))
        ax.set_axis_off()
    caption, source = subtitle(edition, *label), credit or source_line(edition)
    spec = {key: told[key] for key in dict.fromkeys(["province_code", column, *told])}
    rows = behind(name, caption, source, table, spec, edition)
    return Chart(
        name,
        figure,
        headline,
        caption,
        source,
        both(edition, f"方格地图，{label[0]}：", f"Map of tiles. {label[1]}: ")
        + described(labels, texts, edition),
        rows,
        tuple(
            tooltips.Mark(fact, (x - 0.5 + GAP / 2, x + 0.5 - GAP / 2), (y - 0.46, y + 0.46))
            for (x, y), fact in zip(corners, tooltips.told_rows(rows, edition), strict=True)
        ),
    )


def draw(
    codes: pd.Series, values: pd.Series, labels: pd.Series, texts: list[str], scale: Scale,
    edition: Edition,
) -> style.Drawing:  # fmt: skip
    """Draw the value of every province on the grid of tiles, with the classes of the scale."""
    at = provinces.provinces().loc[codes, ["tile_column", "tile_row"]]
    corners = list(at.itertuples(index=False, name=None))
    with style.theme():
        figure, ax = style.canvas(HEIGHT, WIDTH)
        for corner, value, shown in zip(
            corners, values, zip(labels, texts, strict=True), strict=True
        ):
            _tile(ax, corner, scale.of(value), shown)
        _legend(ax, scale, edition)
        ax.set(xlim=(0.5, 7.5), ylim=(8.5, 0.5))
        ax.set_axis_off()
    places = [((x - 0.5 + GAP / 2, x + 0.5 - GAP / 2), (y - 0.46, y + 0.46)) for x, y in corners]
    return style.Drawing(figure, list(labels), texts, places)


def _tile(
    ax: Axes, corner: tuple[int, int], colors: tuple[str, str], told: tuple[str, str]
) -> None:
    """One province: its tile, its name, and its value below."""
    (x, y), (fill, ink), (name, text) = corner, colors, told
    size = 1 - GAP
    ax.add_patch(
        Rectangle(
            (x - size / 2, y - size / 2), size, size,
            facecolor=fill, edgecolor=style.GREY, linewidth=0.5,
        )
    )  # fmt: skip
    lines = LONG.get(name, name.split())
    ax.text(
        x, y, "\n".join([*lines, text]), color=ink, ha="center", va="center_baseline",
        fontsize=8.6 if name.isascii() else 9.5, linespacing=1.2, in_layout=False,
    )  # fmt: skip


def _legend(ax: Axes, scale: Scale, edition: Edition) -> None:
    """The classes in the free corner above, from low to high."""
    bounds = [formats.number(bound, edition.lang, 1 if bound % 1 else 0) for bound in scale.bounds]
    ranges = pairwise(bounds)
    between = [both(edition, f"{low}至{high}", f"{low} to {high}") for low, high in ranges]
    texts = [f"< {bounds[0]}", *between, f"≥ {bounds[-1]}"]
    for row, ((fill, _), text) in enumerate(zip(scale.colors, texts, strict=True)):
        y = 0.6 + row * 0.32
        ax.add_patch(
            Rectangle((0.55, y), 0.3, 0.2, facecolor=fill, edgecolor=style.GREY, linewidth=0.5)
        )
        ax.text(0.95, y + 0.1, f"{text}%", fontsize=8.5, va="center_baseline")
