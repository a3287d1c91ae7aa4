"""What an edition of a site holds: its pages, in the order in which readers are told of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.data import provinces as places
from helpers.language import formats
from helpers.publish.notebooks import NOTEBOOKS
from helpers.publish.pages import province_stem


@dataclass(frozen=True)
class Entry:
    """A page as links name it: where it is inside its edition, and its label."""

    stem: str
    label: str


def pages(edition: Mapping[str, Any], lang: str) -> list[Entry]:
    """The pages about all provinces that an edition (its manifest) has in one language."""
    stems = [stem for stem, langs in edition["pages"].items() if lang in langs]
    plain = [Entry(name, formats.label(name, lang)) for name in NOTEBOOKS if name in stems]
    others = sorted(int(s.partition("-")[2]) for s in stems if s.startswith("compare-"))
    return plain + [Entry(f"compare-{year}", against(year, lang)) for year in reversed(others)]


def provinces(edition: Mapping[str, Any], lang: str) -> dict[str, Entry]:
    """The pages about one province each that an edition has in one language, by province code."""
    names = places.names(lang)
    entries = {code: Entry(province_stem(code), names[code]) for code in places.provinces().index}
    there = edition["pages"]
    return {code: entry for code, entry in entries.items() if lang in there.get(entry.stem, {})}


def every(edition: Mapping[str, Any], lang: str) -> list[Entry]:
    """All pages that an edition has in one language."""
    return [*pages(edition, lang), *provinces(edition, lang).values()]


def against(year: int, lang: str) -> str:
    """What a page that holds an edition against another year is called in links."""
    return f"与{year}年对比" if lang == "zh" else f"Against {year}"
