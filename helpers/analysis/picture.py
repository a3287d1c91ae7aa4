"""Charts as PNG and SVG files, with their words on them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from markupsafe import escape
from matplotlib.figure import Figure

from helpers.display import fonts, style
from helpers.display.style import Chart
from helpers.language.wrapping import wrapped

DPI = 200
POINTS = 72
TITLE, NOTE = 11.5, 7.5  # sizes of type in points
SPACING = 1.6  # height of a line by its type


def picture(chart: Chart, kind: str, lang: str) -> bytes:
    """The chart as PNG or SVG with headline, subtitle and source on it.

    The font is inside the SVG and drawn into the PNG, so Chinese shows on any machine.
    """
    figure = chart.figure
    width, height = figure.get_size_inches()
    head = wrapped(chart.headline, width * POINTS * 0.97 / TITLE, lang)
    notes = [
        line
        for text in (chart.subtitle, chart.source)
        for line in wrapped(text, width * POINTS * 0.97 / NOTE, lang)
    ]
    above, below = SPACING * TITLE * len(head) / POINTS, SPACING * NOTE * len(notes) / POINTS
    out = io.BytesIO()
    with style.theme(), _with_room(figure, above, below):
        whole = height + above + below
        words = [
            figure.text(0.01, 1 - 0.06 / whole, "\n".join(head), fontsize=TITLE, va="top"),
            figure.text(0.01, 0.06 / whole, "\n".join(notes), fontsize=NOTE, linespacing=1.4),
        ]
        figure.savefig(out, format=kind, dpi=DPI, facecolor="white")
        for text in words:
            text.remove()
    return _with_font(out.getvalue(), chart) if kind == "svg" else out.getvalue()


@contextmanager
def _with_room(figure: Figure, above: float, below: float) -> Iterator[None]:
    """Give a figure room above and below its drawing (inches), which stays as it is laid out."""
    width, height = figure.get_size_inches()
    # Lays the axes out, which are then where they are of the larger figure.
    figure.draw_without_rendering()
    engine, places = figure.get_layout_engine(), [ax.get_position() for ax in figure.axes]
    whole = height + above + below
    figure.set_layout_engine("none")
    figure.set_size_inches(width, whole)
    for ax, place in zip(figure.axes, places, strict=True):
        low = (place.y0 * height + below) / whole
        ax.set_position((place.x0, low, place.width, place.height * height / whole))
    try:
        yield
    finally:
        figure.set_size_inches(width, height)
        for ax, place in zip(figure.axes, places, strict=True):
            ax.set_position(place)
        figure.set_layout_engine(engine)


def _with_font(svg: bytes, chart: Chart) -> bytes:
    """The SVG with the text alternative of its chart, and a font with the characters it shows."""
    text = svg.decode()
    rule = f"<style>{fonts.face_css(text)}</style>"
    spoken = f'<svg role="img" aria-label="{escape(chart.alt)}" '
    return text.replace("<svg ", spoken, 1).replace("<defs>", f"<defs>{rule}", 1).encode()
