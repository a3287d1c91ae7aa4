"""What the article's notebook shows: HTML for people and, beside it, the part that it is as data.

From the parts the files for editors are written (:mod:`helpers.publish.article`).
"""

from dataclasses import dataclass, replace

from IPython.display import display

from helpers.data.edition import Edition
from helpers.display.manuscript import PART, Grid, Headline, Paragraph, Part, Picture, carried
from helpers.display.show_old import Block, chart_block, finding_block, runs, table_block
from helpers.display.style import Chart
from helpers.display.table import Table
from helpers.display.templates import render
from helpers.language import formats
from helpers.language.sentences import Finding


@dataclass(frozen=True)
class Told:
    """An output of the notebook: a block, and the part of the article that it is."""

    block: Block
    part: Part

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {**self.block._repr_mimebundle_(), PART: carried(self.part)}


def headline(edition: Edition, finding: Finding) -> None:
    """Show the headline of the article, with its period, currency and subject."""
    lang = edition.lang
    parts = (
        formats.period(edition.year, edition.month, lang),
        formats.label(edition.currency, lang),
        formats.label("provinces_of_china", lang),
    )
    block = finding_block([finding], lang)
    shown = replace(block, html=render("headline.html.j2", finding=finding, lang=lang))
    display(Told(shown, Headline(finding.text(lang), " · ".join(parts))))


def tell(edition: Edition, *parts: Finding | Chart | Table | None) -> None:
    """Show parts of the article in the order given; None is left out.

    Sentences that follow each other are one paragraph. A table without rows shows nothing.
    """
    for part in runs(parts):
        if isinstance(part, Chart):
            display(_picture(part, edition))
        elif isinstance(part, Table):
            display(_grid(part, edition))
        else:
            display(_paragraph(part, edition.lang))


def _paragraph(findings: list[Finding], lang: str) -> Told:
    text = ("" if lang == "zh" else " ").join(finding.text(lang) for finding in findings)
    html = render("paragraph.html.j2", findings=findings, lang=lang)
    return Told(replace(finding_block(findings, lang), html=html), Paragraph(text))


def _picture(chart: Chart, edition: Edition) -> Told:
    words_of = (chart.name, chart.headline, chart.subtitle, chart.source, chart.alt)
    return Told(chart_block(replace(chart, lead=True), edition), Picture(*words_of))


def _grid(table: Table, edition: Edition) -> Block | Told:
    block, columns = table_block(table, edition), table.columns
    if not block.html:
        return block
    shown = [c.label for c in columns], [c.kind for c in columns], [c.cells for c in columns]
    return Told(block, Grid(table.name, table.caption, table.source, *shown))
