"""Figures of the page of one province: its rank over the years, its growth beside the nation's."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.constants import NATION
from helpers.data.edition import Edition
from helpers.data.provinces import names
from helpers.display import style, tooltips
from helpers.display.chart import Spec, apart, both
from helpers.display.source_lines import history_line, rank_line
from helpers.display.style import ACCENT, GREY, Chart
from helpers.display.table import Column, Table, columns_of
from helpers.language import formats

HEIGHT = 2.9  # inches
RANKS: Spec = {
    "year": ("year", "integer"),
    "rank": ("rank", "integer"),
    "share": ("share", "share"),
    "total": ("total", "amount"),
    "growth_pct": ("own_growth", "growth"),
}


def ranks(path: pd.DataFrame, code: str, edition: Edition) -> Chart | None:
    """The rank of the province in every full year; None with fewer than two.

    ``path`` is profile.path.
    """
    known = path.dropna(subset=["rank"]).reset_index(drop=True)
    if len(known) < 2:
        return None
    whole = _every_year(known.set_index("year")[["rank"]].astype("float64"))["rank"]
    with style.theme():
        figure, ax = style.canvas(HEIGHT)
        ax.plot(whole.index, whole, color=ACCENT, linewidth=1.7, marker=".", markersize=6)
        low, high = whole.min(), whole.max()
        ax.set_ylim(min(max(high, low + 4) + 1.4, len(edition.now) + 0.6), low - 1.4)
        top, bottom = sorted(ax.get_ylim())
        ticks = MaxNLocator(integer=True).tick_values(top, bottom)
        # No rank is above the first.
        ax.set_yticks([tick for tick in ticks if max(top, 1) <= tick <= bottom])
        for year in (whole.index[0], whole.index[-1]):
            ax.annotate(
                f"{whole[year]:.0f}", (year, whole[year]), (0, 7), textcoords="offset points",
                ha="center", fontsize=8.5,
            )  # fmt: skip
        _year_axis(ax, whole.index, 0.6)
    years = [int(known["year"].iloc[at]) for at in (0, -1)]
    ends = [formats.ordinal(int(known["rank"].iloc[at]), edition.lang) for at in (0, -1)]
    caption = both(
        edition,
        f"按进出口总额在31省中的位次，{years[0]}{formats.DASH}{years[1]}年",
        f"Rank among the 31 provinces by total trade, {years[0]}{formats.DASH}{years[1]}",
    )
    name, source = names(edition.lang)[code], rank_line(edition)
    table = Table("ranks", caption, source, columns_of(known, RANKS, edition), known)
    return Chart(
        "ranks",
        figure,
        both(
            edition,
            f"{name}：{years[0]}年{ends[0]}，{years[1]}年{ends[1]}",
            f"{name}: {ends[0]} in {years[0]}, {ends[1]} in {years[1]}",
        ),
        caption,
        source,
        both(edition, "折线图，各年位次：", "Line of the rank by year: ")
        + both(edition, "，", ", ").join(f"{row.year} {row.rank}" for row in known.itertuples()),
        table,
        _points(known["year"], known["rank"], tooltips.told_rows(table, edition)),
        lead=True,
    )


def growth(index: pd.DataFrame, code: str, region: str, edition: Edition) -> Chart | None:
    """Total trade of the province, its region and all provinces, the first year as 100, in USD.

    ``index`` is profile.index_of; None with fewer than two years.
    """
    if len(index) < 2:
        return None
    known = names(edition.lang)
    labels = {
        code: known[code],
        region: both(edition, known[region], f"{known[region]} China"),
        NATION: formats.label("together", edition.lang),
    }
    first, last = int(index.index[0]), int(index.index[-1])
    caption = both(
        edition,
        f"进出口总额（美元），{first}年=100，{first}{formats.DASH}{last}年",
        f"Total trade in US dollars, {first} = 100, {first}{formats.DASH}{last}",
    )
    ends = {key: formats.number(index[key].iloc[-1], edition.lang, 0) for key in labels}
    own, whole = ends[code], ends[NATION]
    table = _behind_growth(index, labels, caption, edition)
    return Chart(
        "growth",
        _growth_lines(index, labels),
        both(
            edition,
            f"{known[code]}为{first}年的{own}%，31省合计为{whole}%",
            f"{known[code]} is at {own}% of {first}, all 31 provinces at {whole}%",
        ),
        caption,
        history_line(edition),
        both(edition, f"折线图，{first}年=100，{last}年为：", f"Lines, {first} = 100; in {last}: ")
        + both(edition, "，", ", ").join(f"{labels[key]} {ends[key]}" for key in labels),
        table,
        _points(table.data["year"], table.data["province"], tooltips.told_rows(table, edition)),
    )


def _growth_lines(index: pd.DataFrame, labels: dict[str, str]) -> Figure:
    whole = _every_year(index)
    code, region, nation = labels
    look = {
        nation: (GREY, 1.3, "-"),
        region: (style.TEXT, 1.3, (0, (4, 2))),
        code: (ACCENT, 2, "-"),
    }
    low, high = whole.min(axis=None), whole.max(axis=None)
    with style.theme():
        figure, ax = style.canvas(HEIGHT)
        for key, (color, width, dashes) in look.items():
            ax.plot(
                whole.index, whole[key], color=color, linewidth=width, linestyle=dashes,
                marker=".", markersize=4,
            )  # fmt: skip
        ends = whole.iloc[-1].sort_values()
        # Names are moved apart where two would overlap.
        places = apart(ends.to_numpy(dtype=float), (high - low) * 0.085)
        for (key, value), at in zip(ends.items(), places, strict=True):
            ax.annotate(
                f"{labels[key]} {value:.0f}", (whole.index[-1] + 0.4, at), va="center",
                fontsize=8.5, annotation_clip=False,
            )  # fmt: skip
        ax.grid(axis="y")
        _year_axis(ax, whole.index, (whole.index[-1] - whole.index[0]) * 0.3 + 0.8)
    return figure


def _behind_growth(
    index: pd.DataFrame, labels: dict[str, str], caption: str, edition: Edition
) -> Table:
    """The lines as a table; its CSV has the same columns for every province."""
    columns = [
        Column(formats.label("year", edition.lang), [str(year) for year in index.index], "number"),
        *(
            Column(label, [formats.number(v, edition.lang) for v in index[key]], "number")
            for key, label in labels.items()
        ),
    ]
    data = index[list(labels)].set_axis(["province", "region", "nation"], axis=1)
    frame = data.rename_axis("year").reset_index()
    return Table("growth", caption, history_line(edition), columns, frame)


def _every_year(values: pd.DataFrame) -> pd.DataFrame:
    """Values with the missing years in between as missing, so that lines break there."""
    return values.reindex(range(int(values.index[0]), int(values.index[-1]) + 1))


def _year_axis(ax: Axes, years: pd.Index, room: float) -> None:
    style.name_years(ax, int(years[0]), int(years[-1]))
    ax.set_xlim(years[0] - 0.6, years[-1] + room)
    sns.despine(ax=ax, left=True)
    ax.tick_params(axis="y", length=0)


def _points(
    years: pd.Series, values: pd.Series, facts: list[tooltips.Told]
) -> tuple[tooltips.Mark, ...]:
    return tuple(
        tooltips.Mark(told, (float(year),) * 2, (float(value),) * 2)
        for year, value, told in zip(years, values, facts, strict=True)
    )
