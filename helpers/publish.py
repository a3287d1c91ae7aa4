"""From executed notebooks to site/: pages by nbconvert with our template, and CSV tables."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from helpers import fonts, words
from helpers.blocks import RESOURCE
from helpers.catalogue import LANGS
from helpers.errors import RunFailed
from helpers.run import Executed

TEMPLATES = Path(__file__).resolve().parent / "template"


def exporter(lang: str) -> HTMLExporter:
    """nbconvert's HTML exporter with our template, dropping the other language's cells."""
    other = next(known for known in LANGS if known != lang)
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = {other, "screen-only"}
    return HTMLExporter(
        config=config,
        template_name="page",
        extra_template_basedirs=[str(TEMPLATES)],
        filters={"face_css": fonts.face_css, "label": words.label, "period": words.period},
    )


def page_html(executed: Executed, html: HTMLExporter, siblings: list[str], translated: bool) -> str:
    """The executed notebook as one HTML file with its styles, figures and font inside.

    ``siblings`` are the notebooks of this edition that the page links to; ``translated`` says
    whether the page exists in the other language. Raises RunFailed where a cell wrote a warning.
    """
    page = executed.page
    notebook = executed.notebook
    complain_of_stderr(executed)
    resources = {
        "page": page,
        "title": title_of(notebook, page.lang),
        "style": style_sheet(),
        "siblings": siblings,
        "translated": translated,
        "tables": list(tables_of(notebook)),
        "other": next(known for known in LANGS if known != page.lang),
        "description": description(notebook, page.lang),
    }
    body, _ = html.from_notebook_node(notebook, resources=resources)
    return body.replace("/*FONT*/", fonts.face_css(body))


def style_sheet() -> str:
    """The one style sheet of all pages."""
    return (TEMPLATES / "page" / "style.css").read_text("utf-8")


def title_of(notebook: nbformat.NotebookNode, lang: str) -> str:
    """The notebook's own title in one language."""
    return str(notebook.metadata[f"title_{lang}"])


def description(notebook: nbformat.NotebookNode, lang: str) -> str:
    """The first finding of the notebook, as the page describes itself."""
    return next((row[lang] for row in resources_of(notebook, "findings")), "")


def complain_of_stderr(executed: Executed) -> None:
    """Raise RunFailed, naming page and cell, where a cell wrote a warning or error."""
    for number, cell in enumerate(executed.notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                text = output.text.strip().splitlines()[-1]
                raise RunFailed(f"{executed.page.name}: cell {number} wrote a warning: {text}")


@dataclass
class Rows:
    """A table as a page carries it: names of its columns, and its rows in the order shown."""

    columns: list[str]
    rows: list[dict[str, object]]


def tables_of(notebook: nbformat.NotebookNode) -> dict[str, Rows]:
    """The tables that a notebook carries, by name; what is shown twice counts once."""
    tables: dict[str, Rows] = {}
    for carried in _carried(notebook):
        columns = [field["name"] for field in carried["schema"]["fields"]]
        table = tables.setdefault(carried["name"], Rows(columns, []))
        table.rows += [row for row in carried["data"] if row not in table.rows]
    return tables


def resources_of(notebook: nbformat.NotebookNode, name: str) -> Iterator[dict[str, str]]:
    """Rows of one carried table."""
    for carried in _carried(notebook):
        if carried["name"] == name:
            yield from carried["data"]


def _carried(notebook: nbformat.NotebookNode) -> Iterator[dict[str, Any]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if RESOURCE in output.get("data", {}):
                yield output.data[RESOURCE]


def csv_text(table: Rows) -> str:
    """A table as CSV: missing values are empty, numbers unrounded."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=table.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.rows)
    return out.getvalue()
