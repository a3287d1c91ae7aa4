"""Trading partners of the customs: names in both languages, codes that succeeded others, groups."""

import datetime
from functools import lru_cache

import pandas as pd

from helpers.data import tables
from helpers.system.errors import BadInput


def partners() -> pd.DataFrame:
    """The partners, indexed by partner_code.

    Columns: name_zh, name_en, iso3166 (empty where there is none), now (the code under which the
    partner is counted now), first_year and last_year (of the code, missing where the customs notes
    none), source.
    """
    return tables.load("partners").set_index("partner_code")


def groups() -> pd.DataFrame:
    """The members of every group, one row each.

    Columns: group_code, name_zh, name_en, partner_code, joined and left (first and last day of
    membership, ISO 8601, empty where there is none), source.
    """
    return tables.load("partner_groups")


def names(lang: str) -> dict[str, str]:
    """Return the short name of every partner by code; codes no longer in use are among them."""
    return _names(lang, tables.stamp("partners"))


def now() -> dict[str, str]:
    """Return the code under which each partner is counted now, by code.

    A series over all years joins 337, 338 and 339 to their successors of 2023, 150, 151 and 152.
    """
    return _now(tables.stamp("partners"))


def group_names(lang: str) -> dict[str, str]:
    """Return the name of every group by code, in the order of data/partner_groups.csv."""
    return _group_names(lang, tables.stamp("partner_groups"))


def members(group: str, date: datetime.date | str) -> frozenset[str]:
    """Return the partner codes that belong to ``group`` on ``date`` (ISO 8601 where it is text).

    Codes are those of now: map codes of data by :func:`now` first. The first and the last day of
    membership count; a group without dates has all its members on every day. Raises BadInput for a
    group that is not in data/partner_groups.csv and for a text that is no date.
    """
    try:
        day = datetime.date.fromisoformat(str(date)).isoformat()
    except ValueError:
        raise BadInput(f"{date!r} is not a date. Give year, month and day: 2024-12-31.") from None
    return _members(group, day, tables.stamp("partner_groups"))


@lru_cache(maxsize=8)
def _names(lang: str, stamp: object) -> dict[str, str]:
    """Return the names in the table that has this stamp; a page asks thousands of times."""
    return dict(partners()[f"name_{lang}"])


@lru_cache(maxsize=4)
def _now(stamp: object) -> dict[str, str]:
    """Return what the table that has this stamp says; see :func:`now`."""
    return dict(partners()["now"])


@lru_cache(maxsize=8)
def _group_names(lang: str, stamp: object) -> dict[str, str]:
    """Return the names in the table that has this stamp."""
    known = groups().drop_duplicates("group_code").set_index("group_code")
    return dict(known[f"name_{lang}"])


@lru_cache(maxsize=256)
def _members(group: str, day: str, stamp: object) -> frozenset[str]:
    """Return the members in the table that has this stamp; ISO 8601 sorts as time does."""
    rows = groups()
    rows = rows[rows["group_code"] == group]
    if rows.empty:
        known = ", ".join(group_names("en"))
        raise BadInput(f"There is no group of partners {group!r}. There are: {known}.")
    here = (rows["joined"] <= day) & ((rows["left"] == "") | (day <= rows["left"]))
    return frozenset(rows.loc[here, "partner_code"])
