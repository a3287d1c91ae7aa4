"""Pages made of executed notebooks by nbconvert with our template, everything in one file.

nbconvert and matplotlib are imported in the processes of the pages, not by the command that starts
them.
"""

import base64
import hashlib
import json
import re
import string
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.data.provinces import names
from helpers.display import fonts, templates
from helpers.display.resource import RESOURCE
from helpers.language import formats
from helpers.publish import execute, links, own, page_check, search, sections
from helpers.publish.pages import DETAIL, Page
from helpers.system import workers

if TYPE_CHECKING:
    from nbformat import NotebookNode

FIGURE = "image/png"
# Where the content of a page begins, and the font inside it.
TOP = '<main id="content">\n'
FONT = re.compile(r'(<style id="font">).*?(</style>)', re.DOTALL)


@dataclass
class Rows:
    """A table of a page: names of its columns, and its rows in the order shown."""

    columns: list[str]
    rows: list[dict[str, object]]


@dataclass(frozen=True)
class FinishedPage:
    """A page ready for the site: its HTML, card and tables, and its title and finding for indexes.

    ``files`` are further downloads, by suffix. ``seconds`` is how long executing and making took;
    ``from_cache`` says that it was made before, and that nothing it is made from has changed since;
    ``unverified`` that its data fail a check and that its top says so. ``search_entries`` is what
    the search finds on it.
    """

    page: Page
    title: str
    finding: str
    tables: dict[str, Rows]
    html: str
    card: bytes
    seconds: float
    files: dict[str, bytes] = field(default_factory=dict)
    from_cache: bool = False
    unverified: bool = False
    search_entries: list[search.Entry] = field(default_factory=list)


def make_pages(
    orders: Mapping[str, execute.Order],
) -> Generator[FinishedPage | workers.Failure, None, None]:
    """Yield every page ordered, or its Failure, as each is ready; made in several processes.

    Pages of one notebook follow each other in a process, which has read the tables and drawn
    before; the same bytes come out as if each had a process of its own.
    """
    return workers.outcomes(
        make_page, orders, execute.PAGE_SECONDS, group=lambda order: order.page.notebook
    )


def make_page(order: execute.Order) -> FinishedPage:
    """Return the page of an order; raises RunFailed where its notebook or what it shows fails."""
    return page_of(execute.execute_page(order))


def page_of(executed: execute.Executed) -> FinishedPage:
    """Return the page of an executed notebook; raises RunFailed as :func:`page_html` does."""
    started = time.perf_counter()
    notebook, lang = executed.notebook, executed.page.lang
    html, card = page_html(executed), card_png(executed)
    return FinishedPage(
        executed.page,
        title_of(executed),
        description(notebook, lang),
        tables_of(notebook),
        html,
        card,
        executed.seconds + time.perf_counter() - started,
        _files(executed) if sections.is_article(notebook) else {},
        search_entries=search.of_page(html),
    )


def _files(executed: execute.Executed) -> dict[str, bytes]:
    from helpers.publish import article

    return article.files(executed)


def page_html(executed: execute.Executed) -> str:
    """Return the executed notebook as one HTML file with styles, script, figures and font inside.

    :mod:`helpers.publish.links` fills in its links to other pages. Raises RunFailed, naming page
    and cell, where something on it could not be shown to every reader.
    """
    page = executed.page
    if page.path:
        executed = replace(executed, notebook=own.prepared(executed.notebook, page.lang))
    page_check.check(executed)
    notebook = sections.without_empty(executed.notebook, page.lang)
    resources = {
        "page": page,
        "title": title_of(executed),
        "about": names(page.lang).get(page.province)
        or formats.label("provinces_of_china", page.lang),
        # Trade in detail is in the currency of its cube, which its pages say themselves.
        "currency": "" if page.notebook in DETAIL else formats.label(page.currency, page.lang),
        "policy": policy(),
        "tables": list(tables_of(notebook)),
        "sections": sections.of(notebook, page.lang),
        "headline": sections.is_article(notebook),
        "description": description(notebook, page.lang),
    }
    from helpers.publish.exporter import exporter

    body, _ = exporter(page.lang).from_notebook_node(notebook, resources=resources)
    page_check.check_page(page.name, body)
    return with_assets(body, links.characters(page.lang))


def marked_unverified(
    made: FinishedPage, failing: int, edited: tuple[str, ...] = ()
) -> FinishedPage:
    """Return the page with a warning: ``failing`` checks fail, files of data/ were ``edited``.

    The warning is added after a page was made or taken from the cache, so that the cache only has
    pages without one. The files of an article cannot have the warning, so the page offers
    none. The font is cut again: the warning has characters that the page may not have.
    """
    lang = made.page.lang
    before, top, rest = made.html.partition(TOP)
    if not top:
        raise ValueError(f"{made.page.name} has no place for the warning.")
    warning = templates.render("unverified.html.j2", lang=lang, count=failing, edited=edited)
    html = FONT.sub(r"\1/*FONT*/\2", f"{before}{top}{warning}{rest}")
    html = with_assets(html, links.characters(lang))
    return replace(made, html=html, files={}, unverified=True)


def with_assets(text: str, more_characters: str = "") -> str:
    """Return a page with style, script and font in place of their marks."""
    text = text.replace("/*STYLE*/", templates.text("page/style.css"))
    text = text.replace("/*SCRIPT*/", templates.page_script())
    shown = text + more_characters + string.printable
    return text.replace("/*FONT*/", fonts.face_css(shown))


def policy() -> str:
    """Return the Content-Security-Policy of every page.

    It runs our inline script and what that one loads, the index of the search beside the pages.
    """
    digest = hashlib.sha256(templates.page_script().encode()).digest()
    script = base64.b64encode(digest).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{script}' 'strict-dynamic'; "
        "style-src 'unsafe-inline'; "
        "font-src data:; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def card_png(executed: execute.Executed) -> bytes:
    """Return the card of a page: title, edition, first finding, and its lead chart if any."""
    page = executed.page
    drawings = (
        base64.b64decode(output.data[FIGURE])
        for cell in executed.notebook.cells
        for output in cell.get("outputs", [])
        if FIGURE in output.get("data", {})
    )
    from helpers.publish.card import card

    return card(
        title_of(executed),
        formats.period(page.year, page.month, page.lang),
        description(executed.notebook, page.lang),
        page.lang,
        next(drawings, None),
    )


def title_of(executed: execute.Executed) -> str:
    """Return the title of a page: that of its notebook, with its province or other year."""
    page = executed.page
    name = names(page.lang).get(page.province, "")
    if page.path:
        return own.title(executed.notebook, page.lang)
    title = str(executed.notebook.metadata[f"title_{page.lang}"])
    return title.format(province=name, other_year=page.other_year)


def plain_title(page: Page) -> str:
    """Return what the index calls a page that could not be made: its notebook's title.

    Or the stem, where the title has a place for a province or year, or cannot be read.
    """
    path = page.path or execute.FOLDER / f"{page.notebook}.ipynb"
    title = ""
    with suppress(OSError, ValueError, KeyError):
        title = str(json.loads(Path(path).read_text("utf-8"))["metadata"][f"title_{page.lang}"])
    return title if title and page.stem == page.notebook else page.stem


def description(notebook: "NotebookNode", lang: str) -> str:
    """Return the first finding of the notebook, the description of the page."""
    return next((row[lang] for row in rows_of(notebook, "findings")), "")


def tables_of(notebook: "NotebookNode") -> dict[str, Rows]:
    """Return the tables of a notebook by name; rows shown twice are there once."""
    tables: dict[str, Rows] = {}
    for carried in _carried(notebook):
        columns = [field["name"] for field in carried["schema"]["fields"]]
        table = tables.setdefault(carried["name"], Rows(columns, []))
        # Plain dicts: the process that receives the page need not import nbformat.
        table.rows += [dict(row) for row in carried["data"] if row not in table.rows]
    return tables


def rows_of(notebook: "NotebookNode", table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one table of a notebook."""
    for carried in _carried(notebook):
        if carried["name"] == table:
            yield from carried["data"]


def _carried(notebook: "NotebookNode") -> Iterator[dict[str, Any]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if RESOURCE in output.get("data", {}):
                yield output.data[RESOURCE]
