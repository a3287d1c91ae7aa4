"""The years with figures, read without pandas: one that is not covered is refused at once."""

import csv
from collections.abc import Iterable

from helpers.language.runs import runs
from helpers.system import paths
from helpers.system.errors import BadInput


def refuse_uncovered(years: Iterable[int]) -> None:
    """Raise BadInput for the first of ``years`` of which data/trade.csv has no row at all.

    A table that cannot be read is left to the checks that read all of it.
    """
    try:
        with (paths.data_dir() / "trade.csv").open(encoding="utf-8", newline="") as file:
            known = {int(row["year"]) for row in csv.DictReader(file)}
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return
    for year in years:
        if known and year not in known:
            raise BadInput(f"There are no figures for {year}; the years are {runs(known)}.")
