"""Figures of the regions notebook: shares of the nation, and what regions are made of.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from helpers.data.edition import Edition
from helpers.data.provinces import names
from helpers.display import style, tooltips
from helpers.display.chart import (
    Spec,
    behind,
    both,
    described,
    diverging,
    named,
    of_nation,
    subtitle,
    traded,
)
from helpers.display.source_lines import source_line
from helpers.display.style import ACCENT, PIECE, Chart
from helpers.language import formats
from helpers.measures import core as measures

SHARES: Spec = {
    "region_code": ("region", "name"),
    "share": ("share", "share"),
    "rank": ("rank", "integer"),
    "total": ("total", "amount"),
    "growth_pct": ("growth_pct", "growth"),
}
PIECES: Spec = {
    "province_code": ("province", "name"),
    "region_code": ("region", "name"),
    "region_share": ("region_share", "share"),
    "total": ("total", "amount"),
    "rank": ("rank", "integer"),
}


def region_bars(regions: pd.DataFrame, edition: Edition) -> Chart:
    """Share of every region in the nation, largest first."""
    labels, values = named(regions, edition, "region_code"), regions["share"]
    texts = [formats.percent(v, edition.lang, 2) for v in values]
    with style.theme():
        figure, ax = style.ranked_canvas(len(regions))
        style.bars(ax, labels, values)
        style.paint(ax, values == values.max())
        style.write_values(ax, values, texts)
        style.quiet(ax)
    first = labels.iloc[0]
    (zh_trade, en_trade), (zh_nation, en_nation) = traded(edition), of_nation(edition)
    caption = subtitle(
        edition,
        f"七大区域占全国{zh_trade}的比重，%",
        f"Share of the seven regions in {en_trade}, %",
    )
    table = behind("region_bars", caption, source_line(edition), _ranked(regions), SHARES, edition)
    return Chart(
        "region_bars",
        figure,
        both(
            edition,
            f"{first}占{zh_nation}{texts[0]}",
            f"{first} China had {texts[0]} of {en_nation}",
        ),
        caption,
        source_line(edition),
        both(edition, "横条图，区域占比：", "Bars of the regions' shares: ")
        + described(labels, texts, edition),
        table,
        tooltips.rows(ax, tooltips.told_rows(table, edition)),
        lead=True,
    )


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(rank=measures.ranks(table["total"]))


def region_growth(regions: pd.DataFrame, edition: Edition) -> Chart | None:
    """Growth of every region, fastest first, rises in colour and falls in grey."""
    known = _ranked(regions).dropna(subset=["growth_pct"])
    if known.empty:
        return None
    ordered = known.sort_values("growth_pct", ascending=False, kind="stable").reset_index(drop=True)
    first = names(edition.lang)[ordered["region_code"].iloc[0]]
    rate = formats.percent(ordered["growth_pct"].iloc[0], edition.lang, signed=True)
    headline = both(edition, f"{first}增速最高，{rate}", f"{first} China grew fastest, {rate}")
    zh_trade, en_trade = traded(edition)
    label = (f"区域{zh_trade}同比，%", f"Growth of the regions' {en_trade}, %")
    first_columns = ("region_code", "growth_pct")
    spec = {name: SHARES[name] for name in dict.fromkeys([*first_columns, *SHARES])}
    return diverging(ordered, "growth_pct", "region_growth", headline, label, spec, edition)


def region_composition(members: pd.DataFrame, regions: pd.DataFrame, edition: Edition) -> Chart:
    """How each region is made up of its provinces: one bar a region, one piece a province."""
    known = names(edition.lang)
    order = list(regions["region_code"])
    pieces = _pieces(members, order)
    with style.theme():
        figure, ax = style.canvas(len(order) * 0.42 + 0.5)
        for piece in pieces.itertuples():
            _draw_piece(ax, piece, known[piece.province_code], edition)
        ax.set(xlim=(0, 100), ylim=(len(order) - 0.5, -0.5))
        ax.set_yticks(range(len(order)), [known[code] for code in order])
        style.quiet(ax)
    heaviest = members.loc[members["region_share"].idxmax()]
    share = formats.percent(heaviest["region_share"], edition.lang, 0)
    a, b = known[heaviest["province_code"]], known[heaviest["region_code"]]
    zh_trade, en_trade = traded(edition)
    caption = subtitle(
        edition,
        f"各省占所在区域{zh_trade}的比重，%",
        f"Share of each province in its region's {en_trade}, %",
    )
    source = source_line(edition)
    table = behind("region_composition", caption, source, pieces, PIECES, edition)
    return Chart(
        "region_composition",
        figure,
        both(edition, f"{a}占{b}的{share}", f"{a} made up {share} of {b} China"),
        caption,
        source,
        _described_pieces(pieces, order, edition),
        table,
        tuple(
            tooltips.Mark(told, (p.left, p.left + p.region_share), (p.row - 0.37, p.row + 0.37))
            for p, told in zip(pieces.itertuples(), tooltips.told_rows(table, edition), strict=True)
        ),
    )


def _pieces(members: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """The provinces with the row of their region and where in it their piece begins."""
    pieces = _ranked(members).assign(row=members["region_code"].map(order.index))
    pieces = pieces.sort_values("row", kind="stable").reset_index(drop=True)
    shares = pieces.groupby("row")["region_share"]
    return pieces.assign(left=shares.cumsum() - pieces["region_share"], place=shares.cumcount())


def _draw_piece(ax: Axes, piece: Any, name: str, edition: Edition) -> None:
    """One province's piece of its region's bar, named where there is room."""
    ax.barh(
        piece.row,
        piece.region_share,
        left=piece.left,
        height=0.74,
        color=ACCENT if piece.place == 0 else PIECE,
        edgecolor="white",
        linewidth=1.2,
    )
    if piece.region_share >= (9 if edition.lang == "zh" else 12):
        ax.text(
            piece.left + piece.region_share / 2,
            piece.row,
            f"{name}\n{formats.number(piece.region_share, edition.lang, 0)}%",
            ha="center",
            va="center",
            color="white",
            in_layout=False,
            fontsize=8.1,
            linespacing=1.15,
        )


def _described_pieces(pieces: pd.DataFrame, order: list[str], edition: Edition) -> str:
    """Every region with its provinces and their shares, as a text alternative tells it."""
    known = names(edition.lang)
    texts = []
    for code in order:
        inside = pieces[pieces["region_code"] == code]
        shares = [
            f"{known[p.province_code]} {formats.percent(p.region_share, edition.lang, 0)}"
            for p in inside.itertuples()
        ]
        texts.append(
            f"{known[code]}{both(edition, '：', ': ')}{formats.listed(shares, edition.lang)}"
        )
    return both(edition, "分段横条图。", "Stacked bars. ") + both(edition, "；", "; ").join(texts)
