"""What a cell shows: sentences, charts, tables and key numbers as HTML, with their data beside."""

import base64
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeAlias

import pandas as pd
from IPython.display import display
from markupsafe import Markup

from helpers.display import article_parts, fonts, style
from helpers.display.frames import frame_table
from helpers.display.resource import RESOURCE, data_url, resource
from helpers.display.style import Chart
from helpers.display.svg import inline
from helpers.display.table import Table
from helpers.display.templates import lab_script, render, text
from helpers.language import formats
from helpers.language.sentences import Finding
from helpers.system.errors import BadInput

PNG_WIDTH = 586  # pixels; what the social card of a page gives its chart


@dataclass(frozen=True)
class KeyFindings:
    """The findings that a page opens with."""

    findings: list[Finding]


@dataclass(frozen=True)
class KeyNumber:
    """A number in the language of the page, its label, and a note beside it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class KeyNumbers:
    """The numbers shown large below the key findings."""

    numbers: list[KeyNumber]


@dataclass(frozen=True)
class Headline:
    """The headline of an article, and the line below it: period, currency, subject."""

    finding: Finding
    about: str


Part: TypeAlias = Finding | Chart | Table | KeyFindings | KeyNumbers | Headline | pd.DataFrame


@dataclass(frozen=True)
class Block:
    """One output of a notebook: HTML, plain text, the frame behind it and its part of an article.

    The frame is carried as a Tabular Data Resource, from which publishing writes the CSV files;
    ``part`` is what the files for editors are written from.
    """

    html: str = field(repr=False)
    text: str
    name: str = ""
    data: pd.DataFrame | None = field(default=None, repr=False)
    png: bytes | None = field(default=None, repr=False)
    part: article_parts.Part | None = field(default=None, repr=False)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        bundle: dict[str, object] = {"text/html": self.html, "text/plain": self.text}
        if self.data is not None:
            bundle[RESOURCE] = resource(self.name, self.data)
        if self.png is not None:
            bundle["image/png"] = base64.b64encode(self.png).decode("ascii")
        if self.part is not None:
            bundle[article_parts.PART] = article_parts.carried(self.part)
        return bundle


def show(*parts: Part | None, lang: str = "") -> None:
    """Show parts in the order given; None is left out.

    Sentences that follow each other are one block with a paragraph each, and their texts in both
    languages go with it as the resource ``findings``. A data frame is shown as a table, in ``lang``
    where given, see :func:`helpers.display.frames.frame_table`; the other parts have a language of
    their own. Raises BadInput for anything else.
    """
    check_lang(lang)
    for part in _grouped(parts):
        if isinstance(part, list):
            display(findings_block(part))
        elif isinstance(part, KeyFindings):
            display(findings_block(part.findings, key=True))
        elif isinstance(part, Chart):
            display(chart_block(part))
        elif isinstance(part, Table):
            display(table_block(part))
        elif isinstance(part, pd.DataFrame):
            display(table_block(frame_table(part, lang)))
        elif isinstance(part, KeyNumbers):
            if part.numbers:
                display(_numbers_block(part.numbers))
        else:
            raise BadInput(
                "show takes sentences, charts, tables and key numbers of a report, and data "
                f"frames, not {type(part).__name__}."
            )


def show_article(*parts: Part | None) -> None:
    """Show parts as an article: sentences that follow each other are one paragraph.

    Every block carries its part of the article as data, from which the files for editors are made.
    """
    for part in _grouped(parts):
        if isinstance(part, list):
            display(_paragraph(part))
        elif isinstance(part, Headline):
            display(_headline(part))
        elif isinstance(part, Chart):
            words = (part.name, part.headline, part.subtitle, part.source, part.alt)
            block = chart_block(replace(part, lead=True))
            display(replace(block, part=article_parts.Picture(*words)))
        elif isinstance(part, Table):
            display(_article_table(part))


def show_style(lang: str = "") -> None:
    """Make the notebook look and work right in JupyterLab.

    Font, light and dark charts, tips, sorting and filters, and text cells in one language, ``lang``
    where given. Where neither style nor script is let in, a sentence says that charts are missing.
    A published page has a style of its own, and this is left out of it. Raises BadInput for another
    language.
    """
    check_lang(lang)
    face = fonts.face_css(fonts.suite())
    look = f"<style>{face}{text('lab.css')}</style><script>{lab_script()}</script>"
    mark = f'<span data-trade-lang="{lang}"></span>' if lang else ""
    # The style hides it.
    untrusted = f'<p class="trade-untrusted">{formats.label("untrusted", lang or "zh")}</p>'
    display(Block(look + mark + untrusted, "", name="font"))


def check_lang(lang: str) -> None:
    """Raise BadInput where ``lang`` is no language, nor empty for that of what is shown."""
    if lang not in ("", *formats.LANGS):
        raise BadInput(f"lang must be {' or '.join(formats.LANGS)}, not {lang!r}.")


def findings_block(findings: list[Finding], key: bool = False) -> Block:
    """Return sentences as paragraphs, or as the list of key findings that a page opens with."""
    lang = findings[0].lang if findings else "zh"
    html = render("findings.html.j2", findings=findings, lang=lang, key=key)
    data = pd.DataFrame([(f.id, f.zh, f.en) for f in findings], columns=["id", "zh", "en"])
    return Block(html, "\n".join(f.text() for f in findings), "findings", data)


def chart_block(chart: Chart) -> Block:
    """Return a chart as a figure: headline, SVG, text alternative, source, the data behind it.

    The chart that a page is announced with carries a bitmap too, for the social card.
    """
    html = render(
        "chart.html.j2",
        chart=chart,
        svg=Markup(inline(chart)),
        table=chart.behind,
        rows=_rows(chart.behind),
        file=f"{chart.edition}-{chart.name}-{chart.lang}",
        csv=data_url(chart.behind.data),
        lang=chart.lang,
    )
    return Block(html, chart.alt, png=_png(chart) if chart.lead else None)


def table_block(table: Table) -> Block:
    """Return a table with caption, source and CSV; one without rows has no HTML, only its data."""
    rows = _rows(table)
    html = ""
    if rows:
        html = render(
            "table.html.j2",
            table=table,
            rows=rows,
            file=f"{table.edition}-{table.name}-{table.lang}",
            csv=data_url(table.data),
            lang=table.lang,
        )
    return Block(html, table.caption, table.name, table.data)


def _grouped(
    parts: Iterable[Part | None],
) -> Iterator[list[Finding] | Part]:
    """The parts in their order, sentences that follow each other as one list; None is left out."""
    shown = [part for part in parts if part is not None]
    for are_findings, together in groupby(shown, key=lambda part: isinstance(part, Finding)):
        if are_findings:
            yield [part for part in together if isinstance(part, Finding)]
        else:
            yield from (part for part in together if not isinstance(part, Finding))


def _numbers_block(numbers: list[KeyNumber]) -> Block:
    html = render("numbers.html.j2", numbers=numbers)
    return Block(html, "\n".join(f"{n.label} {n.value} {n.note}" for n in numbers))


def _paragraph(findings: list[Finding]) -> Block:
    lang = findings[0].lang
    joined = ("" if lang == "zh" else " ").join(finding.text() for finding in findings)
    html = render("paragraph.html.j2", findings=findings, lang=lang)
    return replace(findings_block(findings), html=html, part=article_parts.Paragraph(joined))


def _headline(headline: Headline) -> Block:
    finding = headline.finding
    html = render("headline.html.j2", finding=finding, lang=finding.lang)
    part = article_parts.Headline(finding.text(), headline.about)
    return replace(findings_block([finding]), html=html, part=part)


def _article_table(table: Table) -> Block:
    block, columns = table_block(table), table.columns
    if not block.html:
        return block
    shown = [c.label for c in columns], [c.kind for c in columns], [c.cells for c in columns]
    part = article_parts.Grid(table.name, table.caption, table.source, *shown)
    return replace(block, part=part)


def _rows(table: Table) -> list[tuple[str, ...]]:
    return list(zip(*(column.cells for column in table.columns), strict=True))


def _png(chart: Chart) -> bytes:
    out = io.BytesIO()
    with style.theme():
        dpi = PNG_WIDTH / chart.figure.get_figwidth()
        chart.figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
    return out.getvalue()
