"""The pages there can be, as data: a notebook, the parameters it runs with, its address."""

from dataclasses import dataclass
from typing import Any

from helpers.data import editions
from helpers.data import provinces as places
from helpers.publish.notebooks import ALL, NOTEBOOKS, SINGLES
from helpers.system.errors import BadInput

# Held against this many years before unless told otherwise: what one year changed is on the
# other pages, and after five the order of the provinces has moved.
YEARS_BACK = 5
# What an edition must have for a notebook that not every edition has, see catalogue.subjects.
NEEDS = {"months": "months", "openness": "openness"}


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

    @property
    def parameters(self) -> dict[str, object]:
        """What the notebook is run with."""
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
        """The page inside its edition, as its address has it: rankings, province-guangdong."""
        if self.province:
            return province_stem(self.province)
        return f"{self.notebook}-{self.other_year}" if self.other_year else self.notebook

    @property
    def tables(self) -> str:
        """The folder of its tables inside data/; a page of a province or a pair has its own."""
        return self.edition if self.stem == self.notebook else f"{self.edition}/{self.stem}"

    @property
    def name(self) -> str:
        """The page as progress and errors name it."""
        return f"{self.edition}/{self.stem} {self.lang}"


def province_stem(code: str) -> str:
    """The page of one province inside its edition: province-guangdong."""
    return f"province-{places.slug(code)}"


def of_edition(year: int, month: int, currency: str) -> list[str]:
    """The notebooks that an edition has the figures for, in the order of the site."""
    there = editions.subjects(year, month, currency)
    return [name for name in NOTEBOOKS if NEEDS.get(name) in (None, *there)]


def lacking(year: int, month: int, currency: str) -> list[str]:
    """The notebooks that an edition lacks the figures for, in the order of the site."""
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
    """Every page asked for that the editions have the figures for.

    ``provinces`` are codes or names, all 31 where none is given; ``against`` is the year that the
    editions are held against. Raises BadInput where a parameter is not one there is, or where no
    edition has such a page.
    """
    for name in notebooks:
        if name not in ALL:
            raise BadInput(f"--only must be one of {', '.join(ALL)}, not {name!r}.")
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
    """What each page of a notebook is about: all provinces, one of them, or an earlier year."""
    if notebook == "province":
        return [{"province": code} for code in dict.fromkeys(codes)]
    if notebook == "compare":
        if against is None and not editions.earlier_years(*edition):
            return []
        return [{"other_year": other_year(*edition, against)}]
    return [{}]


def other_year(year: int, month: int, currency: str, against: int | None = None) -> int:
    """The year that an edition is held against: the one named, else YEARS_BACK before.

    Where the figures do not reach back so far, the earliest year after that, or the last before.
    Raises BadInput where the year named has no figures of the same months in the same currency.
    """
    if against is not None:
        editions.check_other_year(year, month, currency, against)
        return against
    known = editions.earlier_years(year, month, currency)
    return min((y for y in known if y >= year - YEARS_BACK), default=known[-1])
