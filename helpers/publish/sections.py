"""The sections of an executed notebook in one language, without those that show nothing."""

from typing import TYPE_CHECKING

from helpers.display.article_parts import PART

if TYPE_CHECKING:
    from nbformat import NotebookNode


def without_empty(notebook: "NotebookNode", lang: str) -> "NotebookNode":
    """Return the notebook without headings of ``lang`` that have nothing below them."""
    empty = {id(cells[0]) for cells in _split(notebook, lang) if not any(map(_shows, cells[1:]))}
    kept = [cell for cell in notebook.cells if id(cell) not in empty]
    # Of the same type, so that nbformat need not be imported here.
    return type(notebook)({**notebook, "cells": kept})


def of(notebook: "NotebookNode", lang: str) -> list[dict[str, str]]:
    """Return slug and heading of every section, in order."""
    return [
        {"slug": cells[0].metadata.slug, "heading": heading(cells[0])}
        for cells in _split(notebook, lang)
    ]


def is_article(notebook: "NotebookNode") -> bool:
    """Return whether a notebook has parts of an article."""
    return any(
        PART in output.get("data", {})
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


def heading(cell: "NotebookNode") -> str:
    """Return the text of a heading cell."""
    return str(cell.source).removeprefix("## ").strip()


def opens(cell: "NotebookNode", lang: str) -> bool:
    """Return whether a cell is the heading of a section in ``lang``."""
    return lang in cell.metadata.get("tags", []) and cell.source.startswith("## ")


def _split(notebook: "NotebookNode", lang: str) -> "list[list[NotebookNode]]":
    """Return the cells of each section, its heading first."""
    split: list[list[NotebookNode]] = []
    for cell in notebook.cells:
        if opens(cell, lang):
            split.append([cell])
        elif split:
            split[-1].append(cell)
    return split


def _shows(cell: "NotebookNode") -> bool:
    """Return whether a cell has visible output: HTML that is not empty."""
    return any(
        str(output.get("data", {}).get("text/html", "")).strip()
        for output in cell.get("outputs", [])
    )
