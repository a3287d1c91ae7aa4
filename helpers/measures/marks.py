"""How many provinces stand at or above round marks, year by year."""

from collections.abc import Sequence

import pandas as pd


def clubs(totals: pd.DataFrame, marks: Sequence[float]) -> pd.DataFrame:
    """How many provinces are at or above each mark in each year, and who came and went.

    ``totals`` has years as index and province codes as columns, in one currency (亿) as the marks.
    Columns: year, mark, provinces (how many), joined and left (lists of codes, against the year
    before in the data; empty in the first), by year, the marks in the order given.
    """
    rows = []
    for mark in marks:
        before: set[str] | None = None
        for year, values in totals.iterrows():
            members = list(values[values >= mark].sort_values(ascending=False).index)
            joined = [] if before is None else [code for code in members if code not in before]
            gone = sorted((before or set()) - set(members))
            rows.append((int(str(year)), mark, len(members), joined, gone))
            before = set(members)
    columns = ["year", "mark", "provinces", "joined", "left"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("year", kind="stable", ignore_index=True)
