"""The script of the search in one language: every page on a line, then the code."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from helpers.display import fonts, templates
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.publish import links, pages
from helpers.publish.search import entries
from helpers.publish.search.entries import Entry

NAME = "search.js"
START, END = "const pages = [", "];"
# Pages that belong to no edition.
OTHERS = ("method", "revisions")


def write(
    site: Path, manifests: list[dict[str, Any]], made: Mapping[tuple[str, str], list[Entry]]
) -> None:
    """Write the script of each language into ``site``.

    ``manifests`` are those of its editions, oldest first. ``made`` has what pages say that are new
    or were made anew, by language and place (2024/rankings); of others the script that is there
    knows, or else the page itself.
    """
    for lang in LANGS:
        path = site / lang / NAME
        known = _known(path)
        lines = []
        for place, title, edition in _pages(manifests, lang):
            page = made.get((lang, place))
            if page is None and place not in OTHERS:
                page = known.get(place)
            if page is None:
                page = entries.of_page((site / lang / f"{place}.html").read_text("utf-8"))
            lines.append(json.dumps([place, title, edition, page], ensure_ascii=False))
        path.write_text(_script(lang, lines), encoding="utf-8", newline="\n")


def _pages(manifests: list[dict[str, Any]], lang: str) -> Iterable[tuple[str, str, str]]:
    """Yield place, title and edition of every page, newest edition first."""
    for edition in reversed(manifests):
        name = links.name_of(edition, lang)
        for entry in pages.every(edition, lang):
            title = edition["pages"][entry.stem][lang]["title"]
            yield f"{edition['id']}/{entry.stem}", title, name
    for place in OTHERS:
        yield place, formats.label(place, lang), ""


def _known(path: Path) -> dict[str, list[Entry]]:
    """Return what the pages of an earlier script say, by place."""
    if not path.is_file():
        return {}
    inside = path.read_text("utf-8").partition(f"{START}\n")[2].partition(f"\n{END}")[0]
    lines = (json.loads(line.removesuffix(",")) for line in inside.splitlines())
    return {place: page for place, _, _, page in lines}


def _script(lang: str, lines: list[str]) -> str:
    """Return the script with its words, its font and the pages, one a line."""
    code = templates.text("page/search.js")
    face = json.dumps(fonts.face_css("".join(lines) + code + links.characters(lang)))
    told = ",\n".join(lines)
    head = f'"use strict";\n(() => {{\nconst lang = "{lang}", face = {face};\n'
    return f"{head}{START}\n{told}\n{END}\n{code}}})();\n"
