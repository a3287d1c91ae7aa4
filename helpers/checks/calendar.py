"""Which figures cannot be known yet, by the calendar."""

import datetime

import pandas as pd

# The first figures of a month's trade come out on the 7th of the next month at the earliest, for
# the nation; the table by location follows on about the 18th to the 20th. January alone comes out
# with February. No table is refused that the publisher may have put out early.
FIRST_DAY = 7


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
