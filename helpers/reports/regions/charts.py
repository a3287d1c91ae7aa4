"""Drawings of the regions report: what regions are made of, and how they grew."""

import pandas as pd

from helpers.display import style
from helpers.display.style import ACCENT, PIECE, Drawing
from helpers.display.texts import name_rows, write
from helpers.language import formats

LEAST_NAMED = {"zh": 9, "en": 12}  # percent of a bar within which a name has room


def region_composition(
    pieces: pd.DataFrame, regions: list[str], names: dict[str, str], lang: str
) -> Drawing:
    """Draw a bar a region with a piece a province, the largest of each in colour.

    ``pieces`` has columns province_code, region_share, row, left and place (0 the largest of its
    region); ``regions`` are the codes from top to bottom.
    """
    with style.theme():
        figure, ax = style.canvas(len(regions) * 0.42 + 0.5)
        colors = [ACCENT if place == 0 else PIECE for place in pieces["place"]]
        style.boxes(
            ax, pieces["left"], pieces["region_share"], pieces["row"], colors, height=0.74,
            edgecolors="white", linewidths=1.2,
        )  # fmt: skip
        named = pieces[pieces["region_share"] >= LEAST_NAMED[lang]]
        shares = [formats.number(share, lang, 0) for share in named["region_share"]]
        told = [
            f"{names[code]}\n{share}%"
            for code, share in zip(named["province_code"], shares, strict=True)
        ]
        middles = named["left"] + named["region_share"] / 2
        write(
            ax, middles, named["row"], told, size=8.1, color="white", anchor="center",
            in_layout=False, spacing=1.15,
        )  # fmt: skip
        ax.set(xlim=(0, 100), ylim=(len(regions) - 0.5, -0.5))
        name_rows(ax, range(len(regions)), [names[code] for code in regions])
        style.quiet(ax)
    places = [
        ((p.left, p.left + p.region_share), (p.row - 0.37, p.row + 0.37))
        for p in pieces.itertuples()
    ]
    return Drawing(figure, places=places)
