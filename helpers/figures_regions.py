"""Figures of the regions notebook: shares of the nation, and what regions are made of.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

import pandas as pd

from helpers import style, words
from helpers.charts import both, described, diverging, named, subtitle
from helpers.edition import Edition
from helpers.places import names
from helpers.provenance import source_line
from helpers.style import ACCENT, GREY, Chart


def region_bars(regions: pd.DataFrame, edition: Edition) -> Chart:
    """Share of every region in the nation, largest first."""
    labels, values = named(regions, edition, "region_code"), regions["share"]
    texts = [words.percent(v, edition.lang, 2) for v in values]
    with style.theme():
        figure, ax = style.ranked_canvas(len(regions))
        style.bars(ax, labels, values)
        style.paint(ax, values == values.max())
        style.write_values(ax, values, texts)
        style.quiet(ax)
    first = labels.iloc[0]
    return Chart(
        "region_bars",
        figure,
        both(edition, f"{first}占全国{texts[0]}", f"{first} China has {texts[0]} of the nation"),
        subtitle(
            edition,
            "七大区域占全国进出口总额的比重，%",
            "Share of the seven regions in total trade, %",
        ),
        source_line(edition),
        both(edition, "横条图，区域占比：", "Bars of the regions' shares: ")
        + described(labels, texts, edition),
    )


def region_growth(regions: pd.DataFrame, edition: Edition) -> Chart | None:
    """Growth of every region, fastest first, rises in colour and falls in grey."""
    known = regions.dropna(subset=["growth_pct"])
    if known.empty:
        return None
    ordered = known.sort_values("growth_pct", ascending=False, kind="stable").reset_index(drop=True)
    first = names(edition.lang)[ordered["region_code"].iloc[0]]
    rate = words.percent(ordered["growth_pct"].iloc[0], edition.lang, signed=True)
    headline = both(edition, f"{first}{rate}，表现最好", f"{first} China did best, {rate}")
    label = ("区域进出口总额同比，%", "Growth of the regions' total trade, %")
    return diverging(
        ordered, "growth_pct", "region_growth", headline, label, edition, code="region_code"
    )


def region_composition(members: pd.DataFrame, regions: pd.DataFrame, edition: Edition) -> Chart:
    """How each region is made up of its provinces: one bar a region, one piece a province."""
    known = names(edition.lang)
    order = list(regions["region_code"])
    with style.theme():
        figure, ax = style.canvas(len(order) * 0.42 + 0.5)
        for row, region in enumerate(order):
            inside = members[members["region_code"] == region]
            left = 0.0
            for place, piece in enumerate(inside.itertuples()):
                ax.barh(
                    row,
                    piece.region_share,
                    left=left,
                    height=0.74,
                    color=ACCENT if place == 0 else GREY,
                    edgecolor="white",
                    linewidth=1.2,
                )
                if piece.region_share >= (9 if edition.lang == "zh" else 12):
                    ax.text(
                        left + piece.region_share / 2,
                        row,
                        f"{known[piece.province_code]}\n{words.number(piece.region_share, edition.lang, 0)}%",
                        ha="center",
                        va="center",
                        color="white",
                        fontsize=7.5,
                        linespacing=1.15,
                    )
                left += piece.region_share
        ax.set(xlim=(0, 100), ylim=(len(order) - 0.5, -0.5))
        ax.set_yticks(range(len(order)), [known[code] for code in order])
        style.quiet(ax)
    heaviest = members.loc[members["region_share"].idxmax()]
    share = words.percent(heaviest["region_share"], edition.lang, 0)
    a, b = known[heaviest["province_code"]], known[heaviest["region_code"]]
    described = [
        f"{known[code]}{both(edition, '：', ': ')}"
        + words.listed(
            (
                f"{known[r.province_code]} {words.percent(r.region_share, edition.lang, 0)}"
                for r in members[members["region_code"] == code].itertuples()
            ),
            edition.lang,
        )
        for code in order
    ]
    return Chart(
        "region_composition",
        figure,
        both(edition, f"{a}占{b}的{share}", f"{a} makes up {share} of {b} China"),
        subtitle(
            edition,
            "各省占所在区域进出口总额的比重，%",
            "Share of each province in its region's trade, %",
        ),
        source_line(edition),
        both(edition, "分段横条图。", "Stacked bars. ") + both(edition, "；", "; ").join(described),
    )
