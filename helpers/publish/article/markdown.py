"""The article as Markdown with pictures beside it."""

import re
from collections.abc import Iterable, Sequence

from helpers.display.article_parts import Grid, Heading, Headline, Part, Picture

FIGURES = "figures"
# Characters that Markdown interprets.
MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


def written(parts: Sequence[Part], name: str) -> dict[str, bytes]:
    """Return the files of the article: NAME.md, and figures/ with one PNG for each picture."""
    title, *others = [_told(part) for part in parts]
    text = "\n\n".join([title, _contents(parts), *others]) + "\n"
    pictures = {_path(part): part.png for part in parts if isinstance(part, Picture)}
    return {f"{name}.md": text.encode("utf-8"), **pictures}


def _contents(parts: Sequence[Part]) -> str:
    """Return the headings as a list of links, to the anchors that GitHub and Pandoc give them."""
    headings = [part.text for part in parts if isinstance(part, Heading)]
    anchors = [re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings]
    return "\n".join(
        f"- [{_plain(text)}](#{at})" for text, at in zip(headings, anchors, strict=True)
    )


def _told(part: Part) -> str:
    if isinstance(part, Headline):
        return f"# {_plain(part.text)}\n\n{_plain(part.about)}  \n{_plain(part.byline)}"
    if isinstance(part, Heading):
        return f"## {_plain(part.text)}"
    if isinstance(part, Picture):
        shown = f"![{_plain(part.alt)}]({_path(part)})"
        caption = f"**{_plain(part.headline)}**  \n{_plain(part.subtitle)}"
        return f"{caption}\n\n{shown}\n\n*{_plain(part.source)}*"
    if isinstance(part, Grid):
        return _table(part)
    return _plain(part.text)


def _table(grid: Grid) -> str:
    """Return a table in Markdown with its caption above and its source below."""
    rules = ["---:" if kind == "number" else ":---" for kind in grid.kinds]
    lines = [_row(map(_plain, grid.labels)), _row(rules)]
    lines += [_row(map(_plain, row)) for row in grid.rows]
    rows = "\n".join(lines)
    return f"**{_plain(grid.caption)}**\n\n{rows}\n\n*{_plain(grid.source)}*"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _path(picture: Picture) -> str:
    return f"{FIGURES}/{picture.name}.png"


def _plain(text: str) -> str:
    """Return a text on one line with the characters escaped that Markdown interprets."""
    return MARKS.sub(r"\\\1", " ".join(text.split()))
