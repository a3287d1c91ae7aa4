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
TOTAL, EXPORT, IMPORT = (FLOWS.index(flow) for flow in ("total", "export", "import"))

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


@dataclass(frozen=True)
class Sheet:
    """One table as arrays of places by flow, in the order of FLOWS; ``nation`` marks its row."""

    nation: np.ndarray
    ytd: np.ndarray
    start: np.ndarray
    base: np.ndarray


def detail(
    trade: pd.DataFrame,
    national: pd.DataFrame,
    rates: pd.DataFrame,
    years: Collection[int] | None = None,
    months: Collection[int] = range(1, 13),
) -> pd.DataFrame:
    """Return the check "whole_table" with the columns of DETAIL and NOTES.

    One row for each fault, else one for the table. The residual is by what factor the figure is
    off, at least 1. The arguments are those of ``faults``.
    """
    rows = faults(trade, national, rates, years, months)
    factor = rows["found"] / rows["expected"]
    rows = rows.assign(
        residual=factor.where(factor >= 1, 1 / factor), other=rows["likely"], verdict=FAILS
    )
    tables = trade.loc[trade["source"].isin(neighbours.SOURCES), TABLE].drop_duplicates()
    if years is not None:
        tables = tables[tables["year"].isin(years) & tables["month"].isin(months)]
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
    months: Collection[int] = range(1, 13),
) -> pd.DataFrame:
    """Return one row for each fault of a whole customs table; no row where all is well.

    Only tables of ``years`` and ``months`` are judged, if given; all are used to judge them.

    The arguments have the columns of trade.csv, national.csv and exchange_rates.csv, with one
    release of each figure. Columns: TABLE; reason (unit, currency, flows, period or nation);
    against (the stored table that shows it: "2025-07", "2025-08 CNY" or "national.csv"); flow,
    found and expected (in 亿, of the largest province or the nation; worked back from the table
    and stored); factor (how many times too large); likely (the period that the figures belong to,
    "" where that is not known).
    """
    own = neighbours.worked_back(trade)
    places = sorted(own["province_code"].unique())
    sheets = {key: _sheet(part, places) for key, part in own.groupby(TABLE, sort=False)}
    nation = national[national["currency"] == "USD"].pivot_table(
        index=["year", "month"], columns="flow", values="value"
    )
    yearly = rates.groupby("year")["cny_per_usd"].mean()
    found = []
    for key, sheet in sheets.items():
        if years is not None and not (key[0] in years and key[1] in months):
            continue
        rate = float(yearly[yearly.index <= max(key[0], yearly.index.min())].iloc[-1])
        own = [*_by_neighbours(key, sheet, sheets, rate), *_by_nation(key, sheet, nation, rate)]
        # The first of each kind; the nearest table comes first.
        reasons: dict[str, Fault] = {}
        for fault in own:
            reasons.setdefault(fault.reason, fault)
        found += [(*key, *vars(fault).values()) for fault in reasons.values()]
    return pd.DataFrame(found, columns=FAULTS)


def _sheet(rows: pd.DataFrame, places: list[str]) -> Sheet:
    """Return the figures of one table as arrays of ``places`` by flow."""
    wide = rows.pivot(index="province_code", columns="flow")
    cells = (
        wide[name].reindex(index=places, columns=list(FLOWS)).to_numpy(dtype=float)
        for name in ("ytd", "start", "base")
    )
    return Sheet(np.array(places) == NATION, *cells)


def _by_neighbours(
    key: Key, sheet: Sheet, sheets: dict[Key, Sheet], rate: float
) -> Iterator[Fault]:
    """Yield the faults of the table ``key`` that other tables of the customs show."""
    year, month, currency, source = key
    provinces = ~sheet.nation
    for figure, there in (
        ("start", (year, month - 1, currency, source)),
        ("base", (year - 1, month, currency, source)),
    ):
        own = getattr(sheet, figure)[provinces]
        if np.isnan(own[:, TOTAL]).all():
            continue
        fault = None
        if there in sheets:
            fault = _compared(own, sheets[there].ytd[provinces], rate, _label(there))
        if there not in sheets or (fault is not None and fault.reason == PERIOD):
            fault = _other_period(key, own, sheets, figure) or fault
        if fault is not None:
            yield fault
    for there in sheets:
        if there[:2] == key[:2] and there[2] != currency:
            stored = sheets[there].ytd[provinces] * (rate if currency == "CNY" else 1 / rate)
            fault = _compared(sheet.ytd[provinces], stored, rate, f"{_label(there)} {there[2]}")
            if fault is not None:
                yield fault


def _compared(own: np.ndarray, stored: np.ndarray, rate: float, against: str) -> Fault | None:
    """Return what is wrong with all rows of ``own`` (place by flow), measured by ``stored``."""
    apart = _log(own, stored)
    if np.isnan(apart).all():
        return None
    middle = float(np.nanmedian(apart))
    at = int(np.nanargmax(stored[:, TOTAL]))
    reason, factor = _factor(middle, float(np.nanmedian(np.abs(apart - middle))), rate)
    if reason:
        return Fault(reason, against, "total", own[at, TOTAL], stored[at, TOTAL], factor)
    straight = _typical(own[:, [EXPORT, IMPORT]], stored[:, [EXPORT, IMPORT]])
    crossed = _typical(own[:, [IMPORT, EXPORT]], stored[:, [EXPORT, IMPORT]])
    if straight > 0.05 and crossed < straight / 4:
        return Fault(FLOW, against, "export", own[at, EXPORT], stored[at, EXPORT])
    if _typical(own[:, [TOTAL]], stored[:, [TOTAL]]) > PERIOD_APART:
        return Fault(PERIOD, against, "total", own[at, TOTAL], stored[at, TOTAL])
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


def _other_period(key: Key, own: np.ndarray, sheets: dict[Key, Sheet], figure: str) -> Fault | None:
    """Return the stored period that the figures ``own`` (start or base) belong to, if another."""
    for there, sheet in sheets.items():
        stored = sheet.ytd[~sheet.nation]
        if there[2:] != key[2:] or _typical(own[:, [TOTAL]], stored[:, [TOTAL]]) > PERIOD_APART:
            continue
        year, month = (there[0], there[1] + 1) if figure == "start" else (there[0] + 1, there[1])
        if (year, month) != key[:2]:
            at = int(np.nanargmax(stored[:, TOTAL]))
            told = own[at, TOTAL], stored[at, TOTAL]
            return Fault(PERIOD, _label(there), "total", *told, 1.0, f"{year}-{month:02d}")
    return None


def _by_nation(key: Key, sheet: Sheet, nation: pd.DataFrame, rate: float) -> list[Fault]:
    """Return the fault of the table ``key`` that the nation in dollars shows, if there is one."""
    if not sheet.nation.any() or key[:2] not in nation.index:
        return []
    own = pd.Series(sheet.ytd[sheet.nation][0], index=list(FLOWS))
    times = rate if key[2] == "CNY" else 1.0
    stored = nation.loc[key[:2]].reindex(own.index) * times
    if own.isna().any() or stored.isna().any():
        return []
    told = {flow: (float(own[flow]), float(stored[flow])) for flow in FLOWS}
    apart = np.log(own / stored)
    spread = abs(float(apart["export"] - apart["import"]))
    reason, factor = _factor(float(apart.median()), spread, rate)
    if reason:
        return [Fault(reason, NATIONAL, "total", *told["total"], factor)]
    turned = np.log(own["export"] / stored["import"]) - np.log(own["import"] / stored["export"])
    if spread > FLOWS_APART and abs(float(turned)) < spread / 4:
        return [Fault(FLOW, NATIONAL, "export", *told["export"])]
    off = NATION_APART if key[2] == "USD" else RATE_OF_MONTH
    if spread > FLOWS_APART or apart.abs().max() > off:
        flow = str(apart.abs().idxmax())
        likely = _other_month(own, nation * times, off if key[2] == "CNY" else FLOWS_APART)
        return [Fault(PERIOD if likely else COUNTRY, NATIONAL, flow, *told[flow], 1.0, likely)]
    return []


def _other_month(own: "pd.Series[float]", nation: pd.DataFrame, off: float) -> str:
    """Return the month of ``nation`` whose three flows fit ``own`` best, "" where none does."""
    apart = np.log(nation.rdiv(own, axis=1)[list(FLOWS)])
    spread = (apart["export"] - apart["import"]).abs()
    fits = (spread < FLOWS_APART / 4) & (apart.abs().max(axis=1) < off)
    if not fits.any():
        return ""
    year, month = (spread + apart.abs().max(axis=1))[fits].idxmin()
    return f"{year}-{month:02d}"


def _typical(own: np.ndarray, stored: np.ndarray) -> float:
    """Return the median size of log(own / stored), infinite where nothing can be compared."""
    apart = np.abs(_log(own, stored))
    return np.inf if np.isnan(apart).all() else float(np.nanmedian(apart))


def _log(own: np.ndarray, stored: np.ndarray) -> np.ndarray:
    """Return log(own / stored) cell by cell, missing where either is not above zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = own / stored
    return np.log(np.where((ratio > 0) & np.isfinite(ratio), ratio, np.nan))


def _label(key: Key) -> str:
    return f"{key[0]}-{key[1]:02d}"
