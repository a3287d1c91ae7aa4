"""Checks of a page before it is published; failures name page and cell."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import lxml.html

from helpers.display import fonts
from helpers.system.errors import RunFailed

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from helpers.publish.execute import Executed

CHINESE = re.compile("[\u3400-\u9fff]")
# Capitalised names such as HHI or CSV may stand alone on a Chinese page; words may not.
ENGLISH_WORD = re.compile("[A-Za-z]*[a-z]{3,}")
SPOKEN = ("alt", "aria-label", "title")


def check(executed: "Executed") -> None:
    """Raise RunFailed where a cell wrote a warning or shows something that not all can read.

    That is a character the font lacks, a picture without a text alternative, or a text in the
    other language.
    """
    page = executed.page
    for name, cell in _cells(executed.notebook, page.lang):
        where = f"{page.name}: {name}"
        _warnings(cell, where)
        missing = fonts.missing(cell.source)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            html = data.get("text/html", "")
            if not html:
                _refuse_picture(data, where)
                continue
            shown = lxml.html.fragment_fromstring(html, create_parent="div")
            texts = list(_texts(shown))
            missing |= fonts.missing("".join(texts))
            _alternatives(shown, where)
            # Figures of one's own may have labels in either language.
            if not page.path:
                _translated(texts, page.lang, where)
        if missing:
            raise RunFailed(f"{where} shows what the font lacks: {' '.join(sorted(missing))}")


def check_page(name: str, text: str) -> None:
    """Raise RunFailed where a page that is no notebook shows a character that the font lacks."""
    body = lxml.html.document_fromstring(text).find("body")
    missing = fonts.missing("".join(_texts(body)))
    if missing:
        raise RunFailed(f"{name} shows what the font lacks: {' '.join(sorted(missing))}")


def _cells(notebook: "NotebookNode", lang: str) -> Iterator[tuple[str, "NotebookNode"]]:
    """Yield the cells that the page shows, each with its name in errors."""
    for number, cell in enumerate(notebook.cells, start=1):
        tags = set(cell.metadata.get("tags", []))
        if "screen-only" not in tags and (not tags & {"zh", "en"} or lang in tags):
            yield f"cell {number} ({cell.get('id', '')})", cell


def _warnings(cell: "NotebookNode", where: str) -> None:
    for output in cell.get("outputs", []):
        if output.output_type == "stream" and output.name == "stderr":
            text = output.text.strip().splitlines()[-1]
            raise RunFailed(f"{where} wrote a warning: {text}")


def _texts(shown: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield every visible or spoken text, except elements with a lang of their own."""
    if shown.get("lang") or shown.tag in ("style", "script"):
        return
    yield shown.text or ""
    yield from (shown.get(name, "") for name in SPOKEN)
    for child in shown:
        if isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or ""


def _refuse_picture(data: dict[str, object], where: str) -> None:
    """Raise RunFailed for a picture that comes without HTML, so without a text alternative."""
    if any(kind.startswith("image/") for kind in data):
        raise RunFailed(
            f"{where} shows a picture without a text alternative; helpers.plot has one."
        )


def _alternatives(shown: lxml.html.HtmlElement, where: str) -> None:
    for picture in shown.iter("svg", "img"):
        if not (picture.get("aria-label") or picture.get("alt") or "").strip():
            raise RunFailed(f"{where} shows a picture without a text alternative.")


def _translated(texts: list[str], lang: str, where: str) -> None:
    for text in texts:
        if lang == "en" and _is_chinese(text):
            raise RunFailed(f"{where} shows Chinese on an English page: {text.strip()!r}")
        if lang == "zh" and _is_english(text):
            raise RunFailed(f"{where} shows English on a Chinese page: {text.strip()!r}")


def _is_chinese(text: str) -> bool:
    """Return whether a text is mostly Chinese; a Chinese term in an English sentence is not."""
    return 4 * len(CHINESE.findall(text)) > len(re.findall("[A-Za-z]", text))


def _is_english(text: str) -> bool:
    """Return whether a text without Chinese is an English word, or has two in a row."""
    if CHINESE.search(text):
        return False
    found = [bool(ENGLISH_WORD.fullmatch(word)) for word in re.findall(r"[^\s,.;:()]+", text)]
    return found == [True] or any(a and b for a, b in pairwise(found))
