"""Annual figures by province compared with stored figures, with growth, and with each other.

All comparisons are made in logarithms: of a figure and the one before it, less the median of the
31 provinces, or of a figure and the stored one of the same year.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.checks.annual_figures import FIGURES_CHECK, Bounds, Pair, figure_rows
from helpers.checks.identities import FAILS, OK, REVISED
from helpers.checks.permutations import BETTER, permuted
from helpers.constants import NATION

TABLE_CHECK, ROWS_CHECK, SUMS_CHECK = "annual_table", "annual_rows", "annual_sums"
CHECKS = (TABLE_CHECK, ROWS_CHECK, SUMS_CHECK, FIGURES_CHECK)
UNIT, LEVEL, YEARS, ROWS = "unit", "level", "years", "rows"
SUM, OF_NATION, MANY = "sum", "nation", "many"
COLUMNS = [
    "check", "year", "province_code", "expected", "found", "residual", "tolerance", "unit",
    "verdict", "reason", "other",
]  # fmt: skip

# All figures of a year this many times off the stored ones are in another unit or currency.
OTHER_UNIT = np.log(3.0)
# Years by which a row of headings may be moved.
SHIFTS = (-3, -2, -1, 1, 2, 3)
# Rows are only called exchanged when they are this far from their own stored figures. Where no year
# of the table is stored, growth is all there is to tell by: see Bounds.moved.
APART = 0.01


def judge(table: pd.DataFrame, stored: pd.DataFrame, bounds: Bounds) -> pd.DataFrame:
    """Return the verdicts on ``table``, given the ``stored`` figures of the same series.

    Both have a row for each place and a column for each year. Columns of the result: COLUMNS;
    residual and tolerance in percent (a count where ``unit`` is count); ``other`` is the place or
    the order of years that the figures fit. A fault of the whole table hides the others, as every
    row then disagrees.
    """
    years = range(min([*table, *stored]), max([*table, *stored]) + 1)
    own = table.drop(index=NATION, errors="ignore").reindex(columns=years)
    known = stored.drop(index=NATION, errors="ignore").reindex(index=own.index, columns=years)
    log, log_known = _log(own), _log(known)
    whole = _whole(log, log_known, bounds)
    if whole.empty:
        moved = _exchanged(log, log_known, bounds.moved)
        figures = figure_rows(log, log_known, bounds)
        whole = pd.concat(
            [
                _clean(TABLE_CHECK, 100 * np.expm1(OTHER_UNIT), table),
                moved if len(moved) else _clean(ROWS_CHECK, 100 * np.expm1(APART), table),
                _sums(own, known, table, stored, bounds),
                figures[~figures["province_code"].isin(moved["province_code"])],
            ],
            ignore_index=True,
        )
    whole = whole.reindex(columns=COLUMNS).astype({"reason": object, "other": object})
    return whole.fillna({"reason": "", "other": ""})


def _log(figures: pd.DataFrame) -> pd.DataFrame:
    """Return logarithms; a figure of zero counts as very small, not as missing."""
    return np.log(figures.clip(lower=1e-9))


def _clean(check: str, tolerance: float, table: pd.DataFrame) -> pd.DataFrame:
    """Return the row of a check of the whole table that found nothing."""
    row = {"check": check, "year": max(table), "province_code": NATION, "residual": 0.0}
    return pd.DataFrame([row | {"tolerance": tolerance, "unit": "%", "verdict": OK}])


def _percent(apart: float) -> float:
    return float(100 * np.expm1(abs(apart)))


def _whole(log: pd.DataFrame, stored: pd.DataFrame, bounds: Bounds) -> pd.DataFrame:
    """Return one row for a fault of all rows: unit, order of years, or level; else no row."""
    row: dict[str, object] = {"check": TABLE_CHECK, "province_code": NATION, "verdict": FAILS}
    sums, known = np.exp(log).sum(), np.exp(stored).sum()
    apart = (log - stored).median()
    year = apart.abs().idxmax() if apart.notna().any() else None
    if year is not None and abs(apart[year]) > OTHER_UNIT:
        row |= {"reason": UNIT, "year": year, "residual": _percent(apart[year])}
        row |= {"expected": known[year], "found": sums[year], "tolerance": _percent(OTHER_UNIT)}
        return pd.DataFrame([row | {"unit": "%"}])
    other, own, best = _other_years(log, stored)
    if other:
        year = int(apart.last_valid_index())
        row |= {"reason": YEARS, "year": year, "other": other, "residual": _percent(own)}
        row |= {"expected": known[year], "found": sums[year], "tolerance": _percent(best)}
        return pd.DataFrame([row | {"unit": "%"}])
    here = log.columns[log.notna().any()]
    middle = log.combine_first(stored).diff(axis=1).median()[here]
    outside = (middle - middle.clip(*bounds.level)).abs()
    if (outside > 0).any():
        year = int(outside.idxmax())
        before = np.exp(log.combine_first(stored)).sum()[year - 1]
        row |= {"reason": LEVEL, "year": year, "residual": _percent(middle[year])}
        row |= {"expected": before, "found": sums[year], "tolerance": _percent(bounds.level[1])}
        return pd.DataFrame([row | {"unit": "%"}])
    return pd.DataFrame(columns=COLUMNS)


def _other_years(log: pd.DataFrame, stored: pd.DataFrame) -> tuple[str, float, float]:
    """Return (the order of years that the table fits, how far it is off as it is, and in that).

    The order is "+1" where every figure belongs to the year after its heading, "reversed", or "".
    Judged by the figures themselves, and by the growth of the median province where a revision
    changed all figures.
    """
    own = log.dropna(axis=1, how="all")
    for measure, least in ((_levels_apart, 0.0005), (_growths_apart, 0.01)):
        straight = measure(own, stored)
        if straight <= least:
            continue
        found = {name: measure(table, stored) for name, table in _orders(own)}
        found = {name: value for name, value in found.items() if pd.notna(value)}
        if found:
            name = min(found, key=lambda name: found[name])
            # Without a stored year of its own, a table must repeat another year as it is stored.
            if found[name] < (least if pd.isna(straight) else straight / BETTER):
                return name, straight, found[name]
    return "", np.nan, np.nan


def _orders(own: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the name of each wrong order of years, and the table put right if it is that."""
    for shift in SHIFTS:
        yield f"{-shift:+d}", own.rename(columns=lambda year, by=shift: year - by)
    yield "reversed", own.set_axis(list(own.columns[::-1]), axis=1)[sorted(own.columns)]


def _levels_apart(table: pd.DataFrame, stored: pd.DataFrame) -> float:
    """Return how far the figures of a table are from the stored ones of the same years."""
    return float((table - stored).abs().median().median())


def _growths_apart(table: pd.DataFrame, stored: pd.DataFrame) -> float:
    """Return how far growth of the median province is from the stored; missing for few years."""
    apart = (table.diff(axis=1).median() - stored.diff(axis=1).median()).dropna()
    return float(apart.abs().mean()) if len(apart) >= 4 else np.nan


def _exchanged(log: pd.DataFrame, stored: pd.DataFrame, moved: float) -> pd.DataFrame:
    """Return a row for each province whose figures fit the stored ones of another province."""
    both = log.columns[log.notna().any() & stored.notna().any()]
    known, least = stored[both], APART
    own = log[both]
    if both.empty:
        new = log.columns[log.notna().any()]
        before = [year for year in new if year - 1 in stored and stored[year - 1].notna().any()]
        if not before:
            return pd.DataFrame(columns=COLUMNS)
        own, known, least = log[before[:1]], stored[[before[0] - 1]], moved
        known = known.set_axis(before[:1], axis=1) + float(
            (own.to_numpy() - known.to_numpy()).mean()
        )
        both = pd.Index(before[:1])
    apart = np.abs(own.to_numpy()[:, None, :] - known.to_numpy()[None, :, :])
    matrix = pd.DataFrame(np.nanmean(apart, axis=2), index=log.index, columns=log.index)
    rows = []
    for code, other, size, fit in permuted(matrix, least):
        year = int(both[-1])
        rows.append(
            {
                "check": ROWS_CHECK, "year": year, "province_code": code, "other": other,
                "expected": float(np.exp(known.at[code, year])), "unit": "%",
                "found": float(np.exp(log.at[code, year])), "residual": _percent(size),
                "tolerance": _percent(max(fit, least)), "verdict": FAILS, "reason": ROWS,
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _sums(
    own: pd.DataFrame,
    known: pd.DataFrame,
    table: pd.DataFrame,
    stored: pd.DataFrame,
    bounds: Bounds,
) -> pd.DataFrame:
    """Return a row for each year's sum, held to the stored sum and to the nation's row."""
    rows: list[dict[str, object]] = []
    for year in own.columns[own.notna().any()]:
        here = {"check": SUMS_CHECK, "year": year, "province_code": NATION, "unit": "%"}
        found = float(own[year].sum())
        both = own[year].notna()
        if known[year][both].notna().all():
            expected = float(known[year][both].sum())
            here |= {"expected": expected, "found": found, "reason": SUM}
            rows.append(here | _measured(np.log(found / expected), bounds.total))
            large = int((_log(own[year]) - _log(known[year])).abs().gt(bounds.large).sum())
            if large > bounds.most:
                count = {"expected": bounds.most, "found": large, "residual": large}
                rows.append(
                    here | count | {"tolerance": bounds.most, "unit": "count", "reason": MANY}
                    | {"verdict": FAILS}
                )  # fmt: skip
        for frame in (table, stored):
            if NATION in frame.index and year in frame and pd.notna(frame.at[NATION, year]):
                nation = float(frame.at[NATION, year])
                inside = bounds.nation[0] <= found / nation <= bounds.nation[1]
                here |= {"expected": nation, "found": found, "reason": OF_NATION}
                rows.append(
                    here | {"residual": _percent(np.log(found / nation))}
                    | {"tolerance": _percent(np.log(bounds.nation[1]))}
                    | {"verdict": OK if inside else FAILS}
                )  # fmt: skip
                break
    return pd.DataFrame(rows, columns=COLUMNS)


def _measured(apart: float, pair: Pair) -> dict[str, object]:
    size = abs(apart) - 1e-9
    verdict = FAILS if size > pair[1] else REVISED if size > pair[0] else OK
    return {"residual": _percent(apart), "tolerance": _percent(pair[0]), "verdict": verdict}
