"""What the method page tells, taken from the data: sources, years, what is missing, round marks."""

from typing import Any

import pandas as pd

from helpers import constants
from helpers.checks import accepted
from helpers.data import editions, provinces, tables
from helpers.display.source_lines import STATUS
from helpers.language import fields, formats
from helpers.measures import core as measures

STATUSES = STATUS | {
    "official": ("官方", "official"),
    "published claims": ("刊载的说法", "published claims"),
}


def facts(lang: str) -> dict[str, Any]:
    """Everything that the template of the method page fills in, in one language."""
    known = editions.editions()
    full = known[known["month"] == 12]
    return {
        "provinces": len(provinces.provinces()),
        "regions": _regions(lang),
        "years": {currency: _years(full, currency, lang) for currency in constants.CURRENCIES},
        "missing": formats.listed((str(year) for year in _gaps(full)), lang) if _gaps(full) else "",
        "first_flows": editions.first_year_with_flows(),
        "to_date": _newest_to_date(known, lang),
        "thresholds": _thresholds(lang),
        "windows": formats.listed((str(window) for window in measures.WINDOWS), lang),
        "younger": _younger(lang),
        "definitions": _definitions(lang),
        "sources": _sources(lang),
        "accepted": _accepted(lang),
    }


def _regions(lang: str) -> list[tuple[str, str]]:
    names = provinces.names(lang)
    members = provinces.region_of()
    return [
        (names[region], formats.listed((names[c] for c in members.index[members == region]), lang))
        for region in provinces.region_codes()
    ]


def _years(full: pd.DataFrame, currency: str, lang: str) -> str:
    """Years with figures of all provinces in a currency, as runs: 2005, 2007–2024."""
    years = formats.runs(full.loc[full["currency"] == currency, "year"], formats.DASH)
    return _parted(years, lang)


def _parted(runs: str, lang: str) -> str:
    """Return runs of years with the comma that the language puts between them."""
    return (", " if lang == "en" else "、").join(run.strip() for run in runs.split(","))


def _gaps(full: pd.DataFrame) -> list[int]:
    """Years inside the span for which there are no figures in any currency."""
    years = set(full["year"])
    return [year for year in range(min(years), max(years)) if year not in years]


def _newest_to_date(known: pd.DataFrame, lang: str) -> str:
    last = known.sort_values(["year", "month"]).iloc[-1]
    return formats.period(int(last["year"]), int(last["month"]), lang)


def _thresholds(lang: str) -> str:
    marks = [
        formats.round_mark(mark, currency, lang)
        for currency, pair in measures.THRESHOLDS.items()
        for mark in pair
    ]
    return formats.listed(marks, lang)


def _younger(lang: str) -> list[tuple[str, int]]:
    """Provinces that are younger than the figures, with their first year."""
    names = provinces.names(lang)
    first = provinces.provinces()["first_year"].dropna()
    return [(names[code], int(year)) for code, year in first.items()]


def _definitions(lang: str) -> list[tuple[str, str]]:
    """Return label and definition of each column that has one, in the order of the dictionary."""
    defined = (field for field in fields.fields().values() if field.definition(lang))
    return [(field.label(lang), field.definition(lang)) for field in defined]


def _accepted(lang: str) -> list[dict[str, str]]:
    """Return the rows that a person has accepted: period, place, reason, file and date."""
    names = provinces.names(lang) | {constants.NATION: formats.label("nation", lang)}
    return [
        {
            "period": formats.period(row.year, row.month, lang),
            "place": names[row.province_code],
            "reason": row.reason,
            "file": row.file_name,
            "imported": row.imported,
        }
        for row in accepted.rows(tables.load("releases")).itertuples()
    ]


def _sources(lang: str) -> list[dict[str, str]]:
    return [
        {
            "publisher": row[f"publisher_{lang}"],
            "title": row[f"title_{lang}"],
            "covers": _parted(row["covers"].replace("/", formats.DASH), lang),
            "status": STATUSES[row["status"]][lang == "en"],
            "note": row[f"note_{lang}"],
            "url": row["url"],
        }
        for _, row in tables.load("sources").iterrows()
    ]
