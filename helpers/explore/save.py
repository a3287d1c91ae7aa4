"""Files of what the explorer shows: PNG and SVG with their words, CSV with clear names."""

import io
from pathlib import Path

import pandas as pd
from markupsafe import escape

from helpers.constants import FLOWS
from helpers.display import fonts, resource, style
from helpers.display.style import Chart
from helpers.explore.state import Explorer
from helpers.publish.card import wrapped

KINDS = ("png", "svg", "csv")
DPI = 200
POINTS = 72
TITLE, NOTE = 11.5, 7.5  # sizes of type in points


def save(explorer: Explorer, kind: str, folder: Path) -> Path:
    """Write the view into ``folder`` as png, svg or csv, and give the file's path.

    Raises LookupError where the view has no figure to draw.
    """
    data = contents(explorer, kind)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(explorer, kind)
    path.write_bytes(data)
    return path


def file_name(explorer: Explorer, kind: str) -> str:
    """Edition, figure or table, flow where it is one, language of the words: 2024-lines-zh.svg."""
    edition = explorer.edition
    flow = [] if edition.flow == "total" else [edition.flow]
    return "-".join([edition.id, explorer.figure or "rankings", *flow, edition.lang]) + f".{kind}"


def contents(explorer: Explorer, kind: str) -> bytes:
    """The view as the bytes of a file; raises LookupError where there is no figure to draw."""
    if kind == "csv":
        return csv_bytes(explorer)
    chart = explorer.chart()
    if chart is None:
        raise LookupError(explorer.figure)
    return picture(chart, kind, explorer.lang)


def csv_bytes(explorer: Explorer) -> bytes:
    """The figures of the view, unrounded; it begins with a mark that spreadsheets need.

    Columns of an edition by one flow are named for it: export, export_share.
    """
    chart = explorer.chart()
    edition = explorer.edition
    frame = explorer.table().data if chart is None else chart.behind.data
    if edition.flow != "total" and explorer.figure not in ("lines", "multiple_bars"):
        empty = [c for c in frame if c.startswith(FLOWS[1:]) and frame[c].isna().all()]
        frame = frame.drop(columns=empty).rename(columns=_by_flow(frame, edition.flow))
    period = pd.DataFrame({"edition": edition.id, "currency": edition.currency}, index=frame.index)
    whole = pd.concat([period, frame], axis=1)
    text = resource.csv_text(list(whole), resource.resource("", whole)["data"])
    return ("\ufeff" + text).encode()


def _by_flow(frame: pd.DataFrame, flow: str) -> dict[str, str]:
    return {c: c.replace("total", flow) for c in frame if c in ("total", "total_share")}


def picture(chart: Chart, kind: str, lang: str) -> bytes:
    """The chart as PNG or SVG with headline, subtitle and source on it.

    The font is inside the SVG and drawn into the PNG, so Chinese shows on any machine.
    """
    figure = chart.figure
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
    return _with_font(out.getvalue(), chart) if kind == "svg" else out.getvalue()


def _with_font(svg: bytes, chart: Chart) -> bytes:
    """The SVG with the text alternative of its chart, and a font with the characters it shows."""
    text = svg.decode()
    rule = f"<style>{fonts.face_css(text)}</style>"
    spoken = f'<svg role="img" aria-label="{escape(chart.alt)}" '
    return text.replace("<svg ", spoken, 1).replace("<defs>", f"<defs>{rule}", 1).encode()
