"""Run every check and summarise the results, for a person, for a page and for an import."""

from collections.abc import Collection

import pandas as pd

from helpers.checks import accepted, identities, localities, neighbours, whole_tables
from helpers.checks import rates as exchange
from helpers.checks.detail import CHECKS as OF_DETAIL
from helpers.checks.identities import FAILS, OK, REVISED, UNCHECKED
from helpers.constants import NATION
from helpers.data import tables

# The order in which they are shown, and in which an import names what is wrong: what makes every
# row wrong comes before what makes one row wrong, and a row before a sum.
CHECKS = (
    "codes_complete",
    "whole_table",
    "flows_add_up",
    "rows_in_place",
    "order_of_magnitude",
    "growths_add_up",
    "months_in_place",
    "rates_agree",
    "currency_ratio",
    "neighbours",
    "provinces_add_up",
    "months_add_up",
    "printed_growth",
)
# Comparisons that find slips of people: of use to an import, no identity to show on a page.
GUARDS = (
    "whole_table",
    "growths_add_up",
    "months_in_place",
    "rates_agree",
    "rows_in_place",
    "neighbours",
)
SHOWN = tuple(check for check in CHECKS if check not in GUARDS)
# The columns of a summary: check (an id of CHECKS), year, month, currency, source, tolerance and
# residual (the largest; unit is 亿, pp, CNY/USD, times, ratio or count), where (province code, flow
# and span of that residual), verdict (ok, fails, revised base, not checked).
COLUMNS = [
    "check",
    "year",
    "month",
    "currency",
    "source",
    "tolerance",
    "residual",
    "unit",
    "where",
    "verdict",
]
_WORST = [FAILS, REVISED, OK, UNCHECKED]


def edition(
    trade: pd.DataFrame,
    national: pd.DataFrame,
    rates: pd.DataFrame,
    *,
    year: int,
    month: int,
    currency: str,
    source: str,
) -> pd.DataFrame:
    """Return what a page shows of the checks: one row for each in SHOWN, columns COLUMNS.

    The edition is the table of ``source`` for the months up to ``month`` of ``year``.
    """
    # The checks on a page use no other months than the edition's and the one before.
    near = trade[trade["year"].isin([year, year - 1]) & trade["month"].isin([month, month - 1])]
    found = summary(detail(near, national[national["year"] == year], rates, guards=False))
    of_edition = (found["year"] == year) & (found["month"] == month)
    of_edition &= (found["currency"] == currency) & (found["source"] == source)
    shown = found[of_edition].set_index("check").reindex(SHOWN)
    shown["verdict"] = shown["verdict"].fillna(UNCHECKED)
    shown["where"] = shown["where"].fillna("")
    for column, value in (("year", year), ("month", month)):
        shown[column] = shown[column].fillna(value).astype("int64")
    shown["currency"] = shown["currency"].fillna(currency)
    shown["source"] = shown["source"].fillna(source)
    return shown.reset_index()[COLUMNS]


def detail(
    trade: pd.DataFrame,
    national: pd.DataFrame,
    rates: pd.DataFrame,
    releases: pd.DataFrame | None = None,
    *,
    guards: bool = True,
    years: Collection[int] | None = None,
    months: Collection[int] = range(1, 13),
) -> pd.DataFrame:
    """Return every check of the newest release of every figure, with the columns of DETAIL.

    With ``guards`` also those of GUARDS, and the columns neighbours.NOTES (empty for the others).
    With ``years`` only figures of these years and ``months`` are checked; which period a customs
    table belongs to is decided among the tables of all years. A row that ``releases`` has as
    accepted by a person does not fail for its neighbours.
    """
    trade, national = tables.current(trade, releases), tables.current(national, releases)
    every, every_nation, own_rates = trade, national, rates
    if years is not None:
        trade, national = (
            table[table["year"].isin(years) & table["month"].isin(months)]
            for table in (trade, national)
        )
        own_rates = rates[rates["year"].isin(years)]
    own = identities.codes_complete(trade)
    if (own["verdict"] == FAILS).any() and trade.duplicated(identities.FIGURE).any():
        # Nothing else can be computed while a place stands twice.
        return own
    found = [own, *_identities(trade, national, rates)]
    if guards:
        found += [
            whole_tables.detail(every, every_nation, rates, years, months),
            identities.growths_add_up(trade),
            identities.months_in_place(trade),
            neighbours.detail(trade),
            exchange.rates_agree(own_rates, trade, national),
        ]
    rows = pd.concat(found, ignore_index=True)
    notes = [name for name in neighbours.NOTES if name in rows]
    rows = rows.assign(**{name: rows[name].fillna("") for name in notes})
    return accepted.applied(rows, releases)


def _identities(
    trade: pd.DataFrame, national: pd.DataFrame, rates: pd.DataFrame
) -> list[pd.DataFrame]:
    """Return the results of the checks that a page shows."""
    nation = national.assign(span="ytd", province_code=NATION)
    return [
        identities.flows_add_up(trade),
        identities.flows_add_up(nation),
        identities.order_of_magnitude(trade),
        identities.order_of_magnitude(nation),
        exchange.currency_ratio(trade, national, rates),
        identities.provinces_add_up(trade, national),
        identities.months_add_up(trade),
        identities.printed_growth(trade),
        identities.printed_growth(nation),
    ]


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` (columns DETAIL) as one row a check of a table, with its worst figure."""
    scale = rows["tolerance"].where(rows["tolerance"] > 0, 1.0)
    rank = rows["verdict"].map({verdict: i for i, verdict in enumerate(_WORST)})
    every = (*CHECKS, *localities.CHECKS, *OF_DETAIL)
    order = rows["check"].map({check: i for i, check in enumerate(every)})
    ranked = rows.assign(_rank=rank, _far=-(rows["residual"] / scale), _order=order)
    ranked = ranked.sort_values(["_rank", "_far"])
    worst = ranked.drop_duplicates(["check", *identities.TABLE])
    worst = worst.sort_values(["_order", "source", "currency", "year", "month"])
    place = worst["province_code"] + " " + worst["flow"] + " " + worst["span"]
    return worst.assign(where=place.str.strip())[COLUMNS].reset_index(drop=True)
