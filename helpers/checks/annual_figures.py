"""Single annual figures compared with the years beside them and with the stored figures."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.checks.identities import FAILS, OK, REVISED

Pair = tuple[float, float]

FIGURES_CHECK = "annual_figures"
GROWTH, ALONE, REVISION, REVISION_ALONE = "growth", "alone", "revision", "revision_alone"
# How often the median distance from the growth of the median province a figure may be off it.
SPREAD = 4.0
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
    provinces of a year may be revised by more than ``large``; ``calm``: growth off the median by
    this much is reported in a year in which it is SPREAD times that of half of the provinces.
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
    calm: float = np.inf


def figure_rows(log: pd.DataFrame, stored: pd.DataFrame, bounds: Bounds) -> pd.DataFrame:
    """Return a row for each figure that anything is known of: the comparison it is worst in."""
    joined = log.combine_first(stored)
    here = log.notna()
    growth = joined.diff(axis=1)
    growth = growth - growth.median()
    spread = (SPREAD * growth.abs().median()).clip(lower=bounds.calm)
    unusual = growth.where(growth.abs() > spread).where(here)
    single = log.notna().any().sum() == 1
    alone = _alone(growth).where(here)
    revision = (log - stored).where(here)
    # The growth after a figure that is off alone is off because of that figure.
    before = alone.abs().where(alone.abs() > bounds.alone[0], 0.0).shift(1, axis=1, fill_value=0.0)
    usual = (0.1 * before).clip(lower=bounds.calm)
    usual = usual.where(usual < before + bounds.growth[0], before + bounds.growth[0])
    after = (before > 0) & (growth.abs() < before + usual)
    joint = here & ~here.shift(1, axis=1, fill_value=False)
    last = here & ~here.shift(-1, axis=1, fill_value=False)
    parts = [
        (GROWTH, growth.where(here & ~joint & ~after), bounds.growth, 1.0),
        (GROWTH, unusual.where((~joint | single) & ~after), (bounds.calm, bounds.growth[1]), 1.0),
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
