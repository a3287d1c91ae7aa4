"""Which figures cannot be known yet, by the calendar."""

import datetime

import pandas as pd

# The first figures of a month's trade come out on the 7th of the next month at the earliest, for
# the nation; the table by location follows on about the 18th to the 20th. January alone comes out
# with February. No table is refused that the publisher may have put out early.
FIRST_DAY = 7
# The tables whose rows are figures of a period.
DATED = ("trade", "national", "exchange_rates", "localities", "indicators", "context")


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
        year, _, month = row["period"].split("/")[-1].partition("-")
        end = month_end(int(year), int(month or 12))
        if row["imported"] > tomorrow.isoformat():
            found.append(("releases", at, row["imported"], "is a day to come"))
        elif end.isoformat() >= row["imported"]:
            found.append(("releases", at, row["period"], f"had not ended on {row['imported']}"))
    rows = pd.DataFrame(found, columns=["table", "row", "value", "problem"])
    return rows.assign(row=rows["row"].astype("int64") + 2)
