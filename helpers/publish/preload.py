"""Importing this module imports and prepares everything that a page needs.

Only the server that pages are forked from imports it, once. It starts no thread, opens no socket
and reads no figures. Its effects are the caches of libraries: templates, locales, compiled schemas
and glyphs.
"""

# ruff: noqa: F401, E402
import gc
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from helpers.system import workers

workers.end_with_parent()


@contextmanager
def _without(package: str) -> Iterator[None]:
    """Make imports inside the block behave as if an optional package were not installed."""
    sys.modules[package] = None  # type: ignore[assignment]
    yield
    del sys.modules[package]


# Takes about a second to import; no schema here uses it.
with _without("rfc3987_syntax"):
    import nbformat
# The debugger of kernels, which no page uses.
with _without("debugpy"):
    import ipykernel.debugger
# Used by pandera for tests only.
with _without("hypothesis"):
    import pandera.pandas

# On a new machine it lists the fonts first, and says so where that takes five seconds.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
# Takes longer than the rest of seaborn, which has a replacement for the little that it needs.
with _without("scipy"):
    import seaborn
import matplotlib.backends.backend_agg
import pandas as pd
import papermill
from matplotlib.backends.backend_svg import FigureCanvasSVG

from helpers.constants import ALL_NOTEBOOKS
from helpers.data import schema, tables
from helpers.display import style, templates, texts
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.publish import card, kernel, page_check, pages
from helpers.publish import page as page_module
from helpers.publish.execute import Executed
from helpers.publish.exporter import exporter
from helpers.system import fingerprint, paths


def _import() -> None:
    """Import what the notebooks of pages import, as their cells do."""
    for name in ALL_NOTEBOOKS:
        # An error in a notebook is reported when its page is made.
        with suppress(Exception):
            for cell in nbformat.read(paths.NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
                if "setup" in cell.metadata.tags and cell.source.startswith("from helpers"):
                    exec(cell.source, {})


def _draw() -> None:
    """Draw a chart with our font, so that its glyphs and the drawing code are known."""
    with style.theme():
        figure, ax = style.canvas(2.0)
        style.bars(ax, pd.Series([1.0, 2.0]), style.GREY)
        texts.name_rows(ax, range(2), ["省", "b"])
        FigureCanvasSVG(figure).print_svg(io.BytesIO())
    card.card("题", "2024", "省", "zh", None)


def _convert() -> None:
    """Convert and check a small notebook, which compiles templates and patterns."""
    html = nbformat.v4.new_output("display_data", {"text/html": "<p>1</p>"})
    cells = [
        nbformat.v4.new_markdown_cell("## 1"),
        nbformat.v4.new_code_cell("x = 1", outputs=[html]),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    for lang in LANGS:
        page = pages.Page("", 2024, 12, "CNY", lang, "")
        resources = {"page": page, "sections": [], "tables": []}
        page_check.check(Executed(page, notebook, 0.0))
        body, _ = exporter(lang).from_notebook_node(notebook, resources)
        page_check.check_page("", body)
        formats.listed([formats.number(1234.5, lang)] * 3, lang)
    for template in templates.FOLDER.glob("*.j2"):
        templates.environment().get_template(template.name)


def _validate() -> None:
    """Validate an empty table by each schema and compute the digest of the code."""
    fingerprint.code()
    for name in schema.TABLES:
        tables.validate(tables.empty(name), name, name)


for prepare in (_import, _draw, _convert, _validate):
    prepare()
# Forked processes need not scan these objects for garbage, which would copy their memory.
gc.collect()
gc.freeze()
workers.unblock_sigint()
