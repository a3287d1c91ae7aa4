"""Each row of a customs table compared with the stored tables nearest to it.

A table by location prints the year to date, the month and the growth over a year before. So each
row can be worked back to two figures of other tables: the year to date of the month before (year
to date - month), and that of the year before (year to date / (1 + growth)). A third neighbour is
the table of the same month in the other currency.
"""

import numpy as np
import pandas as pd

from helpers.checks.identities import DETAIL, FAILS, OK, REVISED, TABLE
from helpers.checks.permutations import permuted
from helpers.constants import FLOWS, NATION

SOURCES = ("customs-by-location", "customs-by-location-usd")
MONTH, YEAR, CURRENCY = "month_before", "year_before", "other_currency"
KINDS = (MONTH, YEAR, CURRENCY)
AGAINST = ["neighbour", "against_year", "against_month", "against_currency", "against_source"]
PAIR = [*TABLE, *AGAINST]
ROW = ["province_code", "flow"]
EVIDENCE = [*PAIR, *ROW, "found", "expected", "apart"]
# What a row of these checks says besides DETAIL: which rule, the stored table that it was compared
# with, and the province or period that the figures seem to belong to.
NOTES = ["reason", "against", "other"]

# How far a worked back figure may be from the stored one, relative to it: the first number is
# reported, the second refused. Measured on the tables of January 2024 to July 2025, 93 figures of
# provinces and 3 of the nation each:
# - month before: 99 % of the provinces' figures are within 1.0 %, the largest are 4.4 % (Guangxi,
#   May 2024) and 6.6 % (Qinghai, December 2024); the nation is within 0.11 %.
# - year before: 99 % are within 4.0 %, the largest is 10.7 % (Guangxi, January 2025); the nation
#   is within 0.45 % in RMB, and within 3.3 % in dollars since 2018.
# - other currency: no customs table in dollars is stored. The bureau's revised dollars are within
#   1.5 % of the median province's rate of the customs table of 2024.
BOUNDS = {MONTH: (0.015, 0.12), YEAR: (0.04, 0.2), CURRENCY: (0.015, 0.05)}
NATION_BOUNDS = {MONTH: (0.003, 0.01), YEAR: (0.01, 0.05), CURRENCY: (0.01, 0.1)}
# A correction shows against one neighbour. In 576 figures that have both the month and the year
# before, the two are off in the same direction by 0.6 % at most. An error of the row itself shows
# against both: reported from 1.0 % on, refused from 2.5 % on.
AGREED = (0.01, 0.025)
# Rows are only called exchanged when they are this far from their own neighbours, in the mean of
# their figures: 0.4 %, which 97 % of all rows are within.
EXCHANGED = 0.004
# What may be copied from the month before: name, span and column of the three figures.
COPIED = (("growth rates", "ytd", "growth_pct"), ("values of the month", "month", "value"))


def detail(trade: pd.DataFrame) -> pd.DataFrame:
    """Return the checks "neighbours" (each figure) and "rows_in_place" (provinces exchanged).

    ``trade`` has the columns of trade.csv and one release of each figure. Columns: DETAIL and
    NOTES; residual and tolerance in percent.
    """
    rows = evidence(trade)
    figures = judged(rows)
    figures = figures.assign(
        check="neighbours",
        span="ytd",
        residual=100 * figures["apart"].abs(),
        tolerance=100 * figures["bound"],
        reason=figures["neighbour"],
        against=_against(figures),
        other="",
    )
    moved = exchanged(trade, rows)
    moved = moved.assign(
        check="rows_in_place",
        span=moved["what"].map({"months": "month"}).fillna("ytd"),
        flow="total",
        residual=100 * moved["apart"],
        tolerance=100 * EXCHANGED,
        found=np.nan,
        expected=np.nan,
        reason=moved["what"],
        against="",
        other=moved["other_code"],
        verdict=FAILS,
    )
    # A table without exchanged rows was checked as well.
    clean = rows[TABLE].drop_duplicates().assign(check="rows_in_place", span="ytd", flow="total")
    clean = clean.assign(province_code=NATION, residual=0.0, tolerance=100 * EXCHANGED, verdict=OK)
    clean[["reason", "against", "other"]] = ""
    parts = pd.concat([figures, moved, clean], ignore_index=True)
    return parts.assign(unit="%").reindex(columns=[*DETAIL, *NOTES])


def repeated(trade: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have figures of the month before, as where a row was copied.

    ``trade`` as in :func:`detail`. Columns: TABLE, province_code, what (the three figures that are
    the same: "growth rates" or "values of the month") and against (such as 2025-06). Where they
    changed by little, nothing else shows it. Of 576 rows of February 2024 to July 2025 one has the
    same growth rates (Shandong, November 2024) and none the same values.
    """
    own = trade[trade["source"].isin(SOURCES)]
    parts = []
    for what, span, column in COPIED:
        rows = own[(own["span"] == span) & own[column].notna()]
        figure = [*TABLE, *ROW, column]
        before = rows[figure].assign(month=rows["month"] + 1)
        count = rows[figure].merge(before).groupby([*TABLE, "province_code"])["flow"].nunique()
        parts.append(count[count == len(FLOWS)].reset_index().assign(what=what))
    found = pd.concat(parts, ignore_index=True).drop(columns="flow")
    months = (found["month"] - 1).astype(str).str.zfill(2)
    return found.assign(against=found["year"].astype(str) + "-" + months)


def _against(rows: pd.DataFrame) -> "pd.Series[str]":
    """Return the stored table of each row, like 2025-07, with its currency where it is another."""
    label = rows["against_year"].astype(str) + "-"
    label += rows["against_month"].astype(str).str.zfill(2)
    other = rows["against_currency"] != rows["currency"]
    return label.where(~other, label + " " + rows["against_currency"])


def evidence(trade: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each figure of a customs table that a stored neighbour gives as well.

    ``trade`` has the columns of trade.csv and one release of each figure. Columns: EVIDENCE.
    ``found`` is worked back from the table, ``expected`` is stored for the neighbour, both in 亿;
    ``apart`` is found / expected - 1. Where the two are in different currencies, ``expected`` is
    converted at the rate of the median province.
    """
    own = worked_back(trade)
    stored = own[[*TABLE, *ROW, "ytd"]].rename(columns={"ytd": "expected"})
    stored = stored.rename(columns={name: f"against_{name}" for name in TABLE})
    parts = []
    for kind, figure in ((MONTH, "start"), (YEAR, "base"), (CURRENCY, "ytd")):
        rows = own.assign(
            neighbour=kind,
            found=own[figure],
            against_year=own["year"] - (kind == YEAR),
            against_month=own["month"] - (kind == MONTH),
        )
        rows = rows.merge(stored, on=["against_year", "against_month", *ROW])
        parts.append(rows[rows["found"].notna()])
    rows = pd.concat(parts, ignore_index=True)
    same = rows["currency"] == rows["against_currency"]
    rows = rows[same == (rows["neighbour"] != CURRENCY)]
    rows["expected"] *= _rate(rows)
    rows["apart"] = rows["found"] / rows["expected"] - 1
    return rows[EVIDENCE].replace([np.inf, -np.inf], np.nan).dropna(subset="apart")


def worked_back(trade: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each place and flow of each customs table, with what it implies.

    Columns: TABLE, province_code, flow, ytd, month_value, growth (as a factor, 1.05 for 5 %),
    start (year to date before the month, missing in January) and base (year to date a year
    before). Values in 亿 of the currency.
    """
    rows = trade[trade["source"].isin(SOURCES)]
    key = [*TABLE, *ROW]
    ytd = rows[rows["span"] == "ytd"].set_index(key)
    month = rows[rows["span"] == "month"].set_index(key)["value"]
    own = pd.DataFrame(
        {
            "ytd": ytd["value"],
            "month_value": month.reindex(ytd.index),
            "growth": 1 + ytd["growth_pct"] / 100,
        }
    ).reset_index()
    own["start"] = (own["ytd"] - own["month_value"]).where(own["month"] > 1)
    # A figure that fell by 99 % says too little about the one before to be compared.
    own["base"] = own["ytd"] / own["growth"].where(own["growth"] > 0.01)
    return own


def _rate(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return the rate of the median province for pairs in two currencies, 1 for the others."""
    ratio = (rows["found"] / rows["expected"]).where(rows["province_code"] != NATION)
    middle = ratio.groupby([rows[name] for name in PAIR]).transform("median")
    return middle.where(rows["neighbour"] == CURRENCY, 1.0)


def judged(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` (columns of EVIDENCE) with two more columns: bound and verdict.

    The bound is the first of BOUNDS. The verdict is ok within it, fails above the second bound or
    where all neighbours of a figure agree that it is off (see AGREED), else "revised base". A
    difference up to 0.05 亿 is ok: growth of so small a figure is printed too coarsely.
    """
    nation = rows["province_code"] == NATION
    usual, most = (
        rows["neighbour"]
        .map({kind: bound[at] for kind, bound in BOUNDS.items()})
        .where(~nation, rows["neighbour"].map({k: b[at] for k, b in NATION_BOUNDS.items()}))
        for at in (0, 1)
    )
    size = rows["apart"].abs().where((rows["found"] - rows["expected"]).abs() > 0.05, 0.0)
    agreed = _agreed(rows.assign(apart=size * np.sign(rows["apart"])))
    fails, marked = (size > most) | (agreed > AGREED[1]), (size > usual) | (agreed > AGREED[0])
    return rows.assign(bound=usual, verdict=np.select([fails, marked], [FAILS, REVISED], OK))


def _agreed(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return by how much a figure is off at least by all its neighbours; 0 where they disagree."""
    figure = [rows[name] for name in (*TABLE, *ROW)]
    least = rows["apart"].groupby(figure).transform("min")
    greatest = rows["apart"].groupby(figure).transform("max")
    several = rows.groupby([*TABLE, *ROW])["neighbour"].transform("nunique") > 1
    return np.maximum(np.maximum(least, -greatest), 0.0).where(several, 0.0)


def exchanged(trade: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the provinces whose figures fit other provinces of the same table.

    ``rows`` is the ``evidence`` of ``trade``. Columns: TABLE, what (rows, months or growth: the
    cells that were exchanged), province_code, other_code (whose figures stand in that row),
    apart (mean deviation as the table is, in logarithms) and apart_other (after exchanging).
    """
    found = []
    of_table = dict(tuple(worked_back(trade).groupby(TABLE, sort=False)))
    for key, own in rows[rows["province_code"] != NATION].groupby(TABLE, sort=False):
        sheet = of_table[key].pivot(index="province_code", columns="flow")
        for what, distance in _distances(sheet, own).items():
            for code, other, apart, apart_other in permuted(distance, EXCHANGED, moved_rows=False):
                found.append((*key, what, code, other, apart, apart_other))
    columns = [*TABLE, "what", "province_code", "other_code", "apart", "apart_other"]
    return pd.DataFrame(found, columns=columns)


def _distances(sheet: pd.DataFrame, own: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return how far row i is from its neighbours with the cells of row j in it, for all i and j.

    One matrix for each kind of cells: whole rows, the months alone, the growth rates alone.
    """
    codes = sorted(own["province_code"].unique())
    flows = list(FLOWS)

    def cells(column: str) -> np.ndarray:
        """Return a column of the sheet as an array, provinces by flows."""
        return sheet[column].reindex(index=codes, columns=flows).to_numpy()

    stored = {
        kind: part.drop_duplicates(ROW)
        .pivot(index="province_code", columns="flow", values="expected")
        .reindex(index=codes, columns=flows)
        .to_numpy()
        for kind, part in own.groupby("neighbour")
    }
    ytd, month, growth = (cells(c)[:, None] for c in ("ytd", "month_value", "growth"))
    implied = {MONTH: cells("start"), YEAR: cells("base"), CURRENCY: cells("ytd")}
    whole = [_log_apart(implied[kind][None, :], values[:, None]) for kind, values in stored.items()]
    parts = {"rows": np.concatenate(whole, axis=2)}
    if MONTH in stored:
        parts["months"] = _log_apart(ytd - month.swapaxes(0, 1), stored[MONTH][:, None])
    if YEAR in stored:
        parts["growth"] = _log_apart(ytd / growth.swapaxes(0, 1), stored[YEAR][:, None])
    return {
        what: pd.DataFrame(np.nanmean(values, axis=2), index=codes, columns=codes)
        for what, values in parts.items()
    }


def _log_apart(found: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Return the size of log(found / expected); 5 where ``found`` is not above zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(np.log(found / expected))
    return np.where(found <= 0, 5.0, apart)
