"""Files of what the explorer shows: PNG and SVG with their words, CSV with clear names."""

from pathlib import Path

import pandas as pd

from helpers.analysis.picture import picture
from helpers.constants import FLOWS
from helpers.display.resource import csv_bytes
from helpers.explore.figures import LONG_RUN
from helpers.explore.state import Explorer

KINDS = ("png", "svg", "csv")


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
        return _csv(explorer)
    chart = explorer.chart()
    if chart is None:
        raise LookupError(explorer.figure)
    return picture(chart, kind, explorer.lang)


def _csv(explorer: Explorer) -> bytes:
    """The figures of the view, unrounded.

    Columns of an edition by one flow are named for it: export, export_share.
    """
    chart = explorer.chart()
    edition = explorer.edition
    frame = explorer.table().data if chart is None else chart.behind.data
    if explorer.shown_flow != "total" and explorer.view != "one":
        empty = [c for c in frame if c.startswith(FLOWS[1:]) and frame[c].isna().all()]
        frame = frame.drop(columns=empty).rename(columns=_by_flow(frame, edition.flow))
    currency = "USD" if explorer.view in LONG_RUN else edition.currency
    period = pd.DataFrame({"edition": edition.id, "currency": currency}, index=frame.index)
    return csv_bytes(pd.concat([period, frame], axis=1))


def _by_flow(frame: pd.DataFrame, flow: str) -> dict[str, str]:
    return {c: c.replace("total", flow) for c in frame if c in ("total", "total_share")}
