"""Lines over the years as the explorer offers them besides the report's, and any view as code."""

import json
from typing import TYPE_CHECKING

from helpers.analysis.frames import history
from helpers.analysis.plot import Plot, plot
from helpers.data import provinces
from helpers.explore.figures import DETAIL, FIGURES, LINES, PROVINCE
from helpers.explore.words import said
from helpers.language import formats

if TYPE_CHECKING:
    from helpers.explore.state import Explorer

IMPORT = "import helpers as pt"


def lines(explorer: "Explorer", codes: list[str]) -> Plot | None:
    """Return total trade of provinces over the years chosen; None where there are fewer than two.

    In US dollars, as an index, or as shares of the 31 provinces, as the explorer's scale says.
    """
    first, last = explorer.span
    frame = history("USD", codes, explorer.lang, explorer.scale == "share").loc[first:last]
    return (
        plot(frame, title=_title(explorer, codes), scale=_scale(explorer))
        if len(frame) > 1
        else None
    )


def _scale(explorer: "Explorer") -> str:
    return explorer.scale if explorer.scale in ("log", "index") else "linear"


def _title(explorer: "Explorer", codes: list[str]) -> str:
    known, (first, last) = provinces.names(explorer.lang), explorer.span
    named = formats.listed([known[code] for code in codes], explorer.lang)
    return said(f"{explorer.scale}_title", explorer.lang, names=named, first=first, last=last)


def code(explorer: "Explorer") -> str:
    """Return Python code that shows the view in a notebook of one's own."""
    x, figure = explorer, FIGURES[explorer.view].get(explorer.figure)
    opened = _call("pt.Edition.open", x.year, x.month, x.currency, x.lang)
    by_flow = f".by_flow({json.dumps(x.flow)})" if x.flow != "total" else ""
    if figure is None:
        chosen = json.dumps(list(x.provinces)) if x.provinces else ""
        return _code("Rankings", opened + by_flow, f"table({chosen})")
    if figure.of == LINES and x.redrawn:
        first, last = x.span
        share = ", share=True" if x.scale == "share" else ""
        asked = f'pt.history("USD", {json.dumps(x.shown_codes)}, "{x.lang}"{share})'
        title = json.dumps(_title(x, x.shown_codes), ensure_ascii=False)
        drawn = f"pt.plot(frame, title={title}, scale={json.dumps(_scale(x))})"
        return f"{IMPORT}\n\nframe = {asked}.loc[{first}:{last}]\n{drawn}"
    given = json.dumps(x.flow) if figure.by_flow else ""
    if figure.of == DETAIL:
        flow = x.frames.detail_flow
        opened = _call("pt.Detail.open", x.year, x.month, x.currency, x.lang, x.one, flow)
    elif figure.of == LINES:
        opened += f", {json.dumps(x.shown_codes)}"
    elif figure.of == PROVINCE:
        opened += f", {json.dumps(x.one)}"
    else:
        opened += by_flow if figure.of == "flow" else ""
    return _code(figure.report, opened, f"{figure.method}({given})")


def _call(name: str, *values: object) -> str:
    return f"{name}({', '.join(json.dumps(value) for value in values)})"


def _code(report: str, given: str, shown: str) -> str:
    return (
        f"{IMPORT}\nfrom helpers.reports import {report}\n\n"
        f"report = {report}({given})\npt.show(report.{shown})"
    )
