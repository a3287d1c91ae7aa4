"""How figures look: seaborn's theme, our font, two colours; and what a chart carries with it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure, FigureBase
from matplotlib.layout_engine import ConstrainedLayoutEngine

from helpers.display import fonts
from helpers.display.table import Table

if TYPE_CHECKING:
    from helpers.display.tooltips import Mark

ACCENT = "#1f6f8b"
GREY = "#868b93"
PIECE = "#6b7178"  # dark enough for white text on it
TEXT = "#23272b"
RULE = "#d5d8dc"
CHOSEN = "#d97706"  # what a person chose; seen on white, on black and on tiles
WIDTH = 5.0  # inches; type stays readable at the width of a phone
ROW = 0.235  # inches for one bar of a ranking
LINE = 0.15  # inches for one more line of a label
HEAD = 0.75  # inches for axis and margins


@dataclass(frozen=True)
class Chart:
    """A figure and what it must never be shown without.

    ``behind`` holds the figures that are drawn, ``marks`` the places in it that tell them;
    ``lead`` says that the page is announced with this chart.
    """

    name: str
    figure: Figure = field(repr=False)
    headline: str
    subtitle: str
    source: str
    alt: str
    behind: Table = field(repr=False)
    marks: "tuple[Mark, ...]" = field(default=(), repr=False)
    lead: bool = False
    edition: str = ""  # with the name and the language the name of the file it is saved as
    lang: str = "zh"


Corners = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Drawing:
    """A figure as it is drawn, before it has words: what each row of its frame looks like in it.

    ``labels`` and ``texts`` are what the text alternative lists, one pair a row. ``places`` are the
    horizontal and the vertical extent of each row's mark in data coordinates, for tooltips; empty
    where nothing can be pointed at. More places than rows begin again with the first row.
    """

    figure: Figure = field(repr=False)
    labels: Sequence[str] = field(default=(), repr=False)
    texts: Sequence[str] = field(default=(), repr=False)
    places: Sequence[Corners] = field(default=(), repr=False)


@contextmanager
def theme() -> Iterator[None]:
    """Seaborn's white theme with our font and quiet lines; nothing outside is changed."""
    with mpl.rc_context():
        sns.set_theme(style="white")
        # Seaborn's theme resets the font, so it comes after.
        mpl.rcParams.update(
            {
                "font.family": [fonts.register()],
                "font.size": 9.5,
                "axes.labelsize": 9.5,
                "xtick.labelsize": 9.5,
                "ytick.labelsize": 9.5,
                "legend.fontsize": 9.5,
                "text.color": TEXT,
                "axes.labelcolor": TEXT,
                "xtick.color": TEXT,
                "ytick.color": TEXT,
                "axes.edgecolor": RULE,
                "axes.unicode_minus": True,
                "grid.color": RULE,
                "grid.linewidth": 0.6,
                # A name with two $ in it is a name, no formula.
                "text.parse_math": False,
                "svg.fonttype": "none",
                "svg.hashsalt": "province-trade",
                "figure.facecolor": "none",
                "axes.facecolor": "none",
                "savefig.facecolor": "white",
            }
        )
        yield


class _Layout(ConstrainedLayoutEngine):
    """Constrained layout, computed anew only where the figure has got another size.

    It takes half of the time of drawing, and a figure is drawn as SVG and as bitmap.
    """

    size: tuple[float, float] = (0.0, 0.0)

    def execute(self, fig: FigureBase) -> Any:
        """Lay ``fig`` out, unless that has been done."""
        figure = cast(Figure, fig)
        size = (figure.get_figwidth(), figure.get_figheight())
        if size != self.size:
            super().execute(figure)
            self.size = size


def canvas(height: float, width: float = WIDTH) -> tuple[Figure, Axes]:
    """An empty figure in inches, not registered with pyplot, so nothing shows it by itself."""
    figure = Figure(figsize=(width, height), layout=_Layout())
    return figure, figure.subplots()


def ranked_canvas(rows: int, lines: int = 1) -> tuple[Figure, Axes]:
    """An empty figure as tall as ``rows`` bars need, whose labels have up to ``lines`` lines."""
    return canvas(rows * (ROW + (lines - 1) * LINE) + HEAD)


def most_lines(labels: Iterable[str]) -> int:
    """Return how many lines the longest of some labels has."""
    return max((label.count("\n") + 1 for label in labels), default=1)


def bars(
    ax: Axes, names: pd.Series, values: pd.Series, color: str = GREY, **kwargs: object
) -> None:
    """Horizontal bars from top to bottom in the order given, one a name."""
    sns.barplot(
        x=values.to_numpy(dtype=float), y=names.to_numpy(), ax=ax, color=color, saturation=1,
        orient="h", width=0.72, **kwargs,
    )  # fmt: skip


def paint(ax: Axes, wanted: pd.Series, color: str = ACCENT) -> None:
    """Colour those bars for which ``wanted`` is true."""
    for patch, is_wanted in zip(ax.patches, wanted, strict=True):
        if is_wanted:
            patch.set_facecolor(color)


def ranked_bars(
    labels: pd.Series,
    values: pd.Series,
    texts: list[str],
    highlighted: pd.Series,
    zero_line: bool = False,
) -> Drawing:
    """Draw a bar a row with its value beside it, from top to bottom; some in colour."""
    with theme():
        figure, ax = ranked_canvas(len(values), most_lines(labels))
        bars(ax, labels, values)
        paint(ax, highlighted)
        write_values(ax, values, texts)
        quiet(ax)
        if zero_line:
            ax.axvline(0, color=TEXT, linewidth=0.8)
    return Drawing(figure, list(labels), texts, whole_rows(ax, len(values)))


def signed_bars(labels: pd.Series, values: pd.Series, texts: list[str]) -> Drawing:
    """Draw a bar a row on both sides of zero, rises in colour and falls in grey."""
    return ranked_bars(labels, values, texts, values > 0, zero_line=True)


def waterfall(values: pd.Series, whole: float, labels: pd.Series, texts: list[str]) -> Drawing:
    """Draw a bar for each value from where the one before ended, then one for ``whole`` from zero.

    ``labels`` and ``texts`` are those of the values and, last, of the whole.
    """
    lefts = np.append((values.cumsum() - values).to_numpy(), 0.0)
    widths = np.append(values.to_numpy(), whole)
    rights = np.maximum(lefts, lefts + widths)
    low, high = min(0.0, float((lefts + widths).min())), float(rights.max())
    colors = [ACCENT if v > 0 else GREY for v in values] + [TEXT]
    rows = range(len(labels))
    with theme():
        figure, ax = ranked_canvas(len(labels), most_lines(labels))
        ax.barh(rows, widths, left=lefts, color=colors, height=0.72, linewidth=0)
        ax.set_yticks(rows, labels)
        # A value that would stand across the line at zero stands left of its bar.
        rooms = [(high - low) * 0.025 * (len(text) + 1) for text in texts]
        left_of = [right < 0 < right + room for right, room in zip(rights, rooms, strict=True)]
        ends = [right - abs(width) for right, width in zip(rights, widths, strict=True)]
        needed = [end - room for end, room in zip(ends, rooms, strict=True)]
        first = min([low, *(x for x, left in zip(needed, left_of, strict=True) if left)])
        ax.set(xlim=(first, high + 0.16 * (high - low)), ylim=(len(labels) - 0.4, -0.6))
        for row, (left, text) in enumerate(zip(left_of, texts, strict=True)):
            ax.annotate(
                text, (ends[row] if left else rights[row], row), (-3 if left else 3, 0),
                textcoords="offset points", va="center_baseline", fontsize=8.5,
                ha="right" if left else "left",
            )  # fmt: skip
        quiet(ax)
        ax.axvline(0, color=TEXT, linewidth=0.8)
    return Drawing(figure, list(labels), texts, whole_rows(ax, len(values)))


def whole_rows(ax: Axes, count: int) -> list[Corners]:
    """Return the places of horizontal bars, each as wide as the axes, so short bars can be hit."""
    left, right = sorted(ax.get_xlim())
    return [((left, right), (row - 0.5, row + 0.5)) for row in range(count)]


def legend_above(ax: Axes, reverse: bool = False) -> None:
    """Say what the colours mean in one line above the first bar, where reading starts."""
    ax.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, reverse=reverse,
        borderpad=0, borderaxespad=0.2, handlelength=1.1, columnspacing=1.2,
    )  # fmt: skip


def write_values(ax: Axes, values: pd.Series, texts: list[str]) -> None:
    """Write each bar's value beside its end, outside the bar, with room left for it."""
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    span = (high - low) or 1.0
    # A figure takes about a fiftieth of the bars' width.
    room = 0.02 * (max(map(len, texts), default=0) + 1)
    ax.set_xlim(low - (room * span if low < 0 else 0), high + room * span)
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        if pd.isna(value):
            continue
        outward = 3 if value >= 0 else -3
        ax.annotate(
            text, (value, row), (outward, 0), textcoords="offset points", va="center_baseline",
            ha="left" if value >= 0 else "right", fontsize=8.5,
        )  # fmt: skip


def quiet(ax: Axes, ticks: bool = False) -> None:
    """Take away what the numbers beside the marks already say."""
    ax.set(xlabel="", ylabel="")
    sns.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(axis="y", length=0, pad=2)
    if ticks:
        ax.grid(axis="x")
        ax.set_axisbelow(True)
    else:
        ax.set_xticks([])


def name_years(ax: Axes, first: int, last: int) -> None:
    """Name some years below the axis: the last one always, and none too close to it."""
    step = max(1, round((last - first) / 6))
    ticks = [y for y in range(first, last, step) if last - y >= step * 0.6]
    ax.set_xticks([*ticks, last])
