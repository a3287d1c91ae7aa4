"""What the first pages take from the pages of a site: headlines, the map, trade in detail."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.constants import NOTEBOOKS
from helpers.data import editions
from helpers.data.edition import open_edition
from helpers.publish import pages
from helpers.publish.pages import DETAIL
from helpers.reports.front import page

# The pages whose first sentence is a headline, in order of preference, and how many are shown.
HEADLINES = ("article", "movers", "regions", "months", "trends", *NOTEBOOKS)
SHOWN = 3
# Maps that pages have: growth, or shares where growth is not known.
MAPS = ("growth_map", "share_map")
FIGURE = re.compile(
    r'<figure class="chart"[^>]* id="chart-(?P<name>\w+)">\n<figcaption>\n'
    r'<span class="headline"[^>]*>(?P<headline>.*?)</span>\n'
    r'<span class="subtitle">(?P<subtitle>.*?)</span>.*?'
    r'(?P<svg><svg.*?</svg>).*?<p class="source">(?P<source>.*?)</p>',
    re.DOTALL,
)


def shown(site: Path, manifests: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    """Return what a first page shows of the newest edition; empty where the data have none.

    ``manifests`` are those of the site, newest edition first.
    """
    known = set(editions.editions()[editions.PERIOD].itertuples(index=False, name=None))
    newest = next((one for one in manifests if _period(one) in known), None)
    if newest is None:
        return {}
    found = page.facts(open_edition(*_period(newest), lang))
    return {
        **found,
        "id": newest["id"],
        "unverified": any("unverified" in one.get(lang, {}) for one in newest["pages"].values()),
        "headlines": headlines(newest, lang),
        "map": tile_map(site, newest, lang),
    }


def headlines(edition: Mapping[str, Any], lang: str) -> list[dict[str, str]]:
    """Return the first sentence of some pages of an edition, with the stem and title of each."""
    told = {
        stem: edition["pages"][stem][lang]
        for stem in dict.fromkeys(HEADLINES)
        if lang in edition["pages"].get(stem, {})
    }
    found = [{"stem": stem, **entry} for stem, entry in told.items() if entry["finding"]]
    return found[:SHOWN]


def tile_map(site: Path, edition: Mapping[str, Any], lang: str) -> dict[str, str] | None:
    """Return the map that a page of the edition has, with its words and the stem of the page."""
    folder = site / lang / edition["id"]
    for wanted in MAPS:
        for stem in (entry.stem for entry in pages.listed(edition, lang)):
            text = (folder / f"{stem}.html").read_text("utf-8")
            if f'id="chart-{wanted}"' not in text:
                continue
            for found in FIGURE.finditer(text):
                if found["name"] == wanted:
                    # The first page of both languages has the map twice.
                    svg = found["svg"].replace(f"{wanted}-", f"{wanted}-{lang}-")
                    return {**found.groupdict(), "svg": svg, "stem": stem}
    return None


def in_detail(site: Path, edition: Mapping[str, Any], lang: str) -> dict[str, Any] | None:
    """Return the pages on trade in detail of an edition and what they cover; None without any."""
    stems = [entry for entry in pages.listed(edition, lang) if entry.stem in DETAIL]
    path = site / "data" / edition["id"] / "findings.csv"
    if not stems or not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        told = [row[lang] for row in csv.DictReader(file) if row["id"] == "detail_coverage"]
    return {"pages": stems, "covers": told[0] if told else ""}


def provinces(manifests: list[dict[str, Any]], lang: str, root: str) -> dict[str, str]:
    """Return the address of the newest page of each province, by code.

    ``manifests`` are those of the site, newest edition first; ``root`` leads to its folder.
    """
    return {
        code: f"{root}{lang}/{edition['id']}/{entry.stem}.html"
        for edition in reversed(manifests)
        for code, entry in pages.of_provinces(edition, lang).items()
    }


def _period(edition: Mapping[str, Any]) -> tuple[int, int, str]:
    """Return year, month and currency of a manifest."""
    return edition["year"], edition["month"], edition["currency"]
