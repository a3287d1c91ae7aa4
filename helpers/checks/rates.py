"""Exchange rates: RMB divided by dollars of the same figure, and the stored rates themselves."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.checks.identities import (
    DETAIL,
    FAILS,
    FIGURE,
    OK,
    REVISED,
    TABLE,
    in_detail,
    judged,
    with_verdict,
)
from helpers.checks.neighbours import NOTES
from helpers.constants import NATION

# The rate of a single month is within 6 % of the year's average; small provinces are rounded.
RATE_BAND = 0.1
# Sources of one year differ by at most 0.9 % (2015); more does not make the band wider.
SOURCES_APART = 0.015
# What a province trades in which month moves its rate little: in eight of the ten pairs of stored
# tables all provinces are within 1.5 % of the median one.
RATE_REVISED = 0.02
# How far a province may be from the median province before the pair fails, by kind of pair. Both
# of the customs: the same shipments, converted month by month; the nation's exports and imports
# differ by 0.13 % at most. One of the customs, one of the bureau: 1.5 % at most (2024). Both of the
# bureau: 1.4 % at most, but for the figures in EXCEPTIONS.
CUSTOMS_APART, MIXED_APART, BUREAU_APART = 0.03, 0.05, 0.03
# The provinces of 2021 and 2022 of which the bureau revised the figure in one currency and not that
# in the other, and by how many percent the two are apart in the stored series. Columns: year,
# province_code, apart_pct. A pair of such a province may be apart as much, or not at all.
EXCEPTIONS = Path(__file__).with_name("currency_exceptions.csv")
# The stored rates change by at most 8.7 % (2008) from one year to the next since 1994, and the
# median province of the years 2016 to 2024 is within 1.2 % of the rates of its year.
YEARS_APART, PAIRS_APART = 0.12, 0.03


def currency_ratio(
    trade: pd.DataFrame, national: pd.DataFrame, rates: pd.DataFrame
) -> pd.DataFrame:
    """Compare RMB / dollars of the same figure with the exchange rate of its year.

    Provinces are compared with the median province of the same table: within RATE_REVISED is ok,
    further off is "revised base", and fails beyond the bound of the kind of pair, unless it is an
    exception (see EXCEPTIONS). The nation of the
    customs table is compared with national.csv and the year's averages. More than RATE_BAND from
    those averages fails. Columns: DETAIL, in CNY per USD.
    """
    pairs = _both_currencies(trade, national)
    yearly = rates.groupby("year")["cny_per_usd"].agg(["min", "max"])
    # A year whose average is not out yet is compared with the last one.
    known = yearly.reindex(range(1949, 2101)).ffill().loc[pairs["year"]].reset_index(drop=True)
    middle = known.mean(axis=1)
    half = ((known["max"] - known["min"]) / 2).clip(upper=SOURCES_APART * middle)
    rows = pairs.assign(found=pairs["value"] / pairs["value_usd"], expected=middle.to_numpy())
    rows["tolerance"] = (half + RATE_BAND * middle).to_numpy()
    rows = judged(rows)
    close = judged(
        rows.assign(expected=_median_rate(rows)).eval("tolerance = expected * @RATE_REVISED")
    )
    here = (rows["verdict"] == OK) & (rows["province_code"] != NATION) & close["expected"].notna()
    far = np.minimum(close["residual"], _from_exception(close)) > _most(close) * close["expected"]
    close.loc[(close["verdict"] == FAILS) & ~far, "verdict"] = REVISED
    rows[here] = close[here]
    dollars = rows.assign(source=rows["source_usd"], currency=rows["currency_usd"])
    return in_detail(pd.concat([rows, dollars]), "currency_ratio", "CNY/USD")


def _most(rows: pd.DataFrame) -> np.ndarray:
    """Return how far each province may be from the median one, by the kind of the two tables."""
    customs = _customs_tables(rows)
    return np.select([customs == 2, customs == 1], [CUSTOMS_APART, MIXED_APART], BUREAU_APART)


def _customs_tables(rows: pd.DataFrame) -> "pd.Series[int]":
    """Return how many of the two tables of each pair are of the customs."""
    customs = rows["source"].str.startswith("customs").astype(int)
    return customs + rows["source_usd"].str.startswith("customs")


def _from_exception(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return how far each figure is from the rate of its known exception; infinity without one."""
    known = _exceptions().reindex(pd.MultiIndex.from_frame(rows[["year", "province_code"]]))
    rate = rows["expected"] * (1 + known.to_numpy() / 100)
    apart = (rows["found"] - rate).abs()
    return apart.where((_customs_tables(rows) == 0) & apart.notna(), np.inf)


@lru_cache(maxsize=1)
def _exceptions() -> "pd.Series[float]":
    """Return the known exceptions by year and province code, in percent."""
    rows = pd.read_csv(EXCEPTIONS, dtype={"province_code": str})
    return rows.set_index(["year", "province_code"])["apart_pct"]


def rates_agree(rates: pd.DataFrame, trade: pd.DataFrame, national: pd.DataFrame) -> pd.DataFrame:
    """Compare each stored rate with the others of its year, the year before, and the trade itself.

    ``rates`` has the columns of exchange_rates.csv. Expected is the median of the other sources of
    the year, else RMB / dollars of the median province, else the rate of the year before. Columns:
    DETAIL and neighbours.NOTES; residual and tolerance in percent.
    """
    rows = rates.rename(columns={"cny_per_usd": "found"}).reset_index(drop=True)
    pairs = _both_currencies(trade, national)
    pairs = pairs[(pairs["month"] == 12) & (pairs["province_code"] != NATION)]
    implied = (pairs["value"] / pairs["value_usd"]).groupby(pairs["year"]).median()
    yearly = rates.groupby("year")["cny_per_usd"].median()
    others = [
        rows.loc[(rows["year"] == row.year) & (rows["source"] != row.source), "found"].median()
        for row in rows.itertuples()
    ]
    candidates = (
        ("other sources", pd.Series(others, index=rows.index), SOURCES_APART),
        ("the trade of the provinces", rows["year"].map(implied), PAIRS_APART),
        ("the year before", (rows["year"] - 1).map(yearly), YEARS_APART),
    )
    rows = rows.assign(expected=np.nan, tolerance=np.nan, against="", month=12)
    for against, expected, bound in candidates:
        apart = 100 * (rows["found"] / expected - 1).abs()
        # The first that can be compared, unless a later one disagrees.
        new = expected.notna() & ((rows["against"] == "") | (apart > 100 * bound))
        new &= ~(rows["residual"] > rows["tolerance"]) if "residual" in rows else True
        rows.loc[new, "expected"] = expected[new]
        rows.loc[new, "residual"] = apart[new]
        rows.loc[new, "tolerance"] = 100 * bound
        rows.loc[new, "against"] = against
    rows = rows.assign(currency="CNY", span="", flow="", province_code="", reason="", other="")
    rows = with_verdict(rows)
    return rows.assign(check="rates_agree", unit="%").reindex(columns=[*DETAIL, *NOTES])


def _both_currencies(trade: pd.DataFrame, national: pd.DataFrame) -> pd.DataFrame:
    """Each year-to-date figure in RMB beside that in dollars: value_usd, source_usd."""
    nation = national.assign(span="ytd", province_code=NATION)
    figures = pd.concat([trade, nation])[[*FIGURE, "value"]]
    figures = figures[figures["span"] == "ytd"]
    same = ["year", "month", "span", "province_code", "flow"]
    return figures[figures["currency"] == "CNY"].merge(
        figures[figures["currency"] == "USD"], on=same, suffixes=("", "_usd")
    )


def _median_rate(rows: pd.DataFrame) -> "pd.Series[float]":
    """The rate of the median province of each pair of tables, where most provinces have one."""
    own = rows["found"].where(rows["province_code"] != NATION)
    of_table = own.groupby([rows[name] for name in (*TABLE, "source_usd", "flow")])
    return of_table.transform("median").where(of_table.transform("count") > 15)
