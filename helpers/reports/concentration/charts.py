"""Figures of the spread notebook: Lorenz curves, shares of the first, convergence.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.data.edition import Edition
from helpers.display import style, tooltips
from helpers.display.chart import Spec, behind, both, described, named, subtitle
from helpers.display.source_lines import history_line, rank_line, source_line
from helpers.display.style import ACCENT, GREY, Chart
from helpers.display.table import Table
from helpers.language import formats
from helpers.measures import concentration
from helpers.measures.core import gini
from helpers.reports.concentration.convergence import Convergence

SHARES = ("CR1", "CR5", "CR10")
LORENZ: Spec = {
    "province_code": ("province", "name"),
    "value": ("total", "amount"),
    "provinces_pct": ("provinces_pct", "percent"),
    "value_pct": ("value_pct", "percent"),
}
POINTS: Spec = {
    "province_code": ("province", "name"),
    "base_value": ("base_value", "amount"),
    "value": ("end_value", "amount"),
    "growth_log_pct": ("growth_log_pct", "growth"),
}


def lorenz(values: pd.Series, edition: Edition) -> Chart:
    """What the smallest provinces hold together, from none to all; the diagonal is equality."""
    curve = concentration.lorenz(values)
    known = curve.iloc[1:].reset_index(drop=True)
    coefficient = formats.number(gini(values), edition.lang, 3)
    with style.theme():
        figure, ax = style.canvas(4.6)
        ax.plot([0, 100], [0, 100], color=GREY, linewidth=1)
        ax.plot(
            curve["provinces_pct"], curve["value_pct"], color=ACCENT, linewidth=2, marker=".",
            markersize=5,
        )  # fmt: skip
        ax.set(xlim=(0, 102), ylim=(0, 102), aspect="equal")
        ax.set_xlabel(both(edition, "省份累计，%（从小到大）", "Provinces from the smallest, %"))
        ax.set_ylabel(both(edition, "进出口累计，%", "Trade, cumulative %"))
        ax.text(52, 56, both(edition, "完全平均", "all equal"), fontsize=8.5, ha="right")
        _plain(ax)
    caption = subtitle(edition, "洛伦茨曲线，%", "Lorenz curve, %")
    rows = behind("lorenz", caption, source_line(edition), known, LORENZ, edition)
    texts = [formats.percent(v, edition.lang) for v in known["value_pct"]]
    return Chart(
        "lorenz", figure,
        both(edition, f"基尼系数{coefficient}", f"A Gini coefficient of {coefficient}"),
        caption, source_line(edition),
        both(edition, "洛伦茨曲线，累计：", "Lorenz curve, cumulative: ")
        + described(named(known, edition), texts, edition),
        rows, _at(rows, known["provinces_pct"], known["value_pct"], edition), lead=True,
    )  # fmt: skip


def shares(path: pd.DataFrame, edition: Edition) -> Chart | None:
    """Share of the first, the first five and the first ten provinces over the years."""
    if len(path) < 2:
        return None
    whole = path.reindex(range(int(path.index[0]), int(path.index[-1]) + 1))
    with style.theme():
        figure, ax = style.canvas(4.0)
        for measure in SHARES:
            color = ACCENT if measure == "CR5" else GREY
            known = path[measure]
            ax.plot(known.index, known, color=color, linewidth=0.8, linestyle=":")
            ax.plot(whole.index, whole[measure], color=color, linewidth=1.8, marker=".")
            text = f"{measure} {formats.percent(known.iloc[-1], edition.lang)}"
            ax.annotate(
                text, (path.index[-1], known.iloc[-1]), (6, 0), textcoords="offset points",
                va="center", fontsize=8.5, color=ACCENT if measure == "CR5" else style.TEXT,
            )  # fmt: skip
        first, last = int(path.index[0]), int(path.index[-1])
        ax.set(ylim=(0, 100), xlim=(first - 0.5, last + (last - first) * 0.25 + 1))
        ax.set_xticks(sorted({first, *range(first, last - 1, max(1, (last - first) // 4)), last}))
        _plain(ax)
    caption = both(
        edition,
        f"前1、5、10位合计占全国的比重，%，{first}{formats.DASH}{last}年",
        f"Share of the first 1, 5 and 10 in the nation, %, {first}{formats.DASH}{last}",
    )
    long = path[list(SHARES)].reset_index().melt("year", var_name="measure", value_name="share")
    spec: Spec = {
        "measure": ("measure", "label"), "year": ("year", "integer"), "share": ("share", "share"),
    }  # fmt: skip
    source = rank_line(edition)
    rows = behind("concentration_shares", caption, source, long, spec, edition)
    change = formats.points(path["CR5"].iloc[-1] - path["CR5"].iloc[0], edition.lang)
    texts = [
        f"{formats.percent(path[m].iloc[0], edition.lang)}→{formats.percent(path[m].iloc[-1], edition.lang)}"
        for m in SHARES
    ]
    return Chart(
        "concentration_shares", figure,
        both(
            edition,
            f"前5位占比{first}年到{last}年{change}",
            f"The share of the first five was {change} from {first} to {last}",
        ),
        caption, source,
        both(edition, "折线图：", "Lines: ") + described(pd.Series(SHARES), texts, edition),
        rows, _at(rows, long["year"], long["share"], edition),
    )  # fmt: skip


def convergence(points: pd.DataFrame, found: Convergence | None, edition: Edition) -> Chart | None:
    """Growth a year against the first year's total, with the line of the regression."""
    if found is None:
        return None
    shown = formats.in_unit(points["base_value"], edition.lang)
    figure = _scatter(points, shown, found, edition)
    caption = both(
        edition,
        f"年均增速（对数）与起始年总额，{found.first}{formats.DASH}{found.last}年",
        f"Average annual growth (logarithmic) against the first total, {found.first}{formats.DASH}{found.last}",
    )
    headline = {
        "converging": ("起点低的增长更快", "Those that began lower grew faster"),
        "diverging": ("起点高的增长更快", "Those that began higher grew faster"),
        "open": (
            "看不出起点与增速有关",
            "No clear link between the start and the growth",
        ),
    }[found.verdict]
    source = history_line(edition)
    rows = behind("convergence_points", caption, source, points, POINTS, edition)
    texts = [formats.percent(v, edition.lang, signed=True) for v in points["growth_log_pct"]]
    return Chart(
        "convergence_points", figure, both(edition, *headline), caption, source,
        both(edition, "散点图，年均增速：", "Scatter, average annual growth: ")
        + described(named(points, edition), texts, edition),
        rows, _at(rows, shown, points["growth_log_pct"], edition),
    )  # fmt: skip


def _scatter(
    points: pd.DataFrame, shown: pd.Series, found: Convergence, edition: Edition
) -> Figure:
    """A point for each province, at its first total as ``shown``; the line of the regression."""
    with style.theme():
        figure, ax = style.canvas(4.6)
        ax.scatter(shown, points["growth_log_pct"], s=18, color=GREY)
        ends = np.array([points["log_base"].min(), points["log_base"].max()])
        line = found.intercept + found.beta * ends
        ax.plot(
            formats.in_unit(pd.Series(np.exp(ends)), edition.lang), line, color=ACCENT, linewidth=2
        )
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        unit = formats.unit("USD", edition.lang)
        total = (
            f"{found.first}年总额，{unit}，对数刻度",
            f"Total of {found.first}, {unit}, log scale",
        )
        ax.set_xlabel(both(edition, *total))
        ax.set_ylabel(both(edition, "年均增速，%", "Average annual growth, %"))
        for row in _outer(points).itertuples():
            name = named(points.loc[[row.Index]], edition).iloc[0]
            ax.annotate(
                name, (shown[row.Index], row.growth_log_pct), (4, 3), textcoords="offset points",
                fontsize=8.5,
            )  # fmt: skip
        _plain(ax)
    return figure


def _outer(points: pd.DataFrame) -> pd.DataFrame:
    """The points worth a name: the ends of both axes."""
    columns = ("base_value", "growth_log_pct")
    ends = [points[c].nlargest(2).index.union(points[c].nsmallest(2).index) for c in columns]
    return points.loc[ends[0].union(ends[1])]


def _at(
    rows: Table, across: pd.Series, up: pd.Series, edition: Edition
) -> tuple[tooltips.Mark, ...]:
    """One mark a point."""
    told = tooltips.told_rows(rows, edition)
    return tuple(
        tooltips.Mark(fact, (float(x), float(x)), (float(y), float(y)))
        for x, y, fact in zip(across, up, told, strict=True)
    )


def _plain(ax: Axes) -> None:
    ax.grid(True)
    ax.set_axisbelow(True)
    sns.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(which="both", length=0)
