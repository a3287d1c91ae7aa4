"""Faults of a whole customs table: wrong unit or currency, flows exchanged, another period.

Each of these makes every row disagree in the same way, so it is recognised by the median of the
provinces or by the national row, and is one fault instead of 31.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.checks import neighbours
from helpers.checks.identities import DETAIL, FAILS, OK, TABLE
from helpers.checks.neighbours import NOTES
from helpers.constants import FLOWS, NATION

Key = tuple[int, int, str, str]  # TABLE

UNIT, MONEY, FLOW, PERIOD, COUNTRY = "unit", "currency", "flows", "period", "nation"
FAULTS = [*TABLE, "reason", "against", "flow", "found", "expected", "factor", "likely"]
NATIONAL = "national.csv"
FLOW_LIST = list(FLOWS)

# The right month before and the right year before are within 0.05 % and 0.31 % in the median
# province of each table from 2024-01 to 2025-07; any other table is 5 % off or more.
PERIOD_APART = 0.015
# The nation in RMB divided by the nation in dollars gives one rate for exports and imports, within
# 0.13 % of each other in every table from 2024-01 to 2025-07.
FLOWS_APART = 0.02
# Since 2018 the base of the growth printed in dollars was at most 3.3 % off the first figures.
NATION_APART = 0.04
# How far the logarithm of a factor may be from that of a power of ten.
FACTOR_APART = 0.3
# Values of the other currency are off by one rate in every row; the rate of a month is within 6 %
# of that of its year.
RATE_APART, RATE_SPREAD = 0.08, 0.005
RATE_OF_MONTH = 0.1


@dataclass(frozen=True)
class Fault:
    """One fault: the figure that shows it, the factor of all figures, the likely period."""

    reason: str
    against: str
    flow: str
    found: float
    expected: float
    factor: float = 1.0
    likely: str = ""


def detail(
    trade: pd.DataFrame,
    national: pd.DataFrame,
    rates: pd.DataFrame,
    years: Collection[int] | None = None,
) -> pd.DataFrame:
    """Return the check "whole_table" with the columns of DETAIL and NOTES.

    One row for each fault, else one for the table. The residual is by what factor the figure is
    off, at least 1. The arguments are those of ``faults``.
    """
    rows = faults(trade, national, rates, years)
    factor = rows["found"] / rows["expected"]
    rows = rows.assign(
        residual=factor.where(factor >= 1, 1 / factor), other=rows["likely"], verdict=FAILS
    )
    tables = trade.loc[trade["source"].isin(neighbours.SOURCES), TABLE].drop_duplicates()
    tables = tables if years is None else tables[tables["year"].isin(years)]
    clean = tables[~pd.MultiIndex.from_frame(tables).isin(pd.MultiIndex.from_frame(rows[TABLE]))]
    clean = clean.assign(flow="total", residual=1.0, reason="", against="", other="", verdict=OK)
    parts = pd.concat([rows, clean], ignore_index=True)
    parts = parts.assign(
        check="whole_table", span="ytd", province_code=NATION, tolerance=1.0, unit="times"
    )
    return parts.reindex(columns=[*DETAIL, *NOTES])


def faults(
    trade: pd.DataFrame,
    national: pd.DataFrame,
    rates: pd.DataFrame,
    years: Collection[int] | None = None,
) -> pd.DataFrame:
    """Return one row for each fault of a whole customs table; no row where all is well.

    Only tables of ``years`` are judged, if given; all are used to judge them.

    The arguments have the columns of trade.csv, national.csv and exchange_rates.csv, with one
    release of each figure. Columns: TABLE; reason (unit, currency, flows, period or nation);
    against (the stored table that shows it: "2025-07", "2025-08 CNY" or "national.csv"); flow,
    found and expected (in 亿, of the largest province or the nation; worked back from the table
    and stored); factor (how many times too large); likely (the period that the figures belong to,
    "" where that is not known).
    """
    sheets = {
        tuple(key): part.pivot(index="province_code", columns="flow")
        for key, part in neighbours.worked_back(trade).groupby(TABLE, sort=False)
    }
    nation = national[national["currency"] == "USD"].pivot_table(
        index=["year", "month"], columns="flow", values="value"
    )
    yearly = rates.groupby("year")["cny_per_usd"].mean()
    found = []
    for key, sheet in sheets.items():
        if years is not None and key[0] not in years:
            continue
        rate = float(yearly[yearly.index <= max(key[0], yearly.index.min())].iloc[-1])
        own = [*_by_neighbours(key, sheet, sheets, rate), *_by_nation(key, sheet, nation, rate)]
        # The first of each kind; the nearest table comes first.
        reasons: dict[str, Fault] = {}
        for fault in own:
            reasons.setdefault(fault.reason, fault)
        found += [(*key, *vars(fault).values()) for fault in reasons.values()]
    return pd.DataFrame(found, columns=FAULTS)


def _by_neighbours(
    key: Key, sheet: pd.DataFrame, sheets: dict[Key, pd.DataFrame], rate: float
) -> Iterator[Fault]:
    """Yield the faults of the table ``key`` that other tables of the customs show."""
    year, month, currency, source = key
    for figure, there in (
        ("start", (year, month - 1, currency, source)),
        ("base", (year - 1, month, currency, source)),
    ):
        own = _provinces(sheet[figure])
        if own["total"].isna().all():
            continue
        fault = None
        if there in sheets:
            fault = _compared(own, _provinces(sheets[there]["ytd"]), rate, _label(there))
        if there not in sheets or (fault is not None and fault.reason == PERIOD):
            fault = _other_period(key, own["total"], sheets, figure) or fault
        if fault is not None:
            yield fault
    for there in sheets:
        if there[:2] == key[:2] and there[2] != currency:
            stored = _provinces(sheets[there]["ytd"]) * (rate if currency == "CNY" else 1 / rate)
            fault = _compared(_provinces(sheet["ytd"]), stored, rate, f"{_label(there)} {there[2]}")
            if fault is not None:
                yield fault


def _compared(own: pd.DataFrame, stored: pd.DataFrame, rate: float, against: str) -> Fault | None:
    """Return what is wrong with all rows of ``own`` (place by flow), measured by ``stored``."""
    stored = stored.reindex(own.index)
    apart = _log(own[FLOW_LIST], stored[FLOW_LIST])
    middle = float(np.nanmedian(apart))
    at = stored["total"].idxmax()
    told = {flow: (float(own.at[at, flow]), float(stored.at[at, flow])) for flow in FLOW_LIST}
    reason, factor = _factor(middle, float(np.nanmedian(np.abs(apart - middle))), rate)
    if reason:
        return Fault(reason, against, "total", *told["total"], factor)
    straight = _typical(own[["export", "import"]], stored[["export", "import"]])
    crossed = _typical(own[["import", "export"]], stored[["export", "import"]])
    if straight > 0.05 and crossed < straight / 4:
        return Fault(FLOW, against, "export", *told["export"])
    if _typical(own[["total"]], stored[["total"]]) > PERIOD_APART:
        return Fault(PERIOD, against, "total", *told["total"])
    return None


def _factor(middle: float, spread: float, rate: float) -> tuple[str, float]:
    """Return (unit or currency, factor) where all figures are off by one such factor, else "".

    ``middle`` is the median logarithm of found / expected, ``spread`` the median distance from it.
    """
    power = round(middle / np.log(10))
    if power and abs(middle - power * np.log(10)) < FACTOR_APART:
        return UNIT, 10.0**power
    for shift in (np.log(rate), -np.log(rate)):
        power = round((middle - shift) / np.log(10))
        apart = abs(middle - shift - power * np.log(10))
        if spread < RATE_SPREAD and apart < RATE_APART:
            return MONEY, float(np.exp(shift) * 10.0**power)
    return "", 1.0


def _other_period(
    key: Key, own: "pd.Series[float]", sheets: dict[Key, pd.DataFrame], figure: str
) -> Fault | None:
    """Return the stored period that the totals ``own`` (start or base) belong to, if another."""
    for there, sheet in sheets.items():
        stored = sheet["ytd"]["total"].reindex(own.index)
        if there[2:] != key[2:] or _typical(own, stored) > PERIOD_APART:
            continue
        year, month = (there[0], there[1] + 1) if figure == "start" else (there[0] + 1, there[1])
        if (year, month) != key[:2]:
            at = stored.idxmax()
            told = float(own[at]), float(stored[at])
            return Fault(PERIOD, _label(there), "total", *told, 1.0, f"{year}-{month:02d}")
    return None


def _by_nation(key: Key, sheet: pd.DataFrame, nation: pd.DataFrame, rate: float) -> list[Fault]:
    """Return the fault of the table ``key`` that the nation in dollars shows, if there is one."""
    if NATION not in sheet.index or key[:2] not in nation.index:
        return []
    own = sheet["ytd"].loc[NATION]
    times = rate if key[2] == "CNY" else 1.0
    stored = nation.loc[key[:2]] * times
    if own.isna().any() or stored.isna().any():
        return []
    told = {flow: (float(own[flow]), float(stored[flow])) for flow in FLOW_LIST}
    apart = np.log(own / stored)
    middle = float(apart.median())
    spread = abs(float(apart["export"] - apart["import"]))
    reason, factor = _factor(middle, spread, rate)
    if reason:
        return [Fault(reason, NATIONAL, "total", *told["total"], factor)]
    crossed = abs(
        float(np.log(own["export"] / stored["import"] * stored["export"] / own["import"]))
    )
    if spread > FLOWS_APART and crossed < spread / 4:
        return [Fault(FLOW, NATIONAL, "export", *told["export"])]
    off = NATION_APART if key[2] == "USD" else RATE_OF_MONTH
    if spread > FLOWS_APART or apart.abs().max() > off:
        flow = str(apart.abs().idxmax())
        likely = _other_month(own, nation * times, off if key[2] == "CNY" else FLOWS_APART)
        return [Fault(PERIOD if likely else COUNTRY, NATIONAL, flow, *told[flow], 1.0, likely)]
    return []


def _other_month(own: "pd.Series[float]", nation: pd.DataFrame, off: float) -> str:
    """Return the month of ``nation`` whose three flows fit ``own`` best, "" where none does."""
    apart = np.log(nation.rdiv(own, axis=1)[FLOW_LIST])
    spread = (apart["export"] - apart["import"]).abs()
    fits = (spread < FLOWS_APART / 4) & (apart.abs().max(axis=1) < off)
    if not fits.any():
        return ""
    year, month = (spread + apart.abs().max(axis=1))[fits].idxmin()
    return f"{year}-{month:02d}"


def _provinces(sheet: pd.DataFrame) -> pd.DataFrame:
    """Return ``sheet`` (place by flow) without the nation, with all three flows."""
    return sheet.drop(index=NATION, errors="ignore").reindex(columns=FLOW_LIST)


def _typical(own: pd.DataFrame, stored: pd.DataFrame) -> float:
    """Return the median size of log(own / stored), cell by cell."""
    return float(np.nanmedian(np.abs(_log(own, stored))))


def _log(own: pd.DataFrame, stored: pd.DataFrame) -> np.ndarray:
    """Return log(own / stored) cell by cell, missing where either is not above zero."""
    ratio = own.to_numpy(dtype=float) / stored.to_numpy(dtype=float)
    return np.log(np.where(ratio > 0, ratio, np.nan))


def _label(key: Key) -> str:
    return f"{key[0]}-{key[1]:02d}"
