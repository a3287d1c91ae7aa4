"""Annual figures by province compared with stored figures, with growth, and with each other.

All comparisons are made in logarithms: of a figure and the one before it, less the median of the
31 provinces, or of a figure and the stored one of the same year.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.checks.identities import FAILS, OK, REVISED
from helpers.checks.permutations import BETTER, permuted
from helpers.constants import NATION

Pair = tuple[float, float]

TABLE_CHECK, ROWS_CHECK, SUMS_CHECK, FIGURES_CHECK = (
    "annual_table", "annual_rows", "annual_sums", "annual_figures",
)  # fmt: skip
CHECKS = (TABLE_CHECK, ROWS_CHECK, SUMS_CHECK, FIGURES_CHECK)
UNIT, LEVEL, YEARS, ROWS = "unit", "level", "years", "rows"
SUM, OF_NATION, MANY = "sum", "nation", "many"
GROWTH, ALONE, REVISION, REVISION_ALONE = "growth", "alone", "revision", "revision_alone"
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
# At the joint of two editions both growth and revision move a figure.
JOINT = 2.0


@dataclass(frozen=True)
class Bounds:
    """How far figures may be off, as logarithms: (reported above, refused above).

    ``growth``: from the year before, relative to the median province; ``alone``: from both years
    beside it, in the same direction; ``revision``: from the stored figure of the year;
    ``revision_alone``: the same, from the revisions of both years beside it; ``total``: the sum of
    the provinces from the stored sum. ``level``: lowest and highest growth of the median province;
    ``nation``: lowest and highest sum of the provinces divided by the nation; ``moved``: growth off
    the median from which two provinces may have been exchanged; ``large`` and ``most``: how many
    provinces of a year may be revised by more than ``large``.
    """

    growth: Pair
    alone: Pair
    revision: Pair
    revision_alone: Pair
    total: Pair
    level: Pair
    nation: Pair
    moved: float
    large: float = np.inf
    most: int = 31


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
        figures = _figures(log, log_known, bounds)
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
    orders = {f"{-shift:+d}": own.rename(columns=lambda y, s=shift: y - s) for shift in SHIFTS}
    orders["reversed"] = own.set_axis(list(own.columns[::-1]), axis=1)[sorted(own.columns)]

    for measure, least in ((_levels_apart, 0.0005), (_growths_apart, 0.01)):
        straight = measure(own, stored)
        found = {name: measure(table, stored) for name, table in orders.items()}
        found = {name: value for name, value in found.items() if pd.notna(value)}
        if found and not straight <= least:
            name = min(found, key=lambda name: found[name])
            # Without a stored year of its own, a table must repeat another year as it is stored.
            if found[name] < (least if pd.isna(straight) else straight / BETTER):
                return name, straight, found[name]
    return "", np.nan, np.nan


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


def _figures(log: pd.DataFrame, stored: pd.DataFrame, bounds: Bounds) -> pd.DataFrame:
    """Return a row for each figure that anything is known of: the comparison it is worst in."""
    joined = log.combine_first(stored)
    here = log.notna()
    growth = joined.diff(axis=1)
    growth = growth - growth.median()
    alone = _alone(growth).where(here)
    revision = (log - stored).where(here)
    # The growth after a figure that is off alone is off because of that figure.
    before = alone.abs().where(alone.abs() > bounds.alone[0], 0.0).shift(1, axis=1, fill_value=0.0)
    after = (before > 0) & (growth.abs() < 2 * before + bounds.growth[0])
    joint = here & ~here.shift(1, axis=1, fill_value=False)
    last = here & ~here.shift(-1, axis=1, fill_value=False)
    parts = [
        (GROWTH, growth.where(here & ~joint & ~after), bounds.growth, 1.0),
        (GROWTH, growth.where(joint), bounds.growth, JOINT),
        (GROWTH, -growth.shift(-1, axis=1).where(last), bounds.growth, JOINT),
        (ALONE, alone, bounds.alone, 1.0),
        (REVISION, revision, bounds.revision, 1.0),
        (REVISION_ALONE, _alone(revision.diff(axis=1)), bounds.revision_alone, 1.0),
    ]
    return _worst([_long(log, *part) for part in parts])


def _alone(steps: pd.DataFrame) -> pd.DataFrame:
    """Return by how much each figure is above, or below, both years beside it.

    ``steps`` are the differences from the year before. Zero where it is between the two.
    """
    to, back = steps, -steps.shift(-1, axis=1)
    size = np.minimum(to.abs(), back.abs())
    return (np.sign(to) * size).where(np.sign(to) == np.sign(back), 0.0).where(back.notna())


def _long(
    log: pd.DataFrame, reason: str, apart: pd.DataFrame, pair: Pair, times: float
) -> pd.DataFrame:
    """Return one comparison of all figures as rows."""
    rows = apart.rename_axis(index="province_code", columns="year").stack().rename("apart")
    rows = rows.dropna().reset_index()
    at = pd.MultiIndex.from_frame(rows[["province_code", "year"]])
    value = log.rename_axis(index="province_code", columns="year").stack().reindex(at).to_numpy()
    size = rows["apart"].abs() - 1e-9
    verdict = np.select([size <= pair[0] * times, size <= pair[1] * times], [OK, REVISED], FAILS)
    return rows.assign(
        check=FIGURES_CHECK, reason=reason, unit="%", found=np.exp(value), verdict=verdict,
        expected=np.exp(value - rows["apart"]), residual=100 * np.expm1(rows["apart"].abs()),
        tolerance=100 * np.expm1(pair[0] * times),
    )  # fmt: skip


def _worst(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return of all comparisons of a figure the one with the worst verdict."""
    rows = pd.concat(parts, ignore_index=True)
    rank = rows["verdict"].map({FAILS: 0, REVISED: 1, OK: 2})
    ranked = rows.assign(_rank=rank, _far=-rows["residual"] / rows["tolerance"])
    ranked = ranked.sort_values(["_rank", "_far"], kind="stable")
    return ranked.drop_duplicates(["province_code", "year"]).drop(columns=["_rank", "_far"])
