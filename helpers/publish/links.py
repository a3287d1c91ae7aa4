"""The links between pages of a site, filled in after every publish in old pages too."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from helpers.constants import CURRENCIES, NOTEBOOKS
from helpers.data import provinces as places
from helpers.display.templates import render
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.publish import pages
from helpers.system import folders
from helpers.system.errors import RunFailed

PARTS = ("head", "nav", "foot")
CARD = {"width": 1200, "height": 630}  # pixels; what Open Graph asks for
# The part of a page about the site around it.
AROUND = re.compile("<!--site-->.*?<!--/site-->", re.DOTALL)
# Cells and marks say which province they are about: as a link, or as a mark that only tells.
# What may be missing stands at the end: a pattern that begins with it is ten times slower.
ABOUT = re.compile(r'data-about="(\w+)"(?: href="[^"]*"| role="img")?')
MARK = 'class="mark" '


@dataclass(frozen=True)
class Place:
    """A page's place in the site, from which its links are made."""

    stem: str
    edition: str
    lang: str
    title: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Neighbour:
    """The edition before or after, as a link names it."""

    id: str
    name: str


def relink(site: Path, editions: list[dict[str, Any]], address: str) -> None:
    """Fill in the links of every page in ``site`` from what is there now.

    ``editions`` are the manifests of the site, oldest first. A page published long ago gains the
    link to the edition after it, and keeps everything else it had.
    """
    for at, edition in enumerate(editions):
        provinces = {lang: pages.of_provinces(edition, lang) for lang in LANGS}
        for stem, langs in edition["pages"].items():
            for lang, entry in langs.items():
                files = tuple(entry.get("files", ()))
                place = Place(stem, edition["id"], lang, entry["title"], files)
                path = site / lang / edition["id"] / f"{stem}.html"
                known = path.read_text("utf-8")
                text = filled(known, place, editions, at, address, provinces[lang])
                if text != known:
                    folders.put(path, text)


def filled(
    text: str,
    place: Place,
    editions: list[dict[str, Any]],
    at: int,
    address: str,
    provinces: Mapping[str, pages.Entry],
) -> str:
    """Return the page with links to siblings, provinces, languages and neighbouring editions.

    ``provinces`` are the pages about one province each, see :func:`pages.of_provinces`.
    """
    values = {
        "page": place,
        "address": address,
        "langs": [lang for lang in LANGS if lang in editions[at]["pages"][place.stem]],
        # The title of an own notebook is in the font of its own page only.
        "pages": [
            entry
            for entry in pages.listed(editions[at], place.lang)
            if entry.stem == place.stem or not pages.is_own(entry.stem)
        ],
        "provinces": provinces.values(),
        "previous": _neighbour(editions[:at][::-1], place),
        "next": _neighbour(editions[at + 1 :], place),
        "card": CARD,
        # Checks are told on one page of an edition; the others lead there.
        "checked": '<h2 id="checks"' in text,
    }
    for part in PARTS:
        opening, closing = f"<!--links:{part}-->", f"<!--/links:{part}-->"
        if opening not in text:
            continue  # a page from before it had this part
        before, _, rest = text.partition(opening)
        made = render(f"links_{part}.html.j2", **values)
        text = f"{before}{opening}\n{made}{closing}{rest.partition(closing)[2]}"
    others = {
        code: f"{entry.stem}.html" for code, entry in provinces.items() if entry.stem != place.stem
    }
    return to_provinces(text, others)


def to_provinces(text: str, addresses: Mapping[str, str]) -> str:
    """Return the text with every mark and cell about a province linked to its page, if it has one.

    ``addresses`` are those of the pages, by the code of the province.
    """
    return ABOUT.sub(lambda named: _about(named, addresses), text)


def without_site(text: str) -> str:
    """Return the page without the parts about the site around it."""
    return AROUND.sub("", text)


def _about(named: re.Match[str], addresses: Mapping[str, str]) -> str:
    """Return a mark or cell about a province, linked to its page where there is one."""
    code = named[1]
    unlinked = ' role="img"' if named.string.endswith(MARK, 0, named.start()) else ""
    leads = f' href="{addresses[code]}"' if code in addresses else unlinked
    return f'data-about="{code}"{leads}'


def _neighbour(editions: list[dict[str, Any]], place: Place) -> Neighbour | None:
    """Return the nearest edition that has the same page, or None."""
    for edition in editions:
        if place.lang in edition["pages"].get(place.stem, {}):
            return Neighbour(edition["id"], name_of(edition, place.lang))
    return None


def name_of(edition: Mapping[str, Any], lang: str) -> str:
    """Return the name of an edition in links, with the currency where it is not the default one."""
    name = formats.period(edition["year"], edition["month"], lang)
    suffix = edition["id"].rpartition("-")[2].upper()
    if suffix not in CURRENCIES:
        return name
    currency = formats.label(suffix, lang)
    return f"{name}（{currency}）" if lang == "zh" else f"{name} ({currency})"


def characters(lang: str) -> str:
    """Return every character that links may put into a page of the language."""
    # Not a year: it has every digit once.
    digits = 1234567890
    periods = [formats.period(digits, month, lang) for month in range(1, 13)]
    labels = [formats.label(name, lang) for name in (*NOTEBOOKS, "province_pages", "CNY", "USD")]
    names = [*places.names(lang).values(), pages.compare_label(digits, lang)]
    words = "（）()← →中文全部期次站点显示程序代码搜索这一数字的核对/"
    return "".join([*periods, *labels, *names, words])


def check(site: Path) -> None:
    """Raise RunFailed where a page links to a file or a place in one that is not in ``site``."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    parsed = {
        name: _Page((site / name).read_text("utf-8"))
        for name in sorted(files)
        if name.endswith(".html")
    }
    for where, page in parsed.items():
        for link in page.links:
            name, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(where), unquote(name)))
            target = target if name else where
            if target not in files:
                target = posixpath.normpath(posixpath.join(target, "index.html"))
            lost = anchor and target in parsed and unquote(anchor) not in parsed[target].ids
            if lost or target not in files:
                raise RunFailed(f"{where} links to {link}, which is not in the site.")


class _Page:
    """The relative links and the ids of a page."""

    def __init__(self, text: str) -> None:
        root = etree.HTML(text)
        found = dict.fromkeys(map(str, root.xpath("//a/@href | //link/@href")))
        self.links = [link for link in found if link and not re.match("[a-z]+:", link)]
        self.ids = set(map(str, root.xpath("//@id")))
