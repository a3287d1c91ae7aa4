"""Rows of a table that stand in the place of others, found by the figures that they fit."""

import numpy as np
import pandas as pd

# Another order of years, or another province, must fit this many times better. The 12 years that
# two editions of GDP share fit themselves 2.6 times better than the years beside them.
BETTER = 4.0


def permuted(
    matrix: pd.DataFrame, least: float, *, moved_rows: bool = True
) -> list[tuple[str, str, float, float]]:
    """Return the rows that fit another row BETTER times better than themselves.

    ``matrix`` has how far the figures in row i are from those known of j. A row counts when it is
    further than ``least`` from itself, and when it changed places with others or, with
    ``moved_rows``, a third of all rows moved. Each result: row, the other row, distance from
    itself, distance from the other.
    """
    values = matrix.to_numpy()
    own = np.diag(values).copy()
    others = np.where(np.isnan(values), np.inf, values)
    np.fill_diagonal(others, np.inf)
    best = others.argmin(axis=1)
    fit = others[np.arange(len(best)), best]
    moved = (own > least) & (fit < own / BETTER)
    at = np.flatnonzero(moved)
    many = moved_rows and 3 * len(at) >= len(best)
    if not many and set(at) != set(best[at]):
        at = np.array([i for i in at if moved[best[i]] and best[best[i]] == i], dtype=int)
    names = list(matrix.index)
    return [(names[i], names[best[i]], float(own[i]), float(fit[i])) for i in at]
