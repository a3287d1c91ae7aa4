"""Drawings of the regions report: what regions are made of, and how they grew."""

import pandas as pd

from helpers.display import style
from helpers.display.style import ACCENT, PIECE, Drawing
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
        ax.barh(
            pieces["row"], pieces["region_share"], left=pieces["left"], height=0.74, color=colors,
            edgecolor="white", linewidth=1.2,
        )  # fmt: skip
        for piece in pieces[pieces["region_share"] >= LEAST_NAMED[lang]].itertuples():
            ax.text(
                piece.left + piece.region_share / 2,
                piece.row,
                f"{names[piece.province_code]}\n{formats.number(piece.region_share, lang, 0)}%",
                ha="center", va="center", color="white", in_layout=False, fontsize=8.1,
                linespacing=1.15,
            )  # fmt: skip
        ax.set(xlim=(0, 100), ylim=(len(regions) - 0.5, -0.5))
        ax.set_yticks(range(len(regions)), [names[code] for code in regions])
        style.quiet(ax)
    places = [
        ((p.left, p.left + p.region_share), (p.row - 0.37, p.row + 0.37))
        for p in pieces.itertuples()
    ]
    return Drawing(figure, places=places)
