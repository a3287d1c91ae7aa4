"""`trade check`: whether the figures in data/ add up, in one screen or row by row."""

import datetime
import sys
import textwrap

import pandas as pd
from rich.console import Console
from rich.table import Table

from helpers.checks import accepted as by_person
from helpers.checks import stored
from helpers.checks.identities import FAILS, OK, REVISED, UNCHECKED
from helpers.constants import NATION
from helpers.data import digests, provinces, tables
from helpers.language import fields, formats
from helpers.sources.vocabulary import place_name
from helpers.system.errors import RunFailed

WIDTH = 170
# How many failing checks a refusal names; the others are counted.
NAMED = 8
VERDICTS = {OK: "hold", REVISED: "revised since", UNCHECKED: "not checked", FAILS: "fail"}
UNITS = {
    "亿": (4, "亿"), "pp": (2, "points"), "CNY/USD": (4, "CNY per USD"), "times": (1, "times"),
    "ratio": (2, "ratio"), "count": (0, "places"), "%": (1, "%"),
}  # fmt: skip
GUARDS = {
    "growths_add_up": "Exports + imports = total a year before, too",
    "months_in_place": "Exports and imports of the month in their columns",
    "whole_table": "Unit, currency, flows and period fit the stored tables",
    "rates_agree": "Exchange rates agree with each other and with the trade",
    "rows_in_place": "No provinces exchanged",
    "neighbours": "Each province fits the month and the year before",
    "locality_sums": "Exports + imports = total in cities and zones",
    "locality_in_province": "No city or zone is larger than its province",
    "locality_growths": "Exports + imports = total of cities and zones a year before",
    "locality_months": "Each city and zone fits the month and the year before",
    "locality_rows": "No cities or zones exchanged",
    "annual_table": "Unit and years fit the stored years",
    "annual_rows": "No provinces exchanged in the annual figures",
    "annual_sums": "The provinces' sum fits the stored sum and the nation",
    "annual_figures": "Each figure fits the years beside it and the stored one",
    "detail_files": "Files of trade in detail are as imported",
    "detail_sums": "Trade in detail adds up to the coarser queries",
    "detail_rates": "RMB ÷ dollars in detail = the year's rate",
    "detail_coverage": "Trade in detail is at most the province's exports or imports",
    "gdp_per_head": "GDP per head fits that of the median province",
}
WHY = {
    ("currency_ratio", REVISED): (
        "RMB ÷ dollars of a province is further from that of the median province than revised "
        "figures are from each other: one of the two was revised, the other was not."
    ),
    ("months_add_up", REVISED): (
        "The customs corrects earlier months within the year: the year to date has the "
        "corrections, the months stand as first printed."
    ),
    ("neighbours", REVISED): (
        "The customs corrected earlier months of this province, or its year before, by more than "
        "it usually does."
    ),
    ("locality_months", REVISED): (
        "The customs drew the borders of some zones anew, or corrected earlier months."
    ),
    ("annual_figures", REVISED): (
        "Revised by a later publication, or further from the years beside it than 99 % of all "
        "figures are."
    ),
    ("annual_sums", REVISED): "An economic census revised the provinces' figures of the past.",
    ("printed_growth", REVISED): (
        "Growth is printed on revised figures of the year before; here it is computed on those "
        "that were first published."
    ),
    ("provinces_add_up", REVISED): (
        "A mix of vintages, not an error: the provinces were revised since, the nation is of "
        "another publication, so the two cannot add up exactly."
    ),
    ("detail_sums", UNCHECKED): "The product is imported without provinces or partners only.",
    ("flows_add_up", UNCHECKED): "The source gives totals only.",
    ("months_add_up", UNCHECKED): "The month before is not in data/.",
    ("provinces_add_up", UNCHECKED): "No figure of the nation in this currency is in data/.",
    ("order_of_magnitude", UNCHECKED): "No year before it is in data/.",
    ("printed_growth", UNCHECKED): "No year before it is in data/.",
}


def check(whole: bool, today: datetime.date | None = None, *, seal: bool = False) -> None:
    """Print whether data/ adds up, ``whole`` row by row, and which files were edited by hand.

    With ``seal`` the digests of edited files are recorded, if no check fails. Raises RunFailed
    where a check fails or a file was edited.
    """
    results = stored.run(today)
    found = results.summary()
    if whole:
        show(found)
    else:
        _summarise(found)
    counts = found["verdict"].value_counts()
    print("; ".join(f"{counts[v]} {told}" for v, told in VERDICTS.items() if v in counts))
    for line in [*accepted(), *impossible(results.dates)]:
        print(line)
    if not results.add_up():
        raise RunFailed("Some figures in data/ do not add up; see 'Fail' above.")
    if seal:
        names = digests.seal()
        print(f"Recorded as they are: {', '.join(names) or 'all tables were recorded already'}.")
    elif results.edited:
        raise RunFailed(f"{edited(results.edited)} {digests.SEAL.capitalize()}.")


def accepted() -> list[str]:
    """Return a line for each file and row that a person let in although a check was not passed."""
    releases = tables.load("releases")
    rows = [
        f"Accepted although it differs from its neighbours: {place_name(row.province_code)} in "
        f"{row.file_name} ({row.year}-{row.month:02d}, {row.imported}): {row.reason}."
        for row in by_person.rows(releases).itertuples()
    ]
    return rows + [
        f"Imported with checks that could not be made: {row.file_name} ({row.period}, "
        f"{row.imported}): {'; '.join(_label(name) for name in row.unchecked.split('; '))}."
        for row in releases[releases["unchecked"] != ""].itertuples()
    ]


def edited(names: tuple[str, ...]) -> str:
    """Return the sentence on files that differ from what the last import left."""
    were = "was" if len(names) == 1 else "were"
    return f"{', '.join(names)} {were} edited since the last import."


def refuse_failing(results: stored.Results, remedy: str = "") -> None:
    """Raise RunFailed that names edited files and failing checks: table, place, expected, found.

    ``remedy`` ends the message, with what else can be done besides correcting the data.
    """
    if results.add_up():
        raise RunFailed(f"{edited(results.edited)} Nothing was published; {digests.SEAL}.{remedy}")
    lines = failing(results)
    more = [f"and {len(lines) - NAMED} more"] if len(lines) > NAMED else []
    hand = [edited(results.edited)] if results.edited else []
    listed = "".join(f"\n  {line}" for line in [*lines[:NAMED], *more, *hand])
    raise RunFailed(
        f"The stored figures fail {checks(len(lines))}:{listed}\n"
        "Nothing was published. trade check shows every failing check; correct the data, or take "
        f"a wrong import back with trade undo.{remedy}"
    )


def failing(results: stored.Results) -> list[str]:
    """Return one line for each check of a table that fails, the largest difference first."""
    lines = []
    for _, row in results.failures().iterrows():
        place = _where(f"{row['province_code']} {row['flow']} {row['span']}".strip())
        place = f"{row['locality']}, {place}" if row["locality"] else place
        if pd.isna(row["expected"]) or pd.isna(row["found"]):
            figures = f"off by {_size(row['residual'], row['unit'])}"
        else:
            unit = UNITS[row["unit"]][1]
            figures = f"expected {row['expected']:,.4f}, found {row['found']:,.4f} {unit}"
        source = f"{row['source']} {row['currency']}".strip()
        lines.append(
            f"{row['table']}, {_label(row['check'])} ({source} {_period(row)}): {place}: {figures}"
        )
    return lines + impossible(results.dates)


def why(results: stored.Results) -> str:
    """Return why the figures of ``results`` are not to be published, as part of a sentence."""
    hand = edited(results.edited).rstrip(".") if results.edited else ""
    count = len(failing(results))
    return "; ".join(filter(None, [hand, f"the stored figures fail {checks(count)}" * bool(count)]))


def impossible(dates: pd.DataFrame) -> list[str]:
    """Return one line for each row of data/ with an impossible date."""
    return [
        f"{row.table}.csv, row {row.row}: {row.value} {row.problem}." for row in dates.itertuples()
    ]


def checks(count: int) -> str:
    """Return "1 check" or "3 checks"."""
    return f"{count} {'check' if count == 1 else 'checks'}"


def show(found: pd.DataFrame) -> None:
    """Print checks (columns of checks.run) as a table, one a row."""
    table = Table(box=None, pad_edge=False)
    for column in ("check", "period", "source", "tolerance", "residual", "where", "verdict"):
        table.add_column(column, justify="right" if column in ("tolerance", "residual") else "left")
    for row in found.itertuples():
        residual = "" if pd.isna(row.residual) else _size(row.residual, row.unit)
        table.add_row(
            _label(row.check), f"{_period(row)} {row.currency}", row.source,
            _size(row.tolerance, row.unit), residual, _where(row.where) if residual else "",
            fields.label(row.verdict, "en"),
        )  # fmt: skip
    _print(table)


def _summarise(found: pd.DataFrame) -> None:
    """Print how many tables each check was made on, then what does not hold, grouped, and why."""
    table = Table(box=None, pad_edge=False)
    table.add_column("check")
    for told in VERDICTS.values():
        table.add_column(told, justify="right")
    for name, rows in found.groupby("check", sort=False):
        counts = rows["verdict"].value_counts()
        table.add_row(_label(str(name)), *(str(counts.get(v, "")) for v in VERDICTS))
    _print(table)
    for verdict in (FAILS, REVISED, UNCHECKED):
        of_verdict = found[found["verdict"] == verdict]
        if not of_verdict.empty:
            print(f"\n{VERDICTS[verdict].capitalize()}")
        for name, rows in of_verdict.groupby("check", sort=False):
            _tell(f"{_label(str(name))}. {WHY.get((str(name), verdict), '')}", 2)
            for (source, currency), own in rows.groupby(["source", "currency"]):
                _tell(f"{source} {currency}: {_periods(own)}{_largest(own)}", 4)
    print()


def _largest(rows: pd.DataFrame) -> str:
    """The largest difference among ``rows``, where there is one."""
    if rows["residual"].isna().all():
        return ""
    worst = rows.loc[rows["residual"].idxmax()]
    size, allowed = (
        _size(worst["residual"], worst["unit"]),
        _size(worst["tolerance"], worst["unit"]),
    )
    place = f"{_where(worst['where'])}, {_period(worst)}"
    return f"; at most {size} ({place}), where {allowed} is allowed"


def _periods(rows: pd.DataFrame) -> str:
    """The periods of ``rows``, each year once: 2018-2023 or 2024-02 to 2024-12."""
    if (rows["month"] == 12).all():
        return formats.runs(rows["year"], formats.DASH)
    parts = []
    for year, own in rows.groupby("year"):
        parts.append(f"{year}-{formats.runs(own['month'], formats.DASH, 2)}")
    return ", ".join(parts)


def _period(row: "pd.Series[int]") -> str:
    return f"{row.year}" if row.month == 12 else f"{row.year}-{row.month:02d}"


def _label(check: str) -> str:
    return GUARDS.get(check) or fields.label(check, "en")


def _where(where: str) -> str:
    """Place, flow and span in words: Ningxia, total, year to date."""
    known = provinces.names("en") | {NATION: "nation", "ytd": "year to date", "month": "the month"}
    known |= {"gdp": "GDP"}
    return ", ".join(known.get(word, word) for word in where.split())


def _size(value: float, unit: str) -> str:
    digits, name = UNITS[unit]
    return f"{value:,.{digits}f} {name}"


def _tell(text: str, indent: int) -> None:
    print(
        textwrap.fill(text, 100, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2))
    )


def _print(table: Table) -> None:
    """Print a table; whole lines where the output is not a terminal."""
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table, highlight=False)
