"""What a notebook shows: sentences, charts and tables as HTML for people, with their data."""

import base64
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

import pandas as pd
from IPython.display import display
from markupsafe import Markup

from helpers.data.edition import Edition
from helpers.display import fonts, style
from helpers.display.resource import RESOURCE, data_url, resource
from helpers.display.style import Chart
from helpers.display.svg import inline as svg
from helpers.display.table import Table
from helpers.display.templates import render, text
from helpers.language.sentences import Finding

PNG_WIDTH = 586  # pixels; what the card of a page gives it


@dataclass(frozen=True)
class Block:
    """One output of a notebook: HTML, its plain text, and the frame behind it if there is one."""

    html: str = field(repr=False)
    text: str
    name: str = ""
    data: pd.DataFrame | None = field(default=None, repr=False)
    png: bytes | None = field(default=None, repr=False)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        bundle: dict[str, object] = {"text/html": self.html, "text/plain": self.text}
        if self.data is not None:
            bundle[RESOURCE] = resource(self.name, self.data)
        if self.png is not None:
            bundle["image/png"] = base64.b64encode(self.png).decode("ascii")
        return bundle


def show(edition: Edition, *parts: Finding | Chart | Table | None) -> None:
    """Show sentences, charts and tables in the order given; None is left out.

    Sentences that follow each other stand in one paragraph block with their ids, and their texts
    in both languages go with it as the resource ``findings``.
    """
    for part in runs(parts):
        if isinstance(part, Chart):
            display(chart_block(part, edition))
        elif isinstance(part, Table):
            display(table_block(part, edition))
        else:
            display(finding_block(part, edition.lang))


def runs(
    parts: Iterable[Finding | Chart | Table | None],
) -> Iterator[list[Finding] | Chart | Table]:
    """The parts in their order, sentences that follow each other as one list; None is left out."""
    shown: list[Finding | Chart | Table] = [part for part in parts if part is not None]
    for _, together in groupby(shown, key=lambda part: isinstance(part, Finding)):
        run = list(together)
        sentences = [part for part in run if isinstance(part, Finding)]
        if sentences:
            yield sentences
        for part in run:
            if not isinstance(part, Finding):
                yield part


def key_findings(edition: Edition, *findings: Finding | None) -> None:
    """Show the findings that a page opens with."""
    display(finding_block([f for f in findings if f], edition.lang, key=True))


def font() -> None:
    """Make the notebook it is shown in look right in JupyterLab.

    Chinese text shows on a machine without Chinese fonts, charts follow Lab's light or dark, and
    every control has a name. The published page has a look of its own: the runner skips this.
    """
    face = fonts.face_css(fonts.suite())
    look = f"<style>{face}{text('lab.css')}</style><script>{text('lab.js')}</script>"
    display(Block(look, "", name="font"))


def finding_block(findings: list[Finding], lang: str, key: bool = False) -> Block:
    """Sentences as paragraphs; as a list where they are the key findings of the page."""
    html = render("findings.html.j2", findings=findings, lang=lang, key=key)
    text = "\n".join(f.text(lang) for f in findings)
    data = pd.DataFrame([(f.id, f.zh, f.en) for f in findings], columns=["id", "zh", "en"])
    return Block(html, text, "findings", data)


def chart_block(chart: Chart, edition: Edition) -> Block:
    """A chart as a figure: headline, SVG, text alternative, source, the data behind it to save.

    The chart that a page is announced with carries a bitmap too, for the card.
    """
    html = render(
        "chart.html.j2",
        chart=chart,
        svg=Markup(svg(chart)),
        table=chart.behind,
        rows=_rows(chart.behind),
        file=f"{edition.id}-{chart.name}-{edition.lang}",
        csv=data_url(chart.behind.data),
        lang=edition.lang,
    )
    return Block(html, chart.alt, png=_png(chart) if chart.lead else None)


def table_block(table: Table, edition: Edition) -> Block:
    """A table with caption, scopes, source and its data to save, and its frame as a resource."""
    rows = _rows(table)
    # A table without rows shows nothing, but its columns go with the page all the same.
    html = (
        ""
        if not rows
        else render(
            "table.html.j2",
            table=table,
            rows=rows,
            file=f"{edition.id}-{table.name}-{edition.lang}",
            csv=data_url(table.data),
            lang=edition.lang,
        )
    )
    return Block(html, table.caption, table.name, table.data)


def _rows(table: Table) -> list[tuple[str, ...]]:
    return list(zip(*(column.cells for column in table.columns), strict=True))


def _png(chart: Chart) -> bytes:
    out = io.BytesIO()
    with style.theme():
        dpi = PNG_WIDTH / chart.figure.get_figwidth()
        chart.figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
    return out.getvalue()
