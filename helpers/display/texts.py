"""Many short texts as one matplotlib artist.

matplotlib lays out every text of its own with the metrics of its glyphs, which takes most of the
time of a chart of 31 bars. The texts here have no rotation and no mathematics, so their places
follow from the size of the type and from the advance widths of the font.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox, Transform

from helpers.display import fonts

POINTS_AN_INCH = 72
SIZE = 8.5  # points
INK = "#23272b"
# From the baseline of the type to the middle of its figures and Chinese characters, in its size.
MIDDLE = 0.37
ASCENT, DESCENT = 0.9, 0.2
ANCHORS = {"left": 0.0, "center": 0.5, "right": 1.0}
ANCHOR_NAMES = {"center": "middle", "right": "end"}


@dataclass(frozen=True)
class Line:
    """One line of a text: where its baseline begins in pixels, how wide it is, what it says."""

    x: float
    baseline: float
    width: float
    text: str
    color: str


class Texts(Artist):
    """Texts at points, vertically centred there; lines of one text are centred together."""

    zorder = 3

    def __init__(
        self,
        points: np.ndarray,
        texts: Sequence[str],
        transform: Transform,
        *,
        size: float,
        colors: Sequence[str],
        anchor: str,
        offset: tuple[float, float],
        spacing: float,
    ) -> None:
        """Take what :func:`write` is given, with a colour for each text."""
        super().__init__()
        self.set_transform(transform)
        self.points = points
        self.texts = texts
        self.size = size
        self.colors = colors
        self.anchor = anchor
        self.offset = offset
        self.spacing = spacing

    def lines(self) -> Iterator[Line]:
        """Yield every line with its place in pixels, counted from the lower left corner."""
        figure = self.get_figure(root=True)
        if figure is None or not len(self.points):
            return
        scale = figure.dpi / POINTS_AN_INCH
        places = self.get_transform().transform(self.points) + np.multiply(self.offset, scale)
        for (x, y), text, color in zip(places, self.texts, self.colors, strict=True):
            rows = text.split("\n")
            for row, line in enumerate(rows):
                width = fonts.width(line) * self.size * scale
                lift = ((len(rows) - 1) / 2 - row) * self.spacing - MIDDLE
                yield Line(
                    float(x) - ANCHORS[self.anchor] * width,
                    float(y) + lift * self.size * scale,
                    width, line, color,
                )  # fmt: skip

    def draw(self, renderer: RendererBase) -> None:
        """Draw the texts: as SVG elements where an SVG is written, otherwise as glyphs."""
        if not self.get_visible():
            return
        figure: Any = self.get_figure(root=True)
        writer = getattr(renderer, "writer", None)
        prop = FontProperties(family=fonts.FAMILY, size=self.size)
        for line in self.lines():
            y = figure.bbox.height - line.baseline
            if writer is not None:
                self._write(writer, line, y)
                continue
            gc = renderer.new_gc()
            gc.set_foreground(line.color)
            renderer.draw_text(gc, line.x, y, line.text, prop, 0, ismath=False)
            gc.restore()

    def _write(self, writer: Any, line: Line, y: float) -> None:
        x = line.x + ANCHORS[self.anchor] * line.width
        style = f"font-size: {self.size:g}px; font-family: '{fonts.FAMILY}'; fill: {line.color}"
        if self.anchor in ANCHOR_NAMES:
            style += f"; text-anchor: {ANCHOR_NAMES[self.anchor]}"
        writer.element("text", line.text, attrib={"x": f"{x:.2f}", "y": f"{y:.2f}", "style": style})

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        """Return the rectangle in pixels that holds all texts."""
        figure = self.get_figure(root=True)
        corners = []
        for line in self.lines():
            unit = self.size * (figure.dpi if figure else POINTS_AN_INCH) / POINTS_AN_INCH
            corners += [
                (line.x, line.baseline - DESCENT * unit),
                (line.x + line.width, line.baseline + ASCENT * unit),
            ]
        if not corners:
            return Bbox.null()
        low, high = np.min(corners, axis=0), np.max(corners, axis=0)
        return Bbox([low, high])


def write(
    ax: Axes,
    x: Any,
    y: Any,
    texts: Sequence[str],
    *,
    size: float = SIZE,
    color: str | Sequence[str] = INK,
    anchor: str = "left",
    offset: tuple[float, float] = (0.0, 0.0),
    transform: Transform | None = None,
    in_layout: bool = True,
    spacing: float = 1.2,
) -> None:
    """Write a text at each point (``x``, ``y``), in data coordinates unless ``transform`` is given.

    ``x`` and ``y`` are numbers or sequences as long as ``texts``. ``anchor`` says which end of a
    text is at its point: left, center or right; ``offset`` moves it, in points. With ``in_layout``
    the figure leaves room for the texts. ``spacing`` is the height of a line in sizes of the type.
    """
    count = len(texts)
    points = np.column_stack([np.broadcast_to(np.asarray(v, dtype=float), count) for v in (x, y)])
    colors = [color] * count if isinstance(color, str) else list(color)
    artist = Texts(
        points, list(texts), transform or ax.transData,
        size=size, colors=colors, anchor=anchor, offset=offset, spacing=spacing,
    )  # fmt: skip
    artist.set_in_layout(in_layout)
    ax.add_artist(artist)
    artist.set_clip_on(False)


def name_rows(ax: Axes, rows: Any, names: Sequence[str], size: float = 9.5) -> None:
    """Write a name left of the axes for each row, in place of ticks."""
    ax.set_yticks([])
    write(
        ax, 0.0, rows, names, size=size, anchor="right", offset=(-2, 0),
        transform=ax.get_yaxis_transform(),
    )  # fmt: skip


def most_lines(labels: Iterable[str]) -> int:
    """Return how many lines the longest of some labels has."""
    return max((label.count("\n") + 1 for label in labels), default=1)
