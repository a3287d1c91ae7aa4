"""Plausible damages to annual tables: rows are provinces, columns are years."""

from collections.abc import Callable

import numpy as np
import pandas as pd

Damage = Callable[[pd.DataFrame], pd.DataFrame]


def times(code: str, year: int, factor: float) -> Damage:
    """One figure multiplied: a lost decimal point, a value entered twice."""

    def damaged(table: pd.DataFrame) -> pd.DataFrame:
        table = table.copy()
        table.loc[code, year] *= factor
        return table

    return damaged


def exchanged(one: str, other: str) -> Damage:
    """The figures of two provinces in each other's row."""

    def damaged(table: pd.DataFrame) -> pd.DataFrame:
        table = table.copy()
        table.loc[[one, other]] = table.loc[[other, one]].to_numpy()
        return table

    return damaged


def down(table: pd.DataFrame) -> pd.DataFrame:
    """Every row's figures in the row below; the last row's in the first."""
    return pd.DataFrame(np.roll(table.to_numpy(), 1, axis=0), table.index, table.columns)


def down_cut(table: pd.DataFrame) -> pd.DataFrame:
    """Every row's figures in the row below; the first row stays."""
    moved = down(table)
    moved.iloc[0] = table.iloc[0]
    return moved


def years_off(table: pd.DataFrame) -> pd.DataFrame:
    """Every heading a year too early."""
    return table.rename(columns=lambda year: year - 1)


def reversed_years(table: pd.DataFrame) -> pd.DataFrame:
    """The headings from the earliest, the figures from the latest."""
    return table.set_axis(list(table.columns[::-1]), axis=1)[sorted(table.columns)]


def all_times(factor: float) -> Damage:
    """Every figure multiplied: another unit than the one printed."""
    return lambda table: table * factor


WHOLE: dict[str, Damage] = {
    "a decimal point lost": times("34", 2020, 10),
    "a figure of another order": times("44", 2019, 0.01),
    "a figure doubled": times("52", 2018, 2),
    "two provinces exchanged": exchanged("23", "31"),
    "neighbours exchanged": exchanged("41", "42"),
    "rows moved down": down,
    "rows moved down, the first twice": down_cut,
    "years off by one": years_off,
    "years reversed": reversed_years,
    "a unit mistaken": all_times(1e-4),
    "a unit ten times too large": all_times(10),
}
