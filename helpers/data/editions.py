"""The catalogue of editions: which periods there are, in which currency, from which source."""

from functools import lru_cache

import pandas as pd

from helpers import constants
from helpers.constants import CURRENCIES
from helpers.data import provinces as places
from helpers.data import tables
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.system.errors import BadInput

PERIOD = ["year", "month", "currency"]


def check_parameters(year: object, month: object, currency: object, lang: object) -> str:
    """The currency meant by valid parameters; raises BadInput naming the values there are."""
    for name, value in (("year", year), ("month", month)):
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadInput(f"{name} must be a whole number, not {value!r}.")
    if lang not in LANGS:
        raise BadInput(f"lang must be one of {', '.join(LANGS)}, not {lang!r}.")
    if currency not in (*CURRENCIES, "auto"):
        raise BadInput(f"currency must be CNY, USD or auto, not {currency!r}.")
    known = editions()
    if year not in set(known["year"]):
        raise BadInput(
            f"There are no figures for {year}; the years are {formats.runs(known['year'])}."
        )
    of_year = known[known["year"] == year]
    if month not in set(of_year["month"]):
        months = formats.runs(of_year["month"])
        raise BadInput(f"There are no figures up to month {month} of {year}; months: {months}.")
    there = of_year.loc[of_year["month"] == month, "currency"]
    if currency == "auto":
        return "CNY" if "CNY" in set(there) else "USD"
    if currency not in set(there):
        raise BadInput(
            f"Figures up to month {month} of {year} are in {' and '.join(there)} only, "
            f"not {currency}. Leave the currency on auto, or choose another year."
        )
    return str(currency)


def editions() -> pd.DataFrame:
    """What can be published: one row an edition and currency, oldest first.

    Columns: year, month, currency, source, flows (exports and imports exist), before (published,
    computed or empty: where growth and rank changes come from). The frame is the caller's own.
    """
    return _editions(tables.stamp()).copy()


@lru_cache(maxsize=2)
def _editions(stamp: object) -> pd.DataFrame:
    """The catalogue of the tables that have this stamp."""
    chosen = _chosen_sources(totals_to_date())
    earlier = chosen[PERIOD].assign(year=chosen["year"] + 1, before="published")
    table = chosen.merge(earlier, how="left", on=PERIOD)
    worked_back = table["printed"].map({True: "computed", False: ""})
    table["before"] = table["before"].fillna(worked_back)
    return table[[*PERIOD, "source", "flows", "before"]]


def subjects(year: int, month: int, currency: str) -> frozenset[str]:
    """What an edition has that not every edition has: months, openness.

    months: its source gives every month of the year up to its last; openness: a full year in RMB
    with GDP and population of all provinces.
    """
    return _subjects(tables.stamp(), year, month, currency)


@lru_cache(maxsize=256)
def _subjects(stamp: object, year: int, month: int, currency: str) -> frozenset[str]:
    """The subjects of an edition in the tables that have this stamp."""
    known = editions()
    own = known[(known[PERIOD] == [year, month, currency]).all(axis=1)]
    trade = tables.load("trade")
    alone = trade[(trade["span"] == "month") & (trade["year"] == year) & (trade["month"] <= month)]
    alone = alone[(alone["currency"] == currency) & alone["source"].isin(own["source"])]
    found = {"months"} if alone["month"].nunique() == month else set()
    indicators = tables.load("indicators")
    of_year = indicators[indicators["year"] == year].groupby("indicator")["province_code"].nunique()
    counts = [of_year.get(name, 0) for name in ("gdp", "population")]
    if month == 12 and currency == "CNY" and min(counts) >= len(places.provinces()):
        found.add("openness")
    return frozenset(found)


def imported(year: int, month: int, currency: str) -> str:
    """The day on which the figures of an edition were last imported, YYYY-MM-DD."""
    trade = tables.load("trade")
    own = trade[(trade[PERIOD] == [year, month, currency]).all(axis=1)]
    releases = tables.load("releases")
    return str(releases.loc[releases["release"].isin(own["release"]), "imported"].max())


def earlier_years(year: int, month: int, currency: str) -> list[int]:
    """The years before ``year`` with figures of the same months in the same currency."""
    known = editions()
    same = known[(known["month"] == month) & (known["currency"] == currency)]
    return sorted(int(y) for y in same["year"] if y < year)


def check_other_year(year: int, month: int, currency: str, other: object) -> None:
    """Raise BadInput where an edition cannot be compared with the year ``other``."""
    years = earlier_years(year, month, currency)
    if isinstance(other, bool) or not isinstance(other, int) or other not in years:
        known = (
            f"; those before it are {formats.runs(years)}" if years else ", nor of any year before"
        )
        raise BadInput(
            f"There are no figures of {other!r} in {currency} up to month {month} to hold {year} "
            f"against{known}{_other_currency(year, month, currency, other)}."
        )


def _other_currency(year: int, month: int, currency: str, other: object) -> str:
    """What to do where two years have figures in the other currency; else nothing."""
    instead = next(name for name in CURRENCIES if name != currency)
    known = editions()
    there = known[(known["month"] == month) & (known["currency"] == instead)]
    return f"; both years are there in {instead}" if {year, other} <= set(there["year"]) else ""


def edition_id(year: int, month: int, currency: str) -> str:
    """Name of an edition in addresses: 2024 for a full year, 2025-07 for a year to date.

    An edition in a currency that ``auto`` would not choose has it as a suffix: 2024-usd.
    """
    period = str(year) if month == 12 else f"{year}-{month:02d}"
    usual = check_parameters(year, month, "auto", "zh")
    return period if currency == usual else f"{period}-{currency.lower()}"


def first_year_with_flows() -> int:
    """The first year with exports and imports by province."""
    known = editions()
    return int(known.loc[known["flows"], "year"].min())


def annual_totals(currencies: tuple[str, ...]) -> pd.DataFrame:
    """Totals of all provinces by full year in 亿: years × province codes, with their provenance.

    For each year the first of ``currencies`` that has figures, from one source; the columns
    currency and source say which. The frame is the caller's own.
    """
    return _annual_totals(currencies, tables.stamp()).copy()


@lru_cache(maxsize=8)
def _annual_totals(currencies: tuple[str, ...], stamp: object) -> pd.DataFrame:
    """The totals of the tables that have this stamp."""
    known = editions()
    full = known[(known["month"] == 12) & known["currency"].isin(currencies)]
    order = full["currency"].map(currencies.index)
    chosen = full.assign(order=order).sort_values(["year", "order"]).drop_duplicates("year")
    trade = totals_to_date()
    totals = trade[(trade["month"] == 12) & (trade["flow"] == "total")]
    wanted = totals.merge(chosen[["year", "currency", "source"]])
    wide = wanted[wanted["province_code"] != constants.NATION].pivot(
        index="year", columns="province_code", values="value"
    )
    return wide.join(chosen.set_index("year")[["currency", "source"]])


def _chosen_sources(trade: pd.DataFrame) -> pd.DataFrame:
    """For each period and currency the preferred source with totals of all 31 provinces.

    Columns: year, month, currency, source, flows, printed (whether it prints growth).
    """
    provinces = trade[trade["province_code"] != constants.NATION]
    rows = provinces[[*PERIOD, "source"]].assign(
        totals=provinces["flow"] == "total",
        exports=provinces["flow"] == "export",
        imports=provinces["flow"] == "import",
        printed=provinces["growth_pct"].notna(),
    )
    of_source = rows.groupby([*PERIOD, "source"], sort=True)
    table = of_source.agg(
        totals=("totals", "sum"), exports=("exports", "any"), imports=("imports", "any"),
        printed=("printed", "any"),
    ).reset_index()  # fmt: skip
    table["flows"] = table["exports"] & table["imports"]
    complete = table[table["totals"] == len(places.provinces())]
    priority = tables.load("sources").set_index("id")["priority"]
    ranked = complete.assign(priority=complete["source"].map(priority))
    best = ranked.sort_values([*PERIOD, "priority", "source"]).drop_duplicates(PERIOD)
    return best[[*PERIOD, "source", "flows", "printed"]].reset_index(drop=True)


def totals_to_date() -> pd.DataFrame:
    """The year-to-date rows of data/trade.csv, the newest release of each figure.

    The frame is the caller's own.
    """
    return _totals_to_date(tables.stamp()).copy()


@lru_cache(maxsize=2)
def _totals_to_date(stamp: object) -> pd.DataFrame:
    """The rows of the tables that have this stamp."""
    trade = tables.current(tables.load("trade"))
    return trade[trade["span"] == "ytd"]
