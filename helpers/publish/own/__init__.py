"""Notebooks of one's own as pages: titles, parameters and headings."""

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.constants import ALL_NOTEBOOKS, MOVED
from helpers.data import editions
from helpers.language.formats import LANGS
from helpers.publish.pages import Page, is_own
from helpers.system import fingerprint
from helpers.system.errors import BadInput

if TYPE_CHECKING:
    from nbformat import NotebookNode

HEADING = re.compile(r"^(?=#{1,2} )", re.MULTILINE)
# What the style for JupyterLab can be told by.
STYLED = 'class="trade-untrusted"'
# Files that a folder of pages has besides.
TAKEN = ("index", "method", "revisions")


def read(path: Path) -> dict[str, Any]:
    """Return a notebook as JSON; raises BadInput where the file is missing or is none."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadInput(f"{path} does not exist.") from None
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or "cells" not in found:
        raise BadInput(f"{path} is not a notebook. Save it in JupyterLab as .ipynb.")
    return found


def parameters(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the literals that the cell tagged parameters sets, by name."""
    found: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            for line in ast.parse("".join(cell["source"])).body:
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    try:
                        found[line.targets[0].id] = ast.literal_eval(line.value)
                    except ValueError:
                        continue
    return found


def wanted(
    paths: list[Path], periods: list[tuple[int, int]], currency: str, langs: list[str]
) -> list[Page]:
    """Return the pages of notebooks of one's own.

    Without ``periods`` the edition is that of the notebook's parameters year, month and currency,
    else the latest full year; without ``langs`` the languages are those of its text cells tagged zh
    and en, else its parameter lang, else Chinese. Raises BadInput for a file that is no notebook,
    has no title, or has the name of a report.
    """
    pages = []
    for path in paths:
        notebook = read(path)
        given, stem = parameters(notebook), _stem(path)
        for lang in langs or _langs(notebook, given):
            title(notebook, lang, str(path))
            for year, month in periods or [_period(given)]:
                asked = currency if currency != "auto" else given.get("currency", "auto")
                chosen = editions.check_parameters(year, month, asked, lang)
                address = editions.edition_id(year, month, chosen)
                where = str(path.resolve())
                pages.append(Page(stem, year, month, chosen, lang, address, path=where))
    return pages


def title(notebook: Any, lang: str, where: str = "The notebook") -> str:
    """Return the title of a notebook: title_zh or title_en of its metadata, or its first heading.

    Raises BadInput, naming the notebook as ``where``, if it has none.
    """
    named = notebook["metadata"].get(f"title_{lang}")
    headings = (
        "".join(cell["source"]).partition("\n")[0].removeprefix("# ").strip()
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
        and _is_for(cell, lang)
        and "".join(cell["source"]).startswith("# ")
    )
    found = named or next(headings, "")
    if not found:
        raise BadInput(f"{where} has no title. Begin it with a text cell: # What I ask.")
    return str(found)


def prepared(notebook: "NotebookNode", lang: str) -> "NotebookNode":
    """Return an executed notebook whose text cells are tagged and named as those of reports.

    A text cell without a language is for ``lang``. Each heading gets a cell of its own with a slug,
    which is its anchor: top for the title, its own or section-1, section-2 … for the others.
    """
    cells, count, titled = [], 0, False
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            cells.append(_without_style(cell))
            continue
        for text in filter(str.strip, HEADING.split(cell.source)):
            tags = cell.metadata.get("tags", [])
            tags = tags if set(tags) & set(LANGS) else [*tags, lang]
            metadata = {**cell.metadata, "tags": tags}
            shown = lang in tags
            heading, _, rest = text.partition("\n")
            if heading.startswith("# ") and shown and not titled:
                titled, metadata["slug"] = True, "top"
            elif heading.startswith("## "):
                count += shown
                metadata["slug"] = metadata.get("slug") or f"section-{count}"
            else:
                heading, rest = "", text
            if heading:
                cells.append(_text(cell, heading, metadata))
            if rest.strip():
                # An anchor is at its heading only.
                plain = {key: value for key, value in metadata.items() if key != "slug"}
                cells.append(_text(cell, rest, plain))
    return type(notebook)({**notebook, "cells": cells})


def _without_style(cell: "NotebookNode") -> "NotebookNode":
    """Return a cell without the style for JupyterLab, see show_style: a page has its own."""
    kept = [
        output
        for output in cell.get("outputs", [])
        if STYLED not in output.get("data", {}).get("text/html", "")
    ]
    return type(cell)({**cell, "outputs": kept}) if "outputs" in cell else cell


def _text(cell: "NotebookNode", source: str, metadata: dict[str, Any]) -> "NotebookNode":
    kind = type(cell)
    # Ids are of the cells as they were; two parts of one must not share it.
    name = fingerprint.digest(cell.get("id", ""), source)[:8]
    return kind({**cell, "id": name, "source": source.strip(), "metadata": kind(metadata)})


def _is_for(cell: Any, lang: str) -> bool:
    """Return whether a text cell is shown in a language."""
    known = set(cell["metadata"].get("tags", [])) & set(LANGS)
    return not known or lang in known


def _langs(notebook: dict[str, Any], given: dict[str, Any]) -> list[str]:
    tags = {tag for cell in notebook["cells"] for tag in cell["metadata"].get("tags", [])}
    if set(LANGS) <= tags:
        return list(LANGS)
    return [given.get("lang") or next((lang for lang in LANGS if lang in tags), "zh")]


def _period(given: dict[str, Any]) -> tuple[int, int]:
    if "year" in given:
        return given["year"], given.get("month", 12)
    known = editions.editions()
    return int(known.loc[known["month"] == 12, "year"].max()), 12


def _stem(path: Path) -> str:
    """Return the name of the page in its address; raises BadInput where it is taken or empty."""
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-")
    if not stem or stem in TAKEN or not is_own(stem):
        reports = ", ".join([*ALL_NOTEBOOKS, *MOVED])
        raise BadInput(
            f"{path.name} cannot be the name of a page: name the file in Latin letters, and not as "
            f"a report ({reports}) or as {', '.join(TAKEN)}."
        )
    return stem
