"""Figures of the months notebook: growth of every month as a heat map, regions' path to date.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

from itertools import pairwise
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from helpers.constants import NATION
from helpers.data.edition import Edition
from helpers.data.provinces import names, region_codes, with_names
from helpers.display import style, tooltips
from helpers.display.chart import Spec, apart, behind, both, described
from helpers.display.source_lines import source_line
from helpers.display.style import ACCENT, GREY, Chart
from helpers.display.table import Table
from helpers.display.tilemap import Scale, growth_scale
from helpers.language import formats
from helpers.reports.months.tables import by_month, growth_cells, line, month_names

TO_DATE: Spec = {
    "region_code": ("region", "name"),
    "months": ("month", "text"),
    "to_date_growth_pct": ("to_date_growth_pct", "growth"),
    "total": ("total", "amount"),
}


def month_heat(table: pd.DataFrame, edition: Edition) -> Chart | None:
    """Growth of every month in every province, provinces by growth of the year to date.

    ``table`` is months.by_flow. Rates known within a margin stand without decimals.
    """
    own = table[table["code"] != NATION]
    if own["growth_pct"].isna().all():
        return None
    last = own[own["month"] == own["month"].max()]
    order = list(last.sort_values("to_date_growth_pct", ascending=False, kind="stable")["code"])
    columns = sorted(set(own["month"]))
    cells = _cells(own, order, columns, edition)
    scale = growth_scale(own["growth_pct"])
    with style.theme():
        figure, ax = style.canvas(len(order) * style.ROW + 1.1)
        _fill(ax, cells, scale)
        _axes(ax, own, columns, order, edition)
        _legend(ax, scale, len(columns), len(order), edition)
    measure = ("进出口当月同比，%", "Growth of each month on a year before, %")
    period = formats.period(edition.year, edition.month, edition.lang)
    caption = f"{both(edition, *measure)}{both(edition, '，', ', ')}{period}"
    final = cells[cells["month"] == columns[-1]]
    data = own[["month", "code", "growth_pct", "growth_margin_pp"]]
    return Chart(
        "month_heat", figure, _headline(last, edition), caption, line(own, edition),
        both(edition, "热力图，末月：", "Heat map; the last month: ")
        + described(final["code"].map(names(edition.lang)), list(final["cell"]), edition),
        Table(
            "month_heat", caption, line(own, edition),
            by_month(cells, "province", order, edition),
            data.rename(columns={"code": "province_code"}),
        ),
        tuple(_mark(cell, edition) for cell in cells.itertuples()),
        lead=True,
    )  # fmt: skip


def _headline(last: pd.DataFrame, edition: Edition) -> str:
    (name,) = set(month_names(last, edition.lang))
    grew = int((last["growth_pct"].round(1) > 0).sum())
    return both(
        edition,
        f"{name}有{grew}省高于上年同期",
        f"In {name} {formats.provinces(grew)} traded more than a year before",
    )


def _cells(
    own: pd.DataFrame, order: list[str], columns: list[int], edition: Edition
) -> pd.DataFrame:
    """One row a cell: its place (x, y), what it shows (written) and what it tells (cell, name)."""
    known = names(edition.lang)
    months = month_names(own, edition.lang)
    cell = growth_cells(own, edition.lang)
    frame = own.assign(
        x=own["month"].map(columns.index),
        y=own["code"].map(order.index),
        cell=cell,
        written=[text.lstrip("≈").rstrip("%") for text in cell],
        name=[
            both(edition, f"{known[code]}{month}", f"{known[code]}, {month}")
            for code, month in zip(own["code"], months, strict=True)
        ],
    )
    return frame.sort_values(["y", "x"], kind="stable").reset_index(drop=True)


def _fill(ax: Axes, cells: pd.DataFrame, scale: Scale) -> None:
    """The cells, those of one class as one shape, each with its rate."""
    known = cells.dropna(subset=["growth_pct"])
    colors = known["growth_pct"].map(scale.of)
    for fill, ink in scale.colors:
        own = known[colors == (fill, ink)]
        boxes = [Path.unit_rectangle().transformed(_box(c.x, c.y)) for c in own.itertuples()]
        if boxes:
            shape = Path.make_compound_path(*boxes)
            ax.add_patch(PathPatch(shape, facecolor=fill, linewidth=0))
        for cell in own.itertuples():
            ax.text(
                cell.x, cell.y, cell.written, color=ink, ha="center", va="center_baseline",
                fontsize=7.4, in_layout=False,
            )  # fmt: skip


def _box(x: int, y: int) -> Affine2D:
    return Affine2D().scale(0.96, 0.92).translate(x - 0.48, y - 0.46)


def _mark(cell: Any, edition: Edition) -> tooltips.Mark:
    """What a cell tells: growth of the month, and its value."""
    unit = formats.in_unit(pd.Series([cell.total]), edition.lang).iloc[0]
    facts = [
        (formats.label("growth_pct", edition.lang), cell.cell),
        (formats.label("total", edition.lang), formats.number(unit, edition.lang, 1)),
    ]
    # The names in the table below lead to provinces; as many links again would weigh a page down.
    told = tooltips.Told(tooltips.told(cell.name, facts, edition.lang))
    return tooltips.Mark(told, (cell.x - 0.5, cell.x + 0.5), (cell.y - 0.5, cell.y + 0.5))


def _axes(
    ax: Axes, own: pd.DataFrame, columns: list[int], order: list[str], edition: Edition
) -> None:
    firsts = own.groupby("month")["first_month"].min()
    labels = [formats.months(int(firsts[m]), m, edition.lang, short=True) for m in columns]
    ax.set_xticks(range(len(columns)), labels)
    ax.set_yticks(range(len(order)), [names(edition.lang)[code] for code in order])
    ax.set(xlim=(-0.52, max(len(columns), 7) - 0.48), ylim=(len(order) + 0.9, -0.6))
    ax.xaxis.tick_top()
    ax.tick_params(axis="both", length=0, pad=2)
    sns.despine(ax=ax, left=True, bottom=True, top=True)


def _legend(ax: Axes, scale: Scale, columns: int, rows: int, edition: Edition) -> None:
    """The classes in one line below the map."""
    bounds = [formats.number(b, edition.lang, 1 if b % 1 else 0) for b in scale.bounds]
    texts = [
        f"< {bounds[0]}%",
        *(f"{a}{formats.DASH}{b}" for a, b in pairwise(bounds)),
    ]
    texts.append(f"≥ {bounds[-1]}%")
    width = max(columns, 7) / len(texts)
    for at, ((fill, _), text) in enumerate(zip(scale.colors, texts, strict=True)):
        x = -0.48 + at * width
        ax.add_patch(
            Rectangle(
                (x, rows + 0.05), width * 0.18, 0.55, facecolor=fill, edgecolor=GREY, linewidth=0.5
            )
        )
        ax.text(x + width * 0.22, rows + 0.33, text, fontsize=8, va="center_baseline")


def regions_to_date(table: pd.DataFrame, nation: pd.DataFrame, edition: Edition) -> Chart | None:
    """Growth of the year to date month by month: seven regions in grey, the nation in colour.

    ``table`` is months.by_flow of the regions, ``nation`` that of the places of the customs table.
    """
    whole = nation[nation["code"] == NATION].set_index("month")["to_date_growth_pct"]
    if table["month"].nunique() < 2 or whole.isna().any():
        return None
    wide = table.pivot(index="month", columns="code", values="to_date_growth_pct")[region_codes()]
    with style.theme():
        figure, ax = style.canvas(4.3)
        _draw_to_date(ax, wide, whole, edition)
    known = names(edition.lang)
    first, final = (known[c] for c in (wide.iloc[-1].idxmax(), wide.iloc[-1].idxmin()))
    caption = both(
        edition,
        f"进出口累计同比，%，{edition.year}年1月至各月",
        f"Growth of the year to date, %, January to each month of {edition.year}",
    )
    source = source_line(edition)
    rows = _region_rows(table, edition)
    told = tooltips.told_rows(
        behind("regions_to_date", caption, source, rows, TO_DATE, edition), edition
    )
    cells = table.assign(
        cell=[formats.percent(v, edition.lang, signed=True) for v in table["to_date_growth_pct"]]
    )
    columns = by_month(cells, "region", region_codes(), edition)
    data = with_names(rows[["month", "region_code", "to_date_growth_pct"]])
    ends = [formats.percent(v, edition.lang, signed=True) for v in wide.iloc[-1]]
    return Chart(
        "regions_to_date", figure,
        both(edition, f"到期末{first}最快，{final}最慢", f"{first} China ended fastest, {final} China slowest"),
        caption, source,
        both(edition, "折线图，期末：", "Lines, at the end: ")
        + described(pd.Series([known[c] for c in wide]), ends, edition),
        Table("regions_to_date", caption, source, columns, data),
        tuple(
            tooltips.Mark(fact, (float(m), float(m)), (float(v), float(v)))
            for m, v, fact in zip(rows["month"], rows["to_date_growth_pct"], told, strict=True)
        ),
    )  # fmt: skip


def _draw_to_date(ax: Axes, wide: pd.DataFrame, whole: pd.Series, edition: Edition) -> None:
    """The lines of the regions and, above them, that of the nation."""
    for code in wide:
        ax.plot(wide.index, wide[code], color=GREY, linewidth=1.3, marker=".", markersize=4)
    ax.plot(whole.index, whole, color=ACCENT, linewidth=2.2, marker=".")
    first, last = int(wide.index[0]), int(wide.index[-1])
    ax.plot([first - 0.2, last], [0, 0], color=style.TEXT, linewidth=0.8)
    ends = {**wide.iloc[-1], NATION: whole.iloc[-1]}
    known = names(edition.lang) | {NATION: formats.label("nation", edition.lang)}
    _name_ends(ax, pd.Series(ends), last, known, edition)
    ticks = [formats.months(int(m), int(m), edition.lang, short=True) for m in wide.index]
    ax.set_xticks(list(wide.index), ticks)
    ax.set_xlim(first - 0.2, last + len(wide) * 0.32)
    ax.grid(axis="y")
    ax.yaxis.set_major_formatter(lambda value, _: formats.number(value, edition.lang, 0))
    sns.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(length=0)


def _region_rows(own: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    rows = own.rename(columns={"code": "region_code"}).sort_values(["region_code", "month"])
    months = [formats.months(1, int(month), edition.lang) for month in rows["month"]]
    return rows.assign(months=months).reset_index(drop=True)


def _name_ends(
    ax: Axes, ends: pd.Series, last: int, known: dict[str, str], edition: Edition
) -> None:
    """Each line's name and rate at its end, moved apart where two would overlap."""
    low, high = ax.get_ylim()
    ordered = ends.sort_values()
    places = apart(ordered.to_numpy(dtype=float), (high - low) * 0.052)
    for (code, value), at in zip(ordered.items(), places, strict=True):
        text = f"{known[code]} {formats.number(value, edition.lang, 1, signed=True)}"
        ax.annotate(
            text, (last, value), (last + 0.15, at), va="center", fontsize=8.5,
            annotation_clip=False, color=ACCENT if code == NATION else style.TEXT,
        )  # fmt: skip
