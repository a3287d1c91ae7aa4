"""All checks of the figures stored in data/, and whether one of them fails."""

import datetime
from dataclasses import dataclass

import pandas as pd

from helpers.checks import calendar, detail, localities, series, summary
from helpers.checks.identities import FAILS, TABLE
from helpers.data import digests, schema, tables
from helpers.system import atomic, cache, fingerprint

# The folder of the cache for data that passed every check.
PASSED = "passed"


@dataclass(frozen=True)
class Results:
    """The results of all checks.

    ``figures`` has one row a figure of trade, national and exchange_rates (columns of
    summary.detail), ``cube`` one a figure of the cube of trade in detail (columns of
    identities.DETAIL), ``places`` one a figure of a city or zone (columns of localities.detail),
    ``annual`` one a figure of an annual series (columns of series.detail), ``dates`` one a row
    with an impossible date (columns of calendar.impossible_dates). ``edited`` names the files that
    differ from what the last import left.
    """

    figures: pd.DataFrame
    cube: pd.DataFrame
    places: pd.DataFrame
    annual: pd.DataFrame
    dates: pd.DataFrame
    edited: tuple[str, ...] = ()

    def summary(self) -> pd.DataFrame:
        """Return one row for each check of each table, with the columns of summary.COLUMNS."""
        detailed = (self.figures, self.places, self.cube)
        parts = [summary.summary(rows) for rows in detailed if len(rows)]
        return pd.concat([*parts, series.summary(self.annual)], ignore_index=True)

    def failures(self) -> pd.DataFrame:
        """Return the worst figure of each check and table that fails, the largest excess first.

        Columns: those of localities.ROWS, and ``table``, the file that the figure is in.
        """
        own = self.figures.assign(table="trade.csv")
        own.loc[own["source"].isin(self._national_sources()), "table"] = "national.csv"
        own.loc[own["check"] == "rates_agree", "table"] = "exchange_rates.csv"
        annual = self.annual.assign(table="indicators.csv")
        annual["table"] = annual["table"].where(annual["currency"] == "", "trade.csv")
        places = self.places.assign(table="localities.csv")
        cube = self.cube.assign(table="the cube of trade in detail")
        rows = pd.concat([own, places, annual, cube], ignore_index=True).fillna({"locality": ""})
        rows = rows[rows["verdict"] == FAILS]
        excess = rows["residual"] / rows["tolerance"].where(rows["tolerance"] > 0, 1.0)
        rows = rows.assign(_excess=excess.astype(float)).sort_values("_excess", ascending=False)
        return rows.drop_duplicates(["check", *TABLE]).drop(columns="_excess")

    def passed(self) -> bool:
        """Return whether no check fails, no date is impossible and no file was edited."""
        return self.add_up() and not self.edited

    def add_up(self) -> bool:
        """Return whether no check fails and no date is impossible."""
        parts = (self.figures, self.cube, self.places, self.annual)
        return self.dates.empty and not any((rows["verdict"] == FAILS).any() for rows in parts)

    def _national_sources(self) -> set[str]:
        known = self.figures.groupby("source")["province_code"].unique()
        return {str(source) for source, codes in known.items() if set(codes) <= {"00", ""}}


def run(today: datetime.date | None = None) -> Results:
    """Return the results of all checks of data/; ``today`` is the date for the calendar.

    Raises BadInput where a table cannot be read or refers to something that is not there.
    """
    return atomic.read_consistently(lambda: _run(today or datetime.date.today()), tables.data_dir())


def _run(today: datetime.date) -> Results:
    """Return the results of all checks of the tables as they are read, one after the other."""
    data = {table: tables.load(table) for table in schema.TABLES}
    tables.check_references(data)
    annual = series.detail(series.of(data["indicators"], data["trade"]), data["releases"])
    names = ("trade", "national", "exchange_rates", "releases")
    figures = summary.detail(*(data[name] for name in names))
    newest = tables.newest(data["localities"], tables.LOCALITY, data["releases"])
    places = localities.detail(newest, tables.current(data["trade"], data["releases"]))
    dates = calendar.impossible_dates(data, today)
    return Results(figures, detail.detail(), places, annual, dates, tuple(digests.edited()))


def failed(today: datetime.date | None = None) -> Results | None:
    """Return the results where a check of data/ fails or a file was edited, None where all is well.

    That all pass is cached by the contents of data/, the code of the checks and the libraries. It
    stays true on later days: a date that was possible remains possible.
    """
    made_from = (fingerprint.data(), fingerprint.detail(), fingerprint.checks())
    name = fingerprint.digest(*made_from, fingerprint.installed())
    if cache.load(PASSED, name) is not None:
        return None
    results = run(today)
    if not results.passed():
        return results
    cache.store(PASSED, name, b"")
    return None
