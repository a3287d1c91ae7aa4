"""Figures of the trends notebook: growth multiples, and the lines of the large provinces.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator

from helpers.data.edition import Edition
from helpers.data.provinces import names, with_names
from helpers.display import style, tooltips
from helpers.display.chart import Spec, apart, behind, both, described, named
from helpers.display.source_lines import history_line
from helpers.display.style import ACCENT, GREY, Chart
from helpers.display.table import Table, columns_of
from helpers.language import formats
from helpers.measures import core as measures

MULTIPLES: Spec = {
    "province_code": ("province", "name"),
    "multiple": ("multiple", "times"),
    "rank": ("rank", "integer"),
    "base_year": ("base_year", "integer"),
    "base_value": ("base_value", "amount"),
    "value": ("end_value", "amount"),
    "cagr_pct": ("cagr_pct", "growth"),
}
POINTS: Spec = {
    "province_code": ("province", "name"),
    "year": ("year", "integer"),
    "total": ("total", "amount"),
    "share": ("share", "share"),
    "rank": ("rank", "integer"),
    "growth_pct": ("growth_pct", "growth"),
}

MARKED = 5
LINE = 0.155  # inches that a line's name at its end needs


def multiple_bars(multiples: pd.DataFrame, edition: Edition) -> Chart | None:
    """How many times its first year each province's trade has become, in USD."""
    if multiples.empty:
        return None
    labels, values = named(multiples, edition), multiples["multiple"]
    texts = [formats.number(v, edition.lang, 2) for v in values]
    with style.theme():
        figure, ax = style.ranked_canvas(len(multiples))
        style.bars(ax, labels, values)
        style.paint(ax, pd.Series(np.arange(len(values)) == 0))
        style.write_values(ax, values, texts)
        style.quiet(ax)
    base, end = int(multiples["base_year"].min()), int(edition.history.index.max())
    dash = formats.DASH
    caption = both(
        edition,
        f"进出口总额倍数（末年÷起始年），美元，{base}{dash}{end}年",
        f"Total trade, times (end ÷ start), US dollars, {base}{dash}{end}",
    )
    ranked = multiples.assign(rank=measures.ranks(multiples["multiple"]))
    table = behind("multiple_bars", caption, history_line(edition), ranked, MULTIPLES, edition)
    return Chart(
        "multiple_bars",
        figure,
        both(
            edition,
            f"{labels.iloc[0]}增至{texts[0]}倍，{labels.iloc[-1]}为{texts[-1]}倍",
            f"{labels.iloc[0]} was at {texts[0]} times its start, {labels.iloc[-1]} at {texts[-1]}",
        ),
        caption,
        history_line(edition),
        both(edition, "横条图，增长倍数：", "Bars of the growth multiple: ")
        + described(labels, texts, edition),
        table,
        tooltips.rows(ax, tooltips.told_rows(table, edition)),
        lead=True,
    )


def lines(
    history: pd.DataFrame, codes: list[str], overtakings: pd.DataFrame, edition: Edition
) -> Chart | None:
    """Annual totals of the provinces in ``codes``, in USD, with their overtakings marked.

    The scale is logarithmic, so equal slopes are equal growth. Years that are missing break the
    line.
    """
    if not codes or len(history) < 2:
        return None
    among = overtakings["province_code"].isin(codes) & overtakings["passed_code"].isin(codes)
    # The latest only: more would cover the lines; the table has them all.
    marked = overtakings[among].tail(MARKED)
    shown = words_in_unit(history[codes], edition.lang)
    whole = shown.reindex(range(int(shown.index[0]), int(shown.index[-1]) + 1))
    with style.theme():
        height = max(4.6, 0.26 * len(codes) + 1.6)
        figure, ax = style.canvas(height)
        for code in codes:
            color = ACCENT if code in set(marked["province_code"]) else GREY
            # Dots lead the eye across years without figures; the line itself stops there.
            known = whole[code].dropna()
            ax.plot(known.index, known, color=color, linewidth=0.8, linestyle=":")
            ax.plot(whole.index, whole[code], color=color, linewidth=1.7, marker=".", markersize=4)
        ax.set_yscale("log")
        _mark_overtakings(ax, shown, marked, edition)
        _name_ends(ax, whole, height, edition)
        _year_axis(ax, whole)
    caption = _lines_caption(shown, bool(len(marked)), edition)
    points = _points(history, codes)
    return Chart(
        "lines",
        figure,
        _lines_headline(shown, codes, edition),
        caption,
        history_line(edition),
        _described_lines(shown, codes, edition),
        _line_ends(points, caption, edition),
        _point_marks(points, edition),
    )


def _lines_headline(shown: pd.DataFrame, codes: list[str], edition: Edition) -> str:
    """Who leads among the provinces drawn, or whose line it is."""
    leader = names(edition.lang)[shown.loc[shown.index[-1], codes].idxmax()]
    if len(codes) == 1:
        return both(edition, f"{leader}的走势", f"How trade of {leader} moved")
    return both(
        edition,
        f"{leader}领先，图中{len(codes)}省的走势",
        f"{leader} led the {formats.provinces(len(codes))} shown",
    )


def _lines_caption(shown: pd.DataFrame, rings: bool, edition: Edition) -> str:
    """What is drawn: unit, scale, years, and what rings and dots mean where there are any."""
    first, last = int(shown.index[0]), int(shown.index[-1])
    caption = both(
        edition,
        f"进出口总额，亿美元，对数刻度，{first}{formats.DASH}{last}年",
        f"Total trade, billion US dollars, log scale, {first}{formats.DASH}{last}",
    )
    if rings:
        caption += both(edition, "；圆圈为最近的位次更替", "; rings mark the latest overtakings")
    if last - first >= len(shown):
        caption += both(edition, "；虚线跨过缺数年份", "; dotted across years without figures")
    return caption


def _points(history: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Every point drawn, one a row: province_code, year, total, share and rank among all, growth.

    Growth is left out across a gap in the years.
    """
    years = pd.Series(history.index, index=history.index)
    before = history.shift().where(years.diff().eq(1), np.nan)
    frames = {
        "total": history,
        "share": history.apply(measures.shares, axis=1),
        "rank": history.apply(measures.ranks, axis=1).astype("Int64"),
        "growth_pct": measures.growth(history, before),
    }
    long = [
        frame[codes].rename_axis("year").reset_index().melt("year", value_name=name)
        for name, frame in frames.items()
    ]
    points = long[0].rename(columns={long[0].columns[1]: "province_code"})
    for name, column in zip(list(frames)[1:], long[1:], strict=True):
        points[name] = column[name]
    return points[list(POINTS)].dropna(subset=["total"])


def _line_ends(points: pd.DataFrame, caption: str, edition: Edition) -> Table:
    """The last point of every line as a table; its CSV holds every point."""
    ends = points[points["year"] == points["year"].max()]
    columns = columns_of(ends, POINTS, edition)
    return Table("lines", caption, history_line(edition), columns, with_names(points))


def _point_marks(points: pd.DataFrame, edition: Edition) -> tuple[tooltips.Mark, ...]:
    columns = columns_of(points, POINTS, edition)
    facts = tooltips.told_rows(Table("lines", "", "", columns, points), edition)
    shown = formats.in_unit(points["total"], edition.lang)
    places = zip(points["year"], shown, facts, strict=True)
    return tuple(
        tooltips.Mark(told, (float(year), float(year)), (float(value), float(value)))
        for year, value, told in places
    )


def words_in_unit(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Every column of a frame of values in 亿 in the unit that the language shows."""
    return frame.apply(formats.in_unit, lang=lang)


def _mark_overtakings(
    ax: Axes, shown: pd.DataFrame, marked: pd.DataFrame, edition: Edition
) -> None:
    """Ring each overtaking and name it in free room kept below the lines.

    The earliest stands lowest, so that no rule runs through another's words.
    """
    low, high = np.log10(shown.min(axis=None)), np.log10(shown.max(axis=None))
    rows = len(marked)
    step = (high - low) * 0.05
    ax.set_ylim(10 ** (low - step * (rows + 1)), 10 ** (high + step))
    for place, row in enumerate(marked.itertuples()):
        value = shown.at[row.year, row.province_code]
        at = 10 ** (low - step * (rows - place))
        passer, passed = (names(edition.lang)[c] for c in (row.province_code, row.passed_code))
        text = both(
            edition, f"{row.year}年{passer}超过{passed}", f"{row.year}: {passer} passes {passed}"
        )
        ax.plot(row.year, value, marker="o", markersize=7, fillstyle="none", color=style.TEXT)
        ax.plot([row.year] * 2, [at, value], color=style.TEXT, linewidth=0.6, linestyle=":")
        ax.annotate(
            text, (row.year, at), (3, 0), textcoords="offset points", va="center", fontsize=8.5,
        )  # fmt: skip


def _name_ends(ax: Axes, whole: pd.DataFrame, height: float, edition: Edition) -> None:
    """Write each line's name at its end, moved apart where two would overlap.

    ``height`` is the figure's, in inches.
    """
    known = names(edition.lang)
    ends = whole.iloc[-1].sort_values()
    low, high = np.log10(ax.get_ylim())
    least = (high - low) * LINE / (height - style.HEAD / 2)
    end = int(whole.index[-1])
    room = max(0.45, (end - int(whole.index[0])) * 0.035)
    heights = apart(np.log10(ends.to_numpy(dtype=float)), least)
    for (code, value), at in zip(ends.items(), heights, strict=True):
        text = f"{known[code]} {formats.number(value, edition.lang, 0)}"
        moved = abs(at - np.log10(value)) > least / 3
        ax.annotate(
            text, (end, value), (end + room, 10**at), va="center",
            fontsize=8.5, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.6, "shrinkA": 1, "shrinkB": 3}
            if moved else None,
        )  # fmt: skip


def _year_axis(ax: Axes, whole: pd.DataFrame) -> None:
    first, last = int(whole.index[0]), int(whole.index[-1])
    style.name_years(ax, first, last)
    ax.set_xlim(first - 0.4, last + (last - first) * 0.2 + 0.6)
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.yaxis.set_minor_formatter(lambda value, _: "")
    ax.grid(axis="y")
    sns.despine(ax=ax, left=True)
    ax.tick_params(axis="y", which="both", length=0)


def _described_lines(shown: pd.DataFrame, codes: list[str], edition: Edition) -> str:
    known, first, last = names(edition.lang), shown.index[0], shown.index[-1]
    ends = [
        f"{known[c]} {formats.number(shown.at[first, c], edition.lang)}→"
        f"{formats.number(shown.at[last, c], edition.lang)}"
        for c in codes
    ]
    intro = both(edition, f"折线图，{first}年→{last}年：", f"Lines, {first} → {last}: ")
    return intro + both(edition, "，", ", ").join(ends)
