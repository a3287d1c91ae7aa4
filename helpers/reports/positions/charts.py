"""Figures of the positions notebook: the path of every province's rank over the years.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from helpers.data.edition import Edition
from helpers.data.provinces import names, with_names
from helpers.display import style, tooltips
from helpers.display.chart import both, described
from helpers.display.source_lines import rank_line
from helpers.display.style import ACCENT, GREY, Chart
from helpers.display.table import Column, Table
from helpers.language import formats

HIGHLIGHTED = 3


def bump(ranks: pd.DataFrame, overtakings: pd.DataFrame, edition: Edition) -> Chart | None:
    """Rank of every province in every year; those that rose most in colour, passers dotted.

    ``overtakings`` is positions.overtakings of ``ranks``. None for a single year.
    """
    if len(ranks) < 2:
        return None
    rise = (ranks.iloc[0] - ranks.iloc[-1]).dropna().sort_values(ascending=False, kind="stable")
    risen = list(rise[rise > 0].head(HIGHLIGHTED).index)
    with style.theme():
        figure, ax = style.canvas(len(ranks.columns) * 0.24 + 0.9)
        for code in [c for c in ranks if c not in risen] + risen:
            _path(ax, ranks[code], ACCENT if code in risen else GREY)
        passers = overtakings.drop_duplicates(["year", "province_code"])
        ax.plot(
            passers["year"], passers["rank"], linestyle="none", marker="o", markersize=3,
            color=style.TEXT, markeredgewidth=0,
        )  # fmt: skip
        _names(ax, ranks, risen, edition)
        _years(ax, ranks)
    first, last = int(ranks.index[0]), int(ranks.index[-1])
    caption = both(
        edition,
        f"按进出口总额的位次，{first}{formats.DASH}{last}年；圆点为超过他省的年份；虚线跨过缺数年份",
        f"Rank by total trade, {first}{formats.DASH}{last}; dots mark years in which a province passed "
        "another; dotted across years without figures",
    )
    known = names(edition.lang)
    listed = formats.listed((known[code] for code in risen), edition.lang)
    texts = [
        f"{formats.DASH if pd.isna(a) else a}→{formats.DASH if pd.isna(b) else b}"
        for a, b in zip(ranks.iloc[0], ranks.iloc[-1], strict=True)
    ]
    source = rank_line(edition)
    return Chart(
        "bump", figure,
        both(edition, f"{first}年到{last}年上升最多：{listed}", f"Up most from {first} to {last}: {listed}")
        if risen
        else both(edition, "位次没有变化", "No rank has changed"),
        caption, source,
        both(edition, f"位次折线图，{first}年→{last}年：", f"Lines of ranks, {first} → {last}: ")
        + described(pd.Series([known[c] for c in ranks]), texts, edition),
        Table("bump", caption, source, _columns(ranks, edition), _long(ranks)),
        tuple(_marks(ranks, edition)), lead=True,
    )  # fmt: skip


def _path(ax: Axes, own: pd.Series, color: str) -> None:
    known = own.dropna().astype(float)
    whole = known.reindex(range(int(own.index[0]), int(own.index[-1]) + 1))
    width = 2.2 if color == ACCENT else 1.1
    ax.plot(known.index, known, color=color, linewidth=0.7, linestyle=":")
    ax.plot(whole.index, whole, color=color, linewidth=width)


def _names(ax: Axes, ranks: pd.DataFrame, risen: list[str], edition: Edition) -> None:
    """The rank at the start, the rank and the name at the end."""
    known = names(edition.lang)
    for year, side, offset in ((ranks.index[0], "right", -5), (ranks.index[-1], "left", 5)):
        for code, rank in ranks.loc[year].dropna().items():
            text = f"{rank} {known[code]}" if side == "left" else f"{rank}"
            ax.annotate(
                text, (year, rank), (offset, 0), textcoords="offset points", ha=side,
                va="center_baseline", fontsize=8.5, color=ACCENT if code in risen else style.TEXT,
            )  # fmt: skip


def _years(ax: Axes, ranks: pd.DataFrame) -> None:
    first, last = int(ranks.index[0]), int(ranks.index[-1])
    step = max(1, round((last - first) / 5))
    ticks = [y for y in range(first, last, step) if last - y >= step * 0.6]
    ax.set_xticks([*ticks, last])
    room = (last - first) * 0.32 + 0.6
    ax.set(xlim=(first - (last - first) * 0.06 - 0.2, last + room), yticks=[])
    ax.set_ylim(len(ranks.columns) + 0.7, 0.3)
    ax.xaxis.tick_top()
    sns.despine(ax=ax, left=True, bottom=True, top=True)
    ax.tick_params(length=0)


def _marks(ranks: pd.DataFrame, edition: Edition) -> list[tooltips.Mark]:
    """One mark a point: which province had which rank in which year."""
    known = names(edition.lang)
    return [
        tooltips.Mark(
            tooltips.Told(both(edition, f"{known[code]}：{year}年第{rank}位", f"{known[code]}: {formats.ordinal(int(rank), 'en')} in {year}")),
            (year - 0.42, year + 0.42), (rank - 0.42, rank + 0.42),
        )
        for code in ranks
        for year, rank in ranks[code].dropna().items()
    ]  # fmt: skip


def _columns(ranks: pd.DataFrame, edition: Edition) -> list[Column]:
    order = list(ranks.iloc[-1].sort_values(kind="stable").index)
    labels = [names(edition.lang)[code] for code in order]
    columns = [Column(formats.label("province", edition.lang), labels, "name", order)]
    for year in ranks.index:
        cells = [formats.DASH if pd.isna(v) else str(v) for v in ranks.loc[year, order]]
        columns.append(Column(str(year), cells, "number"))
    return columns


def _long(ranks: pd.DataFrame) -> pd.DataFrame:
    long = ranks.rename_axis("year").reset_index().melt("year", var_name="province_code")
    return with_names(long.rename(columns={"value": "rank"}))
