"""Which figures cannot be known yet by the calendar, and which tables should be out by it."""

import datetime
from collections.abc import Iterator
from typing import Any

import pandas as pd

# The first figures of a month's trade come out on the 7th of the next month at the earliest, for
# the nation; the table by location follows on about the 18th to the 20th. January alone comes out
# with February. No table is refused that the publisher may have put out early.
FIRST_DAY = 7
# The tables whose rows are figures of a period.
DATED = ("trade", "national", "exchange_rates", "localities", "indicators", "context")
DUE = ["source", "period", "out", "basis", "rule_en", "url", "stored"]


def month_end(year: int, month: int) -> datetime.date:
    """Return the last day of a month."""
    first = datetime.date(year + month // 12, month % 12 + 1, 1)
    return first - datetime.timedelta(days=1)


def earliest_publication(year: int, month: int) -> datetime.date:
    """Return the first day on which the customs may have published the table of a month."""
    return month_end(year, month) + datetime.timedelta(days=FIRST_DAY)


def not_ended(rows: pd.DataFrame, today: datetime.date) -> pd.DataFrame:
    """Return the rows of a table of data/ whose period had not ended by ``today``.

    ``rows`` has a column year, and month where the table has one; a year ends with December.
    Columns of the result: those of ``rows``, with month.
    """
    if "year" not in rows:
        return rows.head(0).assign(year=0, month=0)
    dated = rows.assign(month=rows.get("month", 12))
    late = dated["year"] * 12 + dated["month"] > today.year * 12 + today.month - (
        month_end(today.year, today.month) > today
    )
    return dated[late]


def impossible_dates(data: dict[str, pd.DataFrame], today: datetime.date) -> pd.DataFrame:
    """Return the rows of ``data`` with a date that cannot be, by the calendar; empty if none.

    ``data`` holds the tables of data/ by name. Columns: table, row (line of the file), value,
    problem: a figure of a period that had not ended by ``today``, a release imported later than
    ``today`` or before its period had ended. One day is allowed for time zones.
    """
    tomorrow = today + datetime.timedelta(days=1)
    found = []
    for name in DATED:
        for at, row in not_ended(data[name], tomorrow).iterrows():
            found.append((name, at, f"{row['year']}-{row['month']:02d}", "has not ended yet"))
    for at, row in data["releases"].iterrows():
        year, month = range_of(row["period"])[1].split("-")
        end = month_end(int(year), int(month))
        if row["imported"] > tomorrow.isoformat():
            found.append(("releases", at, row["imported"], "is a day to come"))
        elif end.isoformat() >= row["imported"]:
            found.append(("releases", at, row["period"], f"had not ended on {row['imported']}"))
    rows = pd.DataFrame(found, columns=["table", "row", "value", "problem"])
    return rows.assign(row=rows["row"].astype("int64") + 2)


def range_of(period: str) -> tuple[str, str]:
    """Return the first and the last month of a period such as 2025-08 or 2015/2024."""
    first, _, last = period.partition("/")
    last = last or first
    return (first if "-" in first else f"{first}-01"), (last if "-" in last else f"{last}-12")


def out_by(rules: pd.DataFrame, releases: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """Return one row for each official table that should be out by ``day``, and each next one.

    ``rules`` are the rows of release_calendar.csv, ``releases`` those of releases.csv. Columns:
    source, period (2025-08, or 2024 for annual figures), out (the date on which the table comes out
    or by which it is expected), basis, rule_en, url, stored (whether a release has the period).
    """
    found = []
    for rule in rules.to_dict("records"):
        for year, month in _periods(rule, day):
            at = year * 12 + month - 1 + rule["months_after"]
            days = month_end(at // 12, at % 12 + 1).day
            out = datetime.date(at // 12, at % 12 + 1, min(rule["day"], days))
            stored = _stored(releases, rule["source"], f"{year}-{month:02d}")
            period = f"{year}" if rule["first_month"] == 12 else f"{year}-{month:02d}"
            found.append({**rule, "period": period, "out": out, "stored": stored})
    rows = pd.DataFrame(found, columns=DUE).sort_values(["source", "period"])
    coming = rows[rows["out"] > day].groupby("source").head(1)
    return pd.concat([rows[rows["out"] <= day], coming], ignore_index=True)


def _periods(rule: dict[str, Any], day: datetime.date) -> Iterator[tuple[int, int]]:
    """Yield the years and months that a rule is for, until a year after ``day``."""
    first, last = rule["first_period"], rule["last_period"] or "9999-12"
    for year in range(int(first[:4]), day.year + 2):
        for month in range(rule["first_month"], rule["last_month"] + 1):
            if first <= f"{year}-{month:02d}" <= last:
                yield year, month


def _stored(releases: pd.DataFrame, source: str, period: str) -> bool:
    """Return whether a release of ``source`` covers the month ``period``."""
    spans = releases.loc[releases["source"] == source, "period"].map(range_of)
    return any(first <= period <= last for first, last in spans)
