"""The commands about data/: `trade import` takes official files in, `trade check` adds them up."""

import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from helpers import checks, merge, schemas, store
from helpers.errors import RunFailed
from helpers.identities import FAILS

_DIGITS = {"亿": 4, "pp": 2, "CNY/USD": 4, "times": 1, "ratio": 2, "count": 0}
_BREAK_OFF = 100


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Files as downloaded from the publisher.")],
    period: Annotated[
        str | None,
        typer.Option(help="Month of a customs table that does not name its year: 2025-08."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and check only; write nothing.")
    ] = False,
) -> None:
    """Take official files into data/: all of them with proof that they add up, or none.

    Read are the customs table (8) by location of importer/exporter (CSV, saved page, .xls, .xlsx;
    Chinese or English) and the statistics bureau's provincial downloads of trade, GDP and
    population. A figure that differs from the one in store is kept beside it as a revision.
    """
    for outcome in merge.import_files(files, period, dry_run=dry_run):
        print(_told(outcome))
        if outcome.proof is not None and not outcome.proof.empty:
            _show(outcome.proof)
    if dry_run:
        print("Nothing was written (--dry-run).")


def check() -> None:
    """Add up everything in data/: each identity with tolerance, largest residual, where, verdict.

    Exit 1 when one fails.
    """
    data = {table: store.load(table) for table in schemas.TABLES}
    store.check_references(data)
    found = checks.run(data["trade"], data["national"], data["exchange_rates"])
    _show(found)
    counts = found["verdict"].value_counts()
    print("; ".join(f"{number} {verdict}" for verdict, number in counts.items()))
    if (found["verdict"] == FAILS).any():
        raise RunFailed("Some figures in data/ do not add up; see the rows marked 'fails' above.")


def _told(outcome: merge.Outcome) -> str:
    """One line on what became of a file, and one on places that are listed no longer."""
    release = outcome.release
    if outcome.known:
        return f"{release.file_name}: imported before, nothing changes."
    what = f"{release.title or release.kind}, {release.period}"
    if release.unit:
        what += f", {release.unit}"
    text = (
        f"{release.file_name}: {what}; {release.rows} rows read, {outcome.new} new, "
        f"{outcome.revised} revised."
    )
    if outcome.gone:
        text += f"\n  Listed in the nearest table, not here: {'、'.join(outcome.gone)}."
    return text


def _show(found: pd.DataFrame) -> None:
    """Print the checks as a table; whole lines where the output is not a terminal."""
    console = Console(width=None if sys.stdout.isatty() else _BREAK_OFF + 20)
    table = Table(box=None, pad_edge=False)
    for column in ("check", "period", "source", "tolerance", "residual", "where", "verdict"):
        table.add_column(column, justify="right" if column in ("tolerance", "residual") else "left")
    for row in found.itertuples():
        digits = _DIGITS[row.unit]
        residual = "" if pd.isna(row.residual) else f"{row.residual:,.{digits}f}"
        table.add_row(
            row.check,
            f"{row.year}-{row.month:02d} {row.currency}",
            row.source,
            f"{row.tolerance:,.{digits}f} {row.unit}",
            residual,
            row.where if residual else "",
            row.verdict,
        )
    console.print(table)
