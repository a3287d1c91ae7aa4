"""Pages of data that fail a check: a warning at the top, in the language of the page.

The warning is added to a page after it was made or taken from the cache, so that the cache only
has pages without one.
"""

import re
from dataclasses import replace

from helpers.display.templates import render
from helpers.publish import links
from helpers.publish.page import Made, with_assets

TOP = '<main id="content">\n'
FONT = re.compile(r'(<style id="font">).*?(</style>)', re.DOTALL)


def marked(made: Made, count: int) -> Made:
    """Return the page with a warning that ``count`` checks of its data fail.

    The files of an article to take away cannot carry the warning, so the page offers none. The
    font is cut again, as the warning has characters that the page may not have.
    """
    lang = made.page.lang
    before, top, rest = made.html.partition(TOP)
    if not top:
        raise ValueError(f"{made.page.name} has no place for the warning.")
    warning = render("unverified.html.j2", lang=lang, count=count)
    html = FONT.sub(r"\1/*FONT*/\2", f"{before}{top}{warning}{rest}")
    html = with_assets(html, links.characters(lang))
    return replace(made, html=html, files={}, unverified=True)
