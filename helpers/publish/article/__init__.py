"""The article of an edition as files for editors, written from its executed notebook."""

from dataclasses import replace
from pathlib import Path

from helpers.data import editions
from helpers.display.article_parts import Heading, Headline, Part, part_of
from helpers.language import formats
from helpers.publish import links, sections
from helpers.publish.article import markdown, word
from helpers.publish.execute import Executed
from helpers.system import zips

NAME = "article"


def parts(executed: Executed) -> list[Part]:
    """Return the parts of the article in order."""
    lang = executed.page.lang
    found: list[Part] = []
    byline = _byline(executed)
    for cell in sections.without_empty(executed.notebook, lang).cells:
        if sections.opens(cell, lang):
            found.append(Heading(sections.heading(cell)))
        carried = (part_of(output.get("data", {})) for output in cell.get("outputs", []))
        found += [
            replace(part, byline=byline) if isinstance(part, Headline) else part
            for part in carried
            if part is not None
        ]
    return found


def _byline(executed: Executed) -> str:
    """Return who the article is by, and the day on which its figures were imported."""
    page = executed.page
    day = formats.day(editions.imported(page.year, page.month, page.currency), page.lang)
    name = formats.label("site_name", page.lang)
    if page.lang == "zh":
        return f"{name} · 数字导入日期：{day}"
    return f"{name} · figures imported on {day}"


def files(executed: Executed) -> dict[str, bytes]:
    """Return a Word file and a zip file of Markdown with its pictures, by suffix."""
    found, lang = parts(executed), executed.page.lang
    return {
        ".docx": word.written(found, lang),
        ".zip": zips.packed(markdown.written(found, NAME)),
    }


def write(folder: Path, html: str, made: dict[str, bytes]) -> None:
    """Write the article into an empty folder: HTML, Word, Markdown and the pictures it shows.

    ``html`` is the page, ``made`` what :func:`files` returns.
    """
    unpacked = zips.unpacked(made[".zip"])
    written = {
        f"{NAME}.html": links.without_site(html).encode("utf-8"),
        f"{NAME}.docx": made[".docx"],
        **unpacked,
    }
    for name, content in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
