"""Figures of the contributions notebook: waterfalls of growth, balances.

A function gives None where its figures do not exist for the edition; the notebook shows the
sentence that says why beside it.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.data.edition import Edition
from helpers.display import style, tooltips
from helpers.display.chart import TRADED, Spec, behind, both, described, diverging, named, subtitle
from helpers.display.source_lines import source_line
from helpers.display.style import Chart
from helpers.language import formats
from helpers.language.sentences import opened
from helpers.measures.core import ranks

WATERFALL: Spec = {
    "province_code": ("province", "name"),
    "contribution_pp": ("contribution_pp", "points"),
    "rank": ("contribution_rank", "integer"),
    "change": ("change", "amount"),
}
BALANCE: Spec = {
    "province_code": ("province", "name"),
    "balance": ("balance", "amount"),
    "export": ("export", "amount"),
    "import": ("import", "amount"),
}


def waterfall(table: pd.DataFrame, flow: str, edition: Edition) -> Chart | None:
    """What each province added to the growth of all, one bar beginning where the last ended.

    ``table`` is contributions.by_flow. The last bar is the growth of all, from zero.
    """
    own = table[table["flow"] == flow].reset_index(drop=True)
    if own.empty:
        return None
    values = own["contribution_pp"]
    whole = float(values.sum())
    name = both(edition, *TRADED[flow])
    all_ = both(edition, "31省合计", "All 31")
    labels = pd.Series([*named(own, edition), all_])
    texts = [formats.number(v, edition.lang, 2, signed=True) for v in [*values, whole]]
    figure, ax = _cascade(values, whole, labels, texts)
    label = (
        f"对31省{name}合计增速的拉动，个百分点；每条从上一条的末端起",
        f"Contribution to the growth of {name} of the 31 provinces together, percentage points; "
        "each bar begins where the one above ends",
    )
    caption, source = subtitle(edition, *label), source_line(edition)
    told = own.assign(rank=ranks(values))
    table_behind = behind(f"contribution_{flow}", caption, source, told, WATERFALL, edition)
    return Chart(
        f"contribution_{flow}", figure,
        both(
            edition,
            f"31省{name}合计{formats.moved(whole, 'zh')}，由各省相加而成",
            f"{opened(name)} of the 31 together: {formats.moved(whole, 'en')}, province by province",
        ),
        caption, source,
        both(edition, f"瀑布图，{name}，拉动：", f"Waterfall, {name}, contributions: ")
        + described(labels, texts, edition),
        table_behind, tooltips.rows(ax, tooltips.told_rows(table_behind, edition)), lead=flow == "total",
    )  # fmt: skip


def _cascade(
    values: pd.Series, whole: float, labels: pd.Series, texts: list[str]
) -> tuple[Figure, Axes]:
    """A bar for each value from where the one before ended, then one for ``whole`` from zero."""
    ends = values.cumsum()
    lefts = np.append((ends - values).to_numpy(), 0.0)
    widths = np.append(values.to_numpy(), whole)
    rights = np.maximum(lefts, lefts + widths)
    low, high = min(0.0, float((lefts + widths).min())), float(rights.max())
    colors = [style.ACCENT if v > 0 else style.GREY for v in values] + [style.TEXT]
    rows = range(len(labels))
    with style.theme():
        figure, ax = style.ranked_canvas(len(labels))
        ax.barh(rows, widths, left=lefts, color=colors, height=0.72, linewidth=0)
        ax.set_yticks(rows, labels)
        ax.set(xlim=(low, high + 0.16 * (high - low)), ylim=(len(labels) - 0.4, -0.6))
        for row, (right, text) in enumerate(zip(rights, texts, strict=True)):
            ax.annotate(
                text, (right, row), (3, 0), textcoords="offset points", va="center_baseline",
                fontsize=8.5,
            )  # fmt: skip
        style.quiet(ax)
        ax.axvline(0, color=style.TEXT, linewidth=0.8)
    return figure, ax


def balance_bars(table: pd.DataFrame, edition: Edition) -> Chart | None:
    """Exports less imports of every province, surpluses in colour and deficits in grey."""
    if table.empty:
        return None
    unit = formats.unit(edition.currency, edition.lang)
    shown = table.assign(shown=formats.in_unit(table["balance"], edition.lang))
    surplus = int((table["balance"] > 0).sum())
    headline = both(
        edition,
        f"{surplus}省出口大于进口",
        f"{opened(formats.provinces(surplus))} exported more than {'it' if surplus == 1 else 'they'} "
        "imported",
    )
    label = (f"出口减进口，{unit}", f"Exports less imports, {unit}")
    return diverging(shown, "shown", "balance_bars", headline, label, BALANCE, edition)
