"""What charts share: words, descriptions, the table behind, tooltips, marked provinces."""

from collections.abc import Collection
from dataclasses import replace
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from helpers.data.provinces import region_of, with_names
from helpers.display import style, tooltips
from helpers.display.style import Chart, Drawing
from helpers.display.table import Table, columns_of, spec_of
from helpers.language import formats
from helpers.language.sentences import Period

Spec = dict[str, tuple[str, str]]
TRADED = {
    "total": ("进出口总额", "total trade"),
    "export": ("出口额", "exports"),
    "import": ("进口额", "imports"),
}


def both(edition: Period, zh: str, en: str) -> str:
    """Return the text in the edition's language."""
    return zh if edition.lang == "zh" else en


def traded(edition: Period) -> tuple[str, str]:
    """Return what the edition counts in both languages: 进出口总额, total trade; or one flow."""
    return TRADED[edition.flow]


def of_nation(edition: Period) -> tuple[str, str]:
    """Return what shares are taken of: 全国, the nation's trade; or one of its flows."""
    if edition.flow == "total":
        return "全国", "the nation's trade"
    zh, en = (formats.label(edition.flow, lang) for lang in ("zh", "en"))
    return f"全国{zh}", f"the nation's {en.lower()}"


def described(labels: pd.Series, texts: list[str], edition: Period) -> str:
    """Return every label with its value, as a text alternative tells it."""
    pairs = [f"{a} {b}" for a, b in zip(labels, texts, strict=True)]
    return both(edition, "，", ", ").join(pairs)


def behind(
    name: str,
    caption: str,
    source: str,
    frame: pd.DataFrame,
    spec: Spec,
    edition: Period,
    other: Period | None = None,
) -> Table:
    """Return the table behind a chart: the columns of ``frame`` that ``spec`` names.

    The first column names what is drawn; marks tell the rest. ``other`` as in tables.columns_of.
    """
    columns = columns_of(frame, spec, edition, other)
    return Table(name, caption, source, columns, with_names(frame[list(spec)]))


def chart(
    name: str,
    drawing: Drawing,
    frame: pd.DataFrame,
    columns: str,
    edition: Period,
    *,
    headline: str,
    caption: str,
    alt: str,
    source: str,
    table_caption: str = "",
    lead: bool = False,
    other: Period | None = None,
    shown: pd.DataFrame | None = None,
) -> Chart:
    """Return a drawing with its words, the table behind it and a tooltip for each row of ``frame``.

    ``columns`` are those of the table behind, as in :func:`helpers.display.table.table`; the first
    names what is drawn. ``shown`` are the rows of the table behind where they are not all of
    ``frame``, which its CSV holds. ``alt`` is what the text alternative begins with; labels and
    values follow.
    """
    spec = spec_of(columns)
    rows = behind(name, table_caption or caption, source, frame, spec, edition, other)
    tips = tooltips.told_rows(rows, edition)
    marks = [
        tooltips.Mark(tip, *place) for tip, place in zip(cycle(tips), drawing.places, strict=False)
    ]
    if shown is not None:
        rows = replace(rows, columns=columns_of(shown, spec, edition, other))
    if drawing.labels:
        listed = described(pd.Series(drawing.labels), list(drawing.texts), edition)
        alt += both(edition, "", " ") + listed
    return Chart(
        name, drawing.figure, headline, caption, source, alt, rows, tuple(marks), lead,
        edition.id, edition.lang,
    )  # fmt: skip


def apart(places: np.ndarray, least: float) -> np.ndarray:
    """Return ascending ``places`` moved as little as it takes to stand ``least`` apart.

    Least squares under that condition: neighbours that would touch are pooled round their mean,
    as in isotonic regression (pool adjacent violators).
    """
    steps = np.arange(len(places)) * least
    blocks: list[tuple[float, int]] = []
    for place in places - steps:
        blocks.append((float(place), 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (low, few), (high, many) = blocks[-2:]
            blocks[-2:] = [((low * few + high * many) / (few + many), few + many)]
    return np.repeat([mean for mean, _ in blocks], [count for _, count in blocks]) + steps


_ROW = {"facecolor": style.CHOSEN, "alpha": 0.2, "linewidth": 0, "zorder": 0}
_PIECE = {
    "fill": False, "edgecolor": style.CHOSEN, "linewidth": 2.4, "zorder": 5, "clip_on": False,
}  # fmt: skip


def outlined(chart: Chart, codes: Collection[str]) -> Chart:
    """Return ``chart`` with the places of the provinces in ``codes`` marked, or of their regions.

    Rows of bars are tinted, tiles and pieces outlined.
    """
    data = chart.behind.data
    column = "province_code" if "province_code" in data else "region_code"
    wanted = set(codes) if column == "province_code" else set(region_of().reindex(codes))
    drawn = list(data[column]) * (len(chart.marks) // len(data))
    ax = chart.figure.axes[0]
    rows = all(sorted(mark.x) == sorted(ax.get_xlim()) for mark in chart.marks)
    for code, mark in zip(drawn, chart.marks, strict=True):
        if code in wanted:
            (left, right), (low, high) = sorted(mark.x), sorted(mark.y)
            place = Rectangle((left, low), right - left, high - low)
            place.set(**(_ROW if rows else _PIECE))
            ax.add_patch(place)
    return chart
