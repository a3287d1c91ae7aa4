"""The 31 provinces and their regions: codes (GB/T 2260), names in both languages, membership."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

import pandas as pd

from helpers.data import tables
from helpers.system.errors import BadInput


def provinces() -> pd.DataFrame:
    """The 31 provinces, indexed by province_code.

    Columns: name_zh (full), name_en, short_zh, region_code, first_year (the first year a province
    is counted where it is younger than the figures, else missing), tile_column and tile_row (its
    rough place in a grid of equal tiles, from the upper left).
    """
    return tables.load("provinces").set_index("province_code")


def regions() -> pd.DataFrame:
    """The seven geographic regions, indexed by region_code, with name_zh and name_en."""
    return tables.load("regions").set_index("region_code")


def names(lang: str) -> dict[str, str]:
    """Return the name of every province and region by code, short form in Chinese."""
    return _names(lang, tables.stamp("provinces", "regions"))


@lru_cache(maxsize=8)
def _names(lang: str, stamp: object) -> dict[str, str]:
    """Return the names in the tables that have this stamp; a page asks thousands of times."""
    column = "short_zh" if lang == "zh" else "name_en"
    return provinces()[column].to_dict() | regions()[f"name_{lang}"].to_dict()


# What follows the name of a province in full spellings, and usual names besides our own.
KIND = re.compile(
    r"(province|municipality|city|(zhuang|hui|uygur|uyghur|u)?(autonomousregion|ar|a\.r\.)|sheng|shi"
    r"|省|市|(壮族|回族|维吾尔)?自治区)$"
)
OTHER_NAMES = {"xizang": "54", "neimenggu": "15", "neimongol": "15", "peking": "11"}
MISSING = ("", "nan", "none")  # what an empty cell of a table becomes as text


def code_of(name: str) -> str:
    """Return the code of a province given as code, name or usual spelling.

    A code is 44, 440000 or CN-44; a name is that of either language, short or in full (Shandong
    Province, 广西壮族自治区), with spaces, hyphens and capitals as one likes. Raises BadInput for
    anything else; the message names the nearest province and all there are.
    """
    sought = _plain(name)
    spellings = {_plain(name_of): code for name_of, code in _spellings()}
    code = spellings.get(sought) or spellings.get(KIND.sub("", sought))
    if code:
        return code
    known = names("en")
    near = get_close_matches(sought, spellings, 1, 0.75)
    meant = f" Did you mean {known[spellings[near[0]]]}?" if near else ""
    listed = ", ".join(f"{code} {known[code]}" for code in provinces().index)
    wrong = f"There is no province {name!r}.{meant}"
    if sought in MISSING:
        wrong = "A name of a province is missing."
    raise BadInput(f"{wrong} Give a code or a name: {listed}.")


def _plain(name: object) -> str:
    """Return a spelling without capitals, spaces, hyphens and apostrophes."""
    return re.sub(r"[\s\-'’]", "", str(name).casefold())


def _spellings() -> Iterator[tuple[str, str]]:
    """Yield every spelling and the code of its province."""
    for code, row in provinces().iterrows():
        written = (code, f"{code}0000", f"cn{code}", *row[["name_zh", "short_zh", "name_en"]])
        yield from ((spelling, str(code)) for spelling in written)
    yield from OTHER_NAMES.items()


def slug(code: str) -> str:
    """The province as addresses have it: inner-mongolia."""
    return names("en")[code].lower().replace(" ", "-")


def region_of() -> pd.Series:
    """Region code of each province, indexed by province code."""
    return provinces()["region_code"]


def region_codes() -> list[str]:
    """Codes of the seven regions in the order of data/regions.csv."""
    return list(regions().index)


def first_years() -> pd.Series:
    """The first year each province is counted, by code: 0 where it is as old as the figures."""
    return provinces()["first_year"].fillna(0)


def with_names(table: pd.DataFrame) -> pd.DataFrame:
    """``table`` with province_zh and province_en (or region_zh, region_en) after the code."""
    frame = table.copy()
    for kind, known in (("province", provinces()), ("region", regions())):
        code = f"{kind}_code"
        if code in frame:
            at = frame.columns.get_loc(code)
            frame.insert(at + 1, f"{kind}_zh", frame[code].map(known["name_zh"]))
            frame.insert(at + 2, f"{kind}_en", frame[code].map(known["name_en"]))
    return frame
