"""Importing this module makes a process warm: everything that a page needs is imported and ready.

The server that pages are forked from imports it once; nothing else should. It starts no thread,
opens no socket and reads no figures. What it does leaves nothing behind but what libraries keep of
their own accord: templates, locales, compiled schemas, glyphs, and a font cut to our characters.
"""

# ruff: noqa: F401
import io
import string

import matplotlib.backends.backend_agg
import nbformat
import papermill
import seaborn as sns
from matplotlib.backends.backend_svg import FigureCanvasSVG

from helpers import fonts, inputs, publish, schemas, store, style, templates, warm, words
from helpers.catalogue import LANGS


def _draw() -> None:
    """Draw a chart with our font, so that its glyphs and the drawing code are known."""
    with style.theme():
        figure, ax = style.canvas(2.0)
        sns.barplot(x=[1.0, 2.0], y=["省", "b"], ax=ax, orient="h")
        FigureCanvasSVG(figure).print_svg(io.BytesIO())


def _convert() -> None:
    """Make the exporters, and read the formats of numbers and notebooks."""
    empty = nbformat.v4.new_notebook()
    nbformat.validate(empty)
    for lang in LANGS:
        publish.exporter(lang)
        words.number(1234.5, lang)


def _validate() -> None:
    """Hold a table without rows against each schema."""
    for name in schemas.TABLES:
        store.validate(store.empty(name), name, name)


def _cut_font() -> None:
    """Cut the font to the characters of our code, notebooks and the names in data/."""
    files = [
        *inputs.HELPERS.rglob("*.py"),
        *templates.FOLDER.rglob("*.j2"),
        *inputs.NOTEBOOKS.glob("*.ipynb"),
        *(inputs.DATA / f"{name}.csv" for name in ("provinces", "regions", "sources", "context")),
    ]
    texts = (path.read_text("utf-8") for path in files if path.is_file())
    fonts.cut_before("".join([string.printable, *texts]))


for prepare in (_draw, _convert, _validate, _cut_font):
    prepare()
