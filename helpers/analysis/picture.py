"""Charts as PNG and SVG files, with their words on them."""

import io

from markupsafe import escape

from helpers.display import fonts, style
from helpers.display.style import Chart
from helpers.language.wrapping import wrapped

DPI = 200
POINTS = 72
TITLE, NOTE = 11.5, 7.5  # sizes of type in points


def picture(chart: Chart, kind: str, lang: str) -> bytes:
    """The chart as PNG or SVG with headline, subtitle and source on it.

    The font is inside the SVG and drawn into the PNG, so Chinese shows on any machine.
    """
    figure, size = chart.figure, tuple(chart.figure.get_size_inches())
    wide = figure.get_figwidth() * POINTS * 0.97
    head = wrapped(chart.headline, wide / TITLE, lang)
    notes = [
        line for text in (chart.subtitle, chart.source) for line in wrapped(text, wide / NOTE, lang)
    ]
    room = (len(head) * TITLE + len(notes) * NOTE) * 1.6 / POINTS
    figure.set_size_inches(figure.get_figwidth(), figure.get_figheight() + room)
    out = io.BytesIO()
    with style.theme():
        figure.suptitle("\n".join(head), x=0.01, ha="left", fontsize=TITLE)
        figure.supxlabel("\n".join(notes), x=0.01, ha="left", fontsize=NOTE, linespacing=1.4)
        figure.savefig(out, format=kind, dpi=DPI, facecolor="white")
        # As it was, for whoever shows the chart afterwards.
        figure.suptitle("")
        figure.supxlabel("")
    figure.set_size_inches(*size)
    return _with_font(out.getvalue(), chart) if kind == "svg" else out.getvalue()


def _with_font(svg: bytes, chart: Chart) -> bytes:
    """The SVG with the text alternative of its chart, and a font with the characters it shows."""
    text = svg.decode()
    rule = f"<style>{fonts.face_css(text)}</style>"
    spoken = f'<svg role="img" aria-label="{escape(chart.alt)}" '
    return text.replace("<svg ", spoken, 1).replace("<defs>", f"<defs>{rule}", 1).encode()
