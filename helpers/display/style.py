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
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure, FigureBase
from matplotlib.layout_engine import LayoutEngine
from matplotlib.transforms import Bbox

from helpers.display import fonts, texts
from helpers.display.table import Table

if TYPE_CHECKING:
    from helpers.display.tooltips import Mark

ACCENT = "#1f6f8b"
GREY = "#868b93"
PIECE = "#6b7178"  # dark enough for white text on it
TEXT = texts.INK
RULE = "#d5d8dc"
CHOSEN = "#d97706"  # what a person chose; seen on white, on black and on tiles
WIDTH = 5.0  # inches; type stays readable at the width of a phone
ROW = 0.235  # inches for one bar of a ranking
LINE = 0.15  # inches for one more line of a label
HEAD = 0.75  # inches for axis and margins
BAR = 0.72  # height of a bar, in rows
PAD = 0.04  # inches between what is drawn and the edge of the figure
PASSES = 4  # most tries to make what is drawn fit


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
        mpl.rcParams.update({
            "font.family": [fonts.register()], "font.size": 9.5, "axes.labelsize": 9.5,
            "xtick.labelsize": 9.5, "ytick.labelsize": 9.5, "legend.fontsize": 9.5,
            "text.color": TEXT, "axes.labelcolor": TEXT, "xtick.color": TEXT, "ytick.color": TEXT,
            "axes.edgecolor": RULE, "grid.color": RULE, "grid.linewidth": 0.6,
            "axes.unicode_minus": True,
            # A name with two $ in it is a name, no formula.
            "text.parse_math": False,
            "svg.fonttype": "none", "svg.hashsalt": "province-trade",
            "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "white",
        })  # fmt: skip
        yield


class _Layout(LayoutEngine):
    """Margins as wide as what stands in them, computed anew where the figure has another size."""

    _adjust_compatible = False
    _colorbar_gridspec = False

    def __init__(self) -> None:
        """Begin without a size, so that the first drawing lays the figure out."""
        super().__init__()
        self.size = (0.0, 0.0)

    def execute(self, fig: FigureBase) -> None:
        """Lay ``fig`` out, unless that has been done."""
        figure = cast(Figure, fig)
        size = (figure.get_figwidth(), figure.get_figheight())
        if size != self.size:
            self.size = size
            _fit(figure)


def _fit(figure: Figure) -> None:
    """Move the edges of the only axes of ``figure`` so that all that belongs to them is inside.

    Repeated, since a text that begins inside reaches further out of narrower axes.
    """
    (ax,) = figure.axes
    whole, pad = figure.bbox, PAD * figure.dpi
    renderer = cast(Any, figure)._get_renderer()
    for _ in range(PASSES):
        ax.apply_aspect()
        extent = cast(Bbox, ax.get_tightbbox(renderer, for_layout_only=True))
        inner = ax.get_position(original=True).transformed(figure.transFigure)
        wrong = np.array([
            pad - extent.x0, pad - extent.y0,
            whole.width - pad - extent.x1, whole.height - pad - extent.y1,
        ])  # fmt: skip
        if np.abs(wrong).max() < 1:
            break
        ax.set_position(Bbox((inner.extents + wrong).reshape(2, 2)).transformed(
            figure.transFigure.inverted()
        ))  # fmt: skip


def canvas(height: float, width: float = WIDTH) -> tuple[Figure, Axes]:
    """An empty figure in inches, not registered with pyplot, so nothing shows it by itself."""
    figure = Figure(figsize=(width, height), layout=_Layout())
    return figure, figure.add_axes((0, 0, 1, 1))


def ranked_canvas(rows: int, lines: int = 1) -> tuple[Figure, Axes]:
    """An empty figure as tall as ``rows`` bars need, whose labels have up to ``lines`` lines."""
    return canvas(rows * (ROW + (lines - 1) * LINE) + HEAD)


def boxes(
    ax: Axes, lefts: Any, widths: Any, rows: Any, colors: str | Sequence[str], height: float = BAR,
    **options: Any,
) -> None:  # fmt: skip
    """Draw horizontal rectangles, centred at ``rows``, as one artist; nothing else is changed.

    ``options`` are those of :class:`matplotlib.collections.PolyCollection`.
    """
    ends = np.asarray(lefts, dtype=float) + np.asarray(widths, dtype=float)
    left, right, row = np.broadcast_arrays(lefts, ends, np.asarray(rows, dtype=float))
    low, high = row - height / 2, row + height / 2
    corners = np.array([[left, low], [right, low], [right, high], [left, high]], dtype=float)
    options = {"linewidths": 0, **options}
    shape = PolyCollection(list(corners.transpose(2, 0, 1)), facecolors=colors, **options)
    ax.add_collection(shape, autolim=False)


def bars(ax: Axes, values: pd.Series, colors: str | Sequence[str], **options: Any) -> None:
    """Draw horizontal bars from zero, from top to bottom in the order given."""
    boxes(ax, 0.0, values.fillna(0.0), range(len(values)), colors, **options)
    ax.set_ylim(len(values) - 0.5, -0.5)


def ranked_bars(
    labels: pd.Series,
    values: pd.Series,
    told: list[str],
    highlighted: pd.Series,
    zero_line: bool = False,
) -> Drawing:
    """Draw a bar a row with its value beside it, from top to bottom; some in colour."""
    with theme():
        figure, ax = ranked_canvas(len(values), texts.most_lines(labels))
        bars(ax, values, [ACCENT if wanted else GREY for wanted in highlighted])
        texts.name_rows(ax, range(len(labels)), list(labels))
        write_values(ax, values, told)
        quiet(ax)
        if zero_line:
            ax.axvline(0, color=TEXT, linewidth=0.8)
    return Drawing(figure, list(labels), told, whole_rows(ax, range(len(values))))


def signed_bars(
    labels: pd.Series, values: pd.Series, told: list[str], roots: bool = False
) -> Drawing:
    """Draw a bar a row on both sides of zero, rises in colour and falls in grey.

    With ``roots`` the bars are as long as the square roots of the values, which makes the small
    ones visible; the words of the chart have to say so.
    """
    shown = np.sign(values) * values.abs() ** 0.5 if roots else values
    return ranked_bars(labels, shown, told, values > 0, zero_line=True)


def waterfall(values: pd.Series, whole: float, labels: pd.Series, told: list[str]) -> Drawing:
    """Draw a bar for each value from where the one before ended, then one for ``whole`` from zero.

    ``labels`` and ``told``, what is written beside each bar, are those of the values and, last, of
    the whole.
    """
    lefts = np.append((values.cumsum() - values).to_numpy(), 0.0)
    widths = np.append(values.to_numpy(), whole)
    rights = np.maximum(lefts, lefts + widths)
    low, high = min(0.0, float((lefts + widths).min())), float(rights.max())
    colors = [ACCENT if v > 0 else GREY for v in values] + [TEXT]
    rows = range(len(labels))
    # A value that would stand across the line at zero stands left of its bar.
    rooms = [(high - low) * 0.025 * (len(text) + 1) for text in told]
    left_of = [right < 0 < right + room for right, room in zip(rights, rooms, strict=True)]
    ends = [right - abs(width) for right, width in zip(rights, widths, strict=True)]
    needed = [end - room for end, room in zip(ends, rooms, strict=True)]
    first = min([low, *(x for x, left in zip(needed, left_of, strict=True) if left)])
    with theme():
        figure, ax = ranked_canvas(len(labels), texts.most_lines(labels))
        boxes(ax, lefts, widths, rows, colors)
        texts.name_rows(ax, rows, list(labels))
        ax.set(xlim=(first, high + 0.16 * (high - low)), ylim=(len(labels) - 0.4, -0.6))
        _beside(ax, np.where(left_of, ends, rights), np.array(left_of), told)
        quiet(ax)
        ax.axvline(0, color=TEXT, linewidth=0.8)
    return Drawing(figure, list(labels), told, whole_rows(ax, range(len(values))))


def _beside(
    ax: Axes, ends: np.ndarray, left_of: np.ndarray, told: list[str],
    rows: Sequence[int] | np.ndarray = (),
) -> None:  # fmt: skip
    """Write the value of each row beside the end of its bar, left of it or right of it."""
    places = np.asarray(rows) if len(rows) else np.arange(len(told))
    for anchor, side, offset in (("right", left_of, -3), ("left", ~left_of, 3)):
        own = np.flatnonzero(side)
        texts.write(
            ax, ends[own], places[own], [told[at] for at in own], anchor=anchor, offset=(offset, 0)
        )


def whole_rows(ax: Axes, rows: Iterable[int]) -> list[Corners]:
    """Return the places of horizontal bars, each as wide as the axes, so short bars can be hit."""
    left, right = sorted(ax.get_xlim())
    return [((left, right), (row - 0.5, row + 0.5)) for row in rows]


def legend_above(ax: Axes, reverse: bool = False) -> None:
    """Say what the colours mean in one line above the first bar, where reading starts."""
    ax.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, reverse=reverse,
        borderpad=0, borderaxespad=0.2, handlelength=1.1, columnspacing=1.2,
    )  # fmt: skip


def write_values(
    ax: Axes, values: pd.Series, told: list[str], rows: Sequence[int] | np.ndarray = ()
) -> None:
    """Write each bar's value beside its end, outside the bar, with room left for it.

    ``rows`` are the places of the bars where they do not follow each other. A missing value has no
    bar, but its text, a dash, at zero: a true zero has a figure there.
    """
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    span = (high - low) or 1.0
    # A figure takes about a fiftieth of the bars' width.
    room = 0.02 * (max(map(len, told), default=0) + 1)
    ax.set_xlim(low - (room * span if low < 0 else 0), high + room * span)
    ends = values.fillna(0.0).to_numpy(dtype=float)
    _beside(ax, ends, ends < 0, told, rows)


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
