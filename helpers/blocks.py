"""What a notebook shows: sentences, charts and tables as HTML for people, with their data."""

import io
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

import pandas as pd
from IPython.display import display
from jinja2 import Environment, StrictUndefined
from lxml import etree
from markupsafe import Markup

from helpers import fonts, store, style
from helpers.edition import Edition
from helpers.say import Finding
from helpers.style import Chart
from helpers.tables import Table

RESOURCE = "application/vnd.dataresource+json"
SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True)
class Block:
    """One output of a notebook: HTML, its plain text, and the frame behind it if there is one."""

    html: str = field(repr=False)
    text: str
    name: str = ""
    data: pd.DataFrame | None = field(default=None, repr=False)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        bundle: dict[str, object] = {"text/html": self.html, "text/plain": self.text}
        if self.data is not None:
            bundle[RESOURCE] = resource(self.name, self.data)
        return bundle


def show(edition: Edition, *parts: Finding | Chart | Table | None) -> None:
    """Show sentences, charts and tables in the order given; None is left out.

    Sentences that follow each other stand in one paragraph block with their ids, and their texts
    in both languages go with it as the resource ``findings``.
    """
    sentences: list[Finding] = []
    for part in [*parts, None]:
        if isinstance(part, Finding):
            sentences.append(part)
            continue
        if sentences:
            display(finding_block(sentences, edition.lang))
            sentences = []
        if isinstance(part, Chart):
            display(chart_block(part))
        elif isinstance(part, Table):
            display(table_block(part))


def key_findings(edition: Edition, *findings: Finding | None) -> None:
    """Show the findings that a page opens with."""
    display(finding_block([f for f in findings if f], edition.lang, key=True))


def font() -> None:
    """Make Chinese text show on a machine without Chinese fonts, for the notebook it is shown in.

    The published page carries a font of its own, so this output is left out of it.
    """
    display(Block(f"<style>{_suite_font()}</style>", "", name="font"))


@lru_cache(maxsize=1)
def _suite_font() -> str:
    package = files("helpers")
    texts = [f.read_text("utf-8") for f in package.iterdir() if f.name.endswith(".py")]
    names = store.load("provinces").to_csv() + store.load("regions").to_csv()
    sources = store.load("sources").to_csv() + store.load("context").to_csv()
    return fonts.face_css("".join([*texts, names, sources]))


def finding_block(findings: list[Finding], lang: str, key: bool = False) -> Block:
    """Sentences as paragraphs; as a list where they are the key findings of the page."""
    html = _render("findings", findings=findings, lang=lang, key=key)
    text = "\n".join(f.text(lang) for f in findings)
    data = pd.DataFrame([(f.id, f.zh, f.en) for f in findings], columns=["id", "zh", "en"])
    return Block(html, text, "findings", data)


def chart_block(chart: Chart) -> Block:
    """A chart as a figure with headline, subtitle, inline SVG, text alternative and source."""
    return Block(_render("chart", chart=chart, svg=Markup(svg(chart))), chart.alt)


def table_block(table: Table) -> Block:
    """A table with caption, scopes and source, and its frame as a resource."""
    rows = list(zip(*(column.cells for column in table.columns), strict=True))
    html = _render("table", table=table, rows=rows)
    return Block(html, table.caption, table.name, table.data)


def svg(chart: Chart) -> str:
    """The chart as an inline SVG whose ids are its own: two on a page do not collide."""
    out = io.BytesIO()
    with style.theme():
        chart.figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    root = etree.fromstring(out.getvalue())
    for extra in root.findall(f".//{{{SVG}}}metadata"):
        extra.getparent().remove(extra)
    # The figure around it carries the role and the text alternative.
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    _own_ids(root, chart.name)
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    return etree.tostring(root, encoding="unicode")


def _own_ids(root: etree._Element, prefix: str) -> None:
    for node in root.iter():
        for key, value in node.attrib.items():
            if key == "id":
                node.set(key, f"{prefix}-{value}")
            elif key == XLINK and value.startswith("#"):
                node.set(key, f"#{prefix}-{value[1:]}")
            elif "url(#" in value:
                node.set(key, value.replace("url(#", f"url(#{prefix}-"))


def resource(name: str, frame: pd.DataFrame) -> dict[str, object]:
    """``frame`` as a Tabular Data Resource: name, schema, unrounded rows, null where missing."""
    whole = {c: pd.api.types.is_integer_dtype(frame[c]) for c in frame}
    fields = [
        {"name": str(c), "type": "integer" if whole[c] else _field_type(frame[c])} for c in frame
    ]
    rows = [
        {
            str(c): None if pd.isna(v) else int(v) if whole[c] else _plain(v)
            for c, v in zip(frame.columns, row, strict=True)
        }
        for row in frame.itertuples(index=False, name=None)
    ]
    return {"name": name, "schema": {"fields": fields}, "data": rows}


def _field_type(cells: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(cells):
        return "boolean"
    return "number" if pd.api.types.is_numeric_dtype(cells) else "string"


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else value


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _render(name: str, **values: object) -> str:
    source = files("helpers").joinpath("template", f"{name}.html.j2").read_text("utf-8")
    return _templates().from_string(source).render(**values)
