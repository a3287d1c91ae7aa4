"""The pages to publish (notebook, parameters, address), and the pages that an edition has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.constants import ALL_NOTEBOOKS, MOVED, NOTEBOOKS, SINGLES
from helpers.data import detail, editions
from helpers.data import provinces as places
from helpers.language import formats
from helpers.system.errors import BadInput

# Years between the two editions of a comparison by default. Changes within one year are on the
# other pages; after five years the order of the provinces has changed.
YEARS_BACK = 5
# The pages on trade in detail.
DETAIL = ("drivers", "products", "partners")
# The subject that an edition must have for a notebook, see editions.subjects and detail.has.
NEEDS = {"months": "months", "openness": "openness", **dict.fromkeys(DETAIL, "detail")}
# The notebooks that read trade in detail.
DETAILED = (*DETAIL, "movers", "province")


@dataclass(frozen=True)
class Page:
    """One page to make: a notebook with validated parameters."""

    notebook: str
    year: int
    month: int
    currency: str
    lang: str
    edition: str
    province: str = ""
    other_year: int = 0
    path: str = ""  # the file of a notebook of one's own

    @property
    def parameters(self) -> dict[str, object]:
        """The parameters of the notebook."""
        given: dict[str, object] = {
            "year": self.year, "month": self.month, "currency": self.currency, "lang": self.lang,
        }  # fmt: skip
        if self.province:
            given["province"] = self.province
        if self.other_year:
            given["other_year"] = self.other_year
        return given

    @property
    def stem(self) -> str:
        """The name of the page in its address: rankings, province-guangdong."""
        if self.path:
            return self.notebook
        if self.province:
            return province_stem(self.province)
        return f"{self.notebook}-{self.other_year}" if self.other_year else self.notebook

    @property
    def tables(self) -> str:
        """The folder of its tables inside data/; provinces and comparisons have their own.

        So has each language of an own notebook, whose tables may hold words.
        """
        if self.path:
            return f"{self.edition}/{self.stem}/{self.lang}"
        return self.edition if self.stem == self.notebook else f"{self.edition}/{self.stem}"

    @property
    def name(self) -> str:
        """The name of the page in progress and errors."""
        return f"{self.edition}/{self.stem} {self.lang}"


def province_stem(code: str) -> str:
    """Return the name of a province page in its address: province-guangdong."""
    return f"province-{places.slug(code)}"


def of_edition(year: int, month: int, currency: str) -> list[str]:
    """Return the notebooks that an edition has the figures for, in the order of the site."""
    there = {*editions.subjects(year, month, currency), *["detail"] * detail.has(year, month)}
    return [name for name in NOTEBOOKS if NEEDS.get(name) in (None, *there)]


def lacking(year: int, month: int, currency: str) -> list[str]:
    """Return the notebooks that an edition lacks the figures for, in the order of the site."""
    there = of_edition(year, month, currency)
    if editions.earlier_years(year, month, currency):
        there.append("compare")
    return [name for name in (*NOTEBOOKS, "compare") if name not in there]


def wanted(
    periods: list[tuple[int, int]],
    currency: str,
    langs: list[str],
    notebooks: list[str],
    provinces: list[str] | None = None,
    against: int | None = None,
) -> list[Page]:
    """Return the requested pages that the editions have the figures for.

    The name of a notebook that is part of another one now stands for that one. ``provinces`` are
    codes or names (default: all 31); ``against`` is the year to compare with. Raises BadInput if a
    parameter is invalid, or if no edition has any of the pages.
    """
    notebooks = [MOVED.get(name, name) for name in notebooks]
    for name in notebooks:
        if name not in ALL_NOTEBOOKS:
            raise BadInput(f"--only must be one of {', '.join(ALL_NOTEBOOKS)}, not {name!r}.")
    for option, given, name in (
        ("province", provinces, "province"),
        ("against", against, "compare"),
    ):
        if given and name not in notebooks:
            raise BadInput(f"--{option} goes with the page {name}: add --only {name}.")
    codes = [places.code_of(name) for name in provinces or places.provinces().index]
    pages = []
    for year, month in periods:
        for lang in dict.fromkeys(langs):
            chosen = editions.check_parameters(year, month, currency, lang)
            address = editions.edition_id(year, month, chosen)
            pages += [
                Page(name, year, month, chosen, lang, address, **about)
                for name in (*of_edition(year, month, chosen), *SINGLES)
                if name in notebooks
                for about in _about(name, (year, month, chosen), codes, against)
            ]
    if not pages and periods and langs and notebooks:
        raise BadInput(
            f"No edition asked for has the figures of {', '.join(dict.fromkeys(notebooks))}; "
            "trade editions lists what each has."
        )
    return pages


def _about(
    notebook: str, edition: tuple[int, int, str], codes: list[str], against: int | None
) -> list[dict[str, Any]]:
    """Return the parameters of each page of a notebook: a province, an earlier year, or none."""
    if notebook == "province":
        return [{"province": code} for code in dict.fromkeys(codes)]
    if notebook == "compare":
        if against is None and not editions.earlier_years(*edition):
            return []
        return [{"other_year": other_year(*edition, against)}]
    return [{}]


def other_year(year: int, month: int, currency: str, against: int | None = None) -> int:
    """Return the year to compare an edition with: ``against``, or YEARS_BACK years before.

    If that year has no figures, the first later year that has, otherwise the last earlier one.
    Raises BadInput if ``against`` has no figures for the same months in the same currency.
    """
    if against is not None:
        editions.check_other_year(year, month, currency, against)
        return against
    known = editions.earlier_years(year, month, currency)
    return min((y for y in known if y >= year - YEARS_BACK), default=known[-1])


@dataclass(frozen=True)
class Entry:
    """A page of an edition as links show it: the stem of its address, and its label."""

    stem: str
    label: str


def listed(edition: Mapping[str, Any], lang: str) -> list[Entry]:
    """Return the pages about all provinces that an edition (a manifest) has in one language.

    Notebooks of one's own come last, under their titles.
    """
    stems = [stem for stem, langs in edition["pages"].items() if lang in langs]
    plain = [Entry(name, formats.label(name, lang)) for name in NOTEBOOKS if name in stems]
    others = sorted(int(s.partition("-")[2]) for s in stems if s.startswith("compare-"))
    compared = [Entry(f"compare-{year}", compare_label(year, lang)) for year in reversed(others)]
    own = [Entry(stem, edition["pages"][stem][lang]["title"]) for stem in stems if is_own(stem)]
    return plain + compared + own


def is_own(stem: str) -> bool:
    """Return whether a page is made from a notebook of one's own."""
    return stem not in (*ALL_NOTEBOOKS, *MOVED) and not stem.startswith(("compare-", "province-"))


def of_provinces(edition: Mapping[str, Any], lang: str) -> dict[str, Entry]:
    """Return the pages about one province each of an edition in one language, by province code."""
    names = places.names(lang)
    entries = {code: Entry(province_stem(code), names[code]) for code in places.provinces().index}
    there = edition["pages"]
    return {code: entry for code, entry in entries.items() if lang in there.get(entry.stem, {})}


def every(edition: Mapping[str, Any], lang: str) -> list[Entry]:
    """Return all pages that an edition has in one language."""
    return [*listed(edition, lang), *of_provinces(edition, lang).values()]


def compare_label(year: int, lang: str) -> str:
    """Return the label of the page that compares an edition with another year."""
    return f"与{year}年对比" if lang == "zh" else f"Against {year}"
