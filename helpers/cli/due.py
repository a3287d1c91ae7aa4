"""`trade due`: official tables that should be out and are not imported yet."""

import datetime

import pandas as pd

from helpers.checks import calendar
from helpers.data import tables
from helpers.sources.importer import date_of_import
from helpers.system.errors import BadInput

# The exit code where a table is due.
DUE = 3
# How many periods of a source are listed; the others are counted.
SHOWN = 12
SINCE = {"announced": "out since {}", "expected": "expected by {}"}
NEXT = {"announced": "comes out on {}, as announced", "expected": "expected by {}"}
COMMANDS = {
    "customs-by-location": "trade import {}.csv, named so or as the saved page",
    "nbs-trade": "trade import FILE; one download has all years and flows",
}


def due(on: str | None) -> int:
    """Print which tables are due on a day and how to get them; return the exit code, 3 or 0.

    ``on`` is the day as 2026-11-28; without it, today. Raises BadInput where it is no day.
    """
    day = _day(on)
    rows = calendar.out_by(tables.load("release_calendar"), tables.load("releases"), day)
    late = rows[(rows["out"] <= day) & ~rows["stored"].astype(bool)]
    if late.empty:
        print(f"Nothing is due on {day}: what should be out is imported.")
    else:
        print(f"Not imported yet on {day}:")
    sources = tables.load("sources").set_index("id")
    for source, own in late.groupby("source", sort=False):
        _print_due(str(source), own, sources.loc[source])
    for row in rows[rows["out"] > day].itertuples():
        name = sources.loc[row.source, "title_en"]
        print(f"Next: {name}, {row.period}: {NEXT[row.basis].format(row.out)}.")
    return 0 if late.empty else DUE


def _print_due(source: str, own: pd.DataFrame, told: "pd.Series[str]") -> None:
    """Print the periods of one source that are due, where to get them, and how to take them in."""
    print(f"  {told['publisher_en']}: {told['title_en']}")
    if len(own) > SHOWN:
        print(f"    {len(own) - SHOWN} older ones, from {own['period'].iloc[0]} on, and")
    for row in own.tail(SHOWN).itertuples():
        print(f"    {row.period:<7}  {SINCE[row.basis].format(row.out)}")
    for rule, url in own[["rule_en", "url"]].drop_duplicates().itertuples(index=False):
        print(f"    {rule}: {url}")
    command = COMMANDS.get(source, "trade import FILE")
    print(f"    Get it from {told['url']}, then: {command.format(own['period'].iloc[-1])}")


def _day(text: str | None) -> datetime.date:
    if text is None:
        return date_of_import()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"--on {text!r} is not a day: write 2026-11-28.") from None
